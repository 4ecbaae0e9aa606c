"""Who works with platforms: the offices of one country, as the record tells them."""

from collections.abc import Mapping
from typing import Any

from penstock.kernel import record
from penstock.kernel.viewer import Refused, Viewer
from penstock.parties.directory.queries import offices_of
from penstock.parties.duties import WORK_WITH_PLATFORMS


def own_country(viewer: Viewer) -> str:
    """The country whose platforms the viewer works with; Refused for whoever has none."""
    viewer.needs(WORK_WITH_PLATFORMS)
    if not viewer.country:
        raise Refused("no_country", "The authorities of a country work with the platforms that its people use.")
    return viewer.country


def note(name: str, viewer: Viewer, country: str, data: Mapping[str, Any]) -> None:
    """Put an act on a platform on the record, for the country's authorities."""
    audience = [one.pk for one in offices_of(country)]
    act = record.Act(name=name, case_id=None, viewer=viewer, audience=audience, data=data, duty=WORK_WITH_PLATFORMS)
    record.append(act)
