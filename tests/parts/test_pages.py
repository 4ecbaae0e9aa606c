"""The parts and the example pages in a real browser, under the real content policy."""

import pytest
from playwright.sync_api import Page, expect

from .checker import violations
from .conftest import Open

pytestmark = pytest.mark.browser

ACCOUNT = ["account-login", "account-password_reset_from_key", "account-email"]
NAMES = [
    "gallery",
    "inbox",
    "detail",
    "form",
    "waiting",
    "skeletons-confirm",
    "404",
    "403",
    "403_csrf",
    "500",
    *ACCOUNT,
]
PHONE = {"width": 320, "height": 720}


def sideways(page: Page) -> list[str]:
    """The elements that make a page wider than its window."""
    return list(
        page.evaluate(
            """() => document.documentElement.scrollWidth <= window.innerWidth ? [] :
            Array.from(document.querySelectorAll("body *")).filter((element) => {
                const box = element.getBoundingClientRect();
                return (box.right > window.innerWidth + 1 || box.left < -1)
                    && !element.closest(".table-frame, .visually-hidden, .menu-panel");
            }).map((element) => element.outerHTML.slice(0, 120))"""
        )
    )


def small_targets(page: Page) -> list[str]:
    """Things to press that are under 24 pixels, other than links in running text."""
    return list(
        page.evaluate(
            """() => Array.from(document.querySelectorAll("button, summary, input:not([type=hidden]), select, nav a"))
            .filter((element) => element.checkVisibility() && !element.closest(".visually-hidden"))
            .filter((element) => {
                const box = element.getBoundingClientRect();
                return box.width && (box.height < 24 || box.width < 20);
            })
            .map((element) => element.outerHTML.slice(0, 120))"""
        )
    )


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_complain_of(open_page: Open, name: str) -> None:
    assert violations(open_page(f"{name}.en")) == []


@pytest.mark.parametrize("name", ["gallery", "inbox", "detail", "account-login"])
def test_nothing_to_complain_of_in_the_dark(open_page: Open, name: str) -> None:
    assert violations(open_page(f"{name}.en", color_scheme="dark")) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_to_complain_of_from_right_to_left(open_page: Open, name: str) -> None:
    page = open_page(f"{name}.ar")
    assert page.locator("html").get_attribute("dir") == "rtl"
    assert violations(page) == []
    assert sideways(page) == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_narrow_window_does_not_scroll_sideways(open_page: Open, name: str, language: str) -> None:
    page = open_page(f"{name}.{language}", viewport=PHONE)
    assert sideways(page) == []
    assert small_targets(page) == []
    if language == "en":  # From right to left the rules have been asked in a wide window.
        assert violations(page) == []


def test_a_planted_input_without_a_label_is_found(open_page: Open) -> None:
    found = violations(open_page("planted.en"))
    assert len(found) == 1
    assert found[0].startswith("label: ['input[name=\"planted\"]']")


def test_j_and_k_walk_the_rows_and_enter_opens_one(open_page: Open) -> None:
    page = open_page("inbox.en")
    for key in ("j", "j", "j", "k"):
        page.keyboard.press(key)
    expect(page.locator(":focus")).to_have_text("2026-2042")
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_text("2026-2043")
    page.keyboard.press("Enter")
    assert page.url.endswith("#2026-2043")


def test_keys_do_nothing_while_one_types(open_page: Open) -> None:
    page = open_page("inbox.en")
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("jk?/gi")
    expect(page.locator("#search")).to_have_value("jk?/gi")
    expect(page.get_by_role("dialog")).not_to_be_visible()
    assert "#" not in page.url


def test_g_and_a_letter_go_to_a_place(open_page: Open) -> None:
    page = open_page("inbox.en")
    page.keyboard.press("g")
    page.keyboard.press("c")
    assert page.url.endswith("#c")


def test_the_keys_are_explained_and_can_be_switched_off(open_page: Open) -> None:
    page = open_page("inbox.en")
    page.keyboard.press("Shift+?")
    help_ = page.get_by_role("dialog", name="Keys")
    expect(help_).to_be_visible()
    assert violations(page) == []
    help_.get_by_role("checkbox").uncheck()
    help_.get_by_role("button", name="Close").click()
    page.reload()
    page.keyboard.press("j")
    page.keyboard.press("/")
    expect(page.locator("#search")).not_to_be_focused()
    expect(page.locator("tr:focus-within")).to_have_count(0)
    page.get_by_role("button", name="Keys").click()
    expect(help_.get_by_role("checkbox")).not_to_be_checked()


def test_faults_are_met_first_and_lead_to_their_fields(open_page: Open) -> None:
    page = open_page("form.en")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Amount: Enter a number").click()
    expect(page.locator("#id_amount")).to_be_focused()
    page.get_by_role("link", name="Way: Choose one").click()
    expect(page.locator("#id_way")).to_be_focused()


def test_a_long_job_tells_by_itself_when_it_is_done(open_page: Open) -> None:
    page = open_page("waiting.en")
    expect(page.get_by_text("12 of 30")).to_be_visible()
    expect(page.get_by_text("Done.")).to_be_visible()
    expect(page.get_by_role("link", name="See how far it is")).to_have_count(0)


def test_suggestions_come_while_one_types(open_page: Open) -> None:
    page = open_page("waiting.en")
    page.get_by_label("Party").press_sequentially("West")
    expect(page.locator("#id_party_choices option")).to_have_attribute("value", "Westwind")


def test_a_long_list_of_choices_is_narrowed_and_what_is_ticked_stays(open_page: Open) -> None:
    page = open_page("waiting.en")
    page.get_by_label("Show only what contains").fill("WEST")
    expect(page.locator(".choice:visible")).to_have_count(1 + 7)
    expect(page.get_by_label("Office 0, Eastland")).to_be_checked()
    expect(page.get_by_label("Office 2, Eastland")).not_to_be_visible()
    page.get_by_label("Show only what contains").fill("")
    expect(page.locator(".choice:visible")).to_have_count(14)


def test_menus_open_and_escape_closes_them(open_page: Open) -> None:
    page = open_page("inbox.en")
    page.get_by_text("Ingrid Dahl").first.click()
    assert violations(page) == []
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Sign out")).not_to_be_visible()
    expect(page.locator("summary:focus")).to_have_count(1)


def test_everything_is_there_without_scripts(open_page: Open) -> None:
    page = open_page("waiting.en", java_script_enabled=False)
    expect(page.get_by_role("link", name="See how far it is")).to_be_visible()
    expect(page.get_by_role("button", name="Keys")).not_to_be_visible()
    expect(page.get_by_label("Show only what contains")).not_to_be_visible()
    expect(page.get_by_label("Office 13, Westland")).to_be_visible()


def test_paper_shows_the_band_and_what_is_folded_but_no_navigation(open_page: Open) -> None:
    page = open_page("detail.en")
    page.emulate_media(media="print")
    expect(page.get_by_role("note")).to_have_text("Exercise world: nothing here is real")
    expect(page.locator(".exercise-paper")).to_be_visible()
    expect(page.locator(".hash-value").last).to_be_visible()
    expect(page.get_by_role("navigation")).to_have_count(0)
    expect(page.get_by_role("link", name="Withdraw")).to_have_count(0)
