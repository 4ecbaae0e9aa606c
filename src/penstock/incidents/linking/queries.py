"""Reads of links; the viewer comes first. What somebody sees of a pair is what its hints tell that viewer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q

from penstock.cases.models import Link
from penstock.cases.queries import links_of
from penstock.incidents.linking.models import CommonMark, Hint, LinkAnswer, Mark
from penstock.incidents.models import Incident, Party
from penstock.incidents.states import FOLLOWED
from penstock.kernel.viewer import NotVisible, Viewer

PAGE = 25
MOST_HINTS = 300
MOST_STEPS = 20
KIND = "same matter"
"""What a link between two incidents is called that was suggested and accepted."""
Pair = tuple[UUID, UUID]


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
    hints = Hint.objects.visible_to(viewer).filter(incident=incident.pk).order_by("-score", "pk")
    found = _gathered(viewer, list(hints[:MOST_HINTS]))
    return sorted(found.values(), key=lambda one: (-one.score, one.other.reference))


def suggestion(viewer: Viewer, incident: Incident, other: Incident) -> Suggestion:
    """The suggestion that two incidents belong together; NotVisible where there is none."""
    hints = Hint.objects.visible_to(viewer).filter(incident=incident.pk, other=other.pk)
    found = _gathered(viewer, list(hints[:MOST_HINTS]))
    if not found:
        raise NotVisible
    return found[incident.pk, other.pk]


def own_suggestions(viewer: Viewer, *, cursor: str = "", limit: int = PAGE) -> Page:
    """What is suggested of the incidents of the viewer's own organisation, the newest first, each pair once."""
    own = viewer.organisation_id
    hints = Hint.objects.visible_to(viewer).filter(opener_id=own)
    hints = hints.exclude(other__opener=own, incident__gt=F("other")).order_by("-made_at", "-pk")
    shown: list[Suggestion] = []
    after = _place(cursor) if cursor else None
    for _step in range(MOST_STEPS):
        rows = hints.filter(Q(made_at__lt=after[0]) | Q(made_at=after[0], pk__lt=after[1])) if after else hints
        piece = list(rows[:MOST_HINTS])
        # A pair stands where its newest hint is; where an older one of it comes by, it was shown before.
        found = _gathered(viewer, _all_of(viewer, {(one.incident_id, one.other_id) for one in piece}))
        for hint in piece:
            pair, place = (hint.incident_id, hint.other_id), (hint.made_at, hint.pk)
            if pair in found and found[pair].newest == place:
                if len(shown) == limit:
                    return Page(shown, f"{after[0].isoformat()}~{after[1]}" if after else "")
                shown.append(found[pair])
            after = place
        if len(piece) < MOST_HINTS:
            return Page(shown, "")
    return Page(shown, f"{after[0].isoformat()}~{after[1]}" if after else "")


def _all_of(viewer: Viewer, wanted: set[Pair]) -> list[Hint]:
    """Every hint on some pairs, whichever page it stands on."""
    ones, others = {one for one, _other in wanted}, {other for _one, other in wanted}
    rows = Hint.objects.visible_to(viewer).filter(incident__in=ones, other__in=others)
    return [one for one in rows if (one.incident_id, one.other_id) in wanted]


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


def _settled(viewer: Viewer, ids: Iterable[UUID]) -> set[Pair]:
    """The pairs among some incidents that are linked or that the viewer's office has answered, either way round."""
    among = list(ids)
    own = LinkAnswer.objects.visible_to(viewer).filter(organisation=viewer.organisation_id)
    found = set(own.filter(incident__in=among, other__in=among).values_list("incident_id", "other_id"))
    links = Link.objects.visible_to(viewer).filter(one__in=among, other__in=among, kind=KIND)
    found |= set(links.values_list("one_id", "other_id"))
    return found | {(other, one) for one, other in found}


def _gathered(viewer: Viewer, hints: Sequence[Hint]) -> dict[Pair, Suggestion]:
    """Hints as suggestions by pair, without pairs that are settled and incidents that do not stand any more."""
    ids = {pk for one in hints for pk in (one.incident_id, one.other_id)}
    rows = Incident.objects.visible_to(viewer).filter(pk__in=ids, state__in=FOLLOWED)
    incidents = {one.pk: one for one in rows.select_related("opener").defer("content")}
    settled = _settled(viewer, incidents)
    by_pair: dict[Pair, list[Hint]] = defaultdict(list)
    for one in hints:
        pair = one.incident_id, one.other_id
        if pair not in settled and incidents.keys() >= set(pair):
            by_pair[pair].append(one)
    kept = [one for found in by_pair.values() for one in found]
    held = {pk for one in kept for pk in (one.mark_id, one.other_mark_id) if pk}
    marks = {one.pk: one for one in Mark.objects.visible_to(viewer).filter(pk__in=held)}
    counts, givers = _counts(viewer, marks.values()), _givers(viewer, marks.values())
    return {
        pair: Suggestion(
            incidents[pair[0]],
            incidents[pair[1]],
            _grounds(viewer, found, marks, counts, givers),
            max((one.made_at, one.pk) for one in found),
        )
        for pair, found in by_pair.items()
    }


def _grounds(
    viewer: Viewer,
    hints: Sequence[Hint],
    marks: Mapping[UUID, Mark],
    counts: Mapping[tuple[str, str], int],
    givers: Mapping[UUID, UUID],
) -> list[Ground]:
    """Each shared value once, as it is open to all readers rather than as it is restricted."""
    found: dict[tuple[str, str], Ground] = {}
    for hint in hints:
        if hint.mark_id is None or hint.other_mark_id is None:
            found["likeness", ""] = Ground("likeness", "", "", hint.score, reasons=hint.reasons)
            continue
        mark, other = marks[hint.mark_id], marks[hint.other_mark_id]
        taken_from = [one.party_id for one in (mark, other) if one.party_id]
        ground = Ground(
            mark.kind,
            mark.shown,
            other.shown,
            hint.score,
            # Of those who hold it, one is the incident itself.
            others=counts[mark.kind, mark.value] - 1,
            restricted=bool(taken_from),
            own=any(givers.get(party) == viewer.organisation_id for party in taken_from),
        )
        key = mark.kind, mark.value
        if key not in found or (found[key].restricted, not found[key].own) > (ground.restricted, not ground.own):
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


def _givers(viewer: Viewer, marks: Iterable[Mark]) -> dict[UUID, UUID]:
    """Which organisation gave each of the names that marks were taken from."""
    ids = {one.party_id for one in marks if one.party_id}
    rows = Party.objects.visible_to(viewer).filter(pk__in=ids) if ids else Party.objects.none()
    return dict(rows.values_list("pk", "organisation_id"))


def _place(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, last = cursor.split("~")
        return datetime.fromisoformat(at), UUID(last)
    except ValueError:
        raise NotVisible from None
