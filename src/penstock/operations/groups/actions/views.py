"""Pages of actions: the list with its filters and its sheet, one, and a page for each step."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.services import note_read
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible
from penstock.kernel.workflow import Step
from penstock.operations.doors.asking import CONFIRM, Entered, Question, acts, asked, by_id, say_done, step_asked
from penstock.operations.groups import queries
from penstock.operations.groups.actions import services
from penstock.operations.groups.actions.queries import LATE, MOST_SHOWN, OWN, Wanted, actions, as_csv, is_late
from penstock.operations.groups.actions.rows import columns, rows
from penstock.operations.groups.fields import ACTION_FORM
from penstock.operations.groups.states import ACTIONS
from penstock.operations.groups.views import crumbs, frame, of_case
from penstock.parties.duties import KEEP_GROUPS, SIT_IN_GROUPS

EITHER = require_http_methods(["GET", "POST"])
WHICH = {"open": "Open", LATE: "Late", "done": "Done", "dropped": "Dropped", "all": "All"}
SHEET_ROWS = 5000
BESIDE = (("due_on", "days"),)
CONSEQUENCES = {
    "finish": "Every member reads what was done. Whoever keeps the group is told by mail.",
    "return": "It becomes the action of whoever keeps the group, who is told by mail.",
    "hand_on": "Every member sees it. The member that is to do it is told by mail.",
    "drop": "Nobody owes it any more. Every member reads why, and the member that was to do it is told by mail.",
    "reopen": "It is open again for the member that had done it, which is told by mail.",
}


def _wanted(request: HttpRequest) -> Wanted:
    asked_for = {name: request.GET.get(name, "").strip() for name in ("text", "state", "whose", "group")}
    return Wanted(**asked_for | {"state": asked_for["state"] or "open"})


@require_GET
@door(SIT_IN_GROUPS)
def action_list(request: HttpRequest) -> HttpResponse:
    """The actions of one's groups: the open ones, where nothing else is asked for."""
    viewer, wanted = viewer_in(request), _wanted(request)
    query = {"text": wanted.text, "whose": wanted.whose, "group": wanted.group, "state": wanted.state}
    told = {name: value for name, value in query.items() if value}
    groups = [{"value": one.reference, "label": one.title} for one in queries.groups(viewer)]
    labels = {"text": _("Text"), "whose": _("Whose"), "group": _("Group")}
    names = {OWN: _("Ours"), **{one["value"]: one["label"] for one in groups}}
    shown = {
        "rows": rows(actions(viewer, wanted)[:MOST_SHOWN]),
        "columns": columns(),
        "asked": query,
        "filters": [
            {
                "label": f"{labels[name]}: {names.get(value, value)}",
                "remove_url": "?" + urlencode({key: other for key, other in told.items() if key != name}),
            }
            for name, value in told.items()
            if name in labels
        ],
        "which": [
            {"label": _(label), "url": f"?{urlencode({**told, 'state': key})}", "current": key == wanted.state}
            for key, label in WHICH.items()
        ],
        "groups": [{"value": "", "label": _("All")}, *groups],
        "whose": [{"value": "", "label": _("All")}, {"value": OWN, "label": _("Ours")}],
        "sheet_url": f"{reverse('group_action_sheet')}?{urlencode(told)}",
        "crumbs": [*crumbs(), {"label": _("Actions")}],
    }
    return render(request, "operations/groups/actions.html", shown)


@require_GET
@door(SIT_IN_GROUPS)
def action_sheet(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed, as a sheet."""
    found = actions(viewer_in(request), _wanted(request))[:SHEET_ROWS]
    return pages.download(as_csv(found), "text/csv; charset=utf-8", "actions.csv")


@require_GET
@door(SIT_IN_GROUPS)
def action_page(request: HttpRequest, reference: str) -> HttpResponse:
    """An action: what is to be done, by whom and when, and what became of it."""
    viewer = viewer_in(request)
    action = queries.action_by_reference(viewer, reference)
    note_read(viewer=viewer, case=action)
    first = {"finish"}
    shown = {
        **frame(action, action.title, reverse("group_action", args=[reference]), action.group),
        **acts(ACTIONS, action, viewer, lambda verb: reverse("group_action_step", args=[reference, verb]), first),
        "action": action,
        "more": action.content.get("more", ""),
        "clock": pages.clock(action, action.group.country),
        "is_late": is_late(action),
        "told_title": _("What was said last") if action.state == "open" else _("What became of it"),
        **of_case(viewer, action),
    }
    shown["crumbs"][-1].pop("url")
    return render(request, "operations/groups/action.html", shown)


@EITHER
@door(KEEP_GROUPS)
def action_new(request: HttpRequest, reference: str) -> HttpResponse:
    """Set an action of a group of one's own keeping."""
    viewer = viewer_in(request)
    group = queries.group_by_reference(viewer, reference)
    if group.opener_id != viewer.organisation_id:
        raise NotVisible

    def set_it(entered: Entered) -> HttpResponse:
        action = services.set_action(viewer=viewer, reference=reference, raw=entered)
        messages.success(request, _("The action is set: %(reference)s.") % {"reference": action.reference})
        return redirect("group", reference=reference)

    held = [(one.reference, f"{one.reference}, {one.title}") for one in queries.meetings(viewer, group)]
    question = Question(
        form=ACTION_FORM,
        shown=frame(group, _("Set an action"), reverse("group", args=[reference])),
        submit_label=_("Set it"),
        begun={"meeting": request.GET.get("meeting", "")},
        beside=BESIDE,
        offered={"owner": by_id(queries.members_of(group)), "meeting": held},
    )
    return asked(request, question, set_it)


@EITHER
@door(SIT_IN_GROUPS)
def action_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of an action: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    action = queries.action_by_reference(viewer, reference)
    back = reverse("group_action", args=[reference])

    def question(step: Step) -> Question:
        begun: dict[str, Any] = {"owner": str(action.owner_id), "due_on": str(action.due_on or "")}
        return Question(
            form=step.form,
            shown={
                **frame(action, _(step.label), back, action.group),
                "effects": [_(CONSEQUENCES[step.verb])],
                "tone": "danger" if step.verb == "drop" else "primary",
            },
            submit_label=_(step.label),
            begun=begun if step.verb == "hand_on" else {},
            beside=BESIDE,
            offered={"owner": by_id(queries.members_of(action.group))},
            template=CONFIRM,
        )

    def taken(step: Step, entered: Entered) -> HttpResponse:
        services.take_step(viewer=viewer, action_id=action.pk, verb=step.verb, raw=entered)
        say_done(request, step)
        return redirect(back)

    return step_asked(request, ACTIONS, action, verb, question_of=question, act=taken)
