"""Pages on which needs are stated, figures are entered from papers, files are loaded, and a shipment is asked about."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.registers.sheets import template as headings_of
from penstock.cases.steps import asking
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused
from penstock.parties.duties import HANDLE_PERMITS, KEEP_ESTIMATES
from penstock.permits.needs import services
from penstock.permits.needs.fields import FIGURE, LINES, QUESTION, STATEMENT
from penstock.permits.needs.models import Figure, Statement
from penstock.permits.needs.posting import UNIT
from penstock.permits.needs.shipping import ASK, NO, YES, may_ship

EITHER = require_http_methods(["GET", "POST"])
Shown = dict[str, Any]
NO_FORM = Form(name="file", sections=())
BESIDE = (("year", "kind", "origin"), ("sort", "kilograms", "partner"), ("form", "quantity", "unit"))
TONES = {YES: "ok", NO: "bad", ASK: "warn"}
ANSWERS = {YES: "Yes", NO: "No", ASK: "Ask the other authority first"}
TITLES = {"statements": "Load a file of statements", "figures": "Load a file of figures from papers"}


def crumbs(title: str) -> list[Shown]:
    """The way back to the balances."""
    return [{"label": _("Balances"), "url": reverse("balances")}, {"label": title}]


def ask(
    request: HttpRequest, form: Form, act: Callable[[Shown], HttpResponse], *, title: str, **more: Any
) -> HttpResponse:
    """Ask for a form about balances."""
    trail, back, template = crumbs(title), reverse("balances"), "permits/needs/form.html"
    return asking.ask(
        request, form, act, title=title, crumbs=trail, back=back, template=template, beside=BESIDE, **more
    )


def chunks(request: HttpRequest) -> Any:
    """The file that was chosen; Refused where none was."""
    given = request.FILES.get("file")
    if given is None:
        raise Refused("file_missing", "Choose a file first.")
    return given.chunks()


def given(request: HttpRequest, form: Form) -> Shown:
    """What an address brings along to begin a form with, such as the result of a worksheet."""
    return {one.name: request.GET[one.name] for one in form.fields if request.GET.get(one.name)}


def _after(row: Statement | Figure) -> HttpResponse:
    """To the balance that it moved; stocks at the end of a year may have moved none."""
    if isinstance(row, Figure) and row.sort == "closing":
        return redirect("balances")
    return redirect("balance", row.country, row.substance, row.year, UNIT)


@EITHER
@door(KEEP_ESTIMATES)
def new_statement(request: HttpRequest) -> HttpResponse:
    """State what the country needs, supplement it, or correct what was stated."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        row = services.state(viewer=viewer, raw=raw)
        messages.success(request, _("Kept, and entered on the balance."))
        return _after(row)

    known = {"year": str(today().year), "kind": "statement", "origin": "government", "stated_on": today().isoformat()}
    about = _(
        "What is entered for a year again is a correction of it, and a supplement with the same paper a correction of"
        " that supplement: both need a reason, and what stood before stays readable."
    )
    title = _("State a need")
    return ask(request, STATEMENT, act, title=title, kept={**known, **given(request, STATEMENT)}, about=about)


@EITHER
@door(KEEP_ESTIMATES)
def new_figure(request: HttpRequest) -> HttpResponse:
    """Enter what a paper says was made, traded outside this house or held in stock, or correct it."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        row = services.report(viewer=viewer, raw=raw)
        messages.success(request, _("Kept, and entered on the balance."))
        return _after(row)

    known = {"year": str(today().year), "as_of": today().isoformat(), **given(request, FIGURE)}
    about = _(
        "What was traded on papers that were not issued here. A second figure from the same paper is a correction and"
        " needs a reason. Consumption is entered with availability."
    )
    return ask(request, FIGURE, act, title=_("Enter a figure from a paper"), kept=known, about=about)


@EITHER
@door(KEEP_ESTIMATES)
def load(request: HttpRequest, kind: str) -> HttpResponse:
    """Load a file, all lines or none."""
    if kind not in LINES:
        raise NotVisible
    viewer = viewer_in(request)

    def act(_raw: Shown) -> HttpResponse:
        number = services.load(viewer=viewer, kind=kind, chunks=chunks(request))
        messages.success(request, _("%(number)s line(s) kept.") % {"number": number})
        return redirect("balances")

    template_url = reverse("needs_template", args=[kind])
    return ask(request, NO_FORM, act, title=_(TITLES[kind]), form_has_files=True, template_url=template_url)


@require_GET
@door(KEEP_ESTIMATES)
def template(request: HttpRequest, kind: str) -> HttpResponse:  # noqa: ARG001 - Django passes the request
    """An empty file with the headings."""
    if kind not in LINES:
        raise NotVisible
    return headings(kind, LINES[kind])


def headings(kind: str, form: Form) -> HttpResponse:
    """An empty CSV file with the headings of a form."""
    return pages.download(headings_of(form), "text/csv; charset=utf-8", f"{kind}.csv")


@EITHER
@door(HANDLE_PERMITS)
def ship(request: HttpRequest) -> HttpResponse:
    """The exporter's question: may so much be shipped to a country, and why."""
    viewer = viewer_in(request)
    about = _(
        "The answer is yes, no, or to be asked, with the reason; no figure of the other country is shown. Your question"
        " is put on the record, and the authorities of that country read it."
    )

    def act(raw: Shown) -> HttpResponse:
        found = may_ship(viewer=viewer, raw=raw)
        answer = {
            "tone": TONES[found.answer],
            "title": _(ANSWERS[found.answer]),
            "reason": _(found.text).format(**found.values),
        }
        shown = {"sections": pages.sections(QUESTION, raw, beside=BESIDE), "answer": answer, **frame}
        return render(request, "permits/needs/form.html", shown)

    title = _("Before a shipment")
    frame = {
        "page_title": title,
        "crumbs": crumbs(title),
        "submit_label": _("Ask"),
        "cancel_url": reverse("balances"),
        "about": about,
    }
    known = {"unit": "kg", "year": str(today().year), **given(request, QUESTION)}
    return ask(request, QUESTION, act, title=title, kept=known, submit_label=_("Ask"), about=about)
