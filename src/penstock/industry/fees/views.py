"""Pages of fees: the table of an authority, keeping and ending a row, and what was paid on an application."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases.steps import asking
from penstock.industry.applications.queries import application_by_reference
from penstock.industry.fees import queries, services
from penstock.industry.fees.fields import END, ENTRY, FEE
from penstock.industry.fees.money import exact
from penstock.industry.fees.owing import owed
from penstock.industry.fees.shown import row
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import HANDLE_LICENCES, READ_LICENCES, SIGN_LICENCES

Shown = dict[str, Any]
EITHER = require_http_methods(["GET", "POST"])
BESIDE = (("document", "activity"), ("amount", "currency"), ("from_on", "until_on"))


@require_GET
@door(READ_LICENCES)
def fee_list(request: HttpRequest) -> HttpResponse:
    """What the authorities of the viewer's country ask for applications, and what they asked before."""
    viewer = viewer_in(request)
    shown = {
        "page_title": _("Fees of licensing"),
        "crumbs": _way(_("Fees of licensing")),
        "rows": [row(viewer, one) for one in queries.fees(viewer)],
        "columns": [
            {"label": _("Fee")},
            {"label": _("Amount")},
            {"label": _("Holds")},
            {"label": _("Legal source")},
            {"label": _("Change")},
        ],
        "may_keep": viewer.has(SIGN_LICENCES),
    }
    return render(request, "industry/fees/list.html", shown)


def _way(*labels: str) -> list[dict[str, str]]:
    """The way back from the table of fees, or from what stands under it."""
    above = {"label": _("Applications for licences"), "url": reverse("licence_applications")}
    between = [{"label": _("Fees of licensing"), "url": reverse("licence_fees")}] if len(labels) > 1 else []
    return [above, *between, {"label": labels[-1]}]


def _ask(
    request: HttpRequest,
    form: Form,
    kept: Shown,
    act: Callable[[Shown], object],
    *,
    back: str,
    done: str,
    **shown: Any,
) -> HttpResponse:
    """Ask a form about fees, do what it asks for and go back."""

    def acted(entered: Shown) -> HttpResponse:
        act(entered)
        messages.success(request, done)
        return redirect(back)

    template = "industry/platforms/form.html"
    return asking.ask(request, form, acted, back=back, template=template, kept=kept, beside=BESIDE, **shown)


@EITHER
@door(SIGN_LICENCES)
def new(request: HttpRequest) -> HttpResponse:
    """Keep a fee of the viewer's authority."""
    viewer, title = viewer_in(request), _("Keep a fee")
    return _ask(
        request,
        FEE,
        {"asked": "new", "from_on": today().isoformat(), "before": "no"},
        lambda raw: services.keep_fee(viewer=viewer, raw=raw),
        back=reverse("licence_fees"),
        done=_("Kept. It is asked of what is handed in from now on."),
        title=title,
        crumbs=_way("", title),
        about=_("Every row that fits an application is asked of it. What was handed in before owes nothing of it."),
    )


@EITHER
@door(SIGN_LICENCES)
def end(request: HttpRequest, fee_id: UUID) -> HttpResponse:
    """Set the last day of a fee."""
    viewer = viewer_in(request)
    fee = queries.own_fee(viewer, fee_id)
    title = _("End a fee: %(title)s") % {"title": fee.title}
    return _ask(
        request,
        END,
        {"until_on": today().isoformat()},
        lambda raw: services.end_fee(viewer=viewer, fee_id=fee.pk, raw=raw),
        back=reverse("licence_fees"),
        done=_("Kept. What is handed in after that day owes nothing of it."),
        title=title,
        crumbs=_way("", title),
        about=_("A fee is not changed: end this one, and keep another. What was handed in before owes what held then."),
    )


@EITHER
@door(HANDLE_LICENCES)
def entry(request: HttpRequest, reference: str) -> HttpResponse:
    """Enter what was paid, waived or given back of the fees of an application."""
    viewer = viewer_in(request)
    application = application_by_reference(viewer, reference)
    balances = owed(viewer, application).balances
    first = next((one for one in balances if one.open), None)
    kept = {"happened": "paid", "happened_on": today().isoformat()}
    if first:
        kept |= {"amount": exact(first.open, first.currency), "currency": first.currency}
    page, title = (
        reverse("licence_application", args=[reference]),
        _("Fees of %(reference)s") % {"reference": reference},
    )
    return _ask(
        request,
        ENTRY,
        kept,
        lambda raw: services.enter(viewer=viewer, application_id=application.pk, raw=raw),
        back=f"{page}#fees",
        done=_("Entered. The applicant reads it."),
        title=title,
        crumbs=[
            {"label": _("Applications for licences"), "url": reverse("licence_applications")},
            {"label": reference, "url": page},
            {"label": title},
        ],
        about=_("Penstock takes no money: enter what was paid to the authority. Several payments are summed."),
    )
