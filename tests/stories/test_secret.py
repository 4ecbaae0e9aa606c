"""A trade secret stays secret to the third party: in page, API, export, mail and printed form.

The control stands beside each door: the importing side, which decides, reads the secret there. Mail tells it nobody.
"""

import io
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.api.caller import WORKER_SECONDS, Caller, shipment
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Mouse

IMPORTER, PRICE, OPEN = "Zqsecretimporterqz SA", "zqsecretuseqz", "zqopenremarkqz"
SECRETS = ("zqsecretimporterqz", PRICE, "48111", "48 111", "48\u202f111", "48,111")
KINDS = ("csv", "xlsx", "json", "xml")


class Office:
    """Somebody with a browser and a program."""

    def __init__(self, instance: Instance, pages: Pages, name: str) -> None:
        """Sign in by both."""
        person = instance.person(name=name)
        self.hands = Mouse(pages.open(instance.base_url), set())
        self.hands.sign_in(person)
        self.program = Caller(instance.base_url, person["api_token"])

    @property
    def page(self) -> Page:
        """Their browser."""
        return self.hands.page


@pytest.fixture
def offices(instance: Instance, pages: Pages) -> Iterator[dict[str, Office]]:
    """The importing side, and a third authority that gets a copy."""
    with ExitStack() as hung_up:
        found = {"side": Office(instance, pages, "Camila Rojas"), "third": Office(instance, pages, "Sanne de Wit")}
        for one in found.values():
            hung_up.callback(one.program.http.close)
        yield found


def test_story(instance: Instance, offices: dict[str, Office]):
    reference = _sends_a_secret(instance)
    side, third = offices["side"], offices["third"]
    _on_the_page(side, third, reference)
    _by_the_api(side, third, reference)
    _in_the_file(side, third, reference)
    _on_the_printed_form(side, third, reference)
    instance.mailbox.wait_for("camila.rojas", reference)
    instance.mailbox.wait_for("sanne", reference)
    letters = [f"{one['Subject']} {one.get_content()}" for one in instance.mailbox.messages]
    assert any(reference in letter for letter in letters)
    assert not [letter for letter in letters if _secrets_in(letter)]


def _secrets_in(text: str) -> list[str]:
    return [one for one in SECRETS if one.casefold() in text.casefold()]


def _sends_a_secret(instance: Instance) -> str:
    """The exporting authority sends a notice with a copy to the Netherlands, and keeps three answers from it."""
    told = {"reference": "SECRET-1", "importer_name": IMPORTER, "end_use": PRICE, "quantity": "48111", "remarks": OPEN}
    kept = {"secret_fields": ["importer_name", "end_use", "quantity"], "copied_to": ["NL"]}
    asha = Caller(instance.base_url, instance.person(name="Asha Verma")["api_token"])
    with closing(asha.http):
        reference: str = asha.done("/notices", shipment(**told, **kept))["reference"]
        assert asha.done(f"/notices/{reference}/submit")["state"] == "sent"
    return reference


def _on_the_page(side: Office, third: Office, reference: str) -> None:
    """On the notice, in a list with a column of the secret, and as a hit of a search for it."""
    for one, is_told in ((side, True), (third, False)):
        one.hands.open_case(reference)
        one.hands.arrive(OPEN)
        assert bool(_secrets_in(one.page.content())) is is_told
        hidden = one.page.locator("main dd").get_by_text("Confidential", exact=True)
        # What would give a secret away is hidden with it, so there are more than the three.
        assert (hidden.count() == 0) if is_told else (hidden.count() >= 3)
        one.page.goto("/lists/notices/columns/")
        one.hands.choose("Another column", "Importer")
        one.hands.press("Add")
        one.hands.arrive("Importer")
        one.page.goto("/notices/?text=SECRET-1")
        one.hands.arrive(reference)
        assert (IMPORTER in one.page.content()) is is_told
        one.page.goto(f"/notices/?text={IMPORTER}")
        one.hands.arrive(reference if is_told else "No notice fits")


def _by_the_api(side: Office, third: Office, reference: str) -> None:
    for one, is_told in ((side, True), (third, False)):
        for path in (
            f"/notices/{reference}",
            f"/cases/{reference}/timeline",
            "/notices",
            "/events?full=true",
            "/papers",
        ):
            answer = one.program.get(path)
            assert answer.is_success, path
            assert is_told or not _secrets_in(answer.text), path
        assert bool(_secrets_in(one.program.get(f"/notices/{reference}").text)) is is_told
        found = one.program.get("/notices", text=IMPORTER).json()["items"]
        assert [each["reference"] for each in found] == ([reference] if is_told else [])


def _in_the_file(side: Office, third: Office, reference: str) -> None:
    """By the page as CSV with the columns chosen, and by the program in every format with every column."""
    for one, is_told in ((side, True), (third, False)):
        one.page.goto("/notices/?text=SECRET-1")
        one.hands.follow("Export")
        one.hands.arrive("What is secret from you is left out")
        one.hands.choose("Columns", "Those that the list shows you")
        one.hands.press("Write the file")
        expect(one.page.get_by_role("link", name="Fetch the file (CSV)")).to_be_visible(timeout=WORKER_SECONDS * 1000)
        one.hands.look()
        with one.page.expect_download() as download:
            one.hands.follow("Fetch the file (CSV)")
        text = Path(download.value.path()).read_text()
        assert reference in text
        assert (IMPORTER in text) is is_told
        for kind in KINDS:
            said = _said_in(kind, _fetched(one.program, kind))
            assert OPEN in said, kind
            assert bool(_secrets_in(said)) is is_told, kind


def _fetched(program: Caller, kind: str) -> bytes:
    columns = ["case_reference", "importer_name", "end_use", "quantity", "remarks"]
    asked = program.done("/exports", {"format": kind, "filters": {"text": "SECRET-1"}, "columns": columns})
    path = f"/exports/{asked['id']}"
    program.until(path, "finished_at")
    return program.get(f"{path}/file").content


def _said_in(kind: str, content: bytes) -> str:
    if kind != "xlsx":
        return content.decode()
    rows = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return "\n".join(str(cell) for row in rows for cell in row)


def _on_the_printed_form(side: Office, third: Office, reference: str) -> None:
    for one, is_told in ((side, True), (third, False)):
        answer = one.page.request.get(f"/notices/{reference}/form.pdf")
        assert answer.ok
        text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body())).pages)
        assert reference in text
        assert bool(_secrets_in(text)) is is_told
