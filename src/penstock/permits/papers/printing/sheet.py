"""A permit as a PDF: PDF/A-3 with its token within, the symbol, and a signature after PAdES over the whole file."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any
from unicodedata import category

import typst
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from pyhanko.keys import load_certs_from_pemder_data, load_private_key_from_pemder_data
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from penstock.cases.printing.codes import code_of
from penstock.cases.printing.glyphs import FONT, spelled, unprintable
from penstock.cases.printing.symbols import symbol
from penstock.kernel.clock import now
from penstock.kernel.viewer import Viewer
from penstock.permits.models import Line, Permit
from penstock.permits.papers.models import Key, StatusPlace
from penstock.permits.papers.printing.said import Said, said_of
from penstock.permits.papers.signing.keys import current_key, opened
from penstock.permits.papers.signing.lists import place_of
from penstock.permits.papers.signing.tokens import claims_of, signed
from penstock.permits.queries import lines_of
from penstock.permits.states import STATES

SIGNATURE_AS_HEX = 16_384
"""Room left for the signature and its one certificate, some 3,000 digits; without it everything is signed twice."""
_LONG_WORD = re.compile(r"\S{24}(?=\S)")


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
    """The paper as PDF/A, not signed yet; what no font has stands as its number, since PDF/A refuses it else."""
    told = _told(paper, said_of(paper.permit, paper.lines))
    written = set[str]().union(*_texts(told))
    missing = unprintable("".join(written)) | {one for one in written if category(one) == "Cc" and one != "\n"}
    if missing:
        said = _("No font of this machine has %(count)s of the characters; they stand as their Unicode numbers.")
        told = {**_spelled(told, missing), "missing": said % {"count": len(missing)}}
    inputs = {"told": json.dumps(told, ensure_ascii=False)}
    made: bytes = typst.compile(_source(), sys_inputs=inputs, pdf_standards=["a-3b"], font_paths=_fonts())
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The fonts of this machine, looked for once; looking takes longer than setting a page."""
    return typst.Fonts()


def _texts(told: Any) -> Iterator[str]:
    """Every text within what the typesetter is told."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list | tuple):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _texts(one)


def _spelled(told: Any, missing: frozenset[str]) -> Any:
    """The same with each missing character as its number."""
    if isinstance(told, str):
        return spelled(told, missing)
    if isinstance(told, dict):
        return {name: _spelled(one, missing) for name, one in told.items()}
    return [_spelled(one, missing) for one in told] if isinstance(told, list | tuple) else told


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
        "law": [_broken(one) for one in said.law],
        "note": "" if said.is_law_verified else _("Nobody compared this row of the law with its text yet."),
        "token": token,
        "attached": _("What this paper says, as signed data"),
        "qr": symbol_of(token),
        "symbol": _("Symbol for verification"),
        "code": paper.code,
        "how": how % {"address": verify_address()},
        "boxes": [
            {"number": str(one.number), "label": one.label, "lines": [_broken(line) for line in one.lines if line]}
            for one in said.boxes
        ],
        "heads": [_("Substance"), _("Product"), _("Quantity"), _("Pure substance")],
        "goods": [[_broken(cell) for cell in row] for row in said.goods],
        "conditions_label": _("Conditions"),
        "conditions": _broken(said.conditions),
        "signed_label": _("For the issuing authority"),
        "signed_by": said.signed_by,
        "signature": signature % {"kid": paper.key.kid, "day": made.date().isoformat()},
        "foot": f"{said.authority} · {paper.code}",
        "across": _("EXERCISE") if settings.EXERCISE and not paper.across else paper.across,
        "missing": "",
    }


def _broken(text: str) -> str:
    """The text with places where a long word may break, which typesetters else push over the margin."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)


def sealed(pdf: bytes, key: Key, permit: Permit) -> bytes:
    """A PDF with the authority's signature over all of it, as an increment that leaves what was there untouched."""
    how = signers.PdfSignatureMetadata(
        field_name="IssuingAuthority",
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=permit.opener.name,
        location=permit.country,
        reason=permit.reference,
    )
    signer = signers.PdfSigner(how, _signer(key.certificate, opened(key)))
    out = signer.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), bytes_reserved=SIGNATURE_AS_HEX)
    made: bytes = out.getvalue()
    return made


def _signer(certificate: str, private: bytes) -> signers.SimpleSigner:
    return signers.SimpleSigner(
        signing_cert=_certificate(certificate),
        signing_key=load_private_key_from_pemder_data(private, passphrase=None),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )


@lru_cache(maxsize=64)
def _certificate(written: str) -> Any:
    return next(iter(load_certs_from_pemder_data(written.encode())))
