"""Through the doors of a running house: a webhook, a killed worker, the feed that makes good, and the pages."""

import threading
from contextlib import closing

from playwright.sync_api import expect

from tests.api.caller import Caller, shipment
from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance
from tests.web.test_routes import sign_in


def caller(house: Instance, name: str):
    """One person's program, hung up in the end."""
    made = Caller(house.base_url, house.person(name=name)["api_token"])
    return closing(made.http), made


def test_a_killed_worker_loses_nothing_and_the_feed_has_the_same(instance: Instance, receiver):
    there, (end_asha, asha), (end_diego, diego) = receiver(), caller(instance, "Asha"), caller(instance, "Diego")
    held, killed = threading.Event(), threading.Event()

    def hold(_delivery):
        held.set()
        killed.wait(90)

    there.before = hold
    with end_asha, end_diego:
        begin = diego.get("/events", limit=500).json()["next"]
        hook = diego.done("/webhooks", {"label": "Our register", "url": there.url, "kinds": ["notice"]})
        assert "secret" not in hook
        assert diego.get(f"/webhooks/{hook['id']}/secret").json()["secret"].startswith("whsec_")
        reference = asha.done("/notices", shipment(reference="HOOK-1"))["reference"]
        asha.done(f"/notices/{reference}/submit")
        assert held.wait(90), "the delivery is under way"
        instance.kill_worker()
        there.before = lambda _delivery: None
        killed.set()
        instance.start_worker()
        first, again = there.wait_for(2)[:2]
        assert first.id == again.id, "delivered again, to be told by its id"
        diego.done(f"/notices/{reference}/ask", {"question": "Which works?"})
        there.wait_for(3)
        fed = diego.get("/events", after=begin, kinds="notice").json()
        told = {one.id: one.message for one in there.deliveries}
        assert fed["items"] == list(told.values())
        assert [one["type"] for one in fed["items"]] == ["notice.sent", "notice.information_requested"]
        assert diego.get("/events", after=fed["next"]).json() == {"items": [], "next": fed["next"], "more": False}
        wrong = diego.get("/events", after="evt_1_0123456789abcdef")
        assert (wrong.status_code, wrong.json()["code"]) == (400, "cursor")


def test_the_pages_register_test_rotate_and_remove(module_instance: Instance, pages: Pages, receiver):
    there = receiver()
    page = pages.open(module_instance.base_url, scripts=False)
    pages.allow("422")
    sign_in(page, module_instance, "Diego Fuentes")
    page.goto("/webhooks/")
    page.get_by_label("Name").fill("Our register")
    page.get_by_label("Address").fill("https://192.168.0.1/")
    page.get_by_role("button", name="Register the webhook").click()
    expect(page.locator("main")).to_contain_text("does not lie on the public Internet")
    page.get_by_label("Address").fill(there.url)
    page.get_by_role("button", name="Register the webhook").click()
    page.get_by_role("button", name="Send a test message").click()
    there.wait_for(1)
    for _ in range(300):
        page.goto(page.url)
        if page.get_by_text("The test message was answered").count():
            break
    expect(page.locator("main")).to_contain_text("204")
    page.get_by_role("button", name="Change the secret; the former one signs too for a day").click()
    page.get_by_role("button", name="Show the secret").click()
    expect(page.locator("main")).to_contain_text("whsec_")
    scripted = pages.open(module_instance.base_url)
    sign_in(scripted, module_instance, "Diego Fuentes")
    for address in ("/webhooks/", page.url.removeprefix(module_instance.base_url)):
        scripted.goto(address)
        accessible(scripted)
    page.get_by_role("button", name="Stop the webhook").click()
    expect(page.locator("main")).to_contain_text("Nothing is lost")
    page.get_by_role("button", name="Remove the webhook").click()
    expect(page.locator("main")).to_contain_text("No webhook yet")
