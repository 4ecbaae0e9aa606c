"""Checks of the way: marked places, transit, a roundabout, and ports that are not where they should be."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise

from penstock.catalogue.countries import country
from penstock.catalogue.ports import port
from penstock.notices.checks.findings import Finding
from penstock.notices.checks.matter import Matter

FREE_ZONES = "1988 Convention, article 18: free zones and ports are controlled no less than elsewhere"
FAR, LONG_WAY = 1.6, 2000
"""A detour: so many times the direct way, and so many kilometres more."""
EARTH = 6371.0
Point = tuple[float, float]


def places(matter: Matter) -> Finding | None:
    """Free zones, contested territories and watched places on the way, by the lists that offices loaded."""
    if not matter.places:
        lands = [matter.values["exporter_country"], matter.values["importer_country"], *_transit(matter)]
        unclear = [one.name for code in lands if code and (one := country(code)) and one.user_assigned]
        if unclear:
            text = "{names}: no code of ISO 3166-1, so there may be no authority to answer."
            return Finding("look", text, {"names": ", ".join(unclear)})
        text = "No place on the way is marked as a free zone or contested. That says only that nobody marked it here."
        return Finding("cannot say", text, {}, FREE_ZONES)
    said = "; ".join(f"{one.name} ({one.code}): {one.get_kind_display().lower()}" for one in matter.places)
    sources = "; ".join(dict.fromkeys(f"{one.source}, as of {one.as_of}" for one in matter.places))
    is_grave = any(one.kind == "watched" for one in matter.places)
    text = "On the way: {places}."
    return Finding("warning" if is_grave else "look", text, {"places": said}, f"{FREE_ZONES}; {sources}")


def transit(matter: Matter) -> Finding | None:
    """Countries the goods pass, which also control precursors."""
    lands = _transit(matter)
    if not lands:
        return Finding("look", "No transit country is named.") if _spans_far(matter) else None
    odd = [one for one in lands if one in {matter.values["exporter_country"], matter.values["importer_country"]}]
    if odd:
        text = "{names} stand(s) as transit and as one of the two ends."
        return Finding("look", text, {"names": _names(odd)})
    text = "The goods pass {names}; {count} more authority(ies) may want to know."
    tone = "look" if len(lands) > 1 else "fine"
    return Finding(tone, text, {"names": _names(lands), "count": len(lands)}, "1988 Convention, article 12(9)(c)")  # type: ignore[arg-type]


def detour(matter: Matter) -> Finding | None:
    """The way over the transit countries against the direct one, between points that are known."""
    ends = [_start(matter), _end(matter)]
    through = [_of_country(code) for code in _transit(matter)]
    if not through:
        return None
    if None in ends or None in through:
        return Finding("cannot say", "The way cannot be measured: a place on it has no point on our map.")
    points = [point for point in (ends[0], *through, ends[1]) if point]
    direct, gone = distance(points[0], points[-1]), _length(points)
    values = {"direct": round(direct, -1), "gone": round(gone, -1), "names": _names(_transit(matter))}
    is_far = gone > direct * FAR and gone - direct > LONG_WAY
    text = "Over {names} the way is about {gone:.0f} km, the direct one {direct:.0f} km."
    basis = "Great circles between ports and middles of countries; ships go further."
    return Finding("warning" if is_far else "fine", text, values, basis)


def ports(matter: Matter) -> Finding | None:
    """Ports that do not lie in the country they should."""
    wrong = []
    for field, land in (("port_of_exit", "exporter_country"), ("point_of_entry", "importer_country")):
        code, own = matter.values[field], matter.values[land]
        if code and own and code[:2] != own:
            wrong.append(f"{code} lies in {_names([code[:2]])}, not in {_names([own])}")
    if wrong:
        return Finding("look", "{said}.", {"said": "; ".join(wrong)}, "The first two letters of a UN/LOCODE")
    known = [matter.values[field] for field in ("port_of_exit", "point_of_entry") if matter.values[field]]
    return Finding("fine", "The ports lie in the countries of the two sides.") if known else None


def _transit(matter: Matter) -> Sequence[str]:
    return tuple(matter.values["transit_countries"] or ())


def _names(codes: Iterable[str]) -> str:
    return ", ".join(found.name if (found := country(code)) else code for code in codes)


def _of_country(code: str | None) -> Point | None:
    found = country(code) if code else None
    return (found.lat, found.lon) if found and found.lat is not None and found.lon is not None else None


def _start(matter: Matter) -> Point | None:
    return _of_port(matter.values["port_of_exit"]) or _of_country(matter.values["exporter_country"])


def _end(matter: Matter) -> Point | None:
    return _of_port(matter.values["point_of_entry"]) or _of_country(matter.values["importer_country"])


def _of_port(code: str | None) -> Point | None:
    found = port(code) if code else None
    return (found.lat, found.lon) if found else None


def _spans_far(matter: Matter) -> bool:
    ends = _start(matter), _end(matter)
    is_over_land = matter.values["transport_mode"] in {"road", "rail"}
    return is_over_land and ends[0] is not None and ends[1] is not None and distance(ends[0], ends[1]) > LONG_WAY


def distance(one: Point, other: Point) -> float:
    """The great circle between two points (degrees north, degrees east) in kilometres."""
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, point)) for point in (one, other))
    a = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * math.asin(min(1.0, math.sqrt(a)))


def _length(points: Sequence[Point]) -> float:
    return sum(distance(one, other) for one, other in pairwise(points))
