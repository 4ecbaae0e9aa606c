"""The draft's form asks first what is required, and the pages of forms are for everybody, on a desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Pages
from tests.harness.instance import Instance


@pytest.mark.parametrize("width", [1280, 390])
def test_a_draft_is_asked_for_what_its_form_wants_then_printed_and_verified(
    width: int, module_instance: Instance, pages: Pages, accessible: Callable[[Page], None]
):
    pages.allow("422")  # the first attempt to send is not complete, and the first code is not either
    page = pages.open(module_instance.base_url, width=width)
    officer = module_instance.person(name="Asha Verma")
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(officer["email"])
    page.get_by_label("Password").first.fill(officer["password"])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "login" not in url)

    page.goto("/notices/new/")
    accessible(page)
    folded = page.locator("#id_business_number")
    expect(folded).to_be_hidden()
    page.locator("#id_national_form").select_option("canada")
    page.locator("#id_brand_name").evaluate("field => { field.closest('details').open = true }")
    page.locator("#id_brand_name").fill("Kept although folded")
    # The first judgement of an instance reads all the lists.
    page.get_by_role("button", name="Check and send").click(timeout=90_000)
    expect(folded).to_be_visible()
    expect(page.locator("main")).to_contain_text("Canada, export permit asks for it: SOR/2002-359")
    expect(page.locator("#id_brand_name")).to_have_value("Kept although folded")
    accessible(page)

    page.goto(page.url.replace("/submit/", "/print/"))
    expect(page.locator("main")).to_contain_text("(c)(iii). Brand name and the precursors it contains")
    expect(page.locator("main")).to_contain_text("Kept although folded")
    accessible(page)
    page.get_by_role("link", name="EU notification (MCRN)").click()
    expect(page.locator("main")).to_contain_text("18. Departure date")

    page.goto("/files/wordings/")
    accessible(page)
    page.goto("/files/")
    accessible(page)
    outsider = pages.open(module_instance.base_url, width=width)
    outsider.goto("/verify/")
    outsider.get_by_label("Reference").fill("IN-2020-999999")
    outsider.get_by_role("button", name="Verify").click()
    expect(outsider.locator("main")).to_contain_text("This is missing")
    expect(outsider.get_by_label("Reference")).to_have_value("IN-2020-999999")
    accessible(outsider)
    outsider.get_by_label("Code").fill("0000-0000-0000")
    outsider.get_by_role("button", name="Verify").click()
    expect(outsider.locator("main")).to_contain_text("Not genuine")
    accessible(outsider)
