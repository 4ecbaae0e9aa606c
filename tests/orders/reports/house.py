"""How the stories of suspicious reports are told: what is entered, who works in which company, and who takes a step."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.reports import queries, services
from penstock.orders.reports.models import SuspiciousReport
from penstock.parties.duties import COMPLIANCE
from penstock.parties.models import Government, Organisation
from penstock.parties.services import add_person, issue_token
from tests.cast import PASSWORD, Actor


def suspicious(**changes: Any) -> dict[str, Any]:
    """What is entered for an enquiry that struck somebody; `changes` replaces single answers."""
    day = today().isoformat()
    return {
        "sort": "enquiry",
        "became": "open",
        "happened_on": day,
        "aware_on": day,
        "instruction_wanted": "yes",
        "product": "Acetic anhydride",
        "quantity": "200",
        "unit": "l",
        "party_being": "company",
        "party_name": "Fata Morgana Trading",
        "party_country": "NL",
        "party_contact": "buyer77@freemail.example",
        "signs_customer": ["new customer", "no licence shown"],
        "signs_payment": ["cash"],
        "explanation": "They asked for drums without labels.",
        "contact_name": "Vera Klerk",
        **changes,
    }


def a_theft(**changes: Any) -> dict[str, Any]:
    """What is entered for a theft."""
    told = {"sort": "theft", "became": "gone", "signs_loss": ["stolen"], "instruction_wanted": "no"}
    nobody = {"party_being": "unknown", "party_name": "", "party_contact": ""}
    return suspicious(**{**told, **nobody, **changes})


def drafted(by: Actor, **changes: Any) -> SuspiciousReport:
    """Somebody drafts a report."""
    with acting(by.viewer) as viewer:
        return services.draft_report(viewer=viewer, raw=suspicious(**changes))


def sent(by: Actor, raw: dict[str, Any] | None = None, **changes: Any) -> SuspiciousReport:
    """Somebody reports at once."""
    with acting(by.viewer) as viewer:
        made = services.report_at_once(viewer=viewer, raw=raw or suspicious(**changes))
        return queries.report_by_reference(viewer, made.reference)


def take(by: Actor, report: SuspiciousReport, verb: str, **entered: Any) -> SuspiciousReport:
    """Somebody takes a step."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, report_id=report.pk, verb=verb, raw=entered)


def seen(by: Actor) -> set[str]:
    """The references of the reports that somebody sees."""
    with acting(by.viewer) as viewer:
        return set(SuspiciousReport.objects.visible_to(viewer).values_list("reference", flat=True))


def hired(name: str, at: Organisation, duties: Iterable[str] = COMPLIANCE) -> Actor:
    """Somebody who begins at an organisation."""
    key = name.lower().replace(" ", "_")
    with acting(SYSTEM):
        person = add_person(
            viewer=SYSTEM,
            organisation=at,
            name=name,
            email=f"{key}@cast.example",
            password=PASSWORD,
            duties=duties,
            on=today() - timedelta(days=30),
        )
        return Actor(key, person, issue_token(person=person, label="the cast"))


def a_company(name: str, country: str, address: str = "") -> Organisation:
    """Another company."""
    with acting(SYSTEM):
        return Organisation.objects.create(kind="company", name=name, government_id=country, address=address)


def an_office(country: str, name: str) -> Organisation:
    """The authority of another government."""
    with acting(SYSTEM):
        government = Government.objects.create(code=country, name=name, reply_days=15)
        office = Organisation.objects.create(kind="authority", name=f"{name} Authority", government=government)
        government.counterpart = office
        government.save()
    return office
