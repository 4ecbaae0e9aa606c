"""What the tests of partnership enter; every name is invented."""

from datetime import timedelta
from typing import Any

from penstock.industry.partnership import services
from penstock.industry.partnership.models import Agreement, Partner
from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor


def an_agreement(**changes: Any) -> dict[str, Any]:
    """An agreement as it is drafted."""
    known = {"kind": "memorandum", "title": "Memorandum on solvents", "aim": "To tell each other.", "frame": "bdo-gbl"}
    more = {"contact": "Desk of the authority", "review_on": (today() + timedelta(days=300)).isoformat()}
    return {**known, **more, **changes}


def a_party(**changes: Any) -> dict[str, Any]:
    """A party as it is named."""
    return {"name": "Polder Solvents", "contact": "Compliance desk", **changes}


def an_assessment(row: Agreement, **changes: Any) -> dict[str, Any]:
    """An assessment of every practice of an agreement."""
    kept = {f"kept_{code}": "yes" for code in row.practices}
    return {**kept, **{f"shown_{code}": "Handbook, chapter 2" for code in row.practices}, **changes}


def drafted(officer: Actor, **changes: Any) -> Agreement:
    """An agreement of an officer's office."""
    with acting(officer.viewer) as viewer:
        return services.draft(viewer=viewer, raw=an_agreement(**changes))


def named(officer: Actor, row: Agreement, name: str) -> Partner:
    """A party to it."""
    with acting(officer.viewer) as viewer:
        return services.name_party(viewer=viewer, agreement_id=row.pk, raw=a_party(name=name))


def signed(actor: Actor, row: Agreement) -> Partner:
    """The signature of somebody's organisation."""
    with acting(actor.viewer) as viewer:
        return services.sign(viewer=viewer, agreement_id=row.pk)
