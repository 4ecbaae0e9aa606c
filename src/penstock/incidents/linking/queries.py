"""Reads of links; the viewer comes first. What somebody sees of a pair is what its hints tell that viewer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from penstock.cases.models import Link
from penstock.cases.queries import links_of
from penstock.incidents.linking.models import CommonMark, Hint, LinkAnswer, Mark
from penstock.incidents.models import Incident
from penstock.incidents.states import FOLLOWED
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 25
MOST_HINTS = 300
KIND = "same matter"
"""What a link between two incidents is called that was suggested and accepted."""


@dataclass(frozen=True, slots=True)
class Ground:
    """What a suggestion rests on: a shared mark with how many others hold it as far as the viewer sees, or likeness.

    `restricted` says that it was taken from a name, which not everybody reads who sees both incidents; `own`, that
    the viewer's organisation gave one of the two names.
    """

    kind: str
    shown: str
    other_shown: str
    score: float
    others: int = 0
    reasons: Sequence[Mapping[str, Any]] = ()
    restricted: bool = False
    own: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """That two incidents may belong together, with every ground that the viewer sees, the strongest first."""

    incident: Incident
    other: Incident
    grounds: Sequence[Ground]
    newest: tuple[datetime, UUID]

    @property
    def score(self) -> float:
        """That of the strongest ground."""
        return self.grounds[0].score


@dataclass(frozen=True, slots=True)
class Page:
    """A page of suggestions, the newest first, and the cursor of the next one."""

    suggestions: list[Suggestion]
    next: str


def suggestions(viewer: Viewer, incident: Incident) -> list[Suggestion]:
    """The incidents that may belong to one, the likeliest first, without those answered or linked."""
    hints = _open(viewer).filter(incident=incident.pk).order_by("-score", "pk")
    return sorted(_gathered(viewer, hints[:MOST_HINTS]), key=lambda one: (-one.score, one.other.reference))


def suggestion(viewer: Viewer, incident: Incident, other: str) -> Suggestion:
    """The suggestion that one incident and that with another reference belong together; NotVisible for none."""
    hints = _open(viewer).filter(incident=incident.pk, other__reference=other).order_by("-score", "pk")
    found = _gathered(viewer, hints[:MOST_HINTS])
    if not found:
        raise NotVisible
    return found[0]


def own_suggestions(viewer: Viewer, *, cursor: str = "", limit: int = PAGE) -> Page:
    """What is suggested of the incidents of the viewer's own organisation, the newest first, each pair once."""
    own = viewer.organisation_id
    hints = _open(viewer).filter(opener_id=own).exclude(other__opener=own, incident__gt=F("other"))
    rows = hints.order_by("-made_at", "-pk")
    after = _place(cursor) if cursor else None
    if after:
        rows = rows.filter(Q(made_at__lt=after[0]) | Q(made_at=after[0], pk__lt=after[1]))
    pairs: dict[tuple[UUID, UUID], tuple[datetime, UUID]] = {}
    listed = list(rows.values_list("pk", "incident_id", "other_id", "made_at")[: MOST_HINTS + 1])
    last = None
    for pk, one, other, made_at in listed[:MOST_HINTS]:
        if (one, other) not in pairs and len(pairs) == limit:
            break
        pairs.setdefault((one, other), (made_at, pk))
        last = (made_at, pk)
    is_whole = last is None or last[1] == listed[-1][0]
    more = "" if is_whole or last is None else f"{last[0].isoformat()}~{last[1]}"
    wanted = Q(pk=None)
    for one, other in pairs:
        wanted |= Q(incident=one, other=other)
    found = {(one.incident.pk, one.other.pk): one for one in _gathered(viewer, hints.filter(wanted).order_by("-score"))}
    shown = [found[pair] for pair, place in pairs.items() if found[pair].newest <= place]
    return Page(shown, more)


def linked(viewer: Viewer, incident: Incident) -> list[tuple[Link, Incident]]:
    """The incidents that were linked with one, as far as the viewer sees both, the oldest link first."""
    links = [one for one in links_of(viewer, incident) if one.kind == KIND]
    others = {one.other_id if one.one_id == incident.pk else one.one_id: one for one in links}
    seen = Incident.objects.visible_to(viewer).filter(pk__in=others).select_related("opener")
    return sorted(((others[one.pk], one) for one in seen), key=lambda pair: (pair[0].made_at, pair[1].reference))


def over_common(viewer: Viewer, incident: Incident) -> list[Mark]:
    """The marks of an incident that too many hold, as far as the viewer sees so many holders."""
    common = CommonMark.objects.visible_to(viewer).filter(kind=OuterRef("kind"), value=OuterRef("value"))
    marks = Mark.objects.visible_to(viewer).filter(Exists(common), incident=incident.pk).order_by("kind", "shown")
    return list({(one.kind, one.value): one for one in marks}.values())


