"""What all rooms of partnership do alike: the strict reading of a form, whose country it is, an act on the record."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.conf import settings

from penstock.kernel import record
from penstock.kernel.delivery.outbox import send
from penstock.kernel.forms.specification import Form, Reading
from penstock.kernel.forms.types import Choice, Several
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import JOIN_PARTNERSHIP
from penstock.parties.models import Organisation


def strictly(form: Form, raw: Mapping[str, Any]) -> Reading:
    """What was entered in a form; Refused with every fault."""
    reading = form.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    return reading


def own_country(viewer: Viewer) -> str:
    """The country whose industry the viewer works with; Refused for whoever has none."""
    if not viewer.country:
        raise Refused("no_country", "Partnership with industry is kept by the authorities of a country.")
    return viewer.country


def is_office(viewer: Viewer) -> bool:
    """Whether the viewer works for an authority, and not for a company or the secretariat."""
    return Organisation.objects.filter(pk=viewer.organisation_id, kind="authority").exists()


def companies_of(country: str) -> list[Organisation]:
    """The companies of a country that work on this instance."""
    return list(Organisation.objects.filter(kind="company", government=country))


def offered(form: Form, choices: Mapping[str, Mapping[str, str]]) -> Form:
    """A form in which some answers are chosen among what there is today: several where there were several."""
    return replace(
        form,
        sections=tuple(
            replace(
                part,
                fields=tuple(
                    replace(
                        one,
                        type=Several(Choice(choices[one.name]))
                        if hasattr(one.type, "each")
                        else Choice(choices[one.name]),
                    )
                    if one.name in choices
                    else one
                    for one in part.fields
                ),
            )
            for part in form.sections
        ),
    )


def note(
    name: str,
    viewer: Viewer,
    audience: Iterable[UUID],
    data: Mapping[str, Any],
    duty: str,
    *,
    case_id: UUID | None = None,
) -> None:
    """Put an act on the record for those who see it."""
    act = record.Act(name=name, case_id=case_id, viewer=viewer, audience=list(audience), data=data, duty=duty)
    record.append(act)


def write(organisation_id: UUID, subject: str, body: str, path: str, duty: str = JOIN_PARTNERSHIP) -> None:
    """Write to the people of an organisation who work in partnership; no details leave by mail."""
    letter = {"organisation": str(organisation_id), "duty": duty, "subject": subject}
    send("announcement", {**letter, "body": f"{body}\n\n{settings.BASE_URL}{path}\n"})
