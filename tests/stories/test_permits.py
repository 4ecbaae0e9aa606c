"""A permit in the browser: applied for, advised on, signed by two, half exported, and two per cent short in the end."""

from typing import Any

from tests.stories.desks import Desk, day, names_customs

IMPORTER, EXPORTER = "Quimicos del Valle Ficticio SA", "Marigold Fine Chemicals Ltd"
AGENCIES = ("Exercise Health Inspectorate, Santiago", "Exercise Customs Service, Valparaiso")
SALT, WHOLE, HALF, ENDORSED = "hydrochloride", "50", "25", "24.5"


def test_story(desk: Any, programs: Any) -> None:
    reference = _applies(desk("Lucia Vega"))
    officer = desk("Camila Rojas")
    _asks_two_agencies(officer, reference)
    for name in ("Andres Pino", "Rosa Leiva"):
        _advises(desk(name))
    number = _two_sign(officer, desk("Diego Fuentes"), desk("Elisa Morales"), reference)
    names_customs(desk("Diego Fuentes"))
    under = _exported(programs, number)
    passage = _half_leaves(desk("Asha Verma"), under)
    _customs_records(desk("Rosa Leiva"), passage)
    _endorsed_short(officer, passage)
    _reconciled(desk("Rohan Iyer"), passage, under)


def _applies(applicant: Desk) -> str:
    """A company applies for the import of 50 kg; what is wrong is named, and nothing entered is lost."""
    applicant.at("/applications/new/")
    applicant.enter(
        paper="import-authorisation",
        direction="import",
        purpose="medical",
        shipments="one",
        other_country="IN",
        other_name=EXPORTER,
        other_address="Plot 12, Exercise Estate, Mumbai",
        substances__0__substance="methylphenidate",
        substances__0__form="as it comes",
        substances__0__quantity=WHOLE,
        substances__0__unit="kg",
    )
    applicant.press("Check and apply")
    applicant.press("Apply")
    applicant.says("No factor is known for this form")
    applicant.enter(substances__0__form=SALT)
    applicant.press("Check and apply")
    applicant.press("Apply")
    applicant.says("With the authority")
    return str(applicant.page.url.rstrip("/").rpartition("/")[2])


def _asks_two_agencies(officer: Desk, reference: str) -> None:
    officer.at(f"/applications/{reference}/")
    officer.follow("Ask for advice")
    officer.look()
    for agency in AGENCIES:
        officer.page.get_by_label(agency).check()
    officer.enter(question="Is anything known against it?", due_on=day(10))
    officer.page.locator("main form button[type=submit]").first.click()
    officer.says("They read the application from now on")


def _advises(agency: Desk) -> None:
    agency.at("/handling/advice/")
    agency.page.locator("main table a").first.click()
    agency.look()
    agency.follow("Advise")
    agency.enter(verdict="no objection", reasons="Nothing is known.")
    agency.press("Advise")
    agency.says("Done: Advise.")


def _two_sign(officer: Desk, head: Desk, second: Desk, reference: str) -> str:
    """The officer recommends, a head proposes, another confirms; answers the number of the permit."""
    head.at("/applications/rule/")
    head.page.get_by_label("Two").check()
    head.press("Keep")
    officer.at(f"/applications/{reference}/recommend/")
    officer.enter(verdict="issue", note="Both agencies have nothing against it.")
    officer.press("Recommend")
    officer.says("Another officer decides")
    head.at(f"/applications/{reference}/")
    head.follow("Issue with a second signature")
    head.press("Issue with a second signature")
    head.says("Another officer of your organisation must confirm it")
    second.at(f"/applications/{reference}/signature/")
    second.press("Confirm and issue")
    second.says("In force")
    return str(second.page.url.rstrip("/").rpartition("/")[2])


def _exported(programs: Any, cited: str) -> str:
    """The other government's company applies, and its officers issue; answers the number of the export paper."""
    company, officer, head = (programs(name) for name in ("Priya Nair", "Asha Verma", "Rohan Iyer"))
    made = company.done(
        "/applications",
        {
            "paper": "export-authorisation",
            "direction": "export",
            "purpose": "medical",
            "shipments": "one",
            "own_name": EXPORTER,
            "own_address": "Plot 12, Exercise Estate, Mumbai",
            "other_country": "CL",
            "other_name": IMPORTER,
            "other_address": "Avenida Ejemplo 100, Santiago",
            "cited": cited,
            "marking": "AMBER",
            "substances": [{"substance": "methylphenidate", "form": SALT, "quantity": HALF, "unit": "kg"}],
        },
    )
    one = f"/applications/{made['reference']}"
    company.done(f"{one}/apply")
    officer.done(f"{one}/recommend", {"verdict": "issue", "note": "Half of what the import paper allows."})
    return str(head.done(f"{one}/issue", {})["permit"])


def _half_leaves(officer: Desk, under: str) -> str:
    officer.at(f"/permits/{under}/passages/new/")
    officer.enter(planned_on=day(0), goods__0__quantity=HALF)
    officer.press("Announce")
    officer.says("Announced")
    officer.follow("Record what left")
    officer.enter(left_on=day(0), goods__0__quantity=HALF)
    officer.press("Record what left")
    officer.says("Under way")
    return str(officer.page.url.rstrip("/").rpartition("/")[2])


def _customs_records(border: Desk, passage: str) -> None:
    """Customs finds it among what is expected here, and records what arrived."""
    border.at("/passages/expected/")
    border.page.locator(f"main a[href*='{passage}/steps/']").first.click()
    border.look()
    border.enter(arrived_on=day(0), goods__0__quantity=HALF)
    border.press("Record what arrived")
    border.says("Arrived, not endorsed")


def _endorsed_short(officer: Desk, passage: str) -> None:
    officer.at(f"/passages/{passage}/")
    officer.follow("Endorse")
    officer.enter(imported_on=day(0), goods__0__quantity=ENDORSED)
    officer.press("Endorse")
    officer.says("Endorsed, with another quantity than recorded")


def _reconciled(head: Desk, passage: str, under: str) -> None:
    """The issuing authority signs what is agreed, and the permit for one shipment is used up."""
    head.at(f"/passages/{passage}/")
    head.follow("Reconcile")
    head.enter(reason="Two drums were damaged; both sides agree.", goods__0__quantity=ENDORSED)
    head.press("Reconcile")
    head.says("Reconciled")
    head.at(f"/permits/{under}/")
    head.says("Used up")
