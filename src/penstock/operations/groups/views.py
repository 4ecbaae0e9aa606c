"""Pages of working groups: the list, one with its members, meetings and actions, and a page for each step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.services import note_read
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import WORKFLOWS, Step
from penstock.operations.doors.asking import CONFIRM, Entered, Question, acts, asked, by_id, say_done, step_asked
from penstock.operations.events import EVENTS
from penstock.operations.groups import queries, services
from penstock.operations.groups.actions.queries import Wanted, actions
from penstock.operations.groups.actions.rows import columns as action_columns
from penstock.operations.groups.actions.rows import rows as action_rows
from penstock.operations.groups.fields import GROUP_FORM, GROUP_REASON
from penstock.operations.groups.models import GroupMeeting, OfGroup, WorkingGroup
from penstock.operations.groups.states import GROUPS, TONES
from penstock.parties.duties import KEEP_GROUPS, SIT_IN_GROUPS
from penstock.parties.models import Organisation

EITHER = require_http_methods(["GET", "POST"])
GRAVE = {"dismiss", "dissolve"}
WORDS = CASE_EVENTS | EVENTS
CONSEQUENCES = {
    "change": "Every member sees it.",
    "admit": "It sees the group from now on, with all its meetings and actions, also those before. It is told by mail.",
    "dismiss": "From now on it sees nothing of the group. Its open actions become yours. It is told by mail.",
    "dissolve": "Nothing is added any more. Whoever is a member keeps reading what there is.",
}
LEAVING_MEANS = (
    "From now on your organisation sees nothing of the group. Its open actions are given back. Only whoever keeps the "
    "group can take you in again. Every member sees that you left, and why."
)


def crumbs() -> list[dict[str, str]]:
    """The way back to the list of groups."""
    return [{"label": _("Working groups"), "url": reverse("groups")}]


def frame(case: OfGroup, heading: str, back: str, group: WorkingGroup | None = None) -> dict[str, Any]:
    """The way back, and what a page about a group, a meeting or an action is called."""
    above = [{"label": group.title, "url": reverse("group", args=[group.reference])}] if group else []
    return {
        "case": case,
        "reference": case.reference,
        "lede": case.title,
        "heading": heading,
        "page_title": f"{heading}: {case.reference}",
        "crumbs": [*crumbs(), *above, {"label": case.reference, "url": back}],
        "cancel_url": back,
        "marking": pages.marking(case),
        "badge": pages.badge(case),
    }


def of_case(viewer: Viewer, case: OfGroup) -> dict[str, Any]:
    """What the pages of all three show beside: who sees it, and what happened."""
    sees = case_queries.who_sees(case)
    reasons = {one.id: _("member") for one in sees} | {case.opener_id: _("keeps the group")}
    receipts = case_queries.receipts(viewer, case)
    flow, moments = WORKFLOWS[case.kind], case_queries.timeline(viewer, case)
    return {
        "seen_by": pages.readers(sees, receipts, case.edition, reasons),
        "story": pages.story(flow, moments, WORDS, TONES[case.kind]),
    }


@require_GET
@door(SIT_IN_GROUPS)
def group_list(request: HttpRequest) -> HttpResponse:
    """The working groups that one's organisation keeps or is in."""
    viewer = viewer_in(request)
    rows = [
        {
            "reference": one.reference,
            "name": one.title,
            "url": reverse("group", args=[one.reference]),
            "keeper": one.opener.name,
            "members": len(queries.members_of(one)),
            "badge": pages.badge(one),
        }
        for one in queries.groups(viewer)
    ]
    shown = {
        "rows": rows,
        "columns": [{"label": one} for one in (_("Group"), _("Kept by"), _("Members"), _("State"))],
        "may_open": viewer.has(KEEP_GROUPS),
        "crumbs": [{"label": _("Working groups")}],
    }
    return render(request, "operations/groups/groups.html", shown)


