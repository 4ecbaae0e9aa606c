"""A busy importer clears forty notices in one sitting, with nothing but the keyboard.

A routine lane is answered in bulk, some notices one by one on a walk along their list, and some with a question. Then
the record is asked: each of the forty has its own answer, and nothing was answered by mistake.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta

from playwright.sync_api import expect

from tests.api.caller import Caller
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Keyboard

GOODS = {
    "acetone": ("Acetone in drums", "67-64-1"),
    "toluene": ("Toluene in drums", "108-88-3"),
    "permanganate": ("Potassium permanganate", "7722-64-7"),
    "anhydride": ("Acetic anhydride 98 %", "108-24-7"),
}
ROUTINE, SINGLE, ASKED, UNTOUCHED = 28, 8, 4, 2
QUESTION = "Who is the end user?"


def _lines() -> list[dict[str, str]]:
    """Forty to be answered, an emergency in the routine lane, and two that nobody touches."""
    wanted = ["acetone"] * ROUTINE + ["toluene"] * SINGLE + ["permanganate"] * ASKED + ["anhydride"] * UNTOUCHED
    lines = [_line(number, goods) for number, goods in enumerate(wanted, start=1)]
    urgent = {"emergency": "medical", "emergency_reason": "A hospital has none left"}
    return [*lines, {**_line(len(wanted) + 1, "acetone"), **urgent}]


def _line(number: int, goods: str) -> dict[str, str]:
    description, cas_number = GOODS[goods]
    return {
        "reference": f"BUSY-{number}",
        "exporter_name": "Marigold Fine Chemicals Ltd",
        "importer_name": f"Quimicos {number} Ficticios SA",
        "importer_country": "CL",
        "goods_description": description,
        "cas_number": cas_number,
        "quantity": str(100 + number),
        "unit": "kg",
        "port_of_exit": "INNSA",
        "point_of_entry": "CLVAP",
        "dispatch_on": (datetime.now(UTC) + timedelta(days=60)).date().isoformat(),
        "emergency": "",
        "emergency_reason": "",
    }


def test_story(instance: Instance, pages: Pages):
    with calling(instance, "Asha Verma") as asha, calling(instance, "Camila Rojas") as camila:
        references = _lodged(asha, camila)
    before = _last_of_the_record(instance)
    importer = Keyboard(pages.open(instance.base_url), set())
    importer.sign_in(instance.person(name="Camila Rojas"))
    _answers_the_routine_lane(importer)
    _answers_one_by_one(importer)
    _asks_about_some(importer)

    with calling(instance, "Camila Rojas") as camila:
        states = {own: camila.get(f"/notices/{reference}").json()["state"] for own, reference in references.items()}
    cleared, asked = ROUTINE + SINGLE, ROUTINE + SINGLE + ASKED
    assert {states[f"BUSY-{n}"] for n in range(1, cleared + 1)} == {"no objection"}
    assert {states[f"BUSY-{n}"] for n in range(cleared + 1, asked + 1)} == {"questioned"}
    assert {states[f"BUSY-{n}"] for n in range(asked + 1, len(states) + 1)} == {"sent"}
    _the_record_says_so(instance, references, before)


@contextmanager
def calling(instance: Instance, name: str) -> Iterator[Caller]:
    """Somebody's program, for as long as it is wanted."""
    made = Caller(instance.base_url, instance.person(name=name)["api_token"])
    with closing(made.http):
        yield made


def _lodged(asha: Caller, camila: Caller) -> dict[str, str]:
    """Hand the file in and lodge it; answers the references of the notices by their own."""
    lines, file = _lines(), io.StringIO()
    table = csv.DictWriter(file, list(lines[0]))
    table.writeheader()
    table.writerows(lines)
    handed = asha.http.post("/batches", files={"file": ("busy.csv", file.getvalue())}).json()
    path = f"/batches/{handed['id']}"
    batch = asha.until(path, "checked_at")
    assert (batch["good"], batch["bad"]) == (len(lines), 0)
    assert asha.post(f"{path}/lodge").status_code == 202
    asha.until(path, "lodged_at")
    found = camila.get("/notices", text="BUSY-", limit=200).json()["items"]
    assert len(found) == len(lines)
    content = {one["reference"]: camila.get(f"/notices/{one['reference']}").json()["content"] for one in found}
    return {about["reference"]: reference for reference, about in content.items()}


