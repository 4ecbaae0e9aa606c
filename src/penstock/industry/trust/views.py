"""Pages of trust: the list, one vetting with its criteria, its steps, and the second signature."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases import pages
from penstock.cases.steps import pages as steps
from penstock.industry.licences.models import OperatorLicence
from penstock.industry.partnership.frame import ask, crumbs, given, heads, tabs
from penstock.industry.partnership.keeping import is_office
from penstock.industry.trust import queries, services
from penstock.industry.trust.criteria import CRITERIA, MET, OPEN, UNKNOWN
from penstock.industry.trust.fields import ASKING, BEGINNING, VERDICTS
from penstock.industry.trust.models import TrustedPartner
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import JOIN_PARTNERSHIP, KEEP_PARTNERSHIP

EITHER = require_http_methods(["GET", "POST"])
GRAVE = {"refuse", "suspend", "withdraw", "give_up"}
STANDS = {MET: "The house's rows say: met", OPEN: "The house's rows say: not met", UNKNOWN: "No rows speak to it"}
TONES = {MET: "ok", OPEN: "bad", UNKNOWN: "neutral"}
CONSEQUENCES = {
    "grant": "Another officer must confirm it. The company is then shown as trusted; no permit or order goes by it.",
    "refuse": "The company reads why. It may ask again.",
    "suspend": "It is shown as suspended until it is reinstated or withdrawn.",
    "withdraw": "The company is trusted no more, and reads why. It may ask again.",
    "give_up": "Your company is not a trusted partner any more. You may ask again.",
}


def _between() -> tuple[str, str]:
    return _("Trusted partners"), reverse("trusted_partners")


@require_GET
@door(JOIN_PARTNERSHIP)
def home(request: HttpRequest) -> HttpResponse:
    """The vettings of the viewer's office or company."""
    viewer = viewer_in(request)
    shown = {
        "page_title": _("Trusted partners"),
        "tabs": tabs(viewer, "trusted_partners"),
        "rows": [{"one": one, "badge": pages.badge(one)} for one in queries.trusted_partners(viewer)],  # type: ignore[arg-type]
        "columns": heads(_("Number"), _("Company"), _("Authority"), _("Until"), _("State")),
        "may_begin": viewer.has(KEEP_PARTNERSHIP),
        "may_ask": not is_office(viewer),
    }
    return render(request, "industry/trust/list.html", shown)


@EITHER
@door(JOIN_PARTNERSHIP)
def asking(request: HttpRequest) -> HttpResponse:
    """Ask one's authority for trust."""
    viewer = viewer_in(request)
    if is_office(viewer):
        raise NotVisible

    def act(raw: dict[str, Any]) -> str:
        return reverse("trusted_partner", args=[services.ask_for_trust(viewer=viewer, raw=raw).reference])

    about = _(
        "The authority looks at your licences, inspections, returns, code and point of contact, and asks further."
    )
    title, back = _("Ask to be a trusted partner"), reverse("trusted_partners")
    return ask(request, viewer, ASKING, act, title=title, back=back, between=(_between(),), about=about)


@EITHER
@door(KEEP_PARTNERSHIP)
def beginning(request: HttpRequest) -> HttpResponse:
    """Begin to vet a company of one's country."""
    viewer = viewer_in(request)

    def act(raw: dict[str, Any]) -> str:
        return reverse("trusted_partner", args=[services.begin_vetting(viewer=viewer, raw=raw).reference])

    title, back = _("Vet a company"), reverse("trusted_partners")
    form = services.beginning_form(viewer)
    return ask(request, viewer, form, act, title=title, back=back, between=(_between(),))


@require_GET
@door(JOIN_PARTNERSHIP)
def trusted(request: HttpRequest, reference: str) -> HttpResponse:
    """One vetting: for the office with each criterion, its evidence and judgement, for the company how it stands."""
    viewer = viewer_in(request)
    row = queries.trusted_by_reference(viewer, reference)
    is_own = row.office_id == viewer.organisation_id

    def button(step: Any) -> dict[str, Any]:
        tone = "primary" if step.verb in {"judge", "grant"} else "secondary"
        return {"label": _(step.label), "url": reverse("trusted_step", args=[reference, step.verb]), "tone": tone}

    may, may_not = steps.acts(viewer, row, button)  # type: ignore[arg-type]
    shown = {
        "page_title": f"{row.reference} {row.title}",
        "row": row,
        "crumbs": crumbs(viewer, reference, _between()),
        "badge": pages.badge(row),  # type: ignore[arg-type]
        "acts": may,
        "absent": may_not,
        "proposal": steps.proposal_on(viewer, row),  # type: ignore[arg-type]
        "is_own": is_own,
        "sections": given(ASKING if row.asked_by_company else BEGINNING, row.content),
        "criteria": _criteria(viewer, row) if is_own else [],
        "labels": [] if is_own else [_(one.label) for one in CRITERIA],
    }
    return render(request, "industry/trust/trusted.html", shown)


