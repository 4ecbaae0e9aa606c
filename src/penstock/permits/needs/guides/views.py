"""Pages of the guides: the three methods, and a worksheet whose result is carried into a statement."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases.sheets import pages as sheets
from penstock.catalogue.substances import substance
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Fault, NotVisible
from penstock.parties.duties import KEEP_ESTIMATES, READ_PERMITS
from penstock.permits.needs.balances.views import number, tabs
from penstock.permits.needs.guides.worksheets import METHODS, Method
from penstock.permits.shapes import plain

Shown = dict[str, Any]
BESIDE = (("substance", "year"), ("growth", "margin"))


@require_GET
@door(READ_PERMITS)
def guides(request: HttpRequest) -> HttpResponse:
    """The methods, and what each is good for."""
    rows = [
        {"title": _(one.title), "about": _(one.about), "formula": _(one.formula), "url": reverse("guide", args=[name])}
        for name, one in METHODS.items()
    ]
    return render(request, "permits/needs/guides.html", {"methods": rows, "tabs": tabs("guides")})


@require_http_methods(["GET", "POST"])
@door(READ_PERMITS)
def guide(request: HttpRequest, name: str) -> HttpResponse:
    """A worksheet: filled in, it shows what comes of it; nothing of it is kept until a head states it."""
    method = METHODS.get(name)
    if method is None:
        raise NotVisible
    kept: dict[str, Any] = {"year": str(today().year + 1)}
    faults: tuple[Fault, ...] = ()
    result = None
    if request.method == "POST":
        reading = method.read(sheets.entered(method.sheet, request.POST))
        kept, faults = dict(reading.kept), reading.faults
        if not faults:
            result = _result(request, method, reading.values)
    title = _(method.title)
    shown = {
        "page_title": title,
        "crumbs": [
            {"label": _("Balances"), "url": reverse("balances")},
            {"label": _("Guides"), "url": reverse("guides")},
            {"label": title},
        ],
        "method": {"about": _(method.about), "formula": _(method.formula), "sources": method.sources},
        "sections": sheets.sections(method.sheet, method.sheet, kept, faults, beside=BESIDE),
        "errors": sheets.summary(method.sheet, method.sheet, kept, faults),
        "submit_label": _("Reckon, and go on to one more line"),
        "cancel_url": reverse("guides"),
        "result": result,
    }
    return render(request, "permits/needs/guide.html", shown, status=422 if faults else 200)


def _result(request: HttpRequest, method: Method, values: Any) -> Shown:
    kilograms = method.result(values)
    reason = f"Worksheet '{method.title}': {method.formula}"
    carried = {
        "substance": values["substance"],
        "year": str(int(values["year"])),
        "consumption": plain(kilograms),
        "reason": reason,
    }
    may_state = viewer_in(request).has(KEEP_ESTIMATES)
    return {
        "text": f"{number(kilograms)} kg",
        "what": f"{substance(values['substance']).name}, {int(values['year'])}",
        "url": f"{reverse('statement_new')}?{urlencode(carried)}" if may_state else "",
    }
