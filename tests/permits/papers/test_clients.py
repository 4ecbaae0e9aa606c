"""Programmes of others take our papers, and refuse what was altered: pdfsig, zxing-cpp, ZBar, JOSE, and our own page.

They run as processes of their own and get nothing from us but what is published: the paper, the keys, the lists.
"""

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from PIL import Image

from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.permits.models import Permit
from penstock.permits.papers.printing.sheet import Paper, pdf_of, typeset
from penstock.permits.papers.printing.specimen import specimen_pdf
from penstock.permits.papers.signing import tokens
from penstock.permits.papers.signing.keys import key_set, rotate
from tests.cast import Cast, the_cast
from tests.permits.house import a_line, an_export_permit, stepped
from tests.permits.papers.house import a_permit, paper, revoked, status_list
from tests.permits.papers.test_signing import changed, claims
from tests.permits.papers.trusting import trusted

pytestmark = pytest.mark.django_db
CLIENTS = Path(__file__).parents[2] / "clients"
MODULE = Path(__file__).parents[3] / "src/penstock/permits/static/permits/verifying.mjs"
needs_pdfsig = pytest.mark.skipif(
    shutil.which("pdfsig") is None or shutil.which("pdftoppm") is None,
    reason="pdfsig and pdftoppm are not there: as root, apt-get install poppler-utils",
)
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node on this machine")


