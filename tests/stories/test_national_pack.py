"""The how-to for a national pack, followed to the letter by two officers in a browser."""

import io
import re
import zipfile
from pathlib import Path

from playwright.sync_api import Page

from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Mouse

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-national-pack.md"
BLOCK = re.compile(r"^ *```\w+ (?P<name>[\w.]+)\n(?P<text>.*?)^ *```$", re.MULTILINE | re.DOTALL)


class Reader(Mouse):
    """Follows the page, and notes every label that was used."""

    used: list[str]

    def __init__(self, page: Page, looked: set[str]) -> None:
        super().__init__(page, looked)
        self.used = []

    def follow(self, name: str) -> None:
        self.used.append(name)
        super().follow(name)

    def press(self, name: str) -> None:
        self.used.append(name)
        super().press(name)

    def give(self, label: str, file: Path) -> None:
        self.used.append(label)
        super().give(label, file)

    def go(self, letter: str, place: str) -> None:
        self.used.append(place)
        super().go(letter, place)


def blocks() -> list[tuple[str, str]]:
    """The files that the page gives, in order, without the page's own indent."""
    found = BLOCK.finditer(HOW_TO.read_text())
    return [(one["name"], "".join(line[3:] for line in one["text"].splitlines(keepends=True))) for one in found]


def as_zip(tmp_path: Path, files: dict[str, str]) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, text in files.items():
            out.writestr(f"ke-example/{name}", text)
    path = tmp_path / "pack.zip"
    path.write_bytes(packed.getvalue())
    return path


def test_two_officers_follow_the_page(instance: Instance, pages: Pages, tmp_path: Path):
    looked: set[str] = set()
    *given, (_name, corrected) = blocks()
    assert [name for name, _text in given] == ["pack.yaml", "entries.csv", "thresholds.csv"]

    def enters(name: str) -> Reader:
        person = Reader(pages.open(instance.base_url), looked)
        person.sign_in(instance.person(name=name))
        return person

    writer = enters("Wanjiru Kamau")
    _writes(writer, as_zip(tmp_path, dict(given)), corrected)
    second = enters("Otieno Odhiambo")
    _confirms(second)

    emphasised = re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", HOW_TO.read_text().split("## Change it")[0])
    assert set(emphasised) <= {*writer.used, *second.used}, "the page names what nobody used"


def _writes(writer: Reader, packed: Path, corrected: str) -> None:
    writer.go("l", "Law")
    writer.arrive("Every list as it stands on a day")
    writer.follow("Packs")
    writer.arrive("What every answer here stands on")
    with writer.page.expect_download() as template:
        writer.follow("Template (ZIP)")
    with zipfile.ZipFile(template.value.path()) as found:
        assert {"my-pack/README.md", "my-pack/pack.yaml", "my-pack/entries.csv"} <= set(found.namelist())
    writer.follow("Write a pack")
    writer.arrive("Write the law of Kenya")
    writer.give("Files", packed)
    writer.press("Begin")
    writer.arrive("entries.csv, line 3: substance 'toluen' is not known in any pack")
    writer.fill("Text of entries.csv", corrected)
    writer.press("Save and check")
    writer.arrive("Edit the files")
    assert "not known" not in writer.page.locator("main").inner_text()
    writer.press("Save")
    writer.arrive("Example schedule A: Toluene")
    writer.follow("What it would touch")
    writer.arrive("Open notices and drafts")
    writer.page.go_back()
    writer.follow("Propose for adoption")
    writer.arrive("first of two")
    writer.press("Propose for adoption")
    writer.arrive("Another officer of your organisation must confirm it")


def _confirms(second: Reader) -> None:
    second.arrive("ke-example")
    second.page.locator("main .banner", has_text="ke-example").get_by_role("link", name="Look at the pack").click()
    second.used.append("Look at the pack")
    second.arrive("Proposed for adoption by Wanjiru Kamau")
    second.follow("Look at it and sign")
    second.arrive("When it is confirmed, the pack is law")
    second.press("Confirm and sign")
    second.arrive("Adopted. The pack is law")
    second.go("l", "Law")
    second.arrive("Example schedule A")
    second.follow("Ask")
    second.fill("Substance or goods", "acetone")
    second.choose("Country", "Kenya")
    second.press("Ask")
    second.arrive("Example schedule A")
    second.arrive("Duties from 200 kg per year of one customer")
    second.arrive("not verified")
