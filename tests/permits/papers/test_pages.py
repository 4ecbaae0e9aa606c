"""The page where anybody verifies, in a real browser: with and without a connection, and with no scripts at all."""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.api.caller import Caller
from tests.harness.browser import Pages
from tests.harness.instance import Instance
from tests.permits.house import a_line, an_import
from tests.permits.papers.test_signing import changed, claims

PHONE = 390
Calls = Callable[[str], Caller]


@pytest.fixture
def caller(module_instance: Instance) -> Iterator[Calls]:
    tokens = {person["name"]: person["api_token"] for person in module_instance.people}
    with ExitStack() as open_calls:

        def call(name: str) -> Caller:
            made = Caller(module_instance.base_url, tokens[name])
            open_calls.callback(made.http.close)
            return made

        yield call


@pytest.fixture
def permit(caller: Calls) -> str:
    """The number of a permit that Importland's officer keyed in and its head issued."""
    camila, diego = caller("Camila Rojas"), caller("Diego Fuentes")
    wanted = an_import("IN", shipments="one", substances=[a_line("methylphenidate", "12.5")])
    reference = camila.done("/applications", wanted)["reference"]
    camila.done(f"/applications/{reference}/apply")
    camila.done(f"/applications/{reference}/recommend", {"verdict": "issue", "note": "Looked at."})
    number: str = diego.done(f"/applications/{reference}/issue", {})["permit"]
    return number


@pytest.fixture
def token(caller: Calls, permit: str) -> str:
    held: str = caller("Camila Rojas").get(f"/permits/{permit}/token").json()["token"]
    return held


@pytest.fixture
def kept_page(pages: Pages, module_instance: Instance, tmp_path: Path) -> Page:
    """A page of a browser that keeps things, as that of whoever verifies does."""
    return pages.open_kept(module_instance.base_url, tmp_path)


