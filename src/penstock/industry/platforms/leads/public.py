"""The pages on which anybody reports without an account, and looks later how it stands."""

from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.cases.printing.asking import asker_of
from penstock.industry.platforms.leads.fields import ADDED, LEAD, THANKS
from penstock.industry.platforms.leads.models import Lead
from penstock.industry.platforms.leads.services import add, looked_up, report
from penstock.industry.platforms.leads.showing import FIELD, Picture
from penstock.industry.platforms.leads.states import STATES
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import ANYBODY, door, said
from penstock.kernel.viewer import NotVisible, Refused

EITHER = require_http_methods(["GET", "POST"])
TOO_OFTEN = "too_often"
LONGEST = 60
BESIDE = (("country", "sort"), ("quantity", "unit", "seen_on"), ("email", "phone"))


@EITHER
@door(ANYBODY)
def report_page(request: HttpRequest) -> HttpResponse:
    """Report an offer, an account or a parcel; the number and the code are shown once."""
    entered: dict[str, Any] = {"seen_on": today().isoformat()}
    no = None
    if request.method == "POST":
        entered = pages.entered(LEAD, request.POST)
        try:
            row, code = report(asker=asker_of(request), raw=entered, pictures=_pictures(request))
        except Refused as refusal:
            no = refusal
        else:
            done = {"page_title": _("Thank you: your report has arrived"), "reference": row.reference, "code": code}
            return _nowhere(render(request, "industry/platforms/leads/arrived.html", done))
    shown: dict[str, Any] = {
        "page_title": _("Report an offer, an account or a parcel"),
        "sections": pages.sections(LEAD, entered, no.faults if no else (), beside=BESIDE),
        "errors": _errors(LEAD, no),
        "form_has_files": True,
        "pictures_fault": _fault(no),
        "submit_label": _("Send the report"),
    }
    return render(request, "industry/platforms/leads/report.html", shown, status=_status(no))


def _pictures(request: HttpRequest) -> list[Picture]:
    return [(one.name or "", one.chunks()) for one in request.FILES.getlist(FIELD) if isinstance(one, UploadedFile)]


def _fault(no: Refused | None) -> str:
    """What is wrong with the pictures, at their field."""
    return next((said(one) for one in no.faults if one.field == FIELD), "") if no else ""


def _errors(form: Form, no: Refused | None) -> list[dict[str, Any]]:
    """What was refused; what is wrong with the pictures leads to their field, which stands in no form."""
    if fault := _fault(no):
        return [{"field_id": f"id_{FIELD}", "label": _("Pictures"), "message": fault}]
    return pages.errors(form, no)


def _status(no: Refused | None) -> int:
    if no is None:
        return 200
    return 429 if no.code == TOO_OFTEN else 422


@EITHER
@door(ANYBODY)
def standing_page(request: HttpRequest) -> HttpResponse:
    """Look how a report stands, by its number and code, and add what was learned since; both travel in no address."""
    shown: dict[str, Any] = {"page_title": _("How does my report stand?"), "reference": "", "code": ""}
    if request.method != "POST":
        return _nowhere(render(request, "industry/platforms/leads/standing.html", shown))
    which = {name: str(request.POST.get(name, ""))[:LONGEST].strip() for name in ("reference", "code")}
    entered, no, status = {}, None, 200
    try:
        if request.POST.get("go") == "add":
            entered = pages.entered(ADDED, request.POST)
            added = add(asker=asker_of(request), **which, raw=entered, pictures=_pictures(request))
            shown["row"] = _shown(added)
            entered, shown["is_added"] = {}, True
        else:
            shown["row"] = _shown(looked_up(asker=asker_of(request), **which))
    except NotVisible:
        text = _("No report stands under this number with this code. Check both for slips.")
        status = 422
        shown["errors"] = [{"field_id": "id_reference", "label": _("Number"), "message": text}]
        shown["missing"] = text
    except Refused as refusal:
        no, status = refusal, _status(refusal)
        shown["errors"] = _errors(ADDED, no)
        shown["row"] = None if no.code == TOO_OFTEN else _shown(looked_up(asker=asker_of(request), **which))
    shown |= {
        **which,
        "pictures_fault": _fault(no),
        "sections": pages.sections(ADDED, entered, no.faults if no else ()),
    }
    return _nowhere(render(request, "industry/platforms/leads/standing.html", shown, status=status))


def _shown(row: Lead) -> dict[str, Any]:
    """What whoever reported a lead may read of it: its state, and what the two have said since."""
    return {
        "state": _(STATES[row.state]),
        "office": row.opener.name,
        "sent_at": row.sent_at,
        "turns": [
            {
                "is_office": one["who"] == "office",
                "at": datetime.fromisoformat(one["at"]),
                "led_to": _(THANKS[one["led_to"]]) if one.get("led_to") else "",
                "words": one["words"],
            }
            for one in row.turns
        ],
    }


def _nowhere(response: HttpResponse) -> HttpResponse:
    """No cache keeps a number and its code."""
    response.headers["Cache-Control"] = "no-store"
    return response
