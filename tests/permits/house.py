"""How the stories of permits are told: what is entered, who decides, and what a country said that it needs."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.parties.signing import set_signing
from penstock.permits import services as permits
from penstock.permits.applications import services
from penstock.permits.applications.models import Application
from penstock.permits.ledger.keeping import Move, country_account, enter
from penstock.permits.ledger.models import Account
from penstock.permits.models import Permit
from tests.cast import Actor, Cast

MORPHINE, DIAZEPAM, EPHEDRINE = "morphine", "diazepam", "ephedrine"


def in_days(days: int) -> date:
    """A day from today."""
    return today() + timedelta(days=days)


def a_line(substance: str = MORPHINE, quantity: str = "10", unit: str = "kg", **more: Any) -> dict[str, Any]:
    """A line of an application."""
    return {"substance": substance, "quantity": quantity, "unit": unit, **more}


def an_import(to: str = "NL", **changes: Any) -> dict[str, Any]:
    """What Importland's own company asks for, as it is entered."""
    return {
        "paper": "import-authorisation",
        "direction": "import",
        "purpose": "medical",
        "shipments": "many",
        "own_name": "Quimicos del Valle",
        "own_address": "Avenida Ejemplo 100, Santiago",
        "other_country": to,
        "other_name": "Polder Solvents",
        "other_address": "Oefenweg 5, Rotterdam",
        "marking": "AMBER",
        "valid_until": in_days(150).isoformat(),
        "substances": [a_line()],
        **changes,
    }


def an_export(cited: str = "", to: str = "CL", **changes: Any) -> dict[str, Any]:
    """What Exportland's company asks for, resting on an import paper."""
    return {
        **an_import(to),
        "paper": "export-authorisation",
        "direction": "export",
        "shipments": "one",
        "own_name": "Polder Solvents",
        "own_address": "Oefenweg 5, Rotterdam",
        "other_name": "Quimicos del Valle",
        "other_address": "Avenida Ejemplo 100, Santiago",
        "valid_until": in_days(120).isoformat(),
        "cited": cited,
        **changes,
    }


def drafted(by: Actor, raw: dict[str, Any]) -> Application:
    """Somebody writes a draft."""
    with acting(by.viewer) as viewer:
        return services.draft_application(viewer=viewer, raw=raw)


def taken(by: Actor, application: Application, verb: str, **entered: Any) -> Application:
    """Somebody takes a step of an application."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, application_id=application.pk, verb=verb, raw=entered)


def applied(by: Actor, raw: dict[str, Any]) -> Application:
    """Somebody applies for a permit."""
    return taken(by, drafted(by, raw), "apply")


def recommended(by: Actor, application: Application, verdict: str = "issue") -> None:
    """An officer recommends a decision."""
    with acting(by.viewer) as viewer:
        raw = {"verdict": verdict, "note": "Looked at, with the register and the balance."}
        services.recommend(viewer=viewer, application_id=application.pk, raw=raw)


def decided(officer: Actor, head: Actor, application: Application, **entered: Any) -> Permit:
    """One officer recommends, and another issues."""
    recommended(officer, application)
    permit = taken(head, application, "issue", **entered).issued_as
    assert permit is not None
    return permit


def sign_permits_with(head: Actor, *, needs_two: bool) -> None:
    """A head says how many sign permits."""
    with acting(head.viewer) as viewer:
        set_signing(
            viewer=viewer, matter="permits", needs_two=needs_two, duty="sign permits", event="application.rule_set"
        )


def need(country: str, substance: str, kilograms: str, *, regime: str = "narcotic", year: int | None = None) -> Account:
    """What a country says that it needs of a substance in a year."""
    with acting(SYSTEM):
        account = country_account(country, substance, year or today().year, regime=regime, unit="kg")
        enter(SYSTEM, [Move(account=account, sort="granted", amount=Decimal(kilograms), note="estimate")])
    return fresh(account)


def fresh(account: Account) -> Account:
    """An account as it stands now."""
    with acting(SYSTEM):
        return Account.objects.visible_to(SYSTEM).get(pk=account.pk)


def an_import_permit(cast: Cast, **changes: Any) -> Permit:
    """An import authorisation of Importland's, keyed in by its own officer."""
    application = applied(cast.importer_officer, an_import(**changes))
    return decided(cast.importer_second, cast.importer_head, application)


def an_export_permit(cast: Cast, cited: Permit, **changes: Any) -> Permit:
    """An export authorisation of Exportland's, resting on Importland's."""
    application = applied(cast.clerk, an_export(cited.reference, **changes))
    return decided(cast.exporter_officer, cast.exporter_head, application)


def stepped(by: Actor, permit: Permit, verb: str, **entered: Any) -> Permit:
    """Somebody takes a step of a permit."""
    with acting(by.viewer) as viewer:
        return permits.take_step(viewer=viewer, permit_id=permit.pk, verb=verb, raw=entered)
