"""Pages of relief: everything at a glance, what is declared and agreed, requests, and the supplier's yearly report."""

from collections.abc import Callable
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
from penstock.cases.sheets import pages as sheets
from penstock.cases.sheets.sheet import Sheet
from penstock.cases.steps import pages as steps
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Form
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused
from penstock.parties.duties import APPLY_FOR_PERMITS, READ_PERMITS, SIGN_PERMITS
from penstock.permits.events import EVENTS
from penstock.permits.handling.choosing import offering
from penstock.permits.relief import queries, services, standing
from penstock.permits.relief.annual import report_of
from penstock.permits.relief.fields import AGREEMENT, DECLARATION, REQUEST, SHORT, SHORT_AGREEMENT, SHORT_USE, USE
from penstock.permits.relief.pages import shown
from penstock.permits.relief.states import RELIEF, TONES

EITHER = require_http_methods(["GET", "POST"])
SHORTS: dict[str, Sheet] = {AGREEMENT.name: SHORT_AGREEMENT, REQUEST.name: SHORT, USE.name: SHORT_USE}
GRAVE = {"stop", "refuse", "withdraw", "end", "dispute"}
Found = Callable[..., Any]


@require_GET
@door(READ_PERMITS)
def overview(request: HttpRequest) -> HttpResponse:
    """Requests, declared emergencies and agreements that the viewer may see."""
    viewer = viewer_in(request)
    drawn = {
        "requests": [shown.request(one) for one in queries.requests(viewer)],
        "emergencies": [shown.emergency(one) for one in queries.emergencies(viewer)],
        "agreements": [shown.agreement(one) for one in queries.agreements(viewer)],
        "request_columns": _heads(_("Number"), _("What"), _("Operator"), _("Supplier"), _("State"), _("Updated")),
        "emergency_columns": _heads(_("Number"), _("Country"), _("For"), _("Until"), _("State")),
        "agreement_columns": _heads(_("Number"), _("Supplier"), _("Authority"), _("Until"), _("State")),
        "may_sign": viewer.has(SIGN_PERMITS),
        "may_ask": viewer.has(APPLY_FOR_PERMITS),
        "crumbs": [{"label": _("Permits"), "url": reverse("permits")}, {"label": _("Relief")}],
    }
    return render(request, "permits/relief/overview.html", drawn)


def _heads(*labels: str) -> list[dict[str, str]]:
    return [{"label": one} for one in labels]


def _crumbs(*more: dict[str, str]) -> list[dict[str, str]]:
    relief = {"label": _("Relief"), "url": reverse("relief")}
    return [{"label": _("Permits"), "url": reverse("permits")}, relief, *more]


def _entered(form: Form | None, request: HttpRequest) -> dict[str, Any]:
    return sheets.entered(form, request.POST) if isinstance(form, Sheet) else pages.entered(form, request.POST)


def _asked(form: Form | None, kept: dict[str, Any], no: Refused | None) -> dict[str, Any]:
    """A form or sheet to be filled in, with what was refused."""
    if not isinstance(form, Sheet):
        return {
            "sections": pages.sections(form, kept, no.faults if no else ()) if form else [],
            "errors": pages.errors(form, no),
        }
    faults, short = no.faults if no else (), SHORTS[form.name]
    errors = sheets.summary(form, short, kept, faults) or pages.errors(None, no)
    return {"sections": sheets.sections(form, short, kept, faults), "errors": errors}


def _offered(request: HttpRequest, sections: Any) -> None:
    """The suppliers, emergencies and agreements there are to choose from."""
    viewer = viewer_in(request)
    standing_ones = [one for one in queries.emergencies(viewer) if queries.is_in_force(one)]
    offers = {
        "supplier": [(str(one.pk), one.name) for one in queries.suppliers(viewer)],
        "emergency": [(one.reference, f"{one.reference} {one.title}") for one in standing_ones],
    }
    offering(sections, offers, empty=_("Choose one"))


