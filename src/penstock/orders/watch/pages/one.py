"""The page of one standout with its picture and evidence, and the pages on which somebody decides on it."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.orders.checking.law.quantities import SYMBOL
from penstock.orders.customers.goods import title_of
from penstock.orders.customers.queries import licences
from penstock.orders.desk import EITHER, ask
from penstock.orders.watch import deciding, queries
from penstock.orders.watch.fields import ASKED, FORMS, LATER, REPORTED
from penstock.orders.watch.models import Standout
from penstock.orders.watch.pages import shown
from penstock.orders.watch.pages.drawing import picture, usual
from penstock.orders.watch.reporting import letter
from penstock.parties.duties import KEEP_CUSTOMERS, REPORT_SUSPICIONS

RESTS = {ASKED: timedelta(days=14), LATER: timedelta(days=30)}
Shown = dict[str, Any]


@require_GET
@door(KEEP_CUSTOMERS)
def standout(request: HttpRequest, standout_id: UUID) -> HttpResponse:
    """A standout: what it looks like, every reason, the picture, the orders that tell, and what was declared."""
    viewer = viewer_in(request)
    row = queries.standout(viewer, standout_id)
    newer = queries.newer_of(viewer, row)
    unit, goods = SYMBOL[row.dimension], title_of(row.goods)
    told: Shown = {
        "page_title": _title(row),
        "goods": goods,
        "row": row,
        "what": shown.typology(row),
        "state": shown.standing(row),
        "crumbs": [*_crumbs(row), {"label": row.customer.name}],
        "acts": [] if newer else shown.acts(viewer, row, REPORT_SUSPICIONS),
        "newer": newer and {"number": newer.round.number, "url": reverse("standout", args=[newer.pk])},
        "before": row.before and {"number": row.before.round.number, "url": reverse("standout", args=[row.before_id])},
        "before_verdicts": shown.verdicts(row.before.verdicts.all()) if row.before else [],
        "evidence": shown.evidence(row),
        "evidence_columns": _heads(_("Why"), _("Strength")),
        "picture": picture(row.course, unit),
        "usual": usual(row.course, unit),
        "marked": shown.marked(row),
        "marked_columns": _heads(_("Day"), _("Order"), _("Quantity"), _("Use said")),
        "months": shown.months(row),
        "month_columns": _heads(_("Month"), _("Ordered"), _("Orders"), _("Middle of others")),
        "balance": shown.balance(row),
        "balance_columns": _heads(_("Day"), _("Order"), _("Ordered"), _("Counted as")),
        "verdicts": shown.verdicts(row.verdicts.all()),
        "about": shown.about(row.customer),
        "declared": shown.declared(queries.declared_by(viewer, row.customer, row.goods)),
        "licences": shown.licences(licences(viewer, row.customer), row.goods),
    }
    return render(request, "orders/watch/standout.html", told)


def _title(row: Standout) -> str:
    said = {"customer": row.customer.name, "goods": title_of(row.goods)}
    return _("%(goods)s for %(customer)s") % said


def _crumbs(row: Standout) -> list[Shown]:
    found = [{"label": _("What stands out"), "url": reverse("watch")}]
    number = {"number": row.round.number}
    return [*found, {"label": _("Round %(number)s") % number, "url": reverse("watch_round", args=[row.round.number])}]


def _heads(*labels: str) -> list[Shown]:
    return [{"label": one} for one in labels]


@EITHER
@door(KEEP_CUSTOMERS)
def decide(request: HttpRequest, standout_id: UUID, verb: str) -> HttpResponse:
    """Decide on a standout."""
    viewer = viewer_in(request)
    if verb not in FORMS:
        raise Http404
    row = queries.standout(viewer, standout_id)
    if verb == REPORTED:
        viewer.needs(REPORT_SUSPICIONS)
    no = deciding.may_decide(viewer, row)
    if no is not None:
        raise no

    def act(raw: Shown) -> HttpResponse:
        made = deciding.decide(viewer=viewer, standout_id=standout_id, verdict=verb, raw=raw)
        if made.report:
            messages.success(request, _("The draft %(reference)s is begun.") % {"reference": made.report})
            return redirect("suspicious_report_edit", reference=made.report)
        messages.success(request, _("Kept. It comes back only where it gets worse, or on the day that you named."))
        return redirect("standout", standout_id)

    return ask(
        request,
        FORMS[verb],
        act,
        title=_(shown.LABELS[verb]),
        back=reverse("standout", args=[standout_id]),
        crumbs=[*_crumbs(row), {"label": _title(row), "url": reverse("standout", args=[standout_id])}],
        kept=_begun(viewer, row, verb),
        submit_label=_("Begin the report") if verb == REPORTED else _("Keep"),
    )


def _begun(viewer: Viewer, row: Standout, verdict: str) -> Shown:
    """What a form begins with: a day to look again, and the letter to the customer."""
    found: Shown = {}
    if verdict in RESTS:
        found["again_on"] = (today() + RESTS[verdict]).isoformat()
    if verdict == ASKED:
        found["words"] = letter(row, viewer.organisation_name)
    return found
