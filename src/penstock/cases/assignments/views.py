"""The page on which a case is given to somebody."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.cases.assignments import services
from penstock.cases.assignments.queries import assignment_of, may_hold
from penstock.cases.models import Case
from penstock.cases.queries import case_by_reference
from penstock.kernel.routes import door, said, viewer_in
from penstock.kernel.viewer import Fault, Refused
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import READ_CASES
from penstock.parties.queries import is_uuid

NOBODY = "nobody"


@require_http_methods(["GET", "POST"])
@door(READ_CASES)
def holder(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a case, give it to a colleague, or put it down; on a fault the page comes back with what was chosen."""
    viewer = viewer_in(request)
    case = case_by_reference(viewer, reference)
    services.duties_used(viewer, case)
    if request.method != "POST":
        return _ask(request, case)
    try:
        seen = request.POST.get("seen")
        row = services.assign(viewer=viewer, case_id=case.pk, to=_chosen(request.POST.get("holder", "")), seen=seen)
    except Refused as no:
        if not no.faults:
            raise
        return _ask(request, case, no)
    if row.person is None:
        messages.success(request, _("Nobody holds it now."))
    elif row.person_id == viewer.person_id:
        messages.success(request, _("You hold it now."))
    else:
        messages.success(request, _("It was given to %(name)s.") % {"name": row.person.name})
    return redirect(f"{pages.page_of(case)}#held")


def _chosen(entered: str) -> UUID | None:
    """Who was chosen; None for nobody. Refused where nothing that can be chosen was."""
    if entered == NOBODY:
        return None
    if not is_uuid(entered):
        raise refused_for([Fault("holder", "missing", "Choose who holds it.")])
    return UUID(entered)


def _ask(request: HttpRequest, case: Case, no: Refused | None = None) -> HttpResponse:
    viewer = viewer_in(request)
    standing = assignment_of(viewer, case)
    now_held = str(standing.person_id) if standing else ""
    offered = [{"value": str(one.pk), "label": one.name} for one in may_hold(case, viewer.organisation_id)]
    choices = [{"value": "", "label": _("Choose one")}, *offered, {"value": NOBODY, "label": _("Nobody")}]
    shown = {
        "page_title": _("Who holds %(reference)s") % {"reference": case.reference},
        "crumbs": [{"label": case.reference, "url": pages.page_of(case)}, {"label": _("Who holds it")}],
        "case": case,
        "held_by": standing.person.name if standing and standing.person else "",
        "seen": now_held,
        "choices": choices,
        "chosen": request.POST.get("holder", ""),
        "faults": [said(one) for one in no.faults] if no else [],
        "errors": [{"field_id": "id_holder", "label": "", "message": said(one)} for one in no.faults] if no else [],
        "cancel_url": pages.page_of(case),
    }
    return render(request, "cases/assignments/holder.html", shown, status=422 if no else 200)
