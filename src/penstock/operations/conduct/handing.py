"""The page on which a daily return is handed in or corrected."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused
from penstock.operations.conduct import queries, returns
from penstock.operations.conduct.fields import RETURN
from penstock.operations.conduct.views import errors, frame
from penstock.parties.duties import TAKE_PART

BESIDE = (("seizures", "stopped", "others"),)


@require_http_methods(["GET", "POST"])
@door(TAKE_PART)
def hand_in(request: HttpRequest, reference: str) -> HttpResponse:
    """Hand in the return of a day; one that was handed in is corrected by handing it in again."""
    viewer = viewer_in(request)
    operation = queries.operation_by_reference(viewer, reference)
    if operation.circle_id not in viewer.circles:
        raise NotVisible
    no = None
    if request.method == "POST":
        try:
            returns.hand_in(viewer=viewer, reference=reference, raw=pages.entered(RETURN, request.POST))
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("The return is handed in. Everyone in the operation sees its counts."))
            return redirect("operation", reference=reference)
    entered: dict[str, Any] = {"day": (today() - timedelta(days=1)).isoformat()}
    if no:
        entered = pages.entered(RETURN, request.POST)
    shown = {
        **frame(operation, _("Daily return")),
        "sections": pages.sections(RETURN, entered, no.faults if no else (), beside=BESIDE),
        "errors": errors(RETURN, no),
        "submit_label": _("Hand in"),
    }
    return render(request, "operations/form.html", shown, status=422 if no else 200)
