"""Pages on which many routine notices are answered in one sitting: choose, look once more, answer, read what became."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from penstock.cases import pages
from penstock.cases.calendars import Calendars
from penstock.cases.lists import shown as lists
from penstock.cases.lists.walks import towards
from penstock.catalogue.fields import Country
from penstock.catalogue.substances import substance
from penstock.kernel.routes import door, viewer_in
from penstock.kernel.viewer import Refused, Viewer
from penstock.notices.answering.routine import MOST, Chosen, Lane, cautions_about, clear_many, notices_of, waiting
from penstock.notices.fields import TERMS
from penstock.notices.lists.register import WAITING_LIST
from penstock.notices.models import Notice
from penstock.parties.duties import ANSWER_NOTICES

EITHER = require_http_methods(["GET", "POST"])


@EITHER
@door(ANSWER_NOTICES)
def sitting(request: HttpRequest) -> HttpResponse:
    """The notices that await an answer, to be chosen from; then a last look at those chosen; then what became."""
    viewer = viewer_in(request)
    if request.method != "POST":
        return _choose(request, viewer)
    chosen = list(dict.fromkeys(one for text in request.POST.getlist("chosen") if (one := _read(text))))
    if not chosen or request.POST.get("go") == "back":
        nothing = [] if chosen else [{"message": _("Choose at least one notice."), "field_id": "sitting"}]
        return _choose(request, viewer, chosen, nothing)
    if request.POST.get("go") != "send":
        return _look(request, viewer, chosen)
    try:
        outcomes = clear_many(viewer=viewer, chosen=chosen, raw=pages.entered(TERMS, request.POST))
    except Refused as no:
        return _look(request, viewer, chosen, no)
    shown = {
        **_frame(_("What became of them")),
        "columns": [{"label": _("Reference")}],
        "cleared": [one.reference for one in outcomes if one.is_cleared],
        "left": [one for one in outcomes if not one.is_cleared],
    }
    return render(request, "notices/sitting_done.html", shown)


def _read(text: str) -> Chosen | None:
    """A choice as the page sends it: the reference and the edition that was shown."""
    reference, _tilde, edition = text.rpartition("~")
    return Chosen(reference[:40], int(edition)) if reference and edition.isascii() and edition.isdigit() else None


def _frame(heading: str) -> dict[str, Any]:
    return {
        "page_title": heading,
        "crumbs": [
            {"label": _("Notices"), "url": reverse("notices")},
            {"label": _("Answer several"), "url": reverse("sitting")},
        ],
        "cancel_url": reverse("sitting"),
    }


def _choose(
    request: HttpRequest, viewer: Viewer, chosen: list[Chosen] | None = None, errors: list[dict[str, str]] | None = None
) -> HttpResponse:
    narrowing = lists.asked_in(request, WAITING_LIST)
    asked = {name: narrowing.values.get(name, "") for name in WAITING_LIST.filters}
    found = list(waiting(viewer, Lane(**asked))[: MOST + 1])
    calendars, beside = Calendars(), lists.beside(viewer, WAITING_LIST, narrowing)
    marked = {one.reference for one in chosen or ()}
    shown = {
        **_frame(_("Answer several")),
        **beside,
        "asked": asked,
        "rows": [
            {
                **pages.row(one, calendars, importing=one.importing),
                **_lane(one),
                "url": towards(WAITING_LIST, narrowing.values, one),
                "is_chosen": one.reference in marked,
            }
            for one in found[:MOST]
        ],
        "is_cut": len(found) > MOST,
        "most": MOST,
        "all_chosen": request.GET.get("all") == "yes",
        "columns": _columns(),
        "errors": errors or [],
        "page_keys": [
            {"key": "x", "label": _("Tick the row or take the tick away")},
            {"key": "a", "label": _("Answer those that are ticked, after a last look")},
            *beside["page_keys"],
        ],
        "countries": pages.offered(Country().choices()),
        "substances": pages.offered_substances(),
    }
    return render(request, "notices/sitting.html", shown, status=422 if errors else 200)


def _columns() -> list[dict[str, Any]]:
    heads = (_("Choose"), _("Reference"), _("Time left"), _("Goods"), _("Exporter and importer"), _("State"))
    return [{"label": head} for head in heads]


def _lane(one: Notice) -> dict[str, Any]:
    return {
        "chosen": f"{one.reference}~{one.edition}",
        "exporter": one.content.get("exporter_name") or "",
        "importer": one.content.get("importer_name") or "",
        "substances": ", ".join(substance(each).name for each in one.substances),
    }


def _look(request: HttpRequest, viewer: Viewer, chosen: list[Chosen], no: Refused | None = None) -> HttpResponse:
    """The last look: those that will be answered, and those that will be left, each with its reason."""
    entered = pages.entered(TERMS, request.POST)
    faults = no.faults if no else ()
    known = {one.reference: one for one in notices_of(viewer, chosen)}
    said = cautions_about(viewer, known.values())
    rows = [_looked_at(known.get(one.reference), one, said) for one in chosen]
    count = sum(not row["reasons"] for row in rows)
    label = ngettext("Answer “no objection” to %(count)s notice", "Answer “no objection” to %(count)s notices", count)
    shown = {
        **_frame(_("Look once more")),
        "rows": rows,
        "columns": [{"label": head} for head in (_("Reference"), _("Goods"), _("What will happen"))],
        "count": count,
        "sections": pages.sections(TERMS, entered, faults),
        "errors": pages.errors(TERMS, no),
        "submit_label": label % {"count": count},
    }
    return render(request, "notices/sitting_look.html", shown, status=422 if no else 200)


def _looked_at(notice: Notice | None, one: Chosen, said: Mapping[UUID, list[str]]) -> dict[str, Any]:
    if notice is None:
        reasons, title, url = [_("There is no such notice.")], "", ""
    else:
        reasons = [_(sentence) for sentence in said[notice.pk]]
        if notice.edition != one.edition:
            reasons.insert(0, _("It was amended since you looked."))
        title, url = notice.title, pages.page_of(notice)
    chosen = f"{one.reference}~{one.edition}"
    return {"chosen": chosen, "reference": one.reference, "title": title, "url": url, "reasons": reasons}
