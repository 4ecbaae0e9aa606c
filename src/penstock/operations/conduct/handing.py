"""The page on which a daily return is handed in or corrected."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible
from penstock.operations.conduct import queries, returns
from penstock.operations.conduct.fields import RETURN
from penstock.operations.conduct.views import frame
from penstock.operations.doors.asking import Entered, Question, asked
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

    def handed(entered: Entered) -> HttpResponse:
        returns.hand_in(viewer=viewer, reference=reference, raw=entered)
        messages.success(request, _("The return is handed in. Everyone in the operation sees its counts."))
        return redirect("operation", reference=reference)

    question = Question(
        form=RETURN,
        shown=frame(operation, _("Daily return")),
        submit_label=_("Hand in"),
        begun={"day": (today() - timedelta(days=1)).isoformat()},
        beside=BESIDE,
    )
    return asked(request, question, handed)
