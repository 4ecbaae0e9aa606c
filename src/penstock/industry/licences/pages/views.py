"""Pages of licences: the list, the licence itself, a page for each step, and the second signature."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.events import EVENTS as CASE_EVENTS
from penstock.cases.services import note_read
from penstock.cases.steps import pages as steps
from penstock.industry.applications.fields import DECISION, OFFICER, OPERATOR, SITES
from penstock.industry.events import EVENTS
from penstock.industry.evidence.shown import evidence_of
from penstock.industry.licences import queries, services
from penstock.industry.licences.fields import DOCUMENTS, SORTS
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.licences.pages.frame import GRAVE, acts, columns, consequences, frame, lines, panels, rows
from penstock.industry.licences.states import LICENCES, STATES, TONES
from penstock.kernel.forms.specification import Form, Section
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Step
from penstock.parties.duties import APPLY_FOR_LICENCES, COMMENT, READ_LICENCES, SIGN_LICENCES

EITHER = require_http_methods(["GET", "POST"])
WORDS = CASE_EVENTS | EVENTS
ASKED = {"text": "Text", "document": "Document", "state": "State", "sort": "Kind of operator", "substance": "Substance"}
ON_LICENCE = Form(
    name="licence as it stands",
    sections=(
        Section(title="Conditions", fields=(DECISION.field("conditions"),)),
        OPERATOR,
        OFFICER,
    ),
)
"""What stands on a licence beside its lines, as it is shown."""


@require_GET
@door(READ_LICENCES)
def licence_list(request: HttpRequest) -> HttpResponse:
    """The viewer's licences, the newest change first."""
    viewer = viewer_in(request)
    asked = {name: request.GET.get(name, "").strip() for name in ASKED}
    page = queries.licences(viewer, queries.Filter(**asked), cursor=request.GET.get("cursor", ""))
    following = urlencode({**{key: value for key, value in asked.items() if value}, "cursor": page.next})
    words = {
        **asked,
        "document": DOCUMENTS.get(asked["document"], ""),
        "state": STATES.get(asked["state"], ""),
        "sort": SORTS.get(asked["sort"], ""),
    }
    said = {name: f"{_(label)}: {_(words[name]) if words[name] else asked[name]}" for name, label in ASKED.items()}
    shown = {
        "rows": rows(page.licences),
        "columns": columns(),
        "asked": asked,
        "filters": pages.filters(said, asked),
        "documents": pages.offered([(code, _(label)) for code, label in DOCUMENTS.items()]),
        "sorts": pages.offered([(code, _(label)) for code, label in SORTS.items()]),
        "states": pages.offered([(code, _(label)) for code, label in STATES.items()]),
        "may_apply": viewer.has(APPLY_FOR_LICENCES),
        "may_sign": viewer.has(SIGN_LICENCES),
        "next_url": f"?{following}" if page.next else "",
        "previous_url": "",
    }
    return render(request, "industry/licences/list.html", shown)


@require_GET
@door(READ_LICENCES)
def licence_page(request: HttpRequest, reference: str) -> HttpResponse:
    """A licence with everything that the viewer may read of it."""
    viewer = viewer_in(request)
    held = queries.licence_by_reference(viewer, reference)
    note_read(viewer=viewer, case=held)
    may, may_not = acts(held, viewer)
    moments = case_queries.timeline(viewer, held)
    seeing = case_queries.who_sees(held)
    reasons = {held.opener_id: _("granted it")} | ({held.counterpart_id: _("holds it")} if held.counterpart_id else {})
    shown = {
        **frame(held, held.title),
        "crumbs": [{"label": _("Licences"), "url": reverse("licences")}, {"label": reference}],
        "badge": pages.badge(held),
        "acts": may,
        "absent": may_not,
        "proposal": steps.proposal_on(viewer, held),
        "document": _(DOCUMENTS[held.document]),
        **_onward(viewer, held),
        "lines": lines(queries.allowances_of(viewer, held)),
        "line_columns": [{"label": _("Activity")}, {"label": _("Substance")}, {"label": _("Site")},
                         {"label": _("Most in a year")}],
        "sites": _sites(held),
        "panels": panels(viewer, held),
        "sections": [
            {**part, "rows": filled}
            for part in pages.answers_for(viewer, held, ON_LICENCE)
            if (filled := [row for row in part["rows"] if row["value"]])
        ],
        "story": pages.story(LICENCES, moments, WORDS, TONES),
        "record": [one for one in moments if one.hash],
        "seen_by": pages.readers(seeing, case_queries.receipts(viewer, held), held.edition, reasons),
        "evidence": evidence_of(viewer, held),
        "may_comment": viewer.has(COMMENT),
        "editions": pages.editions(
            ON_LICENCE, case_queries.editions(viewer, held), request.GET.get("compare", "")
        ),
    }  # fmt: skip
    return render(request, "industry/licences/licence.html", shown)


def _onward(viewer: Viewer, held: OperatorLicence) -> dict[str, Any]:
    """Where its holder applies to renew or amend it; the authority keys in for those who are not on the instance."""
    begin = reverse("licence_application_new")

    def url(asked: str) -> str:
        return f"{begin}?{urlencode({'asked': asked, 'document': held.document, 'concerns': held.reference})}"

    holder = held.counterpart_id or held.opener_id
    may = holder == viewer.organisation_id and viewer.has(APPLY_FOR_LICENCES) and held.state == "granted"
    return {"may_renew": may, "renew_url": url("renew") if held.valid_until else "", "amend_url": url("amend")}


def _sites(held: OperatorLicence) -> list[dict[str, Any]]:
    names = [one.name for one in SITES.fields]
    return [
        {"number": at, **{name: site.get(name) or "" for name in names}}
        for at, site in enumerate(held.content.get("sites") or (), 1)
    ]


@EITHER
@door(READ_LICENCES)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of the workflow: what it asks, what it will do, and then the act."""
    viewer = viewer_in(request)
    held = queries.licence_by_reference(viewer, reference)
    taken = steps.step_open_to(viewer, held, verb)
    if request.method != "POST":
        return _ask(request, held, taken)
    try:
        raw = pages.entered(taken.form, request.POST)
        services.take_step(viewer=viewer, licence_id=held.pk, verb=verb, raw=raw)
    except Refused as no:
        return _ask(request, held, taken, no)
    waits = _("Your signature is kept. Another officer of your organisation must confirm it.")
    messages.success(request, waits if taken.second else _("Done: %(step)s.") % {"step": _(taken.label)})
    return redirect("licence", reference=reference)


def _ask(request: HttpRequest, held: OperatorLicence, taken: Step, no: Refused | None = None) -> HttpResponse:
    shown = {
        **frame(held, _(taken.label)),
        **steps.asked(request, taken.form, no),
        "effects": consequences(taken),
        "submit_label": _(taken.label),
        "tone": "danger" if taken.verb in GRAVE else "primary",
    }
    return render(request, "cases/steps/step.html", shown, status=422 if no else 200)


@EITHER
@door(READ_LICENCES)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """A step that waits for a second signature: to be confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    held = queries.licence_by_reference(viewer, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        act(viewer=viewer, licence_id=held.pk)
        steps.say_signed(request, _("Confirmed. Everyone on the licence is told."))
        return redirect("licence", reference=reference)
    proposal = steps.to_sign(steps.proposal_on(viewer, held))
    form = proposal["step"].form
    proposal["rows"] = [row for part in pages.answers(form, proposal["kept"]) for row in part["rows"]] if form else []
    shown = {**frame(held, _("Second signature")), "proposal": proposal}
    return render(request, "industry/licences/signature.html", shown)
