"""Every form on paper holds all that was entered, its code can be verified by anybody, and nothing else is told."""

import io
import re
import unicodedata
from collections.abc import Iterator
from difflib import unified_diff
from typing import Any

import pypdf
import pytest
import typst
import zxingcpp
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from penstock.cases.printing.asking import QUESTIONS_A_MINUTE
from penstock.cases.printing.codes import ALPHABET, code_of, is_code
from penstock.cases.printing.glyphs import spelled, unprintable
from penstock.kernel import clock
from penstock.kernel.viewer import Refused
from penstock.notices.fields import SHIPMENT
from penstock.notices.models import Notice
from penstock.notices.printing.forms import form_named, shown
from penstock.notices.printing.papers import paper_of, pdf_of
from penstock.notices.printing.verifying import Answer, verify
from penstock.notices.profiles.profile import profiles
from penstock.parties.models import Organisation
from tests.cast import Cast, a_draft, a_sent_notice, amended, take
from tests.profiles.contents import contents

FORMS = sorted(profiles())
# Tests serve no files from a directory of their own.
pytestmark = pytest.mark.filterwarnings("ignore:No directory at")


RUNNING = re.compile(r"^(?:EXERCISE|TLP:\S+ NL-2026-000001 · .*|.* \d+ / \d+)$")
"""What stands on every page, and so between the halves of an answer that is broken over two."""


def written(pdf: bytes) -> str:
    """The text of a PDF without the spaces that typesetting puts anywhere, in compatible forms of its letters."""
    lines = (line for page in pypdf.PdfReader(io.BytesIO(pdf)).pages for line in page.extract_text().split("\n"))
    return _plain("".join(line for line in lines if not RUNNING.match(line)))


def _plain(text: str) -> str:
    joined = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u200b\u00ad]", "", joined)


def on_paper(content: dict[str, Any], form: str) -> tuple[str, bytes]:
    office = Organisation(name="Exportland Authority")
    notice = Notice(reference="NL-2026-000001", content=content, opener=office, edition=1, state="draft")
    made = pdf_of(paper_of(form_named(content, form), notice, content))
    return written(made), made


