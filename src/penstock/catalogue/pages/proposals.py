"""Pages of proposed packs: beginning one, its files, what it changes, and its adoption by two people."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.catalogue.adoption import queries, services
from penstock.catalogue.adoption.changes import edition_changes
from penstock.catalogue.adoption.drafting import pack_of
from penstock.catalogue.adoption.fields import PACK
from penstock.catalogue.adoption.models import Proposal
from penstock.catalogue.adoption.states import KEEP_LAW, PROPOSALS, STATES, TONES
from penstock.catalogue.adoption.template import example_files
from penstock.catalogue.law.reading import PackError
from penstock.catalogue.pages import answers
from penstock.catalogue.pages.questions import Shown, book, columns
from penstock.catalogue.pages.views import change_row, crumbs
from penstock.kernel.routes import door, said, viewer_in
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import open_signature, reason_against, reason_against_beginning

EITHER = require_http_methods(["GET", "POST"])


def _back(*further: tuple[str, str]) -> list[Shown]:
    return crumbs((_("Packs"), reverse("law_packs")), (_("Proposals"), reverse("law_proposals")), *further)


@EITHER
@door(KEEP_LAW)
def new(request: HttpRequest) -> HttpResponse:
    """The organisation's proposals, and the three ways to begin one."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return _proposals(request, viewer)
    try:
        raw = _begun(request, viewer)
        draft = services.draft_pack(viewer=viewer, raw=raw)
    except Refused as no:
        return _proposals(request, viewer, no)
    return redirect("law_edit", proposal_id=draft.pk)


def _begun(request: HttpRequest, viewer: Viewer) -> dict[str, str]:
    """What a new pack starts from: files that were handed in, a pack in force, or the template."""
    uploads = request.FILES.getlist("files")
    if uploads:
        raw = services.unpacked(_read(one) for one in uploads)
    elif copied := request.POST.get("copy", ""):
        raw = {"id": copied, **queries.files_of(copied)}
    else:
        own = queries.home_of(viewer)
        raw = {name: text.replace("XX", own) for name, text in example_files().items()}
    given = request.POST.get("id", "").strip()
    return {**raw, "id": given} if given else raw


def _read(upload: Any) -> tuple[str, bytes]:
    if (upload.size or 0) > settings.FILE_SIZE_LIMIT:
        raise Refused("too_large", _("%(name)s is larger than this instance takes.") % {"name": upload.name})
    return upload.name or "file", upload.read()


def _proposals(request: HttpRequest, viewer: Viewer, no: Refused | None = None) -> HttpResponse:
    packs = sorted(book().packs.values(), key=lambda one: one.id)
    shown = {
        "rows": [_row(one) for one in queries.proposals(viewer)],
        "columns": columns(_("Pack"), _("State"), _("Begun by"), _("Updated"), narrow=(3,)),
        "packs": [{"value": "", "label": _("Start from the template")},
                  *({"value": one.id, "label": f"{one.id}: {one.title}"} for one in packs)],
        "home": answers.place(queries.home_of(viewer)),
        "entered": {name: request.POST.get(name, "") for name in ("id", "copy")},
        "errors": [{"field_id": "id_files", "label": _("Files"), "message": _(no.message)}] if no else [],
        "crumbs": crumbs((_("Packs"), reverse("law_packs")), (_("Proposals"), "")),
    }  # fmt: skip
    return render(request, "catalogue/proposals.html", shown, status=422 if no else 200)


def _row(one: Proposal) -> Shown:
    return {"one": one, "url": reverse("law_proposal", args=[one.pk]), "badge": badge(one)}


def badge(one: Proposal) -> Shown:
    """The state of a proposal in words, with its tone."""
    return {"label": _(STATES[one.state]), "tone": TONES[one.state]}


