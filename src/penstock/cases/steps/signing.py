"""The page on which an authority says how many people sign its decisions of one kind."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from penstock.cases.pages import Shown
from penstock.kernel.routes import viewer_in
from penstock.parties.signing import SigningRule, set_signing


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """What is signed: the matter as it is kept, who says how many do, the event, and the words of the page."""

    matter: str
    duty: str
    event: str
    heading: str
    lede: str
    one: str
    above: Shown


def signing_page(request: HttpRequest, signed: Signed) -> HttpResponse:
    """How many people sign at the viewer's authority; kept for every decision from then on."""
    viewer = viewer_in(request)
    if request.method == "POST":
        needs_two = request.POST.get("needs_two") == "yes"
        set_signing(viewer=viewer, matter=signed.matter, needs_two=needs_two, duty=signed.duty, event=signed.event)
        messages.success(request, _("Kept. It holds for every decision from now on."))
        return redirect(signed.above["url"])
    kept = SigningRule.objects.visible_to(viewer).filter(matter=signed.matter).first()
    shown = {
        "heading": signed.heading,
        "lede": signed.lede,
        "choices": [{"value": "no", "label": signed.one}, {"value": "yes", "label": _("Two")}],
        "value": "yes" if kept and kept.needs_two else "no",
        "crumbs": [signed.above, {"label": _("Who signs")}],
        "cancel_url": signed.above["url"],
    }
    return render(request, "cases/steps/rule.html", shown)