def _new(request: HttpRequest, heading: str, lede: str, form: Form, *, act: Found, route: str) -> HttpResponse:
    viewer, no = viewer_in(request), None
    kept: dict[str, Any] = {}
    if request.method == "POST":
        kept = _entered(form, request)
        try:
            made = act(viewer=viewer, raw=kept)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("Kept as %(reference)s.") % {"reference": made.reference})
            return redirect(route, made.reference)
    drawn = {
        "page_title": heading,
        "lede": lede,
        "crumbs": _crumbs({"label": heading}),
        **_asked(form, kept, no),
        "cancel_url": reverse("relief"),
        "submit_label": _("Keep"),
    }
    _offered(request, drawn["sections"])
    return render(request, "permits/relief/form.html", drawn, status=422 if no else 200)


@EITHER
@door(SIGN_PERMITS)
def emergency_new(request: HttpRequest) -> HttpResponse:
    """Declare an emergency."""
    lede = _("Every authority, supplier and operator reads it. While it is in force, relief leaves without papers.")
    return _new(request, _("Declare an emergency"), lede, DECLARATION, act=standing.declare, route="relief_emergency")


@EITHER
@door(SIGN_PERMITS)
def agreement_new(request: HttpRequest) -> HttpResponse:
    """Agree with a supplier."""
    lede = _("What the supplier may send in declared emergencies, and at most how much in a year.")
    return _new(request, _("Agree with a supplier"), lede, AGREEMENT, act=standing.agree, route="relief_agreement")


@EITHER
@door(APPLY_FOR_PERMITS)
def request_new(request: HttpRequest) -> HttpResponse:
    """Ask a supplier for relief, or key in what came on paper."""
    lede = _("Kept as a draft, which nobody else sees until you send it.")
    return _new(request, _("Ask for relief"), lede, REQUEST, act=services.draft_request, route="relief_request")


def _buttons(request: HttpRequest, one: Any, route: str) -> dict[str, Any]:
    def button(step: Any) -> dict[str, Any]:
        tone = "primary" if step.verb in {"ask", "accept", "send", "report", "reconcile", "close"} else "secondary"
        return {"label": _(step.label), "url": reverse(route, args=[one.reference, step.verb]), "tone": tone}

    may, may_not = steps.acts(viewer_in(request), one, button)
    return {"acts": may, "absent": may_not}


@require_GET
@door(READ_PERMITS)
def emergency_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One declared emergency."""
    one = queries.emergency_by_reference(viewer_in(request), reference)
    drawn = {
        **steps.frame(one, one.title, *_crumbs()),  # type: ignore[arg-type]
        **_buttons(request, one, "relief_emergency_step"),
        "emergency": shown.emergency(one),
    }
    return render(request, "permits/relief/emergency.html", drawn)


@require_GET
@door(READ_PERMITS)
def agreement_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One agreement, and the way to the report of a year."""
    one = queries.agreement_by_reference(viewer_in(request), reference)
    drawn = {
        **steps.frame(one, one.title, *_crumbs()),  # type: ignore[arg-type]
        **_buttons(request, one, "relief_agreement_step"),
        "agreement": shown.agreement(one),
        "sections": shown.agreement_sections(one),
        "years": [today().year, today().year - 1],
    }
    return render(request, "permits/relief/agreement.html", drawn)


@require_GET
@door(READ_PERMITS)
def request_page(request: HttpRequest, reference: str) -> HttpResponse:
    """One request: what was asked, what left, and what became of it."""
    viewer = viewer_in(request)
    one = queries.request_by_reference(viewer, reference)
    note_read(viewer=viewer, case=one)
    moments = case_queries.timeline(viewer, one)
    seeing = case_queries.who_sees(one)
    reasons = {one.opener_id: _("asks"), one.counterpart_id: _("supplies")}
    reasons |= {one.authority_id: _("exporting authority"), one.receiver_id: _("receiving authority")}
    drawn = {
        **steps.frame(one, one.title, *_crumbs()),
        **_buttons(request, one, "relief_request_step"),
        **shown.request_parts(viewer, one),
        "relief": one,
        "badge": pages.badge(one),
        "columns": _heads(_("Medicine"), _("Left"), _("Used"), _("Unused"), _("Unaccounted for")),
        "story": pages.story(RELIEF, moments, CASE_EVENTS | EVENTS, TONES),
        "record": [each for each in moments if each.hash],
        "seen_by": pages.readers(
            seeing,
            case_queries.receipts(viewer, one),
            one.edition,
            {each.pk: reasons.get(each.pk, _("reads a copy")) for each in seeing},
        ),
    }
    return render(request, "permits/relief/request.html", drawn)