def sign_in(page: Page, person: dict[str, Any]) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(person["email"])
    page.get_by_label("Password").fill(person["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)


@pytest.mark.parametrize("width", [PHONE, 1280])
def test_the_symbol_opens_a_page_that_judges_by_itself(pages: Pages, module_instance, token, width, accessible):
    permit = claims(token)["sub"]
    page = pages.open(module_instance.base_url, width=width)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(f"{request.url} {request.post_data or ''}"))
    page.goto(f"/verify/permits/#{token}")
    expect(page.get_by_role("status")).to_contain_text("Genuine, and in force")
    says = page.locator("[data-says]")
    expect(says).to_contain_text(permit)
    expect(says).to_contain_text("Methylphenidate 12.5 kg")
    expect(says).to_contain_text("Import authorisation")
    expect(page.get_by_text("Judged in this browser")).to_be_visible()
    assert not [one for one in asked if token in one], "what the paper says does not leave the browser"
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    accessible(page)


def test_a_changed_digit_is_refused(pages: Pages, module_instance, token):
    page = pages.open(module_instance.base_url)
    forged = changed(token, goods=[["Methylphenidate", "", "92.5", "kg"]])
    page.goto(f"/verify/permits/#{forged}")
    expect(page.get_by_role("status")).to_contain_text("Something in it was changed after it was signed.")
    expect(page.locator("[data-says]")).to_be_hidden()
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Judge it in this browser").click()
    expect(page.get_by_role("status")).to_contain_text("Genuine, and in force")


def test_without_a_connection_it_goes_on_and_learns_of_a_suspension_afterwards(
    pages: Pages, kept_page: Page, caller, token, permit
):
    pages.allow("ERR_INTERNET_DISCONNECTED")
    page = kept_page
    page.goto(f"/verify/permits/#{token}")
    expect(page.get_by_role("status")).to_contain_text("Genuine, and in force")
    expect(page.get_by_text("are kept in this browser")).to_be_visible()
    page.context.set_offline(True)
    page.goto("/verify/permits/")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Judge it in this browser").click()
    expect(page.get_by_role("status")).to_contain_text("Genuine, and in force")
    page.get_by_label("Token").fill(changed(token, ed=7))
    page.get_by_role("button", name="Judge it in this browser").click()
    expect(page.get_by_role("status")).to_contain_text("Something in it was changed")
    caller("Diego Fuentes").done(f"/permits/{permit}/suspend", {"reason": "An inspection is under way."})
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Judge it in this browser").click()
    expect(page.get_by_role("status")).to_contain_text("Genuine, and in force")
    page.context.set_offline(False)
    page.get_by_role("button", name="Fetch the list anew").click()
    expect(page.get_by_role("status")).to_contain_text("suspended: it may not be used now")


def test_with_no_scripts_the_house_answers(pages: Pages, module_instance, caller, token, permit):
    page = pages.open(module_instance.base_url, scripts=False)
    page.goto("/verify/permits/")
    page.get_by_label("Token").fill(token)
    page.get_by_role("button", name="Ask the house").click()
    expect(page.locator("main")).to_contain_text("Genuine, and in force")
    expect(page.locator("main")).to_contain_text("Methylphenidate 12.5 kg")
    code = caller("Camila Rojas").get(f"/permits/{permit}/token").json()["code"]
    page.goto("/verify/permits/")
    page.get_by_label("Number").fill(permit.lower())
    page.get_by_label("Code").fill(code.lower().replace("-", " "))
    page.get_by_role("button", name="Ask the house").click()
    expect(page.locator("main")).to_contain_text("Genuine, and in force")


def test_what_is_missing_is_named_and_what_was_entered_stays(pages: Pages, module_instance, permit, accessible):
    pages.allow("422")
    page = pages.open(module_instance.base_url)
    page.goto("/verify/permits/")
    page.get_by_label("Number").fill(permit)
    page.get_by_role("button", name="Ask the house").click()
    expect(page.get_by_role("link", name=re.compile("Code"))).to_be_visible()
    expect(page.get_by_label("Number")).to_have_value(permit)
    accessible(page)
    page.get_by_label("Code").fill("AAAA-AAAA-AAAA")
    page.get_by_role("button", name="Ask the house").click()
    expect(page.locator("main")).to_contain_text("Not genuine")
    expect(page.locator("main")).not_to_contain_text("Quimicos del Valle")


def test_a_head_fetches_the_papers_reads_the_checks_and_changes_the_key(
    pages: Pages, module_instance, token, permit, accessible
):
    with httpx.Client(base_url=module_instance.base_url) as anybody:
        told = anybody.post("/api/v1/verify/permits", json={"token": token}).json()
        assert (told["verdict"], told["says"]["number"]) == ("valid", permit)
    page = pages.open(module_instance.base_url, width=PHONE)
    sign_in(page, module_instance.person(name="Diego Fuentes"))
    page.goto(f"/permits/{permit}/")
    card = page.locator("#papers")
    expect(card).to_contain_text("Genuine, and in force")
    expect(card).to_contain_text("once, by one asker")
    with page.expect_download() as fetched:
        card.get_by_role("link", name="Signed PDF").click()
    assert fetched.value.suggested_filename == f"{permit}.pdf"
    assert fetched.value.path().read_bytes().startswith(b"%PDF-")
    accessible(page)
    page.goto("/permits/keys/")
    accessible(page)
    keys = page.get_by_role("table", name="Keys that sign permits")
    expect(keys).to_contain_text("signs now")
    page.get_by_label("The old key was or may have been in wrong hands").check()
    page.get_by_role("button", name="Sign with a new key").click()
    expect(keys).to_contain_text("distrusted")
    page.goto("/verify/permits/keys/")
    accessible(page)
    page.goto(f"/verify/permits/#{token}")
    expect(page.get_by_role("status")).to_contain_text("No authority here has published the key")


@pytest.mark.usefixtures("token")
def test_lists_and_keys_are_open_to_programmes_of_others_and_pages_to_their_own(module_instance):
    with httpx.Client(base_url=module_instance.base_url) as anybody:
        keys = anybody.get("/verify/permits/keys.json")
        assert keys.headers["access-control-allow-origin"] == "*"
        assert {"kty", "crv", "x", "y", "kid", "authority", "country"} <= keys.json()["keys"][0].keys()
        assert anybody.get("/verify/permits/status/999999").status_code == 404
        assert anybody.get("/verify/permits/keys/nothing.pem").status_code == 404
        page = anybody.get("/verify/permits/")
        assert "camera=(self)" in page.headers["permissions-policy"]
        assert "script-src 'self'" in page.headers["content-security-policy"]
        assert "access-control-allow-origin" not in page.headers
        kid = keys.json()["keys"][0]["kid"]
        assert "BEGIN CERTIFICATE" in anybody.get(f"/verify/permits/keys/{kid}.pem").text
