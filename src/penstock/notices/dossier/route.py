"""The route of a shipment as points on a map; what is not known is left out rather than guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from penstock.catalogue.countries import country
from penstock.catalogue.ports import port

WHOLE_WORLD = "-180 -84 360 144"
LARGEST_TEXT = 8.0


@dataclass(frozen=True, slots=True)
class Route:
    """A line from the exporting to the importing side, with the part of the world that holds it."""

    points: tuple[dict[str, Any], ...]
    view: str
    text_size: str


def route_of(content: Mapping[str, Any]) -> Route | None:
    """The route of a shipment; None when fewer than two of its places are known."""
    places = [
        _place(content.get("port_of_exit"), content.get("exporter_country"), _("leaves")),
        *(_place(None, one, _("transit")) for one in content.get("transit_countries") or ()),
        _place(content.get("point_of_entry"), content.get("importer_country"), _("arrives")),
    ]
    points = _unbroken([place for place in places if place])
    if len(points) < 2:  # noqa: PLR2004 - a line has two ends
        return None
    view, text_size = _view(points)
    return Route(tuple(points), view, text_size)


def _place(locode: object, code: object, kind: str) -> dict[str, Any] | None:
    known = port(str(locode)) if locode else None
    if known:
        return {"label": f"{known.name} ({known.code})", "lat": known.lat, "lon": known.lon, "kind": kind}
    found = country(str(code)) if code else None
    if found is None or found.lat is None or found.lon is None:
        return None
    return {"label": found.name, "lat": found.lat, "lon": found.lon, "kind": kind}


def _unbroken(points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Carry longitudes beyond 180 where that is nearer, so that the line does not run round the world."""
    for before, point in pairwise(points):
        while point["lon"] - before["lon"] > 180:  # noqa: PLR2004 - half the world
            point["lon"] -= 360
        while point["lon"] - before["lon"] < -180:  # noqa: PLR2004
            point["lon"] += 360
    return points


def _view(points: list[dict[str, Any]]) -> tuple[str, str]:
    """The part of the world to show, two and a half times as wide as high, and the size of its numbers."""
    lats, lons = [point["lat"] for point in points], [point["lon"] for point in points]
    width = max(max(lons) - min(lons), 2.5 * (max(lats) - min(lats)), 24) * 1.4
    if width >= 360:  # noqa: PLR2004 - the whole world
        return WHOLE_WORLD, f"{LARGEST_TEXT}"
    height = width / 2.5
    left = (max(lons) + min(lons)) / 2 - width / 2
    top = -(max(lats) + min(lats)) / 2 - height / 2
    return f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}", f"{width * LARGEST_TEXT / 360:.2f}"
