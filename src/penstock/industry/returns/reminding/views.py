"""The page on which an authority sets the day of annual returns, where the law on record names none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.industry.returns.fields import DAY
from penstock.industry.returns.reminding.days import own_day, set_day
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused
from penstock.parties.duties import SIGN_LICENCES


@require_http_methods(["GET", "POST"])
@door(SIGN_LICENCES)
def day_page(request: HttpRequest) -> HttpResponse:
    """Set the day; whoever owes a return under a licence of the authority reads it in the list of returns."""
    viewer = viewer_in(request)
    kept, no = own_day(viewer), None
    entered = {"month": str(kept.month), "day": str(kept.day), "basis": kept.basis} if kept else {}
    if request.method == "POST":
        entered = pages.entered(DAY, request.POST)
        try:
            set_day(viewer=viewer, raw=entered)
        except Refused as refusal:
            no = refusal
        else:
            messages.success(request, _("Kept. Companies are reminded of it before, on and after the day."))
            return redirect("annual_returns")
    title = _("Day of annual returns")
    shown = {
        "page_title": title,
        "crumbs": [{"label": _("Annual returns"), "url": reverse("annual_returns")}, {"label": title}],
        "about": _("It holds where the law on record names no day. Where the law names one, that one counts."),
        "sections": pages.sections(DAY, entered, no.faults if no else (), beside=(("day", "month"),)),
        "errors": pages.errors(DAY, no),
        "cancel_url": reverse("annual_returns"),
        "submit_label": _("Keep"),
    }
    return render(request, "industry/platforms/form.html", shown, status=422 if no else 200)
