"""Pages for anybody: whether a paper is genuine, the keys that verify it, and the lists of what ended."""

from importlib.resources import files
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from penstock.cases.printing.asking import asker_of
from penstock.catalogue.fields import Country
from penstock.kernel.routes import ANYBODY, door
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.permits.applications.judging.papers import NAMES
from penstock.permits.papers.checking import Answer, verify_code, verify_token
from penstock.permits.papers.signing import lists
from penstock.permits.papers.signing.keys import current_key, fingerprint, key_by_kid, key_set, published
from penstock.permits.papers.signing.tokens import LONGEST_TOKEN, signed

TONES = {
    "valid": "ok",
    "not yet valid": "warn",
    "suspended": "warn",
    "revoked": "bad",
    "expired": "bad",
    "replaced": "bad",
    "given back": "bad",
    "used up": "bad",
    "unknown": "bad",
}
TITLES = {
    "valid": "Genuine, and in force",
    "not yet valid": "Genuine, but its first day has not come",
    "suspended": "Genuine, but suspended: it may not be used now",
    "revoked": "Genuine, but revoked: it may not be used any more",
    "expired": "Genuine, but its last day has passed",
    "replaced": "Genuine, but another permit stands in its place",
    "given back": "Genuine, but its holder gave it back",
    "used up": "Genuine, but used up",
    "unknown": "Not genuine",
}
REASONS = {
    "unreadable": "This is no token of a permit. Scan the symbol again, or copy the whole of it.",
    "unknown key": "No authority here has published the key that it was signed with.",
    "distrusted key": "It was signed with a key that its authority has withdrawn. The holder needs a new paper.",
    "changed": "Something in it was changed after it was signed.",
    "specimen": "The signature is genuine, but this is a specimen and allows nothing.",
    "another house": "The authority that signed it did not issue this permit here.",
    "": "Check number and code for slips. If they are right, this paper did not come from here.",
}
OFFLINE = ("valid", "not yet valid", "suspended", "revoked", "expired", "replaced", "given back", "used up")
ALONE_HERE = "camera=(self), geolocation=(), microphone=()"
"""The page may ask for the camera, to read the symbol; every other page of the house may not."""


@require_http_methods(["GET", "POST"])
@door(ANYBODY)
def verify_page(request: HttpRequest) -> HttpResponse:
    """Ask whether a paper is genuine: with its token, which the symbol brings along, or with number and code."""
    given = dict.fromkeys(("token", "reference", "code"), "")
    shown: dict[str, Any] = {"page_title": _("Is this permit genuine?"), "status": 200}
    if request.method == "POST":
        given = {name: str(request.POST.get(name, "")).strip() for name in given}
        shown |= _asked(request, given)
    shown |= given | {
        "offline": [{"verdict": one, "tone": TONES[one], "title": _(TITLES[one])} for one in OFFLINE],
        "reasons": [{"reason": one, "text": _(text)} for one, text in REASONS.items() if one],
        "papers": [{"code": code, "name": _(name)} for code, name in NAMES.items()],
    }
    response = render(request, "permits/papers/verify.html", shown, status=shown["status"])
    response.headers["Permissions-Policy"] = ALONE_HERE
    return response


def _asked(request: HttpRequest, given: dict[str, str]) -> dict[str, Any]:
    """The answer to what was entered, or what is missing of it."""
    token = given["token"].rpartition("#")[2]
    missing = [] if token else [name for name in ("reference", "code") if not given[name]]
    labels = {"reference": _("Number"), "code": _("Code")}
    if missing:
        text = _("This is missing. Or enter the token that the symbol holds.")
        errors = [{"field_id": f"id_{name}", "label": labels[name], "message": text} for name in missing]
        return {"status": 422, "errors": errors, "missing": missing, "missing_text": text}
    if len(token) > LONGEST_TOKEN:
        return {"answer": _shown(Answer("unknown", "unreadable"))}
    try:
        if token:
            return {"answer": _shown(verify_token(asker=asker_of(request), token=token))}
        return {
            "answer": _shown(verify_code(asker=asker_of(request), reference=given["reference"], code=given["code"]))
        }
    except Refused as no:
        return {"status": 429, "fault": _(no.message)}


def _shown(answer: Answer) -> dict[str, Any]:
    shown: dict[str, Any] = {"tone": TONES[answer.verdict], "title": _(TITLES[answer.verdict])}
    if answer.says is None:
        return shown | {"text": _(REASONS[answer.reason])}
    text = _("Hold the paper against what follows: it must say the same.")
    if answer.edition != answer.newest:
        text = _("The permit was changed since this paper was made. What follows is how it stands now.")
    return shown | {"text": text, "rows": _rows(answer.says)}


def _rows(says: Any) -> list[dict[str, str]]:
    goods = [
        " ".join(filter(None, (one["substance"], one["form"], one["quantity"], one["unit"]))) for one in says["goods"]
    ]
    return [
        {"label": _("Number"), "value": says["number"]},
        {"label": _("Paper"), "value": _(NAMES.get(says["paper"], says["paper"]))},
        {"label": _("Issued by"), "value": says["issued_by"]},
        {"label": _("Holder"), "value": says["holder"]},
        {"label": _("Company in the other country"), "value": says["other_party"]},
        {"label": _("Other country"), "value": Country().show(says["other_country"])},
        *({"label": _("Allows"), "value": one} for one in goods),
        {"label": _("First day"), "value": says["valid_from"]},
        {"label": _("Last day"), "value": says["valid_until"] or _("without an end")},
    ]


@require_GET
@door(ANYBODY)
def jwks(_request: HttpRequest) -> HttpResponse:
    """The published keys, as a JWK set."""
    return _open(JsonResponse(key_set()))


@require_GET
@door(ANYBODY)
def status_list(_request: HttpRequest, list_number: int) -> HttpResponse:
    """A list of how permits stand, signed by the authority that issued them."""
    try:
        authority, claims = lists.stand_of(list_number)
    except NotVisible:
        raise Http404 from None
    made = signed(current_key(authority), claims, lists.KIND)
    return _open(HttpResponse(made, content_type="application/statuslist+jwt"))


@require_GET
@door(ANYBODY)
def certificate(_request: HttpRequest, kid: str) -> HttpResponse:
    """The certificate of a key, as it stands in signed PDFs."""
    with acting(SYSTEM):
        key = key_by_kid(kid)
    if key is None:
        raise Http404
    return _open(HttpResponse(key.certificate, content_type="application/x-pem-file"))


def _open(response: HttpResponse) -> HttpResponse:
    """What is published may be read by pages of other houses too, and is asked for anew each time."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_GET
@door(ANYBODY)
def key_page(request: HttpRequest) -> HttpResponse:
    """The published keys with their days and fingerprints, for people."""
    shown = {
        "page_title": _("Keys of all authorities that sign permits"),
        "keys": [{"key": one, "fingerprint": fingerprint(one)} for one in published()],
        "columns": [{"label": _("Authority")}, {"label": _("Key")}, {"label": _("From")}, {"label": _("Until")}],
    }
    return render(request, "permits/papers/published.html", shown)


@require_GET
@door(ANYBODY)
def worker(_request: HttpRequest) -> HttpResponse:
    """The script that keeps the page of verification at hand without a connection; its address is its reach."""
    script = files("penstock.permits").joinpath("static/permits/worker.js").read_bytes()
    return HttpResponse(script, content_type="text/javascript")
