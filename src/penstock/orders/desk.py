"""What the pages of a company's order desk share: tabs, a form that is asked until it is right, a plain list."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases.steps import asking
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import viewer_in
from penstock.kernel.viewer import Refused
from penstock.parties.duties import CHECK_ORDERS, KEEP_CUSTOMERS

EITHER = require_http_methods(["GET", "POST"])
Shown = dict[str, Any]
TABS = (
    ("Checked orders", "order_checks", CHECK_ORDERS),
    ("Held orders", "held_orders", CHECK_ORDERS),
    ("What stands out", "watch", KEEP_CUSTOMERS),
    ("Customers", "customers", KEEP_CUSTOMERS),
    ("Declarations", "declarations", KEEP_CUSTOMERS),
    ("Screening lists", "order_lists", KEEP_CUSTOMERS),
    ("Samples", "samples", CHECK_ORDERS),
    ("Goods sent and received", "deliveries", CHECK_ORDERS),
    ("Distributors", "distributors", KEEP_CUSTOMERS),
    ("Changes of law", "order_law", KEEP_CUSTOMERS),
    ("Tasks of law", "law_tasks", KEEP_CUSTOMERS),
)


def tabs(request: HttpRequest) -> list[Shown]:
    """The parts of the desk that are open to the viewer."""
    viewer = viewer_in(request)
    found = [(label, reverse(name)) for label, name, duty in TABS if viewer.has(duty)]
    return [{"label": _(label), "url": url, "current": request.path == url} for label, url in found]


def listed(request: HttpRequest, title: str, heads: Sequence[str], rows: Iterable[Shown], **more: Any) -> HttpResponse:
    """A part of the desk as a table."""
    shown = {"page_title": title, "tabs": tabs(request), "columns": [{"label": one} for one in heads]}
    return render(request, "orders/list.html", {**shown, "rows": list(rows), **more})


def ask(
    request: HttpRequest,
    form: Form,
    act: Callable[[Shown], HttpResponse],
    *,
    title: str,
    crumbs: Sequence[Shown] = (),
    template: str = "orders/form.html",
    **more: Any,
) -> HttpResponse:
    """Ask for a form at the desk."""
    trail = [*crumbs, {"label": title}]
    return asking.ask(request, form, act, title=title, crumbs=trail, template=template, **more)


def sheet(request: HttpRequest, title: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """One thing of the desk as a page: its badges and acts, then cards of lines, rows or answers, and what is aside."""
    return render(request, "orders/sheet.html", {"page_title": title, **more}, status=status)


def chunks(request: HttpRequest) -> Any:
    """The file that was given; Refused where there is none."""
    found = request.FILES.get("file")
    if found is None:
        raise Refused("file_missing", _("Choose a file first."))
    return found.chunks()


def file_name(request: HttpRequest) -> str:
    """What the given file is called."""
    found = request.FILES.get("file")
    return (found.name or "") if found else ""
