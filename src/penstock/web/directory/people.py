"""People: those of a country's authorities and their duties, and who stands in for whom."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from penstock.cases import pages
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import NotVisible, Refused
from penstock.kernel.workflow import refused_for
from penstock.parties.directory import people, queries
from penstock.parties.directory.fields import delegation, holding, invitation, with_office
from penstock.parties.duties import ADMINISTER, DELEGABLE, DUTIES, GRANTABLE, READ_DIRECTORY
from penstock.parties.models import Delegation, Person
from penstock.parties.queries import duties_today
from penstock.web.directory.frames import ask, crumbs

EITHER = require_http_methods(["GET", "POST"])


@require_GET
@door(ADMINISTER)
def people_list(request: HttpRequest, code: str) -> HttpResponse:
    """The people of a country's authorities, with their duties."""
    viewer = viewer_in(request)
    government = queries.require_keeper(viewer, code)
    found = queries.people_of(viewer, government.code)
    held = duties_today(found)
    shown = {
        "government": government,
        "crumbs": crumbs(government, _("People")),
        "columns": [{"label": one} for one in (_("Name"), _("Authority"), _("Duties"))],
        "rows": [
            {"person": one, "duties": [_(DUTIES[duty]) for duty in held[one.id] if duty in DUTIES]} for one in found
        ],
    }
    return render(request, "web/directory/people.html", shown)


@EITHER
@door(ADMINISTER)
def invite(request: HttpRequest, code: str) -> HttpResponse:
    """Invite somebody to an authority of the country."""
    viewer = viewer_in(request)
    government = queries.require_keeper(viewer, code)
    offices = {str(one.id): one.name for one in queries.offices_of(government.code)}
    form = with_office(invitation(GRANTABLE["authority"]), offices, required=True)
    back = reverse("directory_people", args=[government.code])
    page: dict[str, Any] = {
        "title": _("Invite somebody"),
        "lede": _("They are told by mail where to choose a password."),
        "submit": _("Invite"),
        "back": back,
        "trail": crumbs(government, _("People")),
        "kept": {"office": next(iter(offices), "")},
    }
    if request.method != "POST":
        return ask(request, form, **page)
    entered = pages.entered(form, request.POST)
    reading = form.read(entered, strict=True)
    try:
        if reading.faults:
            raise refused_for(reading.faults)
        person = people.invite(viewer=viewer, office_id=UUID(reading.values["office"]), raw=entered)
    except Refused as no:
        return ask(request, form, no, **page)
    messages.success(request, _("%(name)s was invited.") % {"name": person.name})
    return redirect(back)


@EITHER
@door(ADMINISTER)
def duties(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Change what somebody may do."""
    viewer = viewer_in(request)
    person = people.kept_person(viewer, person_id)
    form = holding(GRANTABLE[person.organisation.kind])
    page = _about(person) | {
        "title": _("Duties of %(name)s") % {"name": person.name},
        "submit": _("Save"),
        "kept": {"duties": duties_today([person])[person.id]},
        "shut_out_url": "" if person.id == viewer.person_id else reverse("directory_shut_out", args=[person_id]),
    }
    if request.method != "POST":
        return ask(request, form, **page)
    try:
        people.set_duties(viewer=viewer, person_id=person_id, raw=pages.entered(form, request.POST))
    except Refused as no:
        return ask(request, form, no, **page)
    messages.success(request, _("The duties of %(name)s were changed.") % {"name": person.name})
    return redirect(page["back"])


def _about(person: Person) -> dict[str, Any]:
    government = person.organisation.government
    if government is None:
        raise NotVisible
    back = reverse("directory_people", args=[government.code])
    trail = [*crumbs(government), {"label": _("People"), "url": back}, {"label": person.name}]
    return {"back": back, "trail": trail, "lede": person.organisation.name}


@EITHER
@door(ADMINISTER)
def shut_out(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Close somebody's account."""
    viewer = viewer_in(request)
    person = people.kept_person(viewer, person_id)
    page = _about(person)
    if request.method == "POST":
        people.shut_out(viewer=viewer, person_id=person_id)
        messages.success(request, _("The account of %(name)s was closed.") % {"name": person.name})
        return redirect(page["back"])
    return ask(
        request,
        None,
        title=_("Close the account of %(name)s") % {"name": person.name},
        submit=_("Close the account"),
        effects=[_("Sign-in, open sessions and tokens end at once, and so does every duty.")],
        tone="danger",
        **page,
    )


@EITHER
@door(READ_DIRECTORY)
def delegations(request: HttpRequest) -> HttpResponse:
    """What the viewer leaves to colleagues while away, and what is left to the viewer."""
    viewer = viewer_in(request)
    own = (viewer.duties - viewer.absent.keys()) & DELEGABLE
    form = delegation({one.email: one.name for one in queries.colleagues(viewer)}, own)
    page: dict[str, Any] = {
        "title": _("While I am away"),
        "lede": _("A colleague acts with your duties, and the record says for whom."),
        "submit": _("Leave these duties"),
        "back": reverse("directory"),
        "trail": crumbs(None, _("While I am away")),
        "running": [_running(one, viewer.person_id) for one in queries.delegations(viewer)],
    }
    if request.method != "POST":
        return ask(request, form, **page)
    try:
        people.delegate(viewer=viewer, raw=pages.entered(form, request.POST))
    except Refused as no:
        return ask(request, form, no, **page)
    messages.success(request, _("Your colleague was told by mail."))
    return redirect("directory_delegations")


def _running(one: Delegation, own: UUID) -> dict[str, Any]:
    text = _("%(taker)s stands in for you") if one.giver_id == own else _("You stand in for %(giver)s")
    return {"row": one, "text": text % {"taker": one.taker.name, "giver": one.giver.name}}


@require_POST
@door(READ_DIRECTORY)
def end_delegation(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """End a delegation from today on."""
    people.end_delegation(viewer=viewer_in(request), delegation_id=delegation_id)
    messages.success(request, _("The delegation was ended."))
    return redirect("directory_delegations")
