"""The page that a company opens by its link: anybody who has the link answers, once, and without an account."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.cases.printing.asking import asker_of, count
from penstock.industry.mapping.surveys.services import GIVES, Asked, answer, asked_by
from penstock.kernel.routes import ANYBODY, door
from penstock.kernel.viewer import NotVisible, Refused

LONGEST_SECRET = 100


@require_http_methods(["GET", "POST"])
@door(ANYBODY)
def survey(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask a company, and take its answer; opening and answering are counted against the limit of one address."""
    try:
        count(f"survey:{asker_of(request)}")
    except Refused as no:
        return _kept_nowhere(
            render(request, "industry/mapping/answered.html", {"page_title": _(no.message)}, status=429)
        )
    asked = asked_by(secret) if len(secret) <= LONGEST_SECRET else None
    if asked is None:
        raise Http404
    entered, no_ = _known(asked), None
    if request.method == "POST":
        entered = pages.entered(asked.form, request.POST)
        try:
            answer(secret=secret, raw=entered)
            return redirect("survey", secret)
        except NotVisible:
            raise Http404 from None
        except Refused as refusal:
            no_ = refusal
    if asked.stands != "open":
        return _kept_nowhere(_over(request, asked))
    shown = {
        "page_title": _("Survey of industry: %(country)s") % {"country": asked.country},
        "asked": asked,
        "sections": pages.sections(asked.form, entered, no_.faults if no_ else (), beside=BESIDE),
        "errors": pages.errors(asked.form, no_),
        "submit_label": _("Send the answer"),
    }
    return _kept_nowhere(render(request, "industry/mapping/answer.html", shown, status=422 if no_ else 200))


BESIDE = (("name", "number"), ("contact_email", "contact_phone"))


def _known(asked: Asked) -> dict[str, object]:
    """What the company is asked to confirm: only its name and number, for whoever holds the link may be another."""
    found = asked.survey.found
    return {**dict.fromkeys(GIVES, ""), "name": found.name, "number": found.number, "sectors": []}


def _over(request: HttpRequest, asked: Asked) -> HttpResponse:
    titles = {
        "answered": _("Thank you: your answer has arrived"),
        "withdrawn": _("This link was withdrawn"),
        "expired": _("This link has expired"),
    }
    shown = {"page_title": titles[asked.stands], "asked": asked}
    return render(request, "industry/mapping/answered.html", shown, status=200 if asked.stands == "answered" else 410)


def _kept_nowhere(response: HttpResponse) -> HttpResponse:
    """No cache and no index learns of the link; that no other site does is the house's policy on referrers."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
