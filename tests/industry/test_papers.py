"""The paper of a licence: what it says, that other programmes accept its signature, and where its symbol leads."""

import shutil
import subprocess
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
import zxingcpp
from django.test import Client
from PIL import Image

from penstock.industry.licences.printing.sheet import pdf_of
from penstock.industry.licences.queries import licence_by_reference
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor, Cast, the_cast
from tests.industry.house import our_licence, stepped

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(
        shutil.which("pdfsig") is None,
        reason="pdfsig, pdftotext and pdftoppm are not there: as root, apt-get install poppler-utils",
    ),
]


@pytest.fixture
def cast() -> Cast:
    """The cast."""
    return the_cast()


def printed(by: Actor, reference: str, folder: Path) -> Path:
    """The paper as somebody fetches it, in a file."""
    with acting(by.viewer) as viewer:
        made = pdf_of(viewer, licence_by_reference(viewer, reference))
    file = folder / "licence.pdf"
    file.write_bytes(made)
    return file


def run(*command: Any) -> str:
    """What a programme of others says."""
    return subprocess.run(list(map(str, command)), capture_output=True, text=True, check=True).stdout


def test_the_paper_is_signed_and_its_symbol_leads_to_the_check(cast: Cast, tmp_path: Path, client: Client):
    """The company prints it; the signature stands, the words are there, and the number is checked by anybody."""
    held = our_licence(cast)
    file = printed(cast.clerk, held.reference, tmp_path)
    assert "Signature is Valid." in run("pdfsig", file)
    words = run("pdftotext", file, "-")
    for said in (held.reference, "Polder Solvents", "24012345", "Acetic anhydride", "Exporter Head", "Works Rotterdam"):
        assert said in words
    run("pdftoppm", "-r", "150", "-png", file, tmp_path / "page")
    (symbol,) = zxingcpp.read_barcodes(Image.open(next(tmp_path.glob("page*.png"))))
    leads_to = urlparse(symbol.text)
    assert parse_qs(leads_to.query) == {"number": [held.reference]}
    page = client.get(f"{leads_to.path}?{leads_to.query}")
    assert held.reference.encode() in page.content
    assert b"Valid" in client.post(leads_to.path, {"number": held.reference, "name": "Polder Solvents"}).content


def test_an_altered_paper_is_refused_and_a_suspended_licence_says_so(cast: Cast, tmp_path: Path):
    """One changed byte breaks the signature; what is not in force says so, and why."""
    held = our_licence(cast)
    file = printed(cast.exporter_officer, held.reference, tmp_path)
    assert "Suspended" not in run("pdftotext", file, "-")
    whole = file.read_bytes()
    number = held.reference.encode()
    assert number in whole
    file.write_bytes(whole.replace(number, number[:-1] + b"9", 1))
    assert "Signature is Valid." not in run("pdfsig", file)
    stepped(cast.exporter_head, held, "suspend", reason="The store was open.")
    assert "Suspended\nThe store was open." in run("pdftotext", printed(cast.clerk, held.reference, tmp_path), "-")
