"""Pages of rounds: what stands out, how far a round is, looking now, the history and the setting."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from penstock.cases import pages
from penstock.cases.registers.sheets import template as headings_of
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Viewer
from penstock.orders.customers.views import SECTIONS
from penstock.orders.desk import EITHER, ask, chunks, tabs
from penstock.orders.watch import history as keeping
from penstock.orders.watch import queries
from penstock.orders.watch.fields import HISTORY, SETTING
from penstock.orders.watch.models import Round
from penstock.orders.watch.pages import shown
from penstock.orders.watch.rounds.asking import look_now
from penstock.orders.watch.rounds.judging import STEPS
from penstock.parties.duties import KEEP_CUSTOMERS

NOTHING = Form(name="file", sections=())
SECTIONS.append(shown.of_customer)
Shown = dict[str, Any]


@require_GET
@door(KEEP_CUSTOMERS)
def home(request: HttpRequest) -> HttpResponse:
    """What stood out in the newest round, with the round that is being made, and the former ones."""
    viewer = viewer_in(request)
    rounds = queries.rounds(viewer)
    newest = queries.newest_finished(viewer)
    row = rounds[0] if rounds else None
    told: Shown = {
        "page_title": _("What stands out"),
        "lede": _("Customers whose orders depart most from what is usual for them. A person decides what it means."),
        "tabs": tabs(request),
        "due": [shown.brief(one) for one in queries.due_again(viewer)],
        "running": _running(row) if row and not row.is_over else None,
        "failure": row.failure if row else "",
        "earlier": queries.earlier_orders(viewer),
        "setting": queries.setting(viewer),
        "rounds": [_brief(one) for one in rounds if newest is None or one.pk != newest.pk],
        **(_found(viewer, newest) if newest else {"round": None}),
    }
    return render(request, "orders/watch/home.html", told)


def _found(viewer: Viewer, row: Round) -> Shown:
    seen = queries.seen(viewer, row)
    return {
        "round": _brief(row),
        "found": [shown.brief(one) for one in seen.ranked],
        "reviewed": [shown.brief(one) for one in seen.reviewed],
        "limits": shown.limits(row.limits),
        "columns": [{"label": one} for one in (_("Rank"), _("Customer and goods"), _("Why"), _("Stands"))],
    }


def _brief(row: Round) -> Shown:
    return {
        "number": row.number,
        "url": reverse("watch_round", args=[row.number]),
        "asked_at": row.asked_at,
        "asked_by": row.asked_by_name or _("each month"),
        "since": row.since_on,
        "until": row.until_on,
        "orders": row.orders,
        "customers": row.customers,
        "most": row.most,
        "state": shown.round_state(row),
    }


def _running(row: Round) -> Shown:
    return {
        "label": _(STEPS[row.step]),
        "value": row.step,
        "max": len(STEPS),
        "progress_url": reverse("watch_progress", args=[row.number]),
        "page_url": reverse("watch"),
    }


@require_GET
@door(KEEP_CUSTOMERS)
def progress(request: HttpRequest, round_number: int) -> HttpResponse:
    """The progress of a round alone, for the page that asks again; it sends the page on when the round is over."""
    row = queries.a_round(viewer_in(request), round_number)
    return pages.progress(request, "orders/watch/progress.html", {**_running(row), "is_over": row.is_over})


@require_GET
@door(KEEP_CUSTOMERS)
def one_round(request: HttpRequest, round_number: int) -> HttpResponse:
    """A former round, as it was."""
    viewer = viewer_in(request)
    row = queries.a_round(viewer, round_number)
    told = {
        "page_title": _("Round %(number)s") % {"number": row.number},
        "crumbs": [{"label": _("What stands out"), "url": reverse("watch")}, {"label": str(row.number)}],
        "failure": row.failure,
        "is_former": True,
        **_found(viewer, row),
    }
    return render(request, "orders/watch/home.html", told)


@require_POST
@door(KEEP_CUSTOMERS)
def look(request: HttpRequest) -> HttpResponse:
    """Ask for a round now."""
    look_now(viewer=viewer_in(request))
    return redirect("watch")


@EITHER
@door(KEEP_CUSTOMERS)
def history(request: HttpRequest) -> HttpResponse:
    """Load orders from before the house."""
    viewer = viewer_in(request)

    def act(_raw: Shown) -> HttpResponse:
        loaded = keeping.load_history(viewer=viewer, chunks=chunks(request))
        text = ngettext("%(orders)s earlier order is loaded", "%(orders)s earlier orders are loaded", loaded.orders)
        said = text % {"orders": loaded.orders}
        if loaded.corrected:
            said += _("; %(corrected)s of them were there before, and are corrected") % {"corrected": loaded.corrected}
        messages.success(request, said + ".")
        return redirect("watch")

    title = _("Load earlier orders")
    return ask(
        request,
        NOTHING,
        act,
        title=title,
        back=reverse("watch"),
        crumbs=[{"label": _("What stands out"), "url": reverse("watch")}],
        form_has_files=True,
        template_url=reverse("watch_template"),
        file_help=_("CSV or XLSX with headings. One fault, and nothing is kept; the same file twice changes nothing."),
        submit_label=_("Load"),
    )


@require_GET
@door(KEEP_CUSTOMERS)
def template(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django passes the request
    """An empty file of earlier orders with the headings."""
    headers = {"Content-Disposition": 'attachment; filename="earlier-orders.csv"'}
    return HttpResponse(headings_of(HISTORY), content_type="text/csv; charset=utf-8", headers=headers)


@EITHER
@door(KEEP_CUSTOMERS)
def setting(request: HttpRequest) -> HttpResponse:
    """How many cases a month can be reviewed, and whether a round is made each month."""
    viewer = viewer_in(request)
    row = queries.setting(viewer)

    def act(raw: Shown) -> HttpResponse:
        keeping.keep_setting(viewer=viewer, raw=raw)
        messages.success(request, _("Kept. The next round goes by it."))
        return redirect("watch")

    kept = {"cases": str(row.cases), "monthly": "yes" if row.is_monthly else "no"}
    crumbs = [{"label": _("What stands out"), "url": reverse("watch")}]
    return ask(request, SETTING, act, title=_("How much you can review"), back=reverse("watch"), crumbs=crumbs,
               kept=kept)  # fmt: skip