def _step(request: HttpRequest, one: Any, verb: str, act: Found, begun: dict[str, Any] | None = None) -> HttpResponse:
    """The page of a step of any of the three."""
    viewer = viewer_in(request)
    taken, no = steps.step_open_to(viewer, one, verb), None
    kept = begun or {}
    if request.method == "POST":
        kept = _entered(taken.form, request)
        try:
            act(viewer, one, verb, kept)
        except Refused as refused:
            no = refused
        else:
            messages.success(request, _("Done: %(step)s.") % {"step": _(taken.label)})
            return redirect(pages.page_of(one))
    said = _asked(taken.form, kept, no)
    if no and not said["errors"]:
        said["errors"] = pages.errors(None, no)
    drawn = {
        **steps.frame(one, _(taken.label), *_crumbs()),
        **said,
        "effects": [_(shown.CONSEQUENCES[verb])] if verb in shown.CONSEQUENCES else [],
        "submit_label": _(taken.label),
        "tone": "danger" if verb in GRAVE else "primary",
    }
    _offered(request, drawn["sections"])
    return render(request, "cases/steps/step.html", drawn, status=422 if no else 200)


@EITHER
@door(READ_PERMITS)
def emergency_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of an emergency."""
    one = queries.emergency_by_reference(viewer_in(request), reference)
    begun = {"until_on": one.until_on.isoformat()}
    return _step(request, one, verb, lambda viewer, case, v, raw: standing.take_emergency_step(
        viewer=viewer, emergency_id=case.pk, verb=v, raw=raw), begun)  # fmt: skip


@EITHER
@door(READ_PERMITS)
def agreement_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of an agreement."""
    one = queries.agreement_by_reference(viewer_in(request), reference)
    return _step(request, one, verb, lambda viewer, case, v, raw: standing.take_agreement_step(
        viewer=viewer, agreement_id=case.pk, verb=v, raw=raw), one.content)  # fmt: skip


@EITHER
@door(READ_PERMITS)
def request_step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of a request."""
    one = queries.request_by_reference(viewer_in(request), reference)
    begun = one.content if verb == "edit" else {}
    if verb == "report":
        begun = {"substances": [
            {name: line.get(name) for name in ("substance", "form", "unit")} for line in one.content["substances"]
        ]}  # fmt: skip
    return _step(request, one, verb, lambda viewer, case, v, raw: services.take_step(
        viewer=viewer, request_id=case.pk, verb=v, raw=raw), begun)  # fmt: skip


@require_GET
@door(READ_PERMITS)
def report(request: HttpRequest, reference: str, year: int) -> HttpResponse:
    """A supplier's report of a year."""
    found = report_of(viewer_in(request), reference, _year(year))
    drawn = {
        "found": found,
        "reference": reference,
        "sums": [
            {"substance": name, "country": to, "pure": f"{pure:f}", "unit": unit} for name, to, pure, unit in found.sums
        ],
        "sum_columns": _heads(_("Medicine"), _("Country"), _("Pure substance")),
        "columns": _heads(_("Sent on"), _("Request"), _("Country"), _("Operator"), _("Medicine"), _("Pure substance")),
        "rows": [{"row": one, "pure": f"{one.pure:f}"} for one in found.rows],
        "crumbs": _crumbs(
            {"label": reference, "url": reverse("relief_agreement", args=[reference])}, {"label": str(year)}
        ),
    }
    return render(request, "permits/relief/report.html", drawn)


@require_GET
@door(READ_PERMITS)
def report_csv(request: HttpRequest, reference: str, year: int) -> HttpResponse:
    """The same as a file."""
    found = report_of(viewer_in(request), reference, _year(year))
    return pages.download(found.csv(), "text/csv", f"relief-{reference}-{year}.csv")


def _year(year: int) -> int:
    if not 1990 <= year <= 2999:  # noqa: PLR2004 - years of which there can be a report
        raise NotVisible
    return year