FULL = {
    "reference": "EX-77",
    "exporter_name": "Polder Solvents",
    "exporter_address": "Oefenweg 5, Rotterdam",
    "exporter_country": "NL",
    "importer_name": "Químicos del Valle",
    "importer_address": "Avenida Ejemplo 100",
    "importer_country": "CL",
    "goods_description": "Acetone, technical grade",
    "substances": ["acetone"],
    "cas_number": "67-64-1",
    "hs_code": "291411",
    "quantity": "18000",
    "unit": "kg",
    "gross_quantity": "19500",
    "transport_mode": "sea",
    "port_of_exit": "NLRTM",
    "dispatch_on": "2027-03-01",
    "remarks": "First line\nSecond line",
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_its_order_numbers_its_words_and_every_answer(form: str):
    text, _pdf = on_paper(FULL, form)
    for row in profiles()[form].rows:
        assert _plain(row.label) in text
        assert row.box in text
    for one in SHIPMENT.fields:
        if one.name in FULL:
            assert _plain(shown(one, FULL)) in text, one.name


@pytest.mark.parametrize("form", FORMS)
@settings(max_examples=3)
@given(data=st.data())
def test_no_answer_is_lost_on_paper(form: str, data: st.DataObject):
    content = data.draw(contents(form))
    text, _pdf = on_paper(content, form)
    for one in SHIPMENT.fields:
        if content[one.name]:
            answer = shown(one, content)
            letters = _letters(spelled(answer, unprintable(answer)))
            assert letters in _letters(text), one.name


SCRIPTS = {"LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "DIGIT"}
"""What is written from left to right in the order it is read; the rest moves in typesetting."""
FILLERS = "\u115f\u1160"
"""Letters by name that nobody sees."""


def _letters(text: str) -> str:
    """Letters and digits alone, in whatever script stays in its order, without the marks on them."""
    # A letter and a mark after it are one character where they meet on paper, two where they were entered apart.
    folded = unicodedata.normalize("NFKD", _plain(text)).casefold()
    kept = (one for one in unicodedata.normalize("NFKD", folded) if one.isalnum() and one not in FILLERS)
    return "".join(one for one in kept if unicodedata.name(one, "").split(" ")[0] in SCRIPTS)


def test_what_no_font_has_stands_as_its_number_and_the_paper_says_so():
    names = {"importer_name": "Центр المركز 中心"}
    text, _pdf = on_paper(FULL | names, "treaty")
    lacking = unprintable(names["importer_name"])
    assert not lacking & set("Центр"), "the typesetter's own font has Cyrillic"
    assert "Центр" in text
    for one in "中心المركز":
        if one in lacking:
            assert f"[U+{ord(one):04X}]" in text
    assert ("Unicodenumbers" in text) == bool(lacking)
    assert "\x00" not in text


def test_nothing_is_spelled_where_every_font_is_there():
    text, _pdf = on_paper(FULL, "treaty")
    assert "Unicodenumbers" not in text
    assert "[U+" not in text


def test_markup_in_an_answer_stays_text():
    hostile = FULL | {"importer_name": '#panic("x") *bold* $x$ @ref \\', "remarks": '#import "x.typ"\n= Head'}
    text, _pdf = on_paper(hostile, "mcrn")
    assert '#panic("x")*bold*$x$@ref\\' in text
    assert '#import"x.typ"=Head' in text


def test_a_draft_has_no_code_and_is_marked(cast: Cast):
    notice = a_draft(cast.exporter_officer)
    paper = paper_of(form_named(notice.content), notice, notice.content)
    assert paper.code == ""
    assert "Draft,notsent" in written(pdf_of(paper))


def test_the_symbol_on_the_paper_leads_to_the_page_that_answers(cast: Cast):
    notice = a_sent_notice(cast.exporter_officer)
    paper = paper_of(form_named(notice.content, "mcrn"), notice, notice.content)
    assert paper.code in "".join(pypdf.PdfReader(io.BytesIO(pdf_of(paper))).pages[0].extract_text().split("\n"))
    drawn = b'#image(bytes(sys.inputs.svg), format: "svg", width: 50mm)'
    picture = typst.compile(drawn, format="png", sys_inputs={"svg": paper.qr})
    (read,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    assert read.text == paper.verify_url
    page = Client().get(read.text[read.text.index("/verify/") :])
    assert page.status_code == 200
    assert "Genuine, and in force" in page.content.decode()
    assert notice.content["importer_name"] not in page.content.decode()


def asked(reference: str, code: str, asker: str = "") -> Answer:
    return verify(asker=asker or f"{reference}{code}", reference=reference, code=code)


def test_a_paper_is_followed_through_its_editions(cast: Cast):
    notice = a_sent_notice(cast.exporter_officer)
    first = code_of(notice.reference, notice.edition, notice.content)
    assert asked(notice.reference, first) == Answer(True, 1, "in force")
    assert asked(notice.reference.lower(), first.lower().replace("-", " "), "b").is_genuine
    later = amended(cast.exporter_officer, notice, quantity="20000")
    second = code_of(later.reference, later.edition, later.content)
    assert asked(notice.reference, first, "c") == Answer(True, 1, "amended since")
    assert asked(notice.reference, second) == Answer(True, 2, "in force")
    take(cast.exporter_officer, later, "withdraw")
    assert asked(notice.reference, first, "d") == Answer(True, 1, "withdrawn")
    assert asked(notice.reference, second, "e") == Answer(True, 2, "withdrawn")


def test_a_wrong_code_an_absent_notice_and_a_draft_are_answered_alike(cast: Cast):
    sent, draft = a_sent_notice(cast.exporter_officer), a_draft(cast.exporter_officer)
    right = code_of(sent.reference, sent.edition, sent.content)
    other = ALPHABET[(ALPHABET.index(right[0]) + 1) % 32] + right[1:]
    papers = [
        (sent.reference, other),
        (sent.reference, ""),
        ("NL-2020-999999", right),
        (draft.reference, code_of(draft.reference, draft.edition, draft.content)),
        (draft.reference, code_of(draft.reference, 1, draft.content)),
    ]
    for reference, code in papers:
        assert asked(reference, code) == Answer(False), reference
    pages = set()
    for at, (reference, code) in enumerate(papers[:1] + papers[2:4]):
        told, client = {"reference": reference, "code": code}, Client(REMOTE_ADDR=f"10.0.0.{at}")
        api = client.post("/api/v1/verify", told, content_type="application/json")
        assert api.json() == {"genuine": False, "edition": None, "state": ""}
        page = client.post("/verify/", told).content.decode().replace(reference, "*").replace(code, "*")
        pages.add(re.sub(r"[0-9A-Za-z]{64}", "a token against forgery", page))
    assert len(pages) == 1, "\n".join(unified_diff(*(one.splitlines() for one in sorted(pages)[:2]), n=0))


@pytest.fixture
def within_a_minute() -> Iterator[None]:
    with clock.at(clock.now()):
        yield


@pytest.mark.usefixtures("within_a_minute")
def test_who_asks_too_often_is_told_to_wait(cast: Cast):
    notice = a_sent_notice(cast.exporter_officer)
    code = code_of(notice.reference, notice.edition, notice.content)
    for _ in range(QUESTIONS_A_MINUTE):
        asked(notice.reference, "0000-0000-0000", "one")
    with pytest.raises(Refused, match="Wait a minute"):
        asked(notice.reference, code, "one")
    assert asked(notice.reference, code, "another").is_genuine
    guesser = Client(REMOTE_ADDR="10.9.8.7")
    told = {"reference": notice.reference, "code": "0000-0000-0000"}
    statuses = [guesser.post("/verify/", told).status_code for _ in range(QUESTIONS_A_MINUTE + 1)]
    assert statuses == [200] * QUESTIONS_A_MINUTE + [429]
    assert guesser.post("/api/v1/verify", told, content_type="application/json").status_code == 429


@given(content=contents("treaty"), edition=st.integers(1, 99))
def test_a_code_depends_on_all_that_it_stands_for(content: dict[str, Any], edition: int):
    code = code_of("NL-2026-000001", edition, content)
    assert is_code(code, code)
    assert is_code(code.lower().replace("0", "o").replace("1", "l").replace("-", " - "), code)
    assert not is_code(code_of("NL-2026-000002", edition, content), code)
    assert not is_code(code_of("NL-2026-000001", edition + 1, content), code)
    changed = {**content, "quantity": f"{content['quantity']}1"}
    assert not is_code(code_of("NL-2026-000001", edition, changed), code)


def test_another_key_makes_other_codes(settings: Any):
    before = code_of("NL-2026-000001", 1, FULL)
    settings.FORM_KEY = "another key"
    assert code_of("NL-2026-000001", 1, FULL) != before
