"""Looking at released incidents for what is new: a first substance, a first lane of a substance, a sudden rise.

Only incidents that the secretariat sees are looked at, and it alone sees what is suggested: nobody learns by it of an
incident that they do not see. The record is followed as the rounds of responsiveness follow it, by a place kept in a
row, so that nothing is missed or looked at twice, whoever was killed meanwhile.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Sum

from penstock.alerts.models import Looked, Met, Suggestion
from penstock.alerts.suggesting import counting
from penstock.cases.models import Seen
from penstock.catalogue.countries import country
from penstock.catalogue.naming.identifying import known_substance
from penstock.catalogue.substances import substance
from penstock.incidents.models import Finding, Incident
from penstock.kernel.clock import today
from penstock.kernel.models import ChainHead, Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.models import Organisation

FOLLOWED = ("incident.released", "incident.released_by_two")
AT_ONCE = 1000
RECENT = timedelta(days=365)
"""What happened longer ago is history, though it was entered today."""
SUBSTANCE, LANE, RISE = "first substance", "first lane", "rise"
MOST_INCIDENTS = 50


@dataclass(slots=True)
class Sighting:
    """What was met for the first time: which substance, on which lane if any, and in which incidents."""

    kind: str
    thing: str
    lane: tuple[str, str] | None
    first_on: date
    incidents: list[str] = field(default_factory=list)


def look() -> int:
    """Look at the incidents released since the last look; answers how many acts of the record were followed."""
    with acting(SYSTEM):
        office = Organisation.objects.filter(kind="secretariat").first()
        Looked.objects.get_or_create(id=1)
        place = Looked.objects.select_for_update(skip_locked=True).filter(id=1).first()
        if place is None or office is None:
            return 0
        head = ChainHead.objects.get(id=1).seq
        news = Event.objects.visible_to(SYSTEM).filter(seq__gt=place.seq, seq__lte=head, name__in=FOLLOWED)
        acts = list(news.order_by("seq").values_list("seq", "case_id")[:AT_ONCE])
        _meet(_incidents_of(office, [case_id for _seq, case_id in acts]), office)
        place.seq = acts[-1][0] if len(acts) == AT_ONCE else head
        place.save(update_fields=["seq"])
    return len(acts)


def _incidents_of(office: Organisation, ids: Iterable[Any]) -> list[Incident]:
    """Those that stand and that the secretariat sees, in the order in which they were released."""
    order = {one: number for number, one in enumerate(ids)}
    seen = Seen.objects.filter(organisation_id=office.pk, case_id__in=list(order)).values("case_id")
    found = Incident.objects.visible_to(SYSTEM).filter(pk__in=seen).exclude(state="retracted")
    return sorted(found.prefetch_related("findings"), key=lambda one: order[one.pk])


def thing_of(finding: Finding) -> str:
    """The substance by its id, else by its name in small letters."""
    return finding.substance or " ".join(finding.named.casefold().split())


def lane_of(incident: Incident) -> tuple[str, str] | None:
    """From where to where it went, as far as that is said."""
    content = incident.content
    start = content.get("departure_country") or content.get("origin_country")
    end = content.get("destination_country")
    return (str(start), str(end)) if start and end and start != end else None


def _sightings(incident: Incident) -> Iterator[tuple[str, Sighting]]:
    lane, day = lane_of(incident), incident.happened_on
    if day is None:
        return
    for thing in {thing_of(one) for one in incident.findings.all() if one.sort == "substance"} - {""}:
        yield f"{SUBSTANCE}:{thing}", Sighting(SUBSTANCE, thing, None, day)
        if lane:
            yield f"{LANE}:{thing}:{lane[0]}-{lane[1]}", Sighting(LANE, thing, lane, day)


def _meet(incidents: list[Incident], office: Organisation) -> None:
    """Note what was met, and suggest what is met for the first time where a first is news."""
    times = Counter[str]()
    firsts: dict[str, Sighting] = {}
    for incident in incidents:
        for about, one in _sightings(incident):
            times[about] += 1
            firsts.setdefault(about, one).incidents.append(incident.reference)
    known = {one.about: one for one in Met.objects.filter(about__in=list(times)).select_for_update()}
    fresh = {about: one for about, one in firsts.items() if about not in known}
    news = {kind: _is_news(kind) for kind in {one.kind for one in fresh.values()}}
    for about, row in known.items():
        row.times += times[about]
    Met.objects.bulk_update(known.values(), ["times"], batch_size=500)
    rows = (Met(about=a, kind=one.kind, first_on=one.first_on, times=times[a]) for a, one in fresh.items())
    Met.objects.bulk_create(rows, batch_size=500)
    new_things = {one.thing for one in fresh.values() if one.kind == SUBSTANCE}
    for about, one in fresh.items():
        is_told_already = one.kind == LANE and one.thing in new_things
        if news[one.kind] and one.first_on >= today() - RECENT and not is_told_already:
            suggest(one.kind, about, _title(one), _evidence_of_first(one), office)


def _is_news(kind: str) -> bool:
    met = Met.objects.filter(kind=kind)
    return counting.is_news(met.filter(times=1).count(), met.aggregate(all=Sum("times"))["all"] or 0)


def _evidence_of_first(one: Sighting) -> dict[str, Any]:
    met = Met.objects.filter(kind=one.kind)
    sightings, once = met.aggregate(all=Sum("times"))["all"] or 0, met.filter(times=1).count()
    return {
        "incidents": one.incidents[:MOST_INCIDENTS],
        "substance": one.thing,
        "lane": list(one.lane or ()),
        "first_on": one.first_on.isoformat(),
        "sightings": sightings,
        "seen_once": once,
    }


def name_of(thing: str) -> str:
    """The name of a substance as the register has it, else as it was written."""
    return substance(thing).name if known_substance(thing) == thing else thing


def _title(one: Sighting) -> str:
    if one.lane is None:
        return f"{name_of(one.thing)}: reported for the first time"
    start, end = (found.name if (found := country(code)) else code for code in one.lane)
    return f"{name_of(one.thing)}: reported for the first time from {start} to {end}"


def suggest(kind: str, about: str, title: str, evidence: dict[str, Any], office: Organisation) -> None:
    """Suggest an alert to the secretariat."""
    row = Suggestion(kind=kind, about=about, title=title, evidence=evidence, audience=[office.pk])
    row.save(force_insert=True)


def count() -> int:
    """Suggest what has risen, when incidents were released since the last count; answers how many that are."""
    with acting(SYSTEM):
        office = Organisation.objects.filter(kind="secretariat").first()
        place = Looked.objects.select_for_update(skip_locked=True).filter(id=1).first()
        if office is None or place is None or place.counted_seq == place.seq:
            return 0
        found = list(_risen(office))
        for thing, one, evidence in found:
            text = f"{name_of(thing)}: {one.now} reports in {counting.WINDOW_DAYS} days"
            suggest(RISE, f"{RISE}:{thing}", text, evidence, office)
        place.counted_seq = place.seq
        place.save(update_fields=["counted_seq"])
    return len(found)


def _risen(office: Organisation) -> Iterator[tuple[str, counting.Rise, dict[str, Any]]]:
    window = timedelta(days=counting.WINDOW_DAYS)
    start = today() - window
    oldest = start - window * counting.WINDOWS_BEFORE
    reports = _reports(office, oldest)
    everything = {report for of_one in reports.values() for report in of_one}
    all_now, all_before = _parted(everything, start)
    tried = {thing: of_one for thing, of_one in reports.items() if any(day > start for _where, day in of_one)}
    lately = Suggestion.objects.filter(kind=RISE, found_at__date__gt=start).values_list("about", flat=True)
    for thing in sorted(tried.keys() - {one.removeprefix(f"{RISE}:") for one in lately}):
        now, before = _parted(tried[thing], start)
        one = counting.rise(now, before, all_now=all_now, all_before=all_before, tried=len(tried))
        if one:
            evidence = {
                "incidents": _references(office, thing, start),
                "substance": thing,
                "since": (start + timedelta(days=1)).isoformat(),
                "before_since": (oldest + timedelta(days=1)).isoformat(),
                "now": now,
                "before": before,
                "expected": f"{one.expected:.1f}",
                "all_now": all_now,
                "all_before": all_before,
                "once_in": f"{1 / one.chance:,.0f}",
                "tried": len(tried),
            }
            yield thing, one, evidence


def _parted(reports: Iterable[tuple[str, date]], start: date) -> tuple[int, int]:
    """How many reports lie in the window, and how many before it."""
    days = [day > start for _where, day in reports]
    return sum(days), len(days) - sum(days)


def _found(office: Organisation) -> Any:
    seen = Seen.objects.filter(organisation_id=office.pk).values("case_id")
    stands = {"incident__state__in": ["released", "closed"], "sort": "substance", "incident__in": seen}
    return Finding.objects.visible_to(SYSTEM).filter(**stands)


def _reports(office: Organisation, after: date) -> dict[str, set[tuple[str, date]]]:
    """For each thing, the countries and days of its reports since a day."""
    rows = _found(office).filter(incident__happened_on__gt=after, incident__happened_on__lte=today())
    reports = defaultdict(set)
    columns = ("substance", "named", "incident__country", "incident__happened_on")
    for known, named, where, day in rows.values_list(*columns).distinct():
        reports[known or " ".join(named.casefold().split())].add((where, day))
    reports.pop("", None)
    return dict(reports)


def _references(office: Organisation, thing: str, start: date) -> list[str]:
    rows = _found(office).filter(incident__happened_on__gt=start).select_related("incident")
    named = rows.filter(substance=thing) if known_substance(thing) == thing else rows.filter(named__iexact=thing)
    found = named.order_by("-incident__happened_on").values_list("incident__reference", flat=True)
    return list(dict.fromkeys(found[: MOST_INCIDENTS * 2]))[:MOST_INCIDENTS]
