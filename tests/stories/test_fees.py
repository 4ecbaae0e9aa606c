"""A fee in the browser: the head keeps it, the company reads what it owes, and nothing is granted before it is paid."""

from typing import Any

from tests.stories.desks import Desk, day

FEE, MONEY = "Fee for a registration", "Enter a payment or waiver"


def test_story(desk: Any) -> None:
    head, officer, clerk = desk("Joost Bakker"), desk("Sanne de Wit"), desk("Pieter Smit")
    _keeps_a_fee(head)
    reference = _applies(clerk)
    _may_not_grant(head, reference)
    _enters_what_was_paid(officer, reference)
    clerk.at(f"/licence-applications/{reference}/")
    clerk.says("Settled")
    clerk.says("BANK-77")
    _grants(head, reference)


def _keeps_a_fee(head: Desk) -> None:
    """An amount finer than its money is refused at the field, and nothing entered is lost."""
    head.at("/licence-applications/")
    head.follow("Fees")
    head.follow("Keep a fee")
    head.look()
    head.enter(title=FEE, asked="new", document="registration", amount="150.005", currency="EUR", from_on=day(0))
    head.enter(source="Exercise Chemicals Act, section 31", before="yes", how="By transfer to the cashier.")
    head.press("Keep")
    head.look()
    assert head.page.locator("main [name=amount][aria-invalid=true]").input_value() == "150.005"
    head.enter(amount="150.00")
    head.press("Keep")
    head.says("It is asked of what is handed in from now on")
    head.says(FEE)


def _applies(clerk: Desk) -> str:
    clerk.at("/licence-applications/new/")
    clerk.enter(
        document="registration",
        name="Polder Solvents BV",
        company_number="24018878",
        address="Oefenweg 5, Rotterdam",
        officer_name="Pieter Smit",
        officer_post="Head of the store",
        officer_tasks="Sees to the papers.",
        officer_phone="+31 10 555 0123",
        officer_email="pieter@polder.example",
        security="Locked store, counted every week.",
        sites__0__name="Works Rotterdam",
        sites__0__address="Oefenweg 5, Rotterdam",
        lines__0__activity="use",
        lines__0__substance="108-24-7",
        lines__0__site="1",
    )
    clerk.page.get_by_label("User for own needs").check()
    clerk.press("Check and hand in")
    clerk.press("Hand in")
    clerk.says("With the authority")
    clerk.says(FEE)
    clerk.says("By transfer to the cashier.")
    return str(clerk.page.url.partition("#")[0].rstrip("/").rpartition("/")[2])


def _may_not_grant(head: Desk, reference: str) -> None:
    head.at(f"/licence-applications/{reference}/")
    head.says("must be settled before the decision; nothing is granted until then")
    assert not head.page.get_by_role("link", name="Grant", exact=True).count()


def _enters_what_was_paid(officer: Desk, reference: str) -> None:
    """What is open stands there already; a payment needs its reference."""
    officer.at(f"/licence-applications/{reference}/")
    officer.follow(MONEY)
    officer.look()
    assert officer.page.locator("[name=amount]").input_value() == "150.00"
    officer.press("Keep")
    officer.says("under which reference it was paid")
    officer.enter(reference="BANK-77")
    officer.press("Keep")
    officer.says("The applicant reads it")
    officer.says("Settled")


def _grants(head: Desk, reference: str) -> None:
    head.at(f"/licence-applications/{reference}/")
    head.follow("Grant")
    head.enter(conditions="Stock is counted every week.")
    head.press("Grant")
    head.says("In force")
