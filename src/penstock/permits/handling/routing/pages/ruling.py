"""Pages of routing rules: the versions, the rules of one in their order, one rule, and trying a version."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused
from penstock.parties.duties import SIGN_PERMITS
from penstock.permits.handling.choosing import offering
from penstock.permits.handling.routing import queries, services
from penstock.permits.handling.routing.fields import RULES
from penstock.permits.handling.routing.judging import rules_in
from penstock.permits.handling.routing.models import RuleSet
from penstock.permits.handling.routing.pages import shown
from penstock.permits.handling.routing.simulating import simulate
from penstock.permits.handling.routing.states import ROUTING, STATES, TONES

EITHER = require_http_methods(["GET", "POST"])
USUAL = 50
BESIDE = (("over", "unit"), ("queue", "person"))
CONSEQUENCES = {
    "use": "From now on they route what is lodged. What lies in a queue stays there. They can be replaced, and not "
    "changed, any more.",
    "discard": "The draft is closed. The rules in use stay as they are.",
}


def _crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    return [
        {"label": _("Applications"), "url": reverse("applications")},
        {"label": _("Work"), "url": reverse("handling")},
        {"label": _("Rules"), "url": reverse("rules")},
        *more,
    ]


def _named(rules: RuleSet) -> dict[str, str]:
    return {"label": _("No. %(number)s") % {"number": rules.number}, "url": reverse("rule_set", args=[rules.number])}


@EITHER
@door(SIGN_PERMITS)
def rule_sets(request: HttpRequest) -> HttpResponse:
    """All versions; and the beginning of the next one."""
    viewer = viewer_in(request)
    if request.method == "POST":
        return redirect("rule_set", services.begin_rules(viewer=viewer).number)
    found = queries.rule_sets(viewer)
    drawn = {
        "rows": [
            {
                **_named(one),
                "state": _(STATES[one.state]),
                "tone": TONES[one.state],
                "rules": len(one.content.get("rules") or ()),
                "written_by": one.written_by,
                "updated_at": one.updated_at,
            }
            for one in found
        ],
        "columns": [{"label": one} for one in (_("Version"), _("State"), _("Rules"), _("Last written by"), _("When"))],
        "draft_url": next((reverse("rule_set", args=[one.number]) for one in found if one.state == "draft"), ""),
        "crumbs": [*_crumbs()[:2], {"label": _("Rules")}],
    }
    return render(request, "permits/handling/rule_sets.html", drawn)


@require_GET
@door(SIGN_PERMITS)
def rule_set(request: HttpRequest, number: int) -> HttpResponse:
    """One version: its rules in their order, and what may be done."""
    viewer = viewer_in(request)
    rules = queries.rule_set(viewer, number)
    named = shown.names(viewer)
    may, _may_not = steps.acts(viewer, rules, lambda step: _act(rules, step), without="write")  # type: ignore[arg-type]
    faults = services.against(viewer, rules.content) if rules.state == ROUTING.initial else []
    drawn = {
        "rules": rules,
        "heading": _("Routing rules no. %(number)s") % {"number": number},
        "state": _(STATES[rules.state]),
        "tone": TONES[rules.state],
        "is_draft": rules.state == ROUTING.initial,
        "rows": [shown.rule(one, named, position) for position, one in enumerate(rules_in(rules.content))],
        "wrong": sorted({int(one.field.split("-")[1]) for one in faults}),
        "acts": may,
        "crumbs": _crumbs({"label": _named(rules)["label"]}),
    }
    return render(request, "permits/handling/rule_set.html", drawn)


def _act(rules: RuleSet, step: Any) -> dict[str, Any]:
    tone = "primary" if step.verb == "use" else "secondary"
    return {"label": _(step.label), "url": reverse("rule_step", args=[rules.number, step.verb]), "tone": tone}


@EITHER
@door(SIGN_PERMITS)
def rule(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """One rule to be written; a position behind the last is a new one."""
    viewer = viewer_in(request)
    rules = queries.rule_set(viewer, number)
    kept = rules.content.get("rules") or []
    if position > len(kept):
        raise NotVisible
    if rules.state != ROUTING.initial:
        raise Refused("in_use", _("These rules were used, and stay as they are. Begin the next version."))
    form = shown.rule_form(position)
    if request.method != "POST":
        begun = RULES.flat({"rules": [{}] * position + kept[position : position + 1]})
        return _rule_page(request, rules, position, begun)
    raw = pages.entered(form, request.POST)
    own = {name.rpartition("-")[2]: value for name, value in raw.items()}
    try:
        seen = _seen(request)
        services.write_rule(viewer=viewer, rules_id=rules.pk, position=position, raw=own, seen=seen)
    except Refused as no:
        return _rule_page(request, rules, position, raw, no)
    messages.success(request, _("The rule is kept. Try the rules before you use them."))
    return redirect("rule_set", number)


def _seen(request: HttpRequest) -> int | None:
    text = request.POST.get("seen", "")
    return int(text) if text.isdecimal() and text.isascii() else None


def _rule_page(
    request: HttpRequest, rules: RuleSet, position: int, begun: dict[str, Any], no: Refused | None = None
) -> HttpResponse:
    viewer, form = viewer_in(request), shown.rule_form(position)
    is_new = position == len(rules.content.get("rules") or ())
    heading = _("A new rule") if is_new else _("Rule %(number)s") % {"number": position + 1}
    beside = tuple(tuple(f"rules-{position}-{name}" for name in row) for row in BESIDE)
    drawn: dict[str, Any] = {
        "page_title": heading,
        "crumbs": _crumbs(_named(rules), {"label": heading}),
        "sections": pages.sections(form, begun, no.faults if no else (), beside=beside),
        "errors": pages.errors(form, no),
        "seen": rules.version,
        "cancel_url": reverse("rule_set", args=[rules.number]),
        "submit_label": _("Keep the rule"),
    }
    own = viewer.organisation_id
    offers = {
        "queue": [(str(one.pk), one.name) for one in queries.queues(viewer)],
        "person": [(str(one.pk), one.name) for one in queries.officers(own)],
        "agencies": [(str(one.pk), one.name) for one in queries.agencies(own)],
    }
    offering(drawn["sections"], offers, empty=_("Leave it open"))
    return render(request, "permits/handling/form.html", drawn, status=422 if no else 200)


@require_POST
@door(SIGN_PERMITS)
def order(request: HttpRequest, number: int, position: int) -> HttpResponse:
    """Move a rule up or down, or take it out."""
    viewer = viewer_in(request)
    rules = queries.rule_set(viewer, number)
    act, seen = request.POST.get("act", ""), _seen(request)
    if act == "remove":
        services.remove_rule(viewer=viewer, rules_id=rules.pk, position=position, seen=seen)
    elif act in {"up", "down"}:
        to = position + (1 if act == "down" else -1)
        services.move_rule(viewer=viewer, rules_id=rules.pk, position=position, to=to, seen=seen)
    else:
        raise NotVisible
    return redirect("rule_set", number)


@EITHER
@door(SIGN_PERMITS)
def step(request: HttpRequest, number: int, verb: str) -> HttpResponse:
    """Use or discard a version."""
    viewer = viewer_in(request)
    rules = queries.rule_set(viewer, number)
    taken = steps.step_open_to(viewer, rules, verb)  # type: ignore[arg-type]
    if verb == "write":
        raise NotVisible
    no = None
    if request.method == "POST":
        try:
            services.take_step(viewer=viewer, rules_id=rules.pk, verb=verb)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
            return redirect("rule_set", number)
    drawn = {
        "case": rules,
        "page_title": _(taken.label),
        "heading": _(taken.label),
        "title": _("Routing rules no. %(number)s") % {"number": number},
        "crumbs": _crumbs(_named(rules), {"label": _(taken.label)}),
        "sections": [],
        "errors": _errors(no, rules) if no else [],
        "effects": [_(CONSEQUENCES[verb])],
        "submit_label": _(taken.label),
        "tone": "danger" if verb == "discard" else "primary",
        "cancel_url": reverse("rule_set", args=[number]),
    }
    return render(request, "cases/steps/step.html", drawn, status=422 if no else 200)


def _errors(no: Refused, rules: RuleSet) -> list[dict[str, Any]]:
    """The faults, each with the number of its rule."""
    said = pages.errors(RULES.spread(RULES.counts(rules.content)), no)
    if not no.faults:
        return said
    numbers = [int(one.field.split("-")[1]) + 1 for one in no.faults]
    return [
        {"message": f"{_('Rule %(number)s') % {'number': number}}: {one['message']}"}
        for one, number in zip(said, numbers, strict=True)
    ]


@require_GET
@door(SIGN_PERMITS)
def simulation(request: HttpRequest, number: int) -> HttpResponse:
    """What a version would have made of the applications lodged last, or of a chosen one; nothing is written."""
    viewer = viewer_in(request)
    rules = queries.rule_set(viewer, number)
    last = request.GET.get("last", "")
    chosen = int(last) if last.isdecimal() and last.isascii() and len(last) < 5 else USUAL  # noqa: PLR2004 - 9,999
    reference = request.GET.get("reference", "").strip()
    found = simulate(viewer, rules, last=chosen, reference=reference)
    drawn = {
        "rules": rules,
        "heading": _("Rules no. %(number)s, tried") % {"number": number},
        "found": shown.simulation(found, shown.names(viewer)),
        "last": min(max(chosen, 1), queries.MOST),
        "reference": reference,
        "sum_columns": [
            {"label": _("Queue")},
            {"label": _("Rules in use"), "kind": "number"},
            {"label": _("These rules"), "kind": "number"},
        ],
        "columns": [
            {"label": _("Application")},
            {"label": _("Rules in use")},
            {"label": _("These rules")},
            {"label": _("Differs in")},
        ],
        "crumbs": _crumbs(_named(rules), {"label": _("Try them")}),
    }
    return render(request, "permits/handling/simulation.html", drawn)