def library(name: str) -> Any:
    return pytest.mark.skipif(
        not (CLIENTS / "node_modules" / name).exists(),
        reason=f"{name} (JavaScript) is not there: `scripts/clients` fetches it",
    )


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def run(*command: str, said: str = "", **environment: str) -> str:
    done = subprocess.run(
        command,
        cwd=CLIENTS,
        input=said,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def node(script: str, told: Any) -> Any:
    return json.loads(run("node", script, said=json.dumps(told)))


@pytest.fixture
def kept(tmp_path: Path) -> Callable[[bytes, str], str]:
    def keep(content: bytes, name: str = "paper.pdf") -> str:
        file = tmp_path / name
        file.write_bytes(content)
        return str(file)

    return keep


@needs_pdfsig
def test_pdfsig_accepts_the_signature_and_with_our_certificate_the_signer(cast: Cast, kept: Any, tmp_path: Path):
    held = paper(cast.importer_officer, a_permit(cast))
    file = kept(pdf_of(held))
    said = run("pdfsig", file)
    assert "Signature Validation: Signature is Valid." in said
    assert "Total document signed" in said
    assert "ETSI.CAdES.detached" in said
    assert "CN=Importland Authority" in said
    assert "Certificate is Trusted" not in said, "nobody told it yet whom to rely on"
    certified = run("pdfsig", "-nssdir", str(trusted(tmp_path / "nss", held.key.certificate)), file)
    assert "Signature Validation: Signature is Valid." in certified
    assert "Certificate Validation: Certificate is Trusted." in certified


@needs_pdfsig
def test_pdfsig_refuses_a_paper_in_which_something_was_changed(cast: Cast, kept: Any):
    held = paper(cast.importer_officer, a_permit(cast))
    made = pdf_of(held)
    number = held.permit.reference.encode()
    assert made.count(number), "the number stands in the file's own title"
    said = run("pdfsig", kept(made.replace(number, number[:-1] + b"9", 1)))
    assert "Signature is Valid" not in said
    assert "Signature Validation: Digest Mismatch." in said


@needs_pdfsig
def test_a_paper_that_was_not_signed_is_told_apart(cast: Cast, kept: Any):
    held = paper(cast.importer_officer, a_permit(cast))
    done = subprocess.run(["pdfsig", kept(typeset(held))], capture_output=True, text=True, check=False)  # noqa: S607
    assert "does not contain any signatures" in done.stdout


def test_the_paper_says_what_the_permit_says_and_carries_its_token(cast: Cast, kept: Any):
    lines = [a_line(quantity="12.5", form="hydrochloride"), a_line(quantity="3", product="Ampoules «Ñ» 中心")]
    held = paper(cast.importer_officer, a_permit(cast, substances=lines))
    read = pypdf.PdfReader(kept(pdf_of(held)))
    text = "".join("".join(page.extract_text() for page in read.pages).split())
    for said in ("CHILE", "ImportlandAuthority", held.permit.reference, held.code, "QuimicosdelValle", "12.5kg"):
        assert said in text, said
    assert "1961Convention" in text
    assert "ImporterHead" in text, "who signed it"
    assert tokens.named_in(read.attachments["permit.jwt"][0].decode()) == (held.key.kid, held.permit.reference)
    xmp = read.xmp_metadata
    assert xmp is not None
    assert (xmp.pdfaid_part, xmp.pdfaid_conformance) == ("3", "B")


def rendered(file: str, where: Path, dots: int) -> Image.Image:
    run("pdftoppm", "-r", str(dots), "-gray", "-png", "-singlefile", file, str(where / "page"))
    return Image.open(where / "page.png")


def crowded(cast: Cast) -> Paper:
    """A paper whose symbol holds as much as it ever does."""
    lines = [a_line(quantity=f"{number}.123456", form="hydrochloride") for number in range(1, 7)]
    names = {"own_name": "Ñandú " * 30, "other_name": "Øresund " * 20}
    return paper(cast.importer_officer, a_permit(cast, substances=lines, **names))


@needs_pdfsig
@pytest.mark.parametrize("which", ["usual", "crowded"])
def test_zxing_reads_the_symbol_from_the_printed_page(cast: Cast, kept: Any, tmp_path: Path, which: str):
    held = crowded(cast) if which == "crowded" else paper(cast.importer_officer, a_permit(cast))
    (found,) = zxingcpp.read_barcodes(rendered(kept(pdf_of(held)), tmp_path, 200))
    address, _hash, token = found.text.partition("#")
    assert address.endswith("/verify/permits/")
    assert claims(token)["sub"] == held.permit.reference


@needs_pdfsig
@needs_node
@library("@undecaf/zbar-wasm")
@pytest.mark.parametrize("which", ["usual", "crowded"])
def test_zbar_reads_the_symbol_from_the_printed_page(cast: Cast, kept: Any, tmp_path: Path, which: str):
    held = crowded(cast) if which == "crowded" else paper(cast.importer_officer, a_permit(cast))
    page = rendered(kept(pdf_of(held)), tmp_path, 200).convert("L")
    told = {"width": page.width, "height": page.height, "grey": base64.b64encode(page.tobytes()).decode()}
    (text,) = node("symbols.mjs", told)
    assert claims(text.partition("#")[2])["sub"] == held.permit.reference


@needs_node
@library("jose")
def test_jose_verifies_with_the_published_keys_and_refuses_what_was_altered(cast: Cast):
    permit = a_permit(cast, own_name="Químicos «del» Valle 化学品")
    held = paper(cast.importer_officer, permit)
    good, whole, listed = held.token(), held.token(whole=True), status_list(permit)[0]
    forged = changed(good, goods=[["Morphine", "", "90", "kg"]])
    said = node("papers.mjs", {"keys": key_set(), "tokens": [good, whole, listed, forged]})
    assert [said[0], said[1], said[3]] == [claims(good), claims(whole), None]
    assert said[0]["to"] == "Químicos «del» Valle 化学品"
    assert set(said[2]["status_list"]) == {"bits", "lst"}
    with acting(cast.importer_head.viewer) as head:
        rotate(viewer=head, is_distrusted=True)
    after = paper(cast.importer_officer, permit).token()
    said = node("papers.mjs", {"keys": key_set(), "tokens": [good, after]})
    assert said[0] is None, "a key that is distrusted is not published"
    assert said[1] == claims(after)


def judged(*asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What the module of our page says, run outside of it."""
    told: list[dict[str, Any]] = node("judging.mjs", {"module": str(MODULE), "asked": asked})
    return told


def offline(token: str, permit: Permit, **other: Any) -> dict[str, Any]:
    """A question as the page asks it, with what it has kept."""
    kept = {"token": token, "keys": key_set()["keys"], "list": status_list(permit)[0], "now": clock.now().timestamp()}
    return kept | other


@needs_node
def test_without_a_connection_a_paper_is_judged_by_what_was_kept(cast: Cast):
    permit = a_permit(cast)
    token = paper(cast.importer_officer, permit).token()
    before = offline(token, permit)
    stepped(cast.importer_head, permit, "suspend", reason="An inspection is under way.")
    hanging = offline(token, permit)
    revoked(cast, permit)
    after = offline(token, permit)
    soon = {"now": (clock.now() + timedelta(days=2)).timestamp()}
    much_later = {"now": (clock.now() + timedelta(days=400)).timestamp()}
    address = {"token": f"http://127.0.0.1:8000/verify/permits/#{token}"}
    asked = [before, before | address, hanging, after, before | soon, before | much_later, before | {"list": ""}]
    said = judged(*asked)
    assert [one["verdict"] for one in said] == [
        "valid", "valid", "suspended", "revoked", "valid", "expired", "valid",
    ]  # fmt: skip
    assert [one["isStale"] for one in said] == [False, False, False, False, True, True, True]
    assert said[6]["listedAt"] is None
    assert said[0]["authority"] == "Importland Authority"
    assert said[0]["claims"]["goods"] == [["Morphine", "", "10", "kg"]]


@needs_node
def test_without_a_connection_what_was_altered_is_refused(cast: Cast):
    permit = a_permit(cast)
    held = paper(cast.importer_officer, permit)
    token = held.token()
    forged = changed(token, goods=[["Morphine", "", "90", "kg"]])
    head, said, signature = token.split(".")
    none = base64.urlsafe_b64encode(b'{"alg":"none","typ":"permit+jwt"}').rstrip(b"=").decode()
    foreign = paper(cast.exporter_officer, _export(cast))
    posing = tokens.signed(foreign.key, claims(token))
    asked = [
        offline(forged, permit),
        offline(token, permit, keys=[one for one in key_set()["keys"] if one["kid"] != held.key.kid]),
        offline(f"{none}.{said}.", permit),
        offline("nonsense", permit),
        offline(posing, permit),
        offline(status_list(permit)[0], permit),
    ]
    assert [(one["verdict"], one["reason"]) for one in judged(*asked)] == [
        ("unknown", "changed"),
        ("unknown", "unknown key"),
        ("unknown", "unknown key"),
        ("unknown", "unreadable"),
        ("unknown", "another house"),
        ("unknown", "changed"),
    ]
    del head, signature


def _export(cast: Cast) -> Permit:
    return an_export_permit(cast, a_permit(cast), substances=[a_line(quantity="1")])


@needs_node
def test_a_list_of_somebody_else_or_an_altered_one_says_nothing(cast: Cast):
    permit = a_permit(cast)
    token = paper(cast.importer_officer, permit).token()
    revoked(cast, permit)
    right = status_list(permit)[0]
    said = claims(right)
    foreign = paper(cast.exporter_officer, _export(cast)).key
    empty = said["status_list"] | {"lst": base64.urlsafe_b64encode(b"").decode()}
    lists = [right, changed(right, status_list=empty), tokens.signed(foreign, said, "statuslist+jwt"), ""]
    found = judged(*(offline(token, permit, list=one) for one in lists))
    assert [one["verdict"] for one in found] == ["revoked", "valid", "valid", "valid"]
    assert [one["isStale"] for one in found] == [False, True, True, True], "the page says that no list was had"


@needs_pdfsig
def test_a_specimen_is_signed_like_any_paper_and_allows_nothing(cast: Cast, kept: Any):
    with acting(cast.importer_head.viewer) as head:
        made = specimen_pdf(head)
    said = run("pdfsig", kept(made))
    assert "Signature Validation: Signature is Valid." in said
    token = pypdf.PdfReader(kept(made)).attachments["permit.jwt"][0].decode()
    assert claims(token)["goods"] == []


HOSTILE = (
    "Центр العربية עברית हिन्दी ไทย 中心 日本 한국",
    "\U0010fffd \ue000 \U0001f9ea \u200b\u2060\ufeff\u00ad e\u0301\u0301\u0301",
    '#panic("x") *bold* $x$ @ref \\ <label> `raw` "quoted" //',
    "a\x01b\x7fc\x85d\ttab\nline\r\nend\u2028sep",
    "W" * 190,
)


@needs_pdfsig
def test_whatever_a_name_holds_the_paper_is_made_and_signed(cast: Cast, kept: Any):
    permit = a_permit(cast)
    for name in HOSTILE:
        held = paper(cast.importer_officer, permit)
        held.permit.holder_name = name
        assert "Signature is Valid." in run("pdfsig", kept(pdf_of(held))), name
