"""The map of a board: where incidents happened and along which lanes, in degrees for a server-side drawing."""

from collections.abc import Iterable

from penstock.catalogue.countries import country
from penstock.incidents.models import Incident


def named_lane(lane: str) -> str:
    """A lane by the names of its countries."""
    return " → ".join(found.name if (found := country(code)) else code for code in lane.split("-"))


def lines(lanes: Iterable[str]) -> list[dict[str, float]]:
    """The lanes as lines between the middles of countries; one to or from nowhere on record is in the table alone."""
    found = []
    for lane in lanes:
        start, end = (country(code) for code in lane.split("-"))
        if start and end and start is not end and None not in {start.lat, start.lon, end.lat, end.lon}:
            ends = {"from_lon": start.lon, "from_lat": start.lat, "to_lon": end.lon, "to_lat": end.lat}
            found.append({name: float(at) for name, at in ends.items() if at is not None})
    return found


def points(incidents: Iterable[Incident]) -> list[dict[str, float]]:
    """The places of incidents, once each: their own coordinates, or the middle of the country."""
    found = {}
    for one in incidents:
        place = country(one.country) if one.country else None
        if one.latitude is not None and one.longitude is not None:
            found[float(one.latitude), float(one.longitude)] = True
        elif place is not None and place.lat is not None and place.lon is not None:
            found[place.lat, place.lon] = True
    return [{"lat": lat, "lon": lon} for lat, lon in found]
