"""A printed form as PDF, and what a page needs to show the same."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

import typst
from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases.printing.codes import code_of
from penstock.cases.printing.glyphs import FONT, spelled, unprintable
from penstock.cases.printing.symbols import symbol
from penstock.notices.models import Notice
from penstock.notices.printing.forms import Entry, Page, filled
from penstock.notices.profiles.profile import Profile

_LONG_WORD = re.compile(r"\S{24}(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A notice as one of the forms, ready to be printed; a draft has no code, since nobody can ask for it."""

    profile: Profile
    reference: str
    edition: str
    marking: str
    pages: list[Page]
    code: str
    verify_url: str

    @property
    def qr(self) -> str:
        """The code as a symbol, in SVG, that leads to the page where it is verified; nothing for a draft."""
        return symbol(self.verify_url, quiet=1) if self.code else ""


def paper_of(profile: Profile, notice: Notice, content: Mapping[str, Any]) -> Paper:
    """A notice as a form; `content` is what the reader may see, the code is that of the whole edition."""
    is_sent = notice.sent_at is not None
    code = code_of(notice.reference, notice.edition, notice.content) if is_sent else ""
    asked = urlencode({"reference": notice.reference, "code": code})
    return Paper(
        profile=profile,
        reference=notice.reference,
        edition=_("Edition %(number)s") % {"number": notice.edition} if is_sent else _("Draft, not sent"),
        marking=f"TLP:{notice.marking}",
        pages=filled(profile, notice, content),
        code=code,
        verify_url=f"{settings.BASE_URL}{reverse('verify')}?{asked}" if is_sent else "",
    )


def notes_on(profile: Profile) -> list[str]:
    """Where a form's wording comes from, and whether it was compared with it."""
    said = [_(profile.note)] if profile.note else []
    return said if profile.verified else [*said, _("This form was not compared with its source.")]


def pdf_of(paper: Paper) -> bytes:
    """The form as PDF; characters without a font stand as their numbers, and the end of the form says which."""
    missing = frozenset[str]()
    for page in paper.pages:
        for box in page.boxes:
            for entry in box.entries:
                missing |= unprintable(entry.text)
    told = {
        "font": FONT,
        "title": _(paper.profile.title),
        "reference": paper.reference,
        "edition": paper.edition,
        "marking": paper.marking,
        "basis": paper.profile.basis,
        "notes": notes_on(paper.profile),
        "code": paper.code,
        "qr": paper.qr,
        "how": _how(paper),
        "foot": " · ".join(part for part in (_(paper.profile.name), paper.code) if part),
        "across": _("EXERCISE") if settings.EXERCISE else "" if paper.code else _("DRAFT"),
        "parts": [_told(page, missing) for page in paper.pages],
        "missing": _missing(missing),
    }
    source = files("penstock.notices.printing").joinpath("paper.typ").read_bytes()
    made: bytes = typst.compile(source, sys_inputs={"told": json.dumps(told, ensure_ascii=False)})
    return made


def _how(paper: Paper) -> str:
    if not paper.code:
        return ""
    address = f"{settings.BASE_URL}{reverse('verify')}"
    text = _("Whether this paper is genuine and still in force: %(address)s, with the reference and the code.")
    return text % {"address": address}


def _told(page: Page, missing: frozenset[str]) -> dict[str, Any]:
    return {
        "title": page.title,
        "boxes": [
            {
                "number": box.number,
                "label": box.label,
                "entries": [{"label": one.label, "text": _printable(one, missing)} for one in box.entries],
            }
            for box in page.boxes
        ],
    }


def _printable(entry: Entry, missing: frozenset[str]) -> str:
    """The text with places where a long word may break, which typesetters else push over the margin."""
    return _LONG_WORD.sub("\\g<0>\u200b", spelled(entry.text, missing))


def _missing(missing: frozenset[str]) -> str:
    if not missing:
        return ""
    text = _("No font of this machine has %(count)s of the characters; they stand as their Unicode numbers.")
    return text % {"count": len(missing)}
