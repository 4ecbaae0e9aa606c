"""Pages of platforms: the list, one with its profile and what its policy lacks, and the check of a policy."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.industry.platforms import queries, services
from penstock.industry.platforms.asking.pages.frame import columns as notice_columns
from penstock.industry.platforms.asking.pages.frame import rows as notice_rows
from penstock.industry.platforms.asking.queries import notices_to
from penstock.industry.platforms.fields import PLATFORM, VERDICTS, check_form, usual_next
from penstock.industry.platforms.models import KINDS, Platform, PolicyCheck
from penstock.industry.platforms.pages.frame import Shown, ask, crumbs, tabs
from penstock.industry.platforms.posting import questions_for
from penstock.kernel.clock import today
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import WORK_WITH_PLATFORMS

EITHER = require_http_methods(["GET", "POST"])
VERDICT_TONES = {"yes": "ok", "partly": "warn", "no": "bad", "unknown": "neutral"}
ASKED = ("text", "kind", "due")


@require_GET
@door(WORK_WITH_PLATFORMS)
def platform_list(request: HttpRequest) -> HttpResponse:
    """The platforms of the viewer's country, by name, with when their policy is to be looked at."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    said = {
        "text": f"{_('Name')}: {asked['text']}",
        "kind": f"{_('Kind')}: {_(KINDS.get(asked['kind'], ''))}",
        "due": _("To be looked at"),
    }
    shown = {
        "page_title": _("Platforms and services"),
        "tabs": tabs("platforms"),
        "rows": [_row(one) for one in queries.platforms(viewer, queries.Wanted(**asked))[: queries.PAGE]],
        "columns": [{"label": one} for one in (_("Platform"), _("Kind"), _("Contact"), _("Policy"))],
        "asked": asked,
        "filters": pages.filters(said, asked),
        "kinds": pages.offered((code, _(label)) for code, label in KINDS.items()),
        "dues": pages.offered([("yes", _("To be looked at"))]),
    }
    return render(request, "industry/platforms/list.html", shown)


def _row(one: Platform) -> Shown:
    is_due = one.next_on is None or one.next_on <= today()
    checked = _("To be looked at") if is_due else _("Checked, again on")
    return {
        "name": one.name,
        "url": reverse("platform", args=[one.pk]),
        "kind": _(KINDS[one.kind]),
        "contact": one.content.get("email") or one.content.get("contact") or "",
        "next_on": one.next_on,
        "stands": _("Never checked") if one.next_on is None else checked,
        "tone": "warn" if is_due else "ok",
    }


@EITHER
@door(WORK_WITH_PLATFORMS)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a platform."""
    viewer = viewer_in(request)

    def act(raw: Shown) -> HttpResponse:
        row = services.enter(viewer=viewer, raw=raw)
        messages.success(request, _("Kept. Now look at its policy."))
        return redirect("platform", row.pk)

    return ask(request, PLATFORM, act, title=_("Enter a platform"), back=reverse("platforms"))


@require_GET
@door(WORK_WITH_PLATFORMS)
def platform_page(request: HttpRequest, platform_id: UUID) -> HttpResponse:
    """A platform: what its policy lacks, the notices to it, its profile, and the former checks."""
    viewer = viewer_in(request)
    row = queries.platform(viewer, platform_id)
    checks = queries.checks(viewer, row)
    profile = pages.answers(PLATFORM, row.content)
    shown = {
        "page_title": row.name,
        "crumbs": crumbs(row.name),
        "platform": row,
        "kind": _(KINDS[row.kind]),
        "is_due": row.next_on is not None and row.next_on <= today(),
        "gaps": [
            {"name": name, "verdict": _(VERDICTS[verdict]), "tone": VERDICT_TONES[verdict]}
            for name, verdict in queries.gaps(viewer, row)
        ],
        "check": _checked(checks[0]) if checks else None,
        "former": checks[1:],
        "notices": notice_rows(notices_to(viewer, row)),
        "notice_columns": notice_columns(),
        "sections": [
            {**part, "rows": filled} for part in profile if (filled := [one for one in part["rows"] if one["value"]])
        ],
    }
    return render(request, "industry/platforms/platform.html", shown)


def _checked(check: PolicyCheck) -> Shown:
    """A check question by question, with the passage that was quoted."""
    answers: list[dict[str, Any]] = []
    for one in questions_for(check.kind):
        verdict = str(check.content.get(one.code) or "unknown")
        answers.append({
            "name": one.name,
            "text": one.text,
            "basis": one.source,
            "verdict": _(VERDICTS[verdict]),
            "tone": VERDICT_TONES[verdict],
            "passage": check.content.get(f"{one.code}_passage") or "",
        })  # fmt: skip
    return {"row": check, "answers": answers, "read_on": check.content.get("read_on") or ""}


@EITHER
@door(WORK_WITH_PLATFORMS)
def change(request: HttpRequest, platform_id: UUID) -> HttpResponse:
    """Change the profile of a platform."""
    viewer = viewer_in(request)
    row = queries.platform(viewer, platform_id)
    back = reverse("platform", args=[row.pk])

    def act(raw: Shown) -> HttpResponse:
        services.change(viewer=viewer, platform_id=platform_id, raw=raw)
        messages.success(request, _("Kept."))
        return redirect(back)

    title = _("Change: %(name)s") % {"name": row.name}
    return ask(request, PLATFORM, act, title=title, back=back, kept=row.content, between=[(row.name, back)])


@EITHER
@door(WORK_WITH_PLATFORMS)
def check(request: HttpRequest, platform_id: UUID) -> HttpResponse:
    """Check the policy of a platform, beginning with what it said the last time."""
    viewer = viewer_in(request)
    row = queries.platform(viewer, platform_id)
    back = reverse("platform", args=[row.pk])

    def act(raw: Shown) -> HttpResponse:
        services.check_policy(viewer=viewer, platform_id=platform_id, raw=raw)
        messages.success(request, _("The check is kept."))
        return redirect(back)

    known = queries.checks(viewer, row)
    kept = {**(known[0].content if known else {}), "read_on": today().isoformat(), "next_on": usual_next()}
    about = _("Read the policy where it stands, and quote it: a platform that objects later is shown its own words.")
    title = _("Check the policy: %(name)s") % {"name": row.name}
    return ask(
        request, check_form(row.kind), act, title=title, back=back, kept=kept, between=[(row.name, back)], about=about
    )
