"""The page on which anybody checks the number of a licence."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases.printing.asking import asker_of
from penstock.industry.checking.answering import VALID, Answer, check
from penstock.kernel.routes import ANYBODY, door
from penstock.kernel.viewer import Refused

GIVEN = ("number", "name", "substance")
LONGEST = 300


@require_http_methods(["GET", "POST"])
@door(ANYBODY)
def check_page(request: HttpRequest) -> HttpResponse:
    """Ask whether a licence is valid; a name is confirmed where it is given, too."""
    # The symbol on a licence leads here with its number; whoever read it still asks by hand.
    number = request.GET.get("number", "").strip()[:LONGEST]
    shown: dict[str, Any] = {"page_title": _("Is this licence valid?"), **dict.fromkeys(GIVEN, ""), "number": number}
    status = 200
    if request.method == "POST":
        shown |= {one: str(request.POST.get(one, "")).strip()[:LONGEST] for one in GIVEN}
        if shown["number"]:
            try:
                answer = check(asker=asker_of(request), **{one: shown[one] for one in GIVEN})
                shown["answer"] = _shown(answer, shown)
            except Refused as no:
                status, shown["fault"] = 429, _(no.message)
        else:
            status, text = 422, _("Enter the number as it stands on the licence.")
            shown |= {"missing": text, "errors": [{"field_id": "id_number", "label": _("Number"), "message": text}]}
    return render(request, "industry/checking/check.html", shown, status=status)


def _shown(answer: Answer, given: dict[str, Any]) -> dict[str, Any]:
    if answer.verdict != VALID:
        text = _(
            "No licence that is valid today stands under this number here. Check it for slips, or ask the authority."
        )
        return {"tone": "bad", "title": _("Not valid"), "rows": [], "text": text}
    until = {"label": _("Last day"), "value": answer.until.isoformat() if answer.until else _("without an end")}
    rows = [{"label": _("Number"), "value": given["number"].upper()}, until]
    if answer.is_holder is not None:
        said = _("This is its holder") if answer.is_holder else _("This is not its holder")
        rows.append({"label": given["name"], "value": said})
    if given["substance"]:
        words = {
            True: _("It covers this"),
            False: _("It does not cover this"),
            None: _("Told only to those who know the holder's name"),
        }
        rows.append({"label": given["substance"], "value": words[answer.covers]})
    wrong = answer.is_holder is False or answer.covers is False
    return {
        "tone": "warn" if wrong else "ok",
        "title": _("Valid, but not as you say") if wrong else _("Valid"),
        "text": _("As the register says at this moment."),
        "rows": rows,
    }
