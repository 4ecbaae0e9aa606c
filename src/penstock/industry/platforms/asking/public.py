"""The page that a platform opens by its link: whoever has the link reads the notice and answers.

The secret stands in the address: the house sends no address of its own to other sites (`SECURE_REFERRER_POLICY`).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.cases.printing.asking import asker_of, count
from penstock.industry.platforms.asking.fields import ANSWER, RECEIPT, SILENCE
from penstock.industry.platforms.asking.links import Asked, acknowledge, asked_by, reply
from penstock.industry.platforms.asking.pages.frame import said
from penstock.kernel.routes import ANYBODY, door
from penstock.kernel.viewer import NotVisible, Refused

LONGEST_SECRET = 100
TOLD_APART = {"silence", "silent_until", "answer_days"}
"""What stands above the notice in words of its own."""


@require_http_methods(["GET", "POST"])
@door(ANYBODY)
def respond(request: HttpRequest, secret: str) -> HttpResponse:
    """Read a notice and answer it; opening and answering are counted against the limit of one address."""
    try:
        count(f"respond:{asker_of(request)}")
        asked = asked_by(secret[:LONGEST_SECRET])
    except Refused as no:
        return _nowhere(render(request, "industry/platforms/over.html", {"page_title": _(no.message)}, status=429))
    except NotVisible:
        return _over(request)
    return _asked(request, asked) if request.method != "POST" else _taken(request, secret, asked)


def _taken(request: HttpRequest, secret: str, asked: Asked) -> HttpResponse:
    """Take what was entered, or show it again with what is to be mended."""
    receives = request.POST.get("go") == "receive"
    form = RECEIPT if receives else ANSWER
    raw = pages.entered(form, request.POST)
    try:
        (acknowledge if receives else reply)(secret=secret, raw=raw)
    except Refused as no:
        return _asked(request, asked, raw, no, receives=receives)
    except NotVisible:  # somebody answered meanwhile
        return _over(request)
    if receives:
        return redirect("platform_respond", secret)
    shown = {"page_title": _("Thank you: your answer has arrived"), "asked": asked}
    return _nowhere(render(request, "industry/platforms/over.html", shown))


def _asked(
    request: HttpRequest,
    asked: Asked,
    raw: dict[str, object] | None = None,
    no: Refused | None = None,
    *,
    receives: bool = False,
) -> HttpResponse:
    faults = no.faults if no else ()
    told = {name: value for name, value in asked.content.items() if name not in TOLD_APART}
    shown = {
        "page_title": _("A notice for %(name)s") % {"name": asked.notice.platform.name},
        "asked": asked,
        "parts": said(told),
        "silence": _(SILENCE[str(asked.content.get("silence") or "silent")]),
        "is_silent": asked.content.get("silence") != "free",
        "silent_until": asked.content.get("silent_until") or "",
        "receipt": pages.sections(RECEIPT, raw or {} if receives else {}, faults if receives else ()),
        "sections": pages.sections(ANSWER, {} if receives else raw or {}, () if receives else faults),
        "errors": pages.errors(RECEIPT if receives else ANSWER, no),
    }
    return _nowhere(render(request, "industry/platforms/respond.html", shown, status=422 if no else 200))


def _over(request: HttpRequest) -> HttpResponse:
    return _nowhere(render(request, "industry/platforms/over.html", {"page_title": _("This link is over")}, status=404))


def _nowhere(response: HttpResponse) -> HttpResponse:
    """No cache and no index learns of the link."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
