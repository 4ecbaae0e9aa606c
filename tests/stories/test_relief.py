"""An emergency kit in the browser: it leaves without any authorisation, and is counted and reconciled afterwards."""

from typing import Any

from tests.stories.desks import Desk, day

SUPPLIER = "Polder Solvents BV"
KIT = {
    "operator_name": "Exercise Field Surgeons",
    "operator_contact": "Tent 5, the surgeon on duty",
    "nature": "The hospital lies in ruins, and there is no morphine left.",
    "receiver": "The field hospital at the stadium",
    "substances__0__substance": "morphine",
    "substances__0__unit": "g",
}


def test_story(desk: Any) -> None:
    emergency = _declared(desk("Otieno Odhiambo"))
    head = desk("Joost Bakker")
    agreement = _agreed(head)
    operator, supplier = desk("Lucia Vega"), desk("Pieter Smit")
    request = _asks(operator, emergency, agreement)
    _sends(supplier, request)
    _reports(operator, request)
    _reconciles(desk("Wanjiru Kamau"), request)
    _counted(head, agreement)


def _number(desk: Desk) -> str:
    return str(desk.page.url.rstrip("/").rpartition("/")[2])


def _declared(head: Desk) -> str:
    """The stricken country declares the emergency; a day that has passed is named, and nothing entered is lost."""
    head.at("/relief/")
    head.follow("Declare an emergency")
    head.enter(country="KE", basis="An earthquake. Public health act, section 12.", until_on=day(-1))
    head.press("Keep")
    head.says("This day has passed")
    assert head.page.locator("[name=basis]").input_value().startswith("An earthquake."), "nothing is lost"
    head.enter(until_on=day(30))
    head.press("Keep")
    head.says("In force")
    return _number(head)


def _agreed(head: Desk) -> str:
    """The exporting authority says beforehand what a supplier may send, and how much in a year."""
    head.at("/relief/agreements/new/")
    head.page.locator("[name=supplier]").select_option(label=SUPPLIER)
    head.enter(
        until_on=day(300),
        ceilings__0__substance="morphine",
        ceilings__0__ceiling="1",
        ceilings__0__unit="kg",
    )
    head.press("Keep")
    head.says("In force")
    return _number(head)


def _asks(operator: Desk, emergency: str, agreement: str) -> str:
    """The operator asks for more than the agreement leaves, is told so, and asks for less."""
    operator.at("/relief/requests/new/")
    operator.enter(**KIT, emergency=emergency, agreement=agreement, substances__0__quantity="1200")
    operator.press("Keep")
    operator.says("Draft")
    number = _number(operator)
    operator.follow("Send the request")
    operator.press("Send the request")
    operator.says("leaves 1 kg of Morphine")
    operator.at(f"/relief/requests/{number}/edit/")
    operator.enter(substances__0__quantity="400")
    operator.press("Edit the draft")
    operator.follow("Send the request")
    operator.press("Send the request")
    operator.says("With the supplier")
    return number


def _sends(supplier: Desk, request: str) -> None:
    """The supplier judges it an emergency and sends it off, and no permit is asked for anywhere."""
    supplier.at(f"/relief/requests/{request}/")
    supplier.follow("Judge it an emergency")
    supplier.enter(note="People are dying, and no office there is open.")
    supplier.press("Judge it an emergency")
    supplier.says("Judged an emergency")
    supplier.follow("Send it off")
    supplier.enter(waybill="AWB 020-12345675")
    supplier.press("Send it off")
    supplier.says("Sent, use not reported")


def _reports(operator: Desk, request: str) -> None:
    operator.at(f"/relief/requests/{request}/")
    operator.follow("Report the use")
    operator.enter(substances__0__used="350", substances__0__unused="49", note="One vial was broken.")
    operator.press("Report the use")
    operator.says("Use reported")
    operator.says("0.001 kg")


def _reconciles(receiving: Desk, request: str) -> None:
    receiving.at(f"/relief/requests/{request}/")
    receiving.follow("Reconcile: it agrees")
    receiving.enter(note="The broken vial was shown to us.")
    receiving.press("Reconcile: it agrees")
    receiving.says("Reconciled")


def _counted(head: Desk, agreement: str) -> None:
    """What left counts where it came from: in the supplier's report of the year."""
    head.at(f"/relief/agreements/{agreement}/")
    head.page.locator("main a[href*='/report/']").first.click()
    head.says("0.4 kg")
    head.says("Exercise Field Surgeons")
