"""Marks and traits of incidents are written, and hints made of what is shared; the worker calls it, in pieces.

Work on an incident is bounded: of a value at most `MOST_HOLDERS` incidents are linked, and one that more hold makes no
hints at all; of its likes at most `MOST_COMPARED` are compared and `MOST_LIKE` kept.
"""

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q

from penstock.engines.matching.matters import ALIKE, Matter, alike, keys, sought
from penstock.incidents.linking.marks import STRENGTHS, Found, marks_of
from penstock.incidents.linking.models import CommonMark, Hint, Mark, Trait
from penstock.incidents.linking.traits import matter_of
from penstock.incidents.models import Incident, Party
from penstock.incidents.states import FOLLOWED
from penstock.kernel.viewer import SYSTEM

MOST_HOLDERS = 25
MOST_OF_KEY = 40
MOST_COMPARED = 60
MOST_LIKE = 15
SAMPLE = 200
"""So many holders of an over-common value are asked who sees them."""
logger = logging.getLogger(__name__)

# Each value is looked up by the index and for no more rows than matter; a join would read every holder.
HOLDERS = """
SELECT held.kind, held.value, mark.id, mark.incident_id, mark.party_id
FROM unnest(%(kinds)s::text[], %(values)s::text[]) AS held(kind, value)
CROSS JOIN LATERAL (
  SELECT id, incident_id, party_id FROM incidents_mark WHERE kind = held.kind AND value = held.value LIMIT %(most)s
) AS mark
"""
UNDER_KEYS = """
SELECT wanted.key, trait.incident_id
FROM unnest(%(keys)s::bigint[]) AS wanted(key)
CROSS JOIN LATERAL (SELECT incident_id FROM incidents_trait WHERE key = wanted.key LIMIT %(most)s) AS trait
"""
Value = tuple[str, str]
Held = tuple[UUID, UUID, UUID | None]
"""A mark's id, that of its incident, and that of the name it was taken from."""


def link(incidents: Sequence[Incident], *, most: int = MOST_HOLDERS) -> None:
    """Write the marks of these incidents anew and make hints of what they share; those that end are unlinked.

    `most` incidents hold a value at most for it to mean anything.
    """
    standing = [one for one in incidents if one.state in FOLLOWED]
    unlink({one.pk for one in incidents} - {one.pk for one in standing})
    _pair(_write_marks(standing), most)
    _liken(standing)


def unlink(ids: Iterable[UUID]) -> None:
    """Remove whatever was found out of these incidents; what was accepted or refused stays."""
    gone = list(ids)
    Mark.objects.filter(incident__in=gone).delete()
    Trait.objects.filter(incident__in=gone).delete()
    Hint.objects.filter(Q(incident__in=gone) | Q(other__in=gone)).delete()


def _write_marks(incidents: Sequence[Incident]) -> list[Mark]:
    """Keep the marks that still stand, with their hints, remove the others; answers those that are new."""
    ids = [one.pk for one in incidents]
    names: dict[UUID, list[tuple[UUID, Mapping[str, Any]]]] = defaultdict(list)
    for party_id, incident_id, answers in Party.objects.filter(incident__in=ids).values_list(
        "pk", "incident_id", "content"
    ):
        names[incident_id].append((party_id, answers))
    wanted = {
        (incident.pk, one.kind, one.value, one.party_id): one
        for incident in incidents
        for one in _found(incident, names[incident.pk])
    }
    old = {
        (one.incident_id, one.kind, one.value, one.party_id): one.pk for one in Mark.objects.filter(incident__in=ids)
    }
    Mark.objects.filter(pk__in=[old[key] for key in old.keys() - wanted.keys()]).delete()
    return Mark.objects.bulk_create(
        [
            Mark(incident_id=incident_id, kind=kind, value=value, party_id=party_id, shown=wanted[key].shown)
            for key in sorted(wanted.keys() - old.keys(), key=str)
            for incident_id, kind, value, party_id in [key]
        ],
        batch_size=1000,
    )


def _found(incident: Incident, names: Sequence[tuple[UUID, Mapping[str, Any]]]) -> list[Found]:
    """What is read off one incident; whatever is wrong with one does not hold up the others."""
    try:
        return marks_of(incident.content, incident.opener.government_id or str(incident.opener_id), names)
    except Exception:
        logger.exception("the marks of an incident cannot be read: %s", incident.reference)
        return []


def _pair(fresh: Sequence[Mark], most: int) -> None:
    """Make hints of new marks with every other holder of the value, unless too many hold it."""
    by_value: dict[Value, list[Held]] = defaultdict(list)
    for one in fresh:
        by_value[one.kind, one.value].append((one.pk, one.incident_id, one.party_id))
    common = _common_among(by_value)
    holders = _holders(by_value.keys() - common, most + 1)
    crowded = {value for value, rows in holders.items() if len(rows) > most}
    for kind, value in sorted(crowded):
        Hint.objects.filter(mark__kind=kind, mark__value=value).delete()
        CommonMark.objects.get_or_create(kind=kind, value=value)
    tell_of_common(crowded, most=most)
    pairs = {
        pair
        for value, mine in by_value.items()
        if value not in common and value not in crowded
        for one in mine
        for other in holders.get(value, ())
        if one[1] != other[1]
        for pair in ((one, other, value), (other, one, value))
    }
    facts = _facts({held[1] for one, other, _value in pairs for held in (one, other)})
    Hint.objects.bulk_create(
        [
            Hint(
                incident_id=one[1],
                other_id=other[1],
                opener_id=facts[one[1]][0],
                mark_id=one[0],
                other_mark_id=other[0],
                party_id=one[2],
                other_party_id=other[2],
                score=STRENGTHS[value[0]],
            )
            for one, other, value in sorted(pairs, key=str)
            if not _is_publication(facts[one[1]], facts[other[1]])
        ],
        batch_size=1000,
    )