def answers(viewer: Viewer, incident: Incident) -> list[LinkAnswer]:
    """What the viewer's organisation refused of an incident, the newest first."""
    rows = LinkAnswer.objects.visible_to(viewer).filter(Q(incident=incident.pk) | Q(other=incident.pk), is_same=False)
    both = rows.filter(incident__in=Incident.objects.visible_to(viewer), other__in=Incident.objects.visible_to(viewer))
    return list(both.select_related("incident", "other").order_by("-made_at"))


def is_answered(viewer: Viewer, one: Incident, other: Incident) -> bool:
    """Whether two incidents are linked, as far as the viewer sees both, or the viewer's office has answered."""
    ends = Q(one=one.pk, other=other.pk) | Q(one=other.pk, other=one.pk)
    first, second = sorted((one.pk, other.pk))
    own = LinkAnswer.objects.visible_to(viewer).filter(organisation=viewer.organisation_id)
    return (
        Link.objects.visible_to(viewer).filter(ends, kind=KIND).exists()
        or own.filter(incident=first, other=second).exists()
    )


def _open(viewer: Viewer) -> "QuerySet[Hint]":
    """The hints that the viewer sees, on pairs that stand, are not linked, and the viewer's office has not answered."""
    answered = LinkAnswer.objects.visible_to(viewer).filter(
        Q(incident=OuterRef("incident"), other=OuterRef("other"))
        | Q(incident=OuterRef("other"), other=OuterRef("incident")),
        organisation=viewer.organisation_id,
    )
    joined = Link.objects.visible_to(viewer).filter(
        Q(one=OuterRef("incident"), other=OuterRef("other")) | Q(one=OuterRef("other"), other=OuterRef("incident")),
        kind=KIND,
    )
    standing = Hint.objects.visible_to(viewer).filter(incident__state__in=FOLLOWED, other__state__in=FOLLOWED)
    return standing.filter(~Exists(answered), ~Exists(joined))


def _gathered(viewer: Viewer, hints: "QuerySet[Hint]") -> list[Suggestion]:
    """Hints as suggestions, one for each pair, in the order in which the pairs come first."""
    related = ("incident__opener", "other__opener", "mark", "other_mark")
    by_pair: dict[tuple[UUID, UUID], list[Hint]] = defaultdict(list)
    for one in hints.select_related(*related).defer("incident__content", "other__content"):
        by_pair[one.incident_id, one.other_id].append(one)
    marks = [one.mark for found in by_pair.values() for one in found if one.mark]
    counts, givers = _counts(viewer, marks), _givers(viewer, [one for found in by_pair.values() for one in found])
    return [
        Suggestion(
            found[0].incident,
            found[0].other,
            _grounds(viewer, found, counts, givers),
            max((one.made_at, one.pk) for one in found),
        )
        for found in by_pair.values()
    ]


def _grounds(
    viewer: Viewer,
    hints: Sequence[Hint],
    counts: Mapping[tuple[str, str], int],
    givers: Mapping[UUID, UUID],
) -> list[Ground]:
    """Each shared value once, where it stands open to all readers rather than restricted."""
    found: dict[tuple[str, str], Ground] = {}
    for one in hints:
        if one.mark is None or one.other_mark is None:
            found["likeness", ""] = Ground("likeness", "", "", one.score, reasons=one.reasons)
            continue
        taken_from = [held.party_id for held in (one.mark, one.other_mark) if held.party_id]
        ground = Ground(
            one.mark.kind,
            one.mark.shown,
            one.other_mark.shown,
            one.score,
            # Of those who hold it, one is the incident itself.
            others=counts.get((one.mark.kind, one.mark.value), 1) - 1,
            restricted=bool(taken_from),
            own=any(givers.get(party) == viewer.organisation_id for party in taken_from),
        )
        key = one.mark.kind, one.mark.value
        if key not in found or (found[key].restricted and not (ground.restricted and found[key].own)):
            found[key] = ground
    return sorted(found.values(), key=lambda one: (-one.score, one.kind, one.shown))


def _counts(viewer: Viewer, marks: Iterable[Mark]) -> dict[tuple[str, str], int]:
    """How many incidents that the viewer sees hold each value; few, for what many hold makes no hints."""
    values = sorted({(one.kind, one.value) for one in marks})
    if not values:
        return {}
    wanted = Q(pk=None)
    for kind, value in values:
        wanted |= Q(kind=kind, value=value)
    rows = Mark.objects.visible_to(viewer).filter(wanted, incident__state__in=FOLLOWED).order_by()
    counted = rows.values("kind", "value").annotate(holders=Count("incident", distinct=True))
    return {(kind, value): holders for kind, value, holders in counted.values_list("kind", "value", "holders")}


def _givers(viewer: Viewer, hints: Iterable[Hint]) -> dict[UUID, UUID]:
    """Which organisation gave each of the names that marks were taken from."""
    ids = {one.mark_id for one in hints} | {one.other_mark_id for one in hints}
    rows = Mark.objects.visible_to(viewer).filter(pk__in=[one for one in ids if one], party__isnull=False)
    return dict(rows.values_list("party_id", "party__organisation_id"))


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, last = cursor.split("~")
        return datetime.fromisoformat(at), UUID(last)
    except ValueError:
        raise NotVisible from None
