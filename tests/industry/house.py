"""How the stories of licences are told: what a company asks for, who decides, and what becomes of it."""

from datetime import date, timedelta
from typing import Any

from penstock.industry.applications import services
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.inspections import services as inspections
from penstock.industry.inspections.models import Inspection
from penstock.industry.licences import services as licences
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.returns import services as returns
from penstock.industry.returns.journal import add_entry
from penstock.industry.returns.models import AnnualReturn, JournalEntry
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.parties.signing import set_signing
from tests.cast import Actor, Cast

ANHYDRIDE, EPHEDRINE, ACETONE = "acetic-anhydride", "ephedrine", "acetone"


def in_days(days: int) -> date:
    """A day from today."""
    return today() + timedelta(days=days)


def a_line(substance: str = ANHYDRIDE, activity: str = "use", site: str = "1", **more: Any) -> dict[str, Any]:
    """A line of an application."""
    return {"activity": activity, "substance": substance, "site": site, **more}


def a_site(name: str = "Works Rotterdam") -> dict[str, Any]:
    """A site of an application."""
    return {"name": name, "address": "Oefenweg 5, Rotterdam", "uses": "Filling of drums"}


def a_licence(**changes: Any) -> dict[str, Any]:
    """What Polder Solvents asks for, as it is entered."""
    return {
        "asked": "new",
        "document": "licence",
        "name": "Polder Solvents",
        "company_number": "24012345",
        "address": "Oefenweg 5, Rotterdam",
        "sorts": ["user"],
        "officer_name": "Pieter Smit",
        "officer_post": "Head of the store",
        "officer_tasks": "Sees to the papers, and may stop any delivery.",
        "officer_phone": "+31 10 555 0123",
        "officer_email": "pieter@polder.example",
        "security": "Locked store, counted every week.",
        "marking": "AMBER",
        "sites": [a_site()],
        "lines": [a_line()],
        **changes,
    }


def drafted(by: Actor, raw: dict[str, Any]) -> LicenceApplication:
    """Somebody writes a draft."""
    with acting(by.viewer) as viewer:
        return services.draft_application(viewer=viewer, raw=raw)


def taken(by: Actor, application: LicenceApplication, verb: str, **entered: Any) -> LicenceApplication:
    """Somebody takes a step of an application."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, application_id=application.pk, verb=verb, raw=entered)


def applied(by: Actor, raw: dict[str, Any]) -> LicenceApplication:
    """Somebody hands an application in."""
    return taken(by, drafted(by, raw), "apply")


def granted(by: Actor, application: LicenceApplication, **entered: Any) -> OperatorLicence:
    """A head grants what was applied for."""
    held = taken(by, application, "grant", **entered).granted_as
    assert held is not None
    return held


def our_licence(cast: Cast, **changes: Any) -> OperatorLicence:
    """A licence of Polder Solvents, granted by Exportland."""
    return granted(cast.exporter_head, applied(cast.clerk, a_licence(**changes)))


def stepped(by: Actor, held: OperatorLicence, verb: str, **entered: Any) -> OperatorLicence:
    """Somebody takes a step of a licence."""
    with acting(by.viewer) as viewer:
        return licences.take_step(viewer=viewer, licence_id=held.pk, verb=verb, raw=entered)


def sign_licences_with(head: Actor, *, needs_two: bool) -> None:
    """A head says how many sign licences."""
    with acting(head.viewer) as viewer:
        set_signing(
            viewer=viewer, matter="licences", needs_two=needs_two, duty="sign licences", event="licensing.rule_set"
        )


def a_plan(**changes: Any) -> dict[str, Any]:
    """The plan of an inspection, as it is entered."""
    return {
        "site": "1",
        "planned_on": in_days(0).isoformat(),
        "inspectors": "Exporter Officer",
        "announced": "yes",
        **changes,
    }


def a_finding(grade: str = "major", **changes: Any) -> dict[str, Any]:
    """A finding, as it is entered."""
    due = in_days(20).isoformat()
    return {"grade": grade, "found": "The book ends in May.", "action": "Write it up.", "due_on": due, **changes}


def a_visit(**changes: Any) -> dict[str, Any]:
    """What was found at an inspection, as it is entered."""
    held_on = in_days(0).isoformat()
    return {"held_on": held_on, "summary": "The store is in order.", "findings": [a_finding()], **changes}


def planned(by: Actor, held: OperatorLicence, **changes: Any) -> Inspection:
    """An officer plans an inspection."""
    with acting(by.viewer) as viewer:
        return inspections.plan_inspection(viewer=viewer, licence_id=held.pk, raw=a_plan(**changes))


def inspected(by: Actor, inspection: Inspection, verb: str, **entered: Any) -> Inspection:
    """Somebody takes a step of an inspection."""
    with acting(by.viewer) as viewer:
        return inspections.take_step(viewer=viewer, inspection_id=inspection.pk, verb=verb, raw=entered)


def recorded(by: Actor, happened: str, quantity: str, **changes: Any) -> JournalEntry:
    """Somebody records what happened with a substance."""
    raw = {"happened_on": today().isoformat(), "happened": happened, "substance": ANHYDRIDE, "unit": "kg"}
    with acting(by.viewer) as viewer:
        return add_entry(viewer=viewer, raw={**raw, "quantity": quantity, **changes})


def begun(by: Actor, held: OperatorLicence, year: int) -> AnnualReturn:
    """Somebody begins the return of a year."""
    with acting(by.viewer) as viewer:
        return returns.begin_return(viewer=viewer, licence_id=held.pk, raw={"year": str(year)})


def returned(by: Actor, one: AnnualReturn, verb: str, **entered: Any) -> AnnualReturn:
    """Somebody takes a step of a return."""
    with acting(by.viewer) as viewer:
        return returns.take_step(viewer=viewer, return_id=one.pk, verb=verb, raw=entered)
