"""A permit revoked while its goods are under way, in the browser: everybody is told to hold them; they come back."""

from typing import Any

from tests.stories.desks import Desk, day, names_customs
from tests.stories.test_permits import EXPORTER, HALF, IMPORTER, SALT, WHOLE

LETTER = "HOLD:"
TOLD = {"Asha Verma": "the issuing authority", "Rosa Leiva": "customs at the entry", "Priya Nair": "the holder"}


def test_story(desk: Any, programs: Any, instance: Any) -> None:
    names_customs(desk("Diego Fuentes"))
    paper = _imported(programs)
    under = _exported(programs, paper)
    passage = _leaves(programs, under)
    border = desk("Rosa Leiva")
    border.at("/passages/expected/")
    border.says(passage)
    _revoked_by_two(desk("Diego Fuentes"), desk("Elisa Morales"), paper)
    _customs_hold(border, passage)
    _nobody_lets_it_in(desk("Camila Rojas"), passage)
    _comes_back(desk("Asha Verma"), passage, under)
    for name, why in TOLD.items():
        assert instance.mailbox.wait_for(instance.person(name=name)["email"], LETTER), why


def _issued(programs: Any, people: tuple[str, str, str], **wanted: Any) -> str:
    """What a company applies for and two officers see through; answers the number of the permit."""
    company, officer, head = (programs(name) for name in people)
    made = company.done("/applications", {"purpose": "medical", "shipments": "one", "marking": "AMBER", **wanted})
    one = f"/applications/{made['reference']}"
    company.done(f"{one}/apply")
    officer.done(f"{one}/recommend", {"verdict": "issue", "note": "Everything is there."})
    return str(head.done(f"{one}/issue", {})["permit"])


def _imported(programs: Any) -> str:
    return _issued(
        programs,
        ("Lucia Vega", "Camila Rojas", "Diego Fuentes"),
        paper="import-authorisation",
        direction="import",
        own_name=IMPORTER,
        own_address="Avenida Ejemplo 100, Santiago",
        other_country="IN",
        other_name=EXPORTER,
        other_address="Plot 12, Exercise Estate, Mumbai",
        substances=[{"substance": "methylphenidate", "form": SALT, "quantity": WHOLE, "unit": "kg"}],
    )


def _exported(programs: Any, cited: str) -> str:
    return _issued(
        programs,
        ("Priya Nair", "Asha Verma", "Rohan Iyer"),
        paper="export-authorisation",
        direction="export",
        own_name=EXPORTER,
        own_address="Plot 12, Exercise Estate, Mumbai",
        other_country="CL",
        other_name=IMPORTER,
        other_address="Avenida Ejemplo 100, Santiago",
        cited=cited,
        substances=[{"substance": "methylphenidate", "form": SALT, "quantity": HALF, "unit": "kg"}],
    )


def _leaves(programs: Any, under: str) -> str:
    officer = programs("Asha Verma")
    goods = [{"line": 1, "quantity": HALF}]
    made = officer.done(f"/permits/{under}/passages", {"planned_on": day(0), "goods": goods})
    officer.done(f"/passages/{made['reference']}/note_leaving", {"left_on": day(0), "goods": goods})
    return str(made["reference"])


def _revoked_by_two(head: Desk, second: Desk, paper: str) -> None:
    """One head proposes to revoke and must say why; only another confirms."""
    head.at(f"/permits/{paper}/")
    head.follow("Revoke")
    head.press("Revoke")
    head.says("is missing")
    head.enter(reason="The importer's licence was withdrawn today.")
    head.press("Revoke")
    head.says("Another officer of your organisation must confirm it")
    second.at(f"/permits/{paper}/signature/")
    second.says("The importer's licence was withdrawn today.")
    second.press("Confirm and revoke")
    second.says("Revoked")


def _customs_hold(border: Desk, passage: str) -> None:
    """Customs sees at once that the goods are to be held, and cannot record that they came in."""
    border.at("/passages/expected/")
    border.says("To be held at the border")
    border.at(f"/passages/{passage}/")
    border.says("To be held at the border")


def _nobody_lets_it_in(officer: Desk, passage: str) -> None:
    officer.at(f"/passages/{passage}/")
    officer.says("To be held at the border")
    assert not officer.page.get_by_role("link", name="Endorse").count(), "what is held cannot be endorsed"


def _comes_back(officer: Desk, passage: str, under: str) -> None:
    """The goods come back, and the quantity is free again on the export permit."""
    officer.at(f"/passages/{passage}/")
    officer.follow("Record that it came back")
    officer.enter(returned_on=day(0), reason="The import permit is revoked.")
    officer.press("Record that it came back")
    officer.says("Came back")
    officer.at(f"/permits/{under}/")
    officer.says("In force")