def _criteria(viewer: Viewer, row: TrustedPartner) -> list[dict[str, Any]]:
    """Each criterion with what the house finds today, and how it was judged last."""
    found, last = queries.evidence(viewer, row), next(iter(queries.judgements(viewer, row)), None)
    shown = []
    for one in CRITERIA:
        evidence = found.get(one.code)
        verdict = last.content[f"verdict_{one.code}"] if last else ""
        shown.append(
            {
                "label": _(one.label),
                "stands": _(STANDS[evidence["stands"]]) if evidence else _("Judged by people alone"),
                "tone": TONES[evidence["stands"]] if evidence else "neutral",
                "lines": evidence["lines"] if evidence else [],
                "verdict": _(VERDICTS[verdict]) if verdict else "",
                "note": (last.content[f"note_{one.code}"] or "") if last else "",
                "by": last.person_name if last else "",
                "on": last.made_at if last else None,
                "has_changed": bool(last and evidence and last.evidence.get(one.code) != evidence),
            }
        )
    return shown


@EITHER
@door(JOIN_PARTNERSHIP)
def step(request: HttpRequest, reference: str, verb: str) -> HttpResponse:
    """A step of trust."""
    viewer = viewer_in(request)
    row = queries.trusted_by_reference(viewer, reference)
    taken, no = steps.step_open_to(viewer, row, verb), None  # type: ignore[arg-type]
    kept = _begun(viewer, row) if verb == "judge" else {}
    if request.method == "POST":
        kept = pages.entered(taken.form, request.POST)
        try:
            services.take_step(viewer=viewer, trusted_id=row.pk, verb=verb, raw=kept)
        except Refused as refused:
            no = refused
        else:
            waits = _("Your signature is kept. Another officer of your organisation must confirm it.")
            messages.success(request, waits if taken.second else _("Done: %(step)s.") % {"step": _(taken.label)})
            return redirect("trusted_partner", reference=reference)
    shown = {
        **steps.frame(row, _(taken.label), {"label": _between()[0], "url": _between()[1]}),  # type: ignore[arg-type]
        "sections": pages.sections(taken.form, kept, no.faults if no else ()) if taken.form else [],
        "errors": pages.errors(taken.form, no),
        "effects": [_(CONSEQUENCES[verb])] if verb in CONSEQUENCES else [],
        "submit_label": _(taken.label),
        "tone": "danger" if verb in GRAVE else "primary",
        "criteria": _criteria(viewer, row) if verb == "judge" else [],
    }
    return render(request, "industry/trust/step.html", shown, status=422 if no else 200)


def _begun(viewer: Viewer, row: TrustedPartner) -> dict[str, Any]:
    """What judging begins with: the last judgement, or what the house's rows say by themselves."""
    last = next(iter(queries.judgements(viewer, row)), None)
    if last is not None:
        return dict(last.content)
    found = queries.evidence(viewer, row)
    return {f"verdict_{code}": "met" for code, one in found.items() if one["stands"] == MET}


@EITHER
@door(KEEP_PARTNERSHIP)
def signature(request: HttpRequest, reference: str) -> HttpResponse:
    """A grant that waits for a second signature: confirmed or declined by another officer, or taken back."""
    viewer = viewer_in(request)
    row = queries.trusted_by_reference(viewer, reference)
    if request.method == "POST":
        act = services.confirm_step if steps.confirms(request) else services.decline_step
        act(viewer=viewer, trusted_id=row.pk)
        steps.say_signed(request, _("Confirmed. The company is told."))
        return redirect("trusted_partner", reference=reference)
    proposal = steps.to_sign(steps.proposal_on(viewer, row))  # type: ignore[arg-type]
    proposal["rows"] = [one for part in pages.answers(proposal["step"].form, proposal["kept"]) for one in part["rows"]]
    frame = steps.frame(row, _("Second signature"), {"label": _between()[0], "url": _between()[1]})  # type: ignore[arg-type]
    return render(request, "industry/trust/signature.html", {**frame, "proposal": proposal})


def panel(viewer: Viewer, held: OperatorLicence) -> dict[str, Any] | None:
    """On the page of a licence: that its holder is a trusted partner; it is shown, and decides nothing."""
    row = queries.standing_trust(viewer, held.counterpart_id) if viewer.has(JOIN_PARTNERSHIP) else None
    if row is None:
        return None
    return {"template": "industry/trust/panel.html", "row": row, "badge": pages.badge(row)}  # type: ignore[arg-type]
