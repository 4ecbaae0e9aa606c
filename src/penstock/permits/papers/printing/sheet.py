"""A permit as a PDF: PDF/A-3 with its token within, the symbol, and a signature after PAdES over the whole file."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from penstock.cases.printing import sealing, typesetting
from penstock.cases.printing.codes import code_of
from penstock.cases.printing.glyphs import FONT
from penstock.cases.printing.symbols import symbol
from penstock.cases.printing.typesetting import broken
from penstock.kernel.clock import now
from penstock.kernel.viewer import Viewer
from penstock.permits.models import Line, Permit
from penstock.permits.papers.models import Key, StatusPlace
from penstock.permits.papers.printing.said import Said, said_of
from penstock.permits.papers.signing.keys import current_key, seal_of
from penstock.permits.papers.signing.lists import place_of
from penstock.permits.papers.signing.tokens import claims_of, signed
from penstock.permits.queries import lines_of
from penstock.permits.states import STATES


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A permit ready to be made into a paper; `across` is what is written over it, nothing where it is in force."""

    permit: Permit
    lines: list[Line]
    key: Key
    place: StatusPlace
    across: str = ""

    @property
    def code(self) -> str:
        """What can be typed where the symbol cannot be read."""
        return permit_code(self.permit, self.permit.edition)

    def token(self, *, whole: bool = False) -> str:
        """What the paper says, signed."""
        return signed(self.key, claims_of(self.permit, self.lines, self.place, whole=whole))


def paper_of(viewer: Viewer, permit: Permit) -> Paper:
    """The paper of a permit as it stands now."""
    across = "" if permit.state == "issued" else _(STATES[permit.state])
    return Paper(
        permit=permit,
        lines=lines_of(viewer, permit),
        key=current_key(permit.opener),
        place=place_of(permit),
        across=across.upper(),
    )


def permit_code(permit: Permit, edition: int) -> str:
    """The code of an edition of a permit; what the edition says is on the record and cannot change beneath it."""
    return code_of(permit.reference, edition, {"paper": permit.paper})


def symbol_of(token: str) -> str:
    """The symbol: it leads to the page that verifies, and carries the token where browsers do not send it on."""
    return symbol(f"{verify_address()}#{token}", quiet=2)


def verify_address() -> str:
    """Where anybody verifies a paper."""
    return f"{settings.BASE_URL}{reverse('permit_verify')}"


def pdf_of(paper: Paper) -> bytes:
    """The paper as a signed PDF."""
    return sealed(typeset(paper), paper.key, paper.permit)


def typeset(paper: Paper) -> bytes:
    """The paper as PDF/A, not signed yet."""
    return typesetting.typeset(_source(), _told(paper, said_of(paper.permit, paper.lines)))


@lru_cache(maxsize=1)
def _source() -> bytes:
    return files("penstock.permits.papers.printing").joinpath("paper.typ").read_bytes()


def _told(paper: Paper, said: Said) -> dict[str, Any]:
    permit, made, token = paper.permit, now(), paper.token()
    how = _(
        "Whether this paper is genuine and still in force: read the symbol, or enter number and code at %(address)s."
    )
    signature = _("Issued electronically and signed in this file with key %(kid)s, on %(day)s.")
    return {
        "font": FONT,
        "language": (get_language() or "en")[:2],
        "made": [made.year, made.month, made.day],
        "title": said.title,
        "reference": permit.reference,
        "authority": said.authority,
        "country": said.country,
        "address": said.address,
        "marking": f"TLP:{permit.marking}",
        "law": [broken(one) for one in said.law],
        "note": "" if said.is_law_verified else _("Nobody compared this row of the law with its text yet."),
        "token": token,
        "attached": _("What this paper says, as signed data"),
        "qr": symbol_of(token),
        "symbol": _("Symbol for verification"),
        "code": paper.code,
        "how": how % {"address": verify_address()},
        "boxes": [
            {"number": str(one.number), "label": one.label, "lines": [broken(line) for line in one.lines if line]}
            for one in said.boxes
        ],
        "heads": [_("Substance"), _("Product"), _("Quantity"), _("Pure substance")],
        "goods": [[broken(cell) for cell in row] for row in said.goods],
        "conditions_label": _("Conditions"),
        "conditions": broken(said.conditions),
        "signed_label": _("For the issuing authority"),
        "signed_by": said.signed_by,
        "signature": signature % {"kid": paper.key.kid, "day": made.date().isoformat()},
        "foot": f"{said.authority} · {paper.code}",
        "across": _("EXERCISE") if settings.EXERCISE and not paper.across else paper.across,
        "missing": "",
    }


def sealed(pdf: bytes, key: Key, permit: Permit) -> bytes:
    """A PDF with the authority's signature over all of it."""
    return sealing.sealed(
        pdf, seal_of(key), name=permit.opener.name, country=permit.country, reference=permit.reference
    )