@require_GET
@door(SIT_IN_GROUPS)
def group_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A group: what it is for, who is in it, its meetings and its open actions."""
    viewer = viewer_in(request)
    group = queries.group_by_reference(viewer, reference)
    note_read(viewer=viewer, case=group)
    keeps = group.opener_id == viewer.organisation_id
    shown = {
        **frame(group, group.title, reverse("group", args=[reference])),
        "crumbs": [*crumbs(), {"label": reference}],
        **acts(GROUPS, group, viewer, lambda verb: reverse("group_step", args=[reference, verb]), {"admit"}),
        "may_keep": keeps and viewer.has(KEEP_GROUPS) and group.is_open,
        "may_leave": not keeps,
        "purpose": group.content["purpose"],
        "others": (group.content.get("others") or "").splitlines(),
        "members": [_member(group, one) for one in queries.members_of(group)],
        "member_columns": [{"label": one} for one in (_("Member"), _("Kind"))],
        "meetings": [_meeting(one) for one in queries.meetings(viewer, group)],
        "meeting_columns": [{"label": one} for one in (_("Meeting"), _("Day"), _("State"))],
        "rows": action_rows(actions(viewer, Wanted(group=reference, state="open"))),
        "columns": action_columns(),
        "in_directory": queries.in_directory(viewer, group),
        **of_case(viewer, group),
    }
    return render(request, "operations/groups/group.html", shown)


def _member(group: WorkingGroup, one: Organisation) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": _("Company") if one.kind == "company" else _("Office"),
        "keeps": one.pk == group.opener_id,
    }


def _meeting(one: GroupMeeting) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "url": reverse("group_meeting", args=[one.reference]),
        "held_on": one.held_on,
        "place": one.content["place"],
        "badge": pages.badge(one),
    }


@EITHER
@door(KEEP_GROUPS)
def group_new(request: HttpRequest) -> HttpResponse:
    """Open a working group of one's own country."""

    def opened(entered: Entered) -> HttpResponse:
        group = services.open_group(viewer=viewer_in(request), raw=entered)
        messages.success(request, _("The group is open. Nobody but you knows of it until you take somebody in."))
        return redirect("group", reference=group.reference)

    shown = {
        "page_title": _("Open a working group"),
        "crumbs": [*crumbs(), {"label": _("Open a working group")}],
        "cancel_url": reverse("groups"),
    }
    return asked(request, Question(form=GROUP_FORM, shown=shown, submit_label=_("Open")), opened)


@EITHER
@door(SIT_IN_GROUPS)
def group_leave(request: HttpRequest, reference: str) -> HttpResponse:
    """Leave a group that another keeps."""
    viewer = viewer_in(request)
    group = queries.group_by_reference(viewer, reference)
    if reason := services.reason_against_leaving(viewer, group):
        raise Refused(reason.code, _(reason.message))

    def left(entered: Entered) -> HttpResponse:
        services.leave_group(viewer=viewer, reference=reference, raw=entered)
        messages.success(request, _("Your organisation is in this group no more."))
        return redirect("groups")

    shown = frame(group, _("Leave the group"), reverse("group", args=[reference]))
    question = Question(
        form=GROUP_REASON,
        shown={**shown, "effects": [_(LEAVING_MEANS)], "tone": "danger"},
        submit_label=_("Leave the group"),
        template=CONFIRM,
    )
    return asked(request, question, left)


@EITHER
@door(SIT_IN_GROUPS)
def group_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of a group: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    group = queries.group_by_reference(viewer, reference)

    def question(step: Step) -> Question:
        shown = frame(group, _(step.label), reverse("group", args=[reference]))
        tone = "danger" if step.verb in GRAVE else "primary"
        return Question(
            form=step.form,
            shown={**shown, "effects": [_(CONSEQUENCES[step.verb])], "tone": tone},
            submit_label=_(step.label),
            begun=group.content if step.verb == "change" else {},
            offered={"office": by_id(_offered(group, step))} if step.verb in {"admit", "dismiss"} else {},
            template=CONFIRM,
        )

    def taken(step: Step, entered: Entered) -> HttpResponse:
        services.take_step(viewer=viewer, group_id=group.pk, verb=step.verb, raw=entered)
        say_done(request, step)
        return redirect("group", reference=reference)

    return step_asked(request, GROUPS, group, verb, question_of=question, act=taken)


def _offered(group: WorkingGroup, step: Step) -> list[Organisation]:
    if step.verb == "admit":
        return queries.to_admit(group)
    return [one for one in queries.members_of(group) if one.pk != group.opener_id]
