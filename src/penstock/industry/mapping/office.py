"""Who maps: the offices of one country, as the record tells them, and the strict reading of what they enter."""

from collections.abc import Mapping
from typing import Any

from penstock.industry.mapping.models import IndustryMapping
from penstock.kernel import record
from penstock.kernel.forms.specification import Form, Reading
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.directory.queries import offices_of
from penstock.parties.duties import MAP_INDUSTRY


def own_country(viewer: Viewer) -> str:
    """The country whose industry the viewer maps; Refused for whoever has none."""
    viewer.needs(MAP_INDUSTRY)
    if not viewer.country:
        raise Refused("no_country", "The industry of a country is mapped by its own authorities.")
    return viewer.country


def mapped_country(viewer: Viewer) -> str:
    """The same, once its mapping was started; NotVisible before."""
    country = own_country(viewer)
    if not IndustryMapping.objects.visible_to(viewer).filter(government=country).exists():
        raise NotVisible
    return country


def strictly(form: Form, raw: Mapping[str, Any]) -> Reading:
    """What was entered in a form; Refused with every fault."""
    reading = form.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    return reading


def note(name: str, viewer: Viewer, country: str, data: Mapping[str, Any]) -> None:
    """Put an act on the record, for the country's authorities."""
    audience = [one.pk for one in offices_of(country)]
    record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=audience, data=data, duty=MAP_INDUSTRY))
