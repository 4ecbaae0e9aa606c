"""Fees as pages show them: on an application, and in the table of an authority."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.industry.applications.fields import ASKED
from penstock.industry.applications.models import LicenceApplication
from penstock.industry.fees.fields import HAPPENED
from penstock.industry.fees.models import LicenceFee
from penstock.industry.fees.money import written
from penstock.industry.fees.owing import Balance, owed
from penstock.industry.fees.queries import STANDS, stands
from penstock.industry.licences.fields import ACTIVITIES, DOCUMENTS
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import HANDLE_LICENCES, SIGN_LICENCES

Shown = dict[str, Any]
STANDING = {
    "open": ("warn", "Open"),
    "part": ("warn", "Partly settled"),
    "settled": ("ok", "Settled"),
    "over": ("info", "Paid too much"),
}
TONES = {"ahead": "info", "holds": "ok", "over": "neutral"}


def fees_of(viewer: Viewer, application: LicenceApplication) -> Shown | None:
    """The fees of an application for its page; None where nothing is asked."""
    found = owed(viewer, application)
    if not found.balances:
        return None
    is_office = viewer.organisation_id == application.counterpart_id
    return {
        "lines": [{"one": one, "amount": written(one.amount, one.currency)} for one in found.fees],
        "hows": list(dict.fromkeys(one.how for one in found.fees if one.how)),
        "balances": [_balance(one) for one in found.balances],
        "entries": [
            {"one": one, "happened": _(HAPPENED[one.happened]), "amount": written(one.amount, one.currency)}
            for one in found.entries
        ],
        "is_open": any(one.open for one in found.balances),
        "columns": [{"label": _("Fee")}, {"label": _("Amount")}, {"label": _("Legal source")}],
        "url": reverse("licence_application_fees", args=[application.reference])
        if is_office and viewer.has(HANDLE_LICENCES)
        else "",
    }


def _balance(one: Balance) -> Shown:
    tone, label = STANDING[one.standing]
    return {
        "badge": {"tone": tone, "label": _(label)},
        **{name: written(getattr(one, name), one.currency) for name in ("due", "paid", "waived", "open")},
        "over": written(one.over, one.currency) if one.over else "",
        "open_first": written(one.open_first, one.currency) if one.open_first else "",
    }


def row(viewer: Viewer, one: LicenceFee) -> Shown:
    """A row of the table of fees."""
    stand = stands(one)
    narrowed = [ASKED.get(one.asked, one.asked), DOCUMENTS.get(one.document, ""), ACTIVITIES.get(one.activity, "")]
    is_own = one.organisation_id == viewer.organisation_id and viewer.has(SIGN_LICENCES)
    return {
        "one": one,
        "asked": ", ".join(_(part) for part in narrowed if part),
        "amount": written(one.amount, one.currency),
        "badge": {"tone": TONES[stand], "label": _(STANDS[stand])},
        "end_url": reverse("licence_fee_end", args=[one.pk]) if is_own and stand != "over" else "",
    }