def _common_among(values: Iterable[Value]) -> set[Value]:
    kinds, texts = _columns(values)
    rows = CommonMark.objects.filter(kind__in=set(kinds), value__in=set(texts)).values_list("kind", "value")
    return set(rows) & set(zip(kinds, texts, strict=True))


def _columns(values: Iterable[Value]) -> tuple[list[str], list[str]]:
    pairs = sorted(values)
    return [kind for kind, _value in pairs], [value for _kind, value in pairs]


def _holders(values: Iterable[Value], most: int) -> dict[Value, list[Held]]:
    """Of each value, at most so many marks that hold it."""
    kinds, texts = _columns(values)
    found: dict[Value, list[Held]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(HOLDERS, {"kinds": kinds, "values": texts, "most": most})
        for kind, value, *held in cursor.fetchall():
            found[kind, value].append((held[0], held[1], held[2]))
    return found


def tell_of_common(values: Iterable[Value], *, most: int = MOST_HOLDERS) -> None:
    """Let those know of an over-common value who see so many of its holders that they could count them themselves."""
    for (kind, value), held in _holders(values, SAMPLE).items():
        rows = Mark.objects.filter(pk__in=[one[0] for one in held])
        counted: Counter[UUID] = Counter()
        for audience, party_id, given in rows.values_list("incident__audience", "party_id", "party__audience"):
            counted.update(set(audience) & set(given) if party_id else set(audience))
        told = sorted(one for one, count in counted.items() if count > most)
        CommonMark.objects.filter(kind=kind, value=value).exclude(audience=told).update(audience=told)


def _facts(ids: Iterable[UUID]) -> dict[UUID, tuple[UUID, str, str]]:
    """Of each incident its opener, its reference, and that of its publication."""
    rows = Incident.objects.filter(pk__in=list(ids)).values_list("pk", "opener_id", "reference", "published_as")
    return {pk: (opener, reference, published_as) for pk, opener, reference, published_as in rows}


def _is_publication(one: tuple[UUID, str, str], other: tuple[UUID, str, str]) -> bool:
    """Whether one was published without its origin as the other: nothing that is stored leads from it to the report."""
    return other[1] == one[2] or one[1] == other[2]


def _liken(incidents: Sequence[Incident]) -> None:
    """Write the traits of these incidents, and make hints of those that are alike."""
    matters = {one.pk: matter for one in incidents if (matter := _matter(one)) is not None}
    _write_traits([one.pk for one in incidents], matters)
    likely = _likely(matters)
    _fill_in(matters, {other for others in likely.values() for other in others})
    best: dict[tuple[UUID, UUID], tuple[float, list[dict[str, Any]]]] = {}
    for pk, others in likely.items():
        scored = [(alike(matters[pk], matters[other]), other) for other in others if other in matters]
        kept = sorted(((a, o) for a, o in scored if a.score >= ALIKE), key=lambda pair: (-pair[0].score, pair[1]))
        for found, other in kept[:MOST_LIKE]:
            reasons = [{"trait": one.trait, "points": one.points, "seen": one.seen} for one in found.reasons]
            best[pk, other] = best[other, pk] = found.score, reasons
    ids = [one.pk for one in incidents]
    Hint.objects.filter(Q(incident__in=ids) | Q(other__in=ids), mark=None).delete()
    facts = _facts({pk for pair in best for pk in pair})
    Hint.objects.bulk_create(
        [
            Hint(incident_id=one, other_id=other, opener_id=facts[one][0], score=score, reasons=reasons)
            for (one, other), (score, reasons) in sorted(best.items())
            if not _is_publication(facts[one], facts[other])
        ],
        batch_size=1000,
    )


def _matter(incident: Incident) -> Matter | None:
    try:
        return matter_of(incident.content)
    except Exception:
        logger.exception("the traits of an incident cannot be read: %s", incident.reference)
        return None


def _write_traits(ids: Sequence[UUID], matters: Mapping[UUID, Matter]) -> None:
    wanted = {(pk, key) for pk, matter in matters.items() for key in keys(matter)}
    old = set(Trait.objects.filter(incident__in=ids).values_list("incident_id", "key"))
    Trait.objects.filter(pk__in=sorted(old - wanted)).delete()
    Trait.objects.bulk_create([Trait(incident_id=pk, key=key) for pk, key in sorted(wanted - old)], batch_size=1000)


def _likely(matters: Mapping[UUID, Matter]) -> dict[UUID, list[UUID]]:
    """Of each incident those to be compared with it: who share most keys first, without keys that too many hold."""
    wanted = {pk: sought(matter) for pk, matter in matters.items()}
    asked = sorted({key for found in wanted.values() for key in found})
    under: dict[int, list[UUID]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(UNDER_KEYS, {"keys": asked, "most": MOST_OF_KEY + 1})
        for key, incident_id in cursor.fetchall():
            under[key].append(incident_id)
    found = {}
    for pk, own in wanted.items():
        rows = (under[key] for key in own if len(under[key]) <= MOST_OF_KEY)
        counted = Counter(other for others in rows for other in others if other != pk)
        ordered = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
        found[pk] = [other for other, _count in ordered[:MOST_COMPARED]]
    return found


def _fill_in(matters: dict[UUID, Matter], ids: Iterable[UUID]) -> None:
    """Read the traits of those to be compared that are not read yet."""
    missing = [pk for pk in ids if pk not in matters]
    for incident in Incident.objects.visible_to(SYSTEM).filter(pk__in=missing).only("reference", "content"):
        if (matter := _matter(incident)) is not None:
            matters[incident.pk] = matter