def _answers_the_routine_lane(importer: Keyboard) -> None:
    """Keep the lane as a search, tick row after row, look once more, and answer; the emergency is left."""
    page = importer.page
    page.goto("/notices/answers/?substance=acetone&text=BUSY")
    importer.arrive("Nothing awaits an answer here")
    page.goto("/notices/answers/?substance=acetone&text=Ficticios")
    importer.arrive("Answer several")
    page.keyboard.press("s")
    importer.arrive("It keeps what you ask for")
    importer.fill("Name", "Routine acetone")
    # In a text field the keys write, and do nothing else.
    page.keyboard.type(" ax]")
    expect(page.get_by_label("Name")).to_have_value("Routine acetone ax]")
    importer.press("Keep")
    importer.arrive("is kept")
    importer.arrive("Routine acetone ax]")
    for _ in range(ROUTINE + 1):
        page.keyboard.press("j")
        page.keyboard.press("x")
    expect(page.locator("input[name=chosen]:checked")).to_have_count(ROUTINE + 1)
    page.keyboard.press("a")
    importer.arrive("This is an emergency. Answer it by itself")
    importer.press(f"Answer “no objection” to {ROUTINE} notices")
    importer.arrive(f"No objection to {ROUTINE} notices")
    importer.arrive("1 notice was left as it was")


def _answers_one_by_one(importer: Keyboard) -> None:
    """From the list into the first notice, and from each to the next one."""
    page = importer.page
    page.goto("/notices/?state=sent&substance=toluene&text=Ficticios")
    importer.arrive("State: Sent")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for number in range(SINGLE):
        importer.arrive("Sent, awaiting an answer")
        with page.expect_navigation():
            page.keyboard.press("a")
        importer.arrive("The clock ends")
        importer.press("No objection")
        importer.arrive("Done: No objection")
        if number + 1 < SINGLE:
            with page.expect_navigation():
                page.keyboard.press("]")
    importer.arrive("This is the last of the list")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Next case of the list")
    page.keyboard.press("Escape")


def _asks_about_some(importer: Keyboard) -> None:
    page = importer.page
    page.goto("/notices/?state=sent&substance=potassium-permanganate&text=Ficticios")
    importer.arrive("State: Sent")
    page.keyboard.press("j")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    for number in range(ASKED):
        importer.arrive("Sent, awaiting an answer")
        importer.follow("Request information")
        importer.arrive("The clock stops")
        importer.fill("What must the exporting side supply?", QUESTION)
        importer.press("Request information")
        importer.arrive("Information requested")
        if number + 1 < ASKED:
            with page.expect_navigation():
                page.keyboard.press("]")


def _last_of_the_record(instance: Instance) -> int:
    with instance.owner() as connection:
        ((seq,),) = connection.execute("SELECT max(seq) FROM kernel_event").fetchall()
    return int(seq)


def _the_record_says_so(instance: Instance, references: dict[str, str], before: int) -> None:
    """Each answer is an event of its own with its checks, by this officer; and there is no other act of theirs."""
    with instance.owner() as connection:
        rows = connection.execute(
            "SELECT c.reference, e.name, e.hash FROM kernel_event e JOIN cases_case c ON c.id = e.case_id"
            " WHERE e.seq > %s AND e.person_name = 'Camila Rojas'",
            [before],
        ).fetchall()
        (sitting,) = connection.execute("SELECT data FROM kernel_event WHERE name = 'notice.sitting'").fetchall()
    numbers: dict[str, list[int]] = {}
    own = {reference: int(name.split("-")[1]) for name, reference in references.items()}
    for reference, name, _hash in rows:
        numbers.setdefault(name, []).append(own[reference])
    cleared, asked = ROUTINE + SINGLE, ROUTINE + SINGLE + ASKED
    assert sorted(numbers["notice.no_objection"]) == list(range(1, cleared + 1))
    assert sorted(numbers["notice.information_requested"]) == list(range(cleared + 1, asked + 1))
    assert {*numbers["notice.checks_seen"]} >= {*range(1, cleared + 1)}
    assert numbers.keys() == {"notice.no_objection", "notice.information_requested", "notice.checks_seen"}
    assert len({each for _reference, _name, each in rows}) == len(rows)
    assert len(sitting[0]["cleared"]) == ROUTINE
    assert list(sitting[0]["left"].values()) == ["not_routine"]
