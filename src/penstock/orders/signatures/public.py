"""The page on which a customer signs without an account: nothing but what is to be signed is shown.

The secret stands in the address: the house sends no address of its own to other sites (`SECURE_REFERRER_POLICY`).
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.kernel.viewer import NotVisible, Refused
from penstock.orders.signatures.fields import SIGNING
from penstock.orders.signatures.services import Papers


def signing(request: HttpRequest, secret: str, papers: Papers[Any], title: str) -> HttpResponse:
    """Read a paper and sign it; a link that is spent, over or unknown shows the same to everybody."""
    try:
        row = papers.to_sign(secret)
    except NotVisible:
        return _gone(request)
    no = None
    if request.method == "POST":
        raw = {**pages.entered(SIGNING, request.POST), "text_hash": request.POST.get("text_hash", "")}
        try:
            signed = papers.sign(secret=secret, raw=raw)
        except Refused as refusal:
            no = refusal
        except NotVisible:  # somebody signed meanwhile
            return _gone(request)
        else:
            shown = {"page_title": _("Signed"), "row": signed, "lines": signed.text.split("\n"), "is_signed": True}
            return render(request, "orders/declare.html", shown)
    shown = {
        "page_title": title,
        "row": row,
        "lines": row.text.split("\n"),
        "sections": pages.sections(SIGNING, pages.entered(SIGNING, request.POST), no.faults if no else ()),
        "errors": pages.errors(SIGNING, no),
    }
    return render(request, "orders/declare.html", shown, status=422 if no else 200)


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "orders/declare.html", {"page_title": _("This link is over")}, status=404)
