"""How the stories of fees are told: what an authority asks, and what is paid or waived."""

from typing import Any

from penstock.industry.applications.models import LicenceApplication
from penstock.industry.fees import services
from penstock.industry.fees.models import FeeEntry, LicenceFee
from penstock.industry.fees.owing import Owed, owed
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor


def a_fee(**changes: Any) -> dict[str, Any]:
    """A fee of Exportland's, as it is entered."""
    return {
        "title": "Examination of an application",
        "asked": "new",
        "amount": "250.00",
        "currency": "EUR",
        "from_on": "2026-01-01",
        "source": "Decree on fees, article 3",
        "before": "no",
        "how": "To the account of the treasury.",
        **changes,
    }


def an_entry(**changes: Any) -> dict[str, Any]:
    """A payment, as it is entered."""
    day = today().isoformat()
    return {
        "happened": "paid",
        "amount": "100.00",
        "currency": "EUR",
        "happened_on": day,
        "reference": "T-1",
        **changes,
    }


def kept(by: Actor, **changes: Any) -> LicenceFee:
    """A head keeps a fee."""
    with acting(by.viewer) as viewer:
        return services.keep_fee(viewer=viewer, raw=a_fee(**changes))


def ended(by: Actor, fee: LicenceFee, until_on: str) -> LicenceFee:
    """A head sets the last day of a fee."""
    with acting(by.viewer) as viewer:
        return services.end_fee(viewer=viewer, fee_id=fee.pk, raw={"until_on": until_on})


def entered(by: Actor, application: LicenceApplication, **changes: Any) -> FeeEntry:
    """An officer enters what was paid, waived or given back."""
    with acting(by.viewer) as viewer:
        return services.enter(viewer=viewer, application_id=application.pk, raw=an_entry(**changes))


def owing(by: Actor, application: LicenceApplication) -> Owed:
    """What an application owes, as somebody reads it."""
    with acting(by.viewer) as viewer:
        return owed(viewer, application)