@require_GET
@door(KEEP_LAW)
def one_proposal(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """A proposed pack: what speaks against it, what it would change, and what may be done with it."""
    viewer = viewer_in(request)
    draft = queries.proposal(viewer, proposal_id)
    law = book()
    is_draft = draft.state == PROPOSALS.initial
    faults = queries.faults_against(draft, law) if is_draft else ()
    shown = {
        "draft": draft,
        "place": answers.place(draft.jurisdiction),
        "badge": badge(draft),
        "is_draft": is_draft,
        "faults": summary(faults),
        "signature": _signed(draft, viewer),
        "rows": _differences(draft),
        "before": law.packs.get(draft.pack) if is_draft else None,
        "crumbs": _back((str(draft), "")),
    }
    return render(request, "catalogue/proposal.html", shown)


def _differences(draft: Proposal) -> list[Shown]:
    """What the pack changes against its present edition; nothing while it cannot be read."""
    if draft.state != PROPOSALS.initial:
        return []
    try:
        pack = pack_of(draft.pack, draft.content) if draft.pack else None
    except (PackError, ValueError, OSError):
        return []
    return [change_row(one) for one in edition_changes(book().packs.get(draft.pack), pack)] if pack else []


def _signed(draft: Proposal, viewer: Viewer) -> Shown | None:
    """The first signature that waits, and whether the viewer may give the second."""
    signature = open_signature(draft, viewer)
    if signature is None:
        return None
    reason = reason_against(PROPOSALS, PROPOSALS.step(signature.verb), draft, viewer)
    return {
        "by": signature.person_name,
        "at": signature.signed_at,
        "is_own": signature.person_id == viewer.person_id,
        "reason": _(reason.message) if reason else "",
    }


def summary(faults: tuple[Fault, ...]) -> list[Shown]:
    """Faults as the error summary shows them, each leading to its file."""
    return [{"field_id": f"id_{one.field}", "label": "", "message": said(one)} for one in faults]


@EITHER
@door(KEEP_LAW)
def edit(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The files of a pack, each as one text; saving keeps what was entered even where it is wrong."""
    viewer = viewer_in(request)
    draft = queries.proposal(viewer, proposal_id)
    _refuse_unless("edit", draft, viewer)
    if request.method == "POST":
        raw = {one.name: request.POST.get(one.name, "") for one in PACK.fields}
        draft = services.take_step(viewer=viewer, proposal_id=proposal_id, verb="edit", raw=raw)
        if request.POST.get("go") != "check":
            return redirect("law_proposal", proposal_id=proposal_id)
    faults = queries.faults_against(draft, book())
    shown = {
        "draft": draft,
        "sections": _sections(draft, faults),
        "errors": summary(faults),
        "crumbs": _back((str(draft), reverse("law_proposal", args=[draft.pk])), (_("Files"), "")),
        "cancel_url": reverse("law_proposal", args=[draft.pk]),
    }
    return render(request, "catalogue/edit.html", shown)


def _refuse_unless(verb: str, draft: Proposal, viewer: Viewer) -> None:
    reason = reason_against_beginning(PROPOSALS, PROPOSALS.step(verb), draft, viewer)
    if reason:
        raise Refused(reason.code, _(reason.message))


def _sections(draft: Proposal, faults: tuple[Fault, ...]) -> list[Shown]:
    drawn = PACK.answers(queries.kept(draft), faults)
    return [{"title": _(title), "fields": [_control(one) for one in found]} for title, found in drawn.items()]


def _control(answer: Any) -> Shown:
    text = str(answer.kept or "")
    return {
        "name": answer.field.name,
        "label": _(answer.field.label),
        "help": _(answer.field.help) if answer.field.help else "",
        "kind": answer.field.type.control,
        "value": text,
        "lines": min(max(text.count("\n") + 2, 4), 24),
        "count": len(text.splitlines()),
        "errors": [said(one) for one in answer.faults],
        "is_open": bool(text or answer.faults or answer.field.required),
        "required": answer.field.required,
    }


@EITHER
@door(KEEP_LAW)
def adopt(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The last look before the first of two signatures."""
    viewer = viewer_in(request)
    draft = queries.proposal(viewer, proposal_id)
    _refuse_unless("adopt", draft, viewer)
    if request.method == "POST":
        services.take_step(viewer=viewer, proposal_id=proposal_id, verb="adopt")
        messages.success(request, _("Your signature is kept. Another officer of your organisation must confirm it."))
        return redirect("law_proposal", proposal_id=proposal_id)
    shown = {
        **_frame(draft, _("Propose for adoption")),
        "rows": _differences(draft),
        "effects": [
            _("Your signature is kept as the first of two; any change of a file voids it."),
            _("When another officer of %(own)s has confirmed it, the pack is law for every question here.")
            % {"own": viewer.organisation_name},
            _("Cases that were judged before keep the versions they were judged under."),
        ],
        "submit_label": _("Propose for adoption"),
        "tone": "primary",
    }
    return render(request, "catalogue/act.html", shown)


def _frame(draft: Proposal, heading: str) -> Shown:
    back = reverse("law_proposal", args=[draft.pk])
    return {
        "draft": draft,
        "page_title": f"{heading}: {draft}",
        "crumbs": _back((str(draft), back), (heading, "")),
        "cancel_url": back,
    }


@EITHER
@door(KEEP_LAW)
def discard(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The last look before a draft is discarded."""
    viewer = viewer_in(request)
    draft = queries.proposal(viewer, proposal_id)
    _refuse_unless("discard", draft, viewer)
    if request.method == "POST":
        services.take_step(viewer=viewer, proposal_id=proposal_id, verb="discard")
        messages.success(request, _("The draft was discarded."))
        return redirect("law_proposals")
    shown = {
        **_frame(draft, _("Discard the draft")),
        "effects": [_("The draft is closed. Nobody outside your organisation has seen it or will.")],
        "submit_label": _("Discard the draft"),
        "tone": "danger",
    }
    return render(request, "catalogue/act.html", shown)


@EITHER
@door(KEEP_LAW)
def signature(request: HttpRequest, proposal_id: UUID) -> HttpResponse:
    """The second signature: another officer confirms or declines, or the first takes it back."""
    viewer = viewer_in(request)
    draft = queries.proposal(viewer, proposal_id)
    if request.method == "POST":
        if request.POST.get("act") == "confirm":
            services.confirm_adoption(viewer=viewer, proposal_id=proposal_id)
            messages.success(request, _("Adopted. The pack is law for every question from now on."))
        else:
            services.decline_adoption(viewer=viewer, proposal_id=proposal_id)
            messages.success(request, _("The proposal was closed. Nothing else has changed."))
        return redirect("law_proposal", proposal_id=proposal_id)
    waiting = _signed(draft, viewer)
    if waiting is None:
        raise Refused("nothing_proposed", _("There is no first signature waiting here."))
    shown = {**_frame(draft, _("Second signature")), "waiting": waiting, "rows": _differences(draft)}
    return render(request, "catalogue/signature.html", shown)
