"""An alert sent and acknowledged in a browser: with mail, by the screen of a phone, and found by nobody outside."""

from playwright.sync_api import expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.stories.hands import Mouse

PHONE = {"width": 390, "height": 844}
NAME = "Zqnewsolventqz"


def test_from_the_draft_to_the_acknowledgement(instance: Instance, pages: Pages):
    pages.allow("404|422")  # the stranger, and a form that was sent too early
    looked: set[str] = set()
    sender, reader = instance.person(name="Nadia Haddad"), instance.person(name="Matias Silva")
    stranger = instance.person(name="Amina Barasa")

    desk = Mouse(pages.open(instance.base_url), looked)
    desk.sign_in(sender)
    reference = _sends(desk)

    told = instance.mailbox.wait_for(reader["email"], f"Special alert: {reference}")
    assert NAME not in str(told)
    phone = Mouse(pages.open(instance.base_url), looked)
    phone.page.set_viewport_size(PHONE)
    phone.sign_in(reader)
    phone.arrive("Alerts to be acknowledged")
    phone.follow(reference)
    phone.arrive("Nobody of your organisation has acknowledged it yet")
    assert phone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"
    phone.follow("Acknowledge")
    phone.arrive("What will happen")
    phone.press("Acknowledge")
    phone.arrive("Acknowledged by Matias Silva")
    phone.follow("Record that it was passed on")
    phone.arrive("To")
    phone.press("Record")
    phone.arrive("Its name is missing")
    phone.choose("To", "An agency")
    phone.fill("Its name", "Harbour Watch")
    phone.press("Record")
    phone.arrive("Recorded: passed on to Harbour Watch")
    phone.page.goto("/")
    expect(phone.page.locator("main")).not_to_contain_text("Alerts to be acknowledged")

    desk.page.reload()
    desk.arrive("Matias Silva")
    expect(desk.page.locator("main")).not_to_contain_text("Harbour Watch")
    assert desk.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), "it scrolls sideways"

    outside = Mouse(pages.open(instance.base_url), looked)
    outside.sign_in(stranger)
    _finds_nothing(outside, reference, instance, stranger)


def _sends(desk: Mouse) -> str:
    desk.go("m", "Special alerts")
    desk.arrive("Every alert that you may see")
    desk.follow("Write a special alert")
    desk.arrive("What is new")
    desk.fill("Headline", f"{NAME} in drums")
    desk.page.get_by_label("A new chemical").check()
    desk.fill("Substances", f"Acetone; {NAME}")
    desk.fill("Text", "Drums of it were declared as paint.")
    desk.choose("Sent to", "The focal points of countries named")
    desk.page.locator("[name=shared_countries]").fill("CL")
    desk.press("Check and release")
    desk.arrive("Requested action is missing")
    desk.fill("Requested action", "Look at what is declared as paint.")
    desk.press("Check and release")
    desk.arrive("Who will see this")
    desk.arrive("Exercise Police Chemicals Unit, Valparaiso")
    expect(desk.page.locator("main")).not_to_contain_text("Exercise Port Control Unit")
    desk.press("Release")
    desk.arrive("The alert is released")
    desk.arrive("Who received it")
    return desk.page.url.rstrip("/").rpartition("/")[2]


def _finds_nothing(outside: Mouse, reference: str, instance: Instance, stranger: dict[str, str]) -> None:
    for path in (f"/alerts/{reference}/", f"/cases/{reference}/", f"/alerts/{reference}/cap.xml"):
        answer = outside.page.request.get(f"{instance.base_url}{path}")
        assert answer.status == 404, path
    for path in ("/", "/alerts/", "/industry-alerts/", f"/alerts/?text={reference[:3]}"):
        outside.page.goto(path)
        assert reference not in outside.page.content(), path
        assert NAME not in outside.page.content(), path
    for path in ("alerts", "events", "events?full=true", f"alerts/{reference}"):
        token = {"Authorization": f"Bearer {stranger['api_token']}"}
        answer = outside.page.request.get(f"{instance.base_url}/api/v1/{path}", headers=token)
        assert answer.status == (404 if path.startswith("alerts/") else 200), path
        # What is absent is answered with the address that was asked for.
        said = answer.text().replace(f"/api/v1/{path}", "")
        assert reference not in said, path
        assert NAME not in said, path
    assert not [one for one in instance.mailbox.to(stranger["email"]) if reference in str(one)]
