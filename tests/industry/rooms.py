"""What the tests of consultations, trust, guidance, contacts and benchmarks enter; every name is invented."""

from datetime import timedelta
from typing import Any

from penstock.industry.consultations import replying
from penstock.industry.consultations import services as consulting
from penstock.industry.consultations.models import Consultation, Reply
from penstock.industry.contacts import services as contacts
from penstock.industry.contacts.models import ContactPoint
from penstock.industry.guidance import services as library
from penstock.industry.guidance.models import Guidance
from penstock.industry.partnership import services as partnership
from penstock.industry.trust import services as trusting
from penstock.industry.trust.criteria import CRITERIA
from penstock.industry.trust.models import TrustedPartner
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.duties import COMPLIANCE
from penstock.parties.models import Organisation
from penstock.parties.services import add_person, issue_token
from tests.cast import LONG_AGO, PASSWORD, Actor

FEDERATION = "Federation of Invented Solvents"


def in_days(days: int) -> str:
    """A day from today, as it is entered."""
    return (today() + timedelta(days=days)).isoformat()


def a_company(name: str, country: str = "NL") -> Actor:
    """Another company of a country, and somebody who works in it."""
    with acting(SYSTEM):
        office = Organisation.objects.create(kind="company", name=name, government_id=country)
        key = name.casefold().replace(" ", ".")
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name=f"Clerk of {name}",
            email=f"{key}@cast.example",
            password=PASSWORD,
            duties=COMPLIANCE,
            on=today() - LONG_AGO,
        )
        return Actor(key, person, issue_token(person=person, label="the cast"))


def a_contact(**changes: Any) -> dict[str, Any]:
    """A point of contact as it is named."""
    known = {"name": "Pieter Smit", "post": "Compliance", "phone": "+31 10 555 0123", "email": "pieter@polder.example"}
    deputy = {"deputy_name": "Anna Bakker", "deputy_phone": "+31 10 555 0124"}
    return {**known, **deputy, "sectors": ["basic-chemicals"], **changes}


def contact_named(by: Actor, **changes: Any) -> ContactPoint:
    """Somebody names the point of contact of their organisation."""
    with acting(by.viewer) as viewer:
        return contacts.name_contact(viewer=viewer, raw=a_contact(**changes))


def a_federation(officer: Actor, name: str = FEDERATION) -> None:
    """An officer enters an association."""
    with acting(officer.viewer) as viewer:
        raw = {"name": name, "contact": "Secretary", "passes_alerts": "yes"}
        partnership.keep_association(viewer=viewer, raw=raw)


def a_question(**changes: Any) -> dict[str, Any]:
    """What an office asks of its industry."""
    known = {"substance": "Exemplin", "planned": "table", "why": "It appears in seizures.", "due_on": in_days(30)}
    return {**known, "companies": [], "sectors": [], "channels": [], **changes}


def drafted(officer: Actor, **changes: Any) -> Consultation:
    """A draft of a consultation."""
    with acting(officer.viewer) as viewer:
        return consulting.draft_consultation(viewer=viewer, raw=a_question(**changes))


def consulted(officer: Actor, *companies: Actor, **changes: Any) -> Consultation:
    """A consultation in which companies are asked."""
    row = drafted(officer, companies=[str(one.office.pk) for one in companies], **changes)
    return stepped(officer, row, "open")


def stepped(by: Actor, row: Consultation, verb: str, **entered: Any) -> Consultation:
    """Somebody takes a step of a consultation."""
    with acting(by.viewer) as viewer:
        return consulting.take_step(viewer=viewer, consultation_id=row.pk, verb=verb, raw=entered)


def a_reply(**changes: Any) -> dict[str, Any]:
    """What a company replies."""
    known = {"used": "yes", "sector": "basic-chemicals", "uses": ["solvent"], "quantity": "1200", "unit": "kg"}
    return {**known, "substitutes": "some", "burden": "bearable", "notice_days": "60", "name": "own", **changes}


def replied(by: Actor, row: Consultation, **changes: Any) -> Reply:
    """A company replies."""
    with acting(by.viewer) as viewer:
        return replying.reply(viewer=viewer, consultation_id=row.pk, raw=a_reply(**changes))


def asked_for_trust(company: Actor, **changes: Any) -> TrustedPartner:
    """A company asks to be trusted."""
    with acting(company.viewer) as viewer:
        raw = {"reason": "We warn early.", "contact": "Compliance desk", **changes}
        return trusting.ask_for_trust(viewer=viewer, raw=raw)


def a_judgement(**changes: Any) -> dict[str, Any]:
    """The criteria as an officer judges them."""
    verdicts = {f"verdict_{one.code}": "met" for one in CRITERIA}
    return {**verdicts, **changes}


def vetted(by: Actor, row: TrustedPartner, verb: str, **entered: Any) -> TrustedPartner:
    """Somebody takes a step of trust."""
    with acting(by.viewer) as viewer:
        return trusting.take_step(viewer=viewer, trusted_id=row.pk, verb=verb, raw=entered)


def confirmed(by: Actor, row: TrustedPartner) -> TrustedPartner:
    """Somebody gives the second signature."""
    with acting(by.viewer) as viewer:
        return trusting.confirm_step(viewer=viewer, trusted_id=row.pk)


def trusted(first: Actor, second: Actor, row: TrustedPartner) -> TrustedPartner:
    """Two officers grant trust."""
    vetted(first, row, "judge", **a_judgement())
    vetted(first, row, "grant", until_on=in_days(300))
    return confirmed(second, row)


def a_document(**changes: Any) -> dict[str, Any]:
    """Guidance as it is published."""
    known = {"title": "Handling of solvents", "about": "What to ask a new customer.", "words": "Ask for the licence."}
    when = {"language": "en", "from_on": today().isoformat(), "reading": "yes", "sectors": []}
    return {**known, **when, **changes}


def published(by: Actor, **changes: Any) -> Guidance:
    """An office publishes guidance."""
    with acting(by.viewer) as viewer:
        return library.publish(viewer=viewer, raw=a_document(**changes))
