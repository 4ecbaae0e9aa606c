"""Pages of meetings: one with its minutes and their editions, and a page for each step."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.services import note_read
from penstock.cases.steps.pages import proposal_on
from penstock.kernel import files
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible
from penstock.kernel.workflow import Step
from penstock.operations.doors.asking import (
    CONFIRM,
    Entered,
    Question,
    acts,
    asked,
    say_done,
    signature_asked,
    step_asked,
)
from penstock.operations.groups import queries
from penstock.operations.groups.actions.queries import Wanted, actions
from penstock.operations.groups.actions.rows import columns, rows
from penstock.operations.groups.fields import CALLING, MINUTES
from penstock.operations.groups.meetings import services
from penstock.operations.groups.models import GroupMeeting
from penstock.operations.groups.states import MEETINGS
from penstock.operations.groups.views import frame, of_case
from penstock.parties.duties import COMMENT, KEEP_GROUPS, SIT_IN_GROUPS

EITHER = require_http_methods(["GET", "POST"])
FIRST = {"write", "close", "propose"}
BESIDE = (("held_on", "place"),)
CONSEQUENCES = {
    "move": "Every member is told by mail.",
    "write": "Every member reads the minutes as they stand; what was written before is kept as an earlier edition.",
    "close": "The minutes can be changed no more. Every member is told by mail.",
    "propose": "When another officer has confirmed it, the minutes can be changed no more, and every member is told.",
    "cancel": "The meeting is not held. Every member is told by mail.",
}


@EITHER
@door(KEEP_GROUPS)
def meeting_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Call a meeting of a group of one's own keeping."""
    viewer = viewer_in(request)
    group = queries.group_by_reference(viewer, reference)
    if group.opener_id != viewer.organisation_id:
        raise NotVisible

    def called(entered: Entered) -> HttpResponse:
        meeting = services.call_meeting(viewer=viewer, reference=reference, raw=entered)
        messages.success(request, _("The meeting is called. Every member is told by mail."))
        return redirect("group_meeting", reference=meeting.reference)

    question = Question(
        form=CALLING,
        shown=frame(group, _("Call a meeting"), reverse("group", args=[reference])),
        submit_label=_("Call it"),
        beside=BESIDE,
    )
    return asked(request, question, called)


@require_GET
@door(SIT_IN_GROUPS)
def meeting_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A meeting: agenda, minutes with their earlier editions, files, and the actions agreed on."""
    viewer = viewer_in(request)
    meeting = queries.meeting_by_reference(viewer, reference)
    note_read(viewer=viewer, case=meeting)
    editions = case_queries.editions(viewer, meeting)
    number = request.GET.get("edition", "")
    chosen = int(number) if number.isdecimal() and int(number) in editions else meeting.edition
    keeps = meeting.opener_id == viewer.organisation_id and viewer.has(KEEP_GROUPS)
    own = [one for one in actions(viewer, Wanted(group=meeting.group.reference)) if one.meeting_id == meeting.pk]
    shown = {
        **frame(meeting, meeting.group.title, reverse("group_meeting", args=[reference]), meeting.group),
        **acts(MEETINGS, meeting, viewer, lambda verb: reverse("group_meeting_step", args=[reference, verb]), FIRST),
        "meeting": meeting,
        "agenda": meeting.content["agenda"],
        "minutes": minutes(editions[chosen]) if editions else None,
        "edition": chosen,
        "is_earlier": chosen != meeting.edition,
        "editions": [{"number": one, "current": one == chosen} for one in editions],
        "proposal": proposal_on(viewer, meeting),
        "may_set": keeps and meeting.group.is_open,
        "rows": rows(own),
        "columns": columns(),
        "files": pages.files(
            case_queries.attachments(viewer, meeting), lambda one: reverse("group_file", args=[reference, one.pk])
        ),
        "may_attach": viewer.has(COMMENT) and meeting.is_open,
        **of_case(viewer, meeting),
    }
    shown["crumbs"][-1].pop("url")
    for one in shown["story"]:
        if "url" in one:  # an edition is read here, not compared
            one["url"] = f"?edition={one['url'].partition('..')[2].partition('#')[0]}#minutes"
    return render(request, "operations/groups/meeting.html", shown)


def minutes(content: Any) -> list[dict[str, Any]]:
    """The minutes of an edition, to be read."""
    return [row for part in pages.answers(MINUTES, content) for row in part["rows"] if row["value"]]


@require_GET
@door(SIT_IN_GROUPS)
def group_file(request: HttpRequest, reference: str, file_id: UUID) -> HttpResponse:
    """Give a file of a meeting, always as a download; companies have no other way to it."""
    viewer = viewer_in(request)
    row = case_queries.attachment(viewer, queries.meeting_by_reference(viewer, reference), file_id)
    return pages.download(files.content_of(row.sha256), row.media_type, row.name)


@EITHER
@door(SIT_IN_GROUPS)
def meeting_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of a meeting: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    meeting = queries.meeting_by_reference(viewer, reference)
    back = reverse("group_meeting", args=[reference])

    def question(step: Step) -> Question:
        return Question(
            form=step.form,
            shown={
                **frame(meeting, _(step.label), back, meeting.group),
                "effects": [_(CONSEQUENCES[step.verb])],
                "tone": "danger" if step.verb == "cancel" else "primary",
            },
            submit_label=_("Propose to close them") if step.second else _(step.label),
            begun=_begun(meeting, step),
            beside=BESIDE,
            offered={"present": _to_tick(meeting)},
            template=CONFIRM,
        )

    def taken(step: Step, entered: Entered) -> HttpResponse:
        services.take_step(viewer=viewer, meeting_id=meeting.pk, verb=step.verb, raw=entered)
        say_done(request, step)
        return redirect(back)

    return step_asked(request, MEETINGS, meeting, verb, question_of=question, act=taken)


def _begun(meeting: GroupMeeting, step: Step) -> dict[str, Any]:
    return dict(meeting.content) if step.verb in {"move", "write"} else {}


def _to_tick(meeting: GroupMeeting) -> list[tuple[str, str]]:
    return [(one.name, one.name) for one in queries.members_of(meeting.group)]


@EITHER
@door(SIT_IN_GROUPS)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """The closing of minutes that waits for a second signature: to be confirmed, declined, or taken back."""
    viewer = viewer_in(request)
    meeting = queries.meeting_by_reference(viewer, reference)
    back = reverse("group_meeting", args=[reference])

    def sign(is_given: bool) -> str:  # noqa: FBT001 - which of the two buttons it was
        if is_given:
            services.confirm_step(viewer=viewer, meeting_id=meeting.pk)
            return _("Confirmed. The minutes are closed.")
        services.decline_step(viewer=viewer, meeting_id=meeting.pk)
        return _("The proposal was closed. Nothing else has changed.")

    shown = {**frame(meeting, _("Second signature"), back, meeting.group), "minutes": minutes(meeting.content)}
    return signature_asked(request, meeting, shown=shown, sign=sign, back=back)
