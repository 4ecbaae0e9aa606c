"""What the law and the house have against an application, and what a licence that is granted on it says."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from penstock.catalogue.substances import substance
from penstock.industry.applications.fields import APPLICATION
from penstock.industry.applications.law import demands, last_day
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.applications.titles import title_of
from penstock.industry.licences.fields import DOCUMENTS
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.licences.services import Granting, amend, grant, renew
from penstock.industry.licences.states import STANDING, STATES
from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault, NotVisible, Viewer
from penstock.kernel.workflow import refused_for

ON_LICENCE = (
    "document", "name", "company_number", "address", "sorts", "aeo", "officer_name", "officer_post", "officer_tasks",
    "officer_phone", "officer_email", "senior_name", "sites", "lines",
)  # fmt: skip
"""What of an application stands on the licence; what proves the applicant fit stays between the two."""


def country_of(application: LicenceApplication) -> str:
    """The country whose authority decides."""
    office = application.counterpart or application.opener
    return office.government_id or ""


def against_applying(application: LicenceApplication, values: Mapping[str, Any]) -> OperatorLicence | None:
    """Judge an application; Refused with every fault at once. Answers the licence that it concerns."""
    held = _own_licence(application, values["concerns"])
    faults = [*_of_document(country_of(application), values), *_of_concerned(held, values)]
    if faults:
        raise refused_for(faults)
    return held


def _of_document(country: str, values: Mapping[str, Any]) -> Iterator[Fault]:
    """A registration does not do where the law asks for a licence without saying when."""
    if values["document"] != "registration":
        return
    for one in demands(country, values["lines"], today()):
        if one.document == "licence" and one.duty and not one.duty.condition:
            text = "For {substance} the law asks for a licence, not a registration ({source}). Choose a licence."
            said = {"substance": substance(one.substance).name, "source": one.duty.source}
            yield Fault("document", "licence_needed", text, said)
            return


def _own_licence(application: LicenceApplication, number: str | None) -> OperatorLicence | None:
    if not number:
        return None
    rows = OperatorLicence.objects.filter(reference=number.strip().upper())
    held = rows.filter(counterpart=application.opener_id) | rows.filter(opener=application.opener_id)
    return held.first()


def _of_concerned(held: OperatorLicence | None, values: Mapping[str, Any]) -> Iterator[Fault]:
    if not values["concerns"]:
        return
    number = values["concerns"].strip().upper()
    wanted = STANDING if values["asked"] == "replace" else STANDING[:1]
    if held is None:
        text = "You hold no licence {number}. Enter the number of one of yours, as it stands on the licence."
        yield Fault("concerns", "unknown_licence", text, {"number": number})
    elif held.state not in wanted:
        text = "{number} is not in force: {state}. Ask for a new one, or ask your authority about that one first."
        yield Fault("concerns", "licence_not_in_force", text, {"number": number, "state": STATES[held.state]})
    elif values["asked"] != "replace" and held.document != values["document"]:
        text = "{number} is a {document}. Choose the same document, or ask for another in its place."
        said = {"number": number, "document": DOCUMENTS[held.document].lower()}
        yield Fault("document", "other_document", text, said)
    elif values["company_number"] != held.company_number:
        text = "{number} was granted to the company with register number {company}. Enter that number."
        yield Fault("company_number", "other_company", text, {"number": number, "company": held.company_number})


def decide(application: LicenceApplication, viewer: Viewer, decided: Mapping[str, Any]) -> OperatorLicence:
    """Grant what was applied for; Refused where the law, the days or the register are against it."""
    values = APPLICATION.read(application.content, strict=True).values
    held = against_applying(application, values)
    wanted = _granting(application, values, held, decided)
    if held is not None and application.asked == "renew":
        return renew(held=held, wanted=wanted)
    if held is not None and application.asked == "amend":
        return amend(held=held, wanted=wanted)
    return grant(viewer=viewer, wanted=wanted)


def _granting(
    application: LicenceApplication,
    values: Mapping[str, Any],
    held: OperatorLicence | None,
    decided: Mapping[str, Any],
) -> Granting:
    authority = application.counterpart
    if authority is None:
        raise NotVisible
    start = decided["valid_from"] or today()
    said = {name: application.content.get(name) for name in ON_LICENCE if application.content.get(name)}
    if decided["conditions"]:
        said["conditions"] = decided["conditions"]
    opener = application.opener
    return Granting(
        document=application.document,
        title=title_of(application.document, values["name"], application.substances),
        content=said,
        authority=authority,
        holder=opener if opener.kind == "company" else None,
        holder_name=values["name"],
        company_number=values["company_number"],
        sorts=values["sorts"],
        lines=_lines(values),
        valid_from=start,
        valid_until=_until(application, held, decided["valid_until"] or values["valid_until"], start),
        marking=application.marking,
        applied_as=application.reference,
        replaces=held if application.asked == "replace" else None,
    )


def _lines(values: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    sites = [one["name"] for one in values["sites"]]
    return [{**one, "at": sites[int(one["site"]) - 1]} for one in values["lines"]]


def _until(
    application: LicenceApplication, held: OperatorLicence | None, chosen: date | None, start: date
) -> date | None:
    """The last day as decided, or as asked for, within what the law allows; what is renewed counts from its own end."""
    if application.asked == "amend" and held is not None:
        return held.valid_until
    begins = held.valid_until if application.asked == "renew" and held and held.valid_until else start
    bound = last_day(country_of(application), application.substances, begins, on=today())
    until = chosen or (bound[0] if bound else None)
    if until and until < start:
        text = "The last day comes before the first. Enter a later one."
        raise refused_for([Fault("valid_until", "before_the_first", text)])
    if application.asked == "renew" and held and held.valid_until and until and until <= held.valid_until:
        text = "It runs until {now} already. Enter a later day."
        raise refused_for([Fault("valid_until", "not_later", text, {"now": held.valid_until})])
    if until and bound and until > bound[0]:
        text = "The law allows it until {last} at most ({source}). Enter that day or an earlier one."
        said = {"last": bound[0], "source": bound[1].source}
        raise refused_for([Fault("valid_until", "beyond_the_law", text, said)])
    return until
