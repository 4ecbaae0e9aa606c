"""The page of a structure: a drawing with the matched atoms, the rules met, near misses, and nothing is lost."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance
from tests.web.test_routes import sign_in

# Five substances that each come near to some rules.
MIXTURE = "CC(N)Cc1ccccc1Cl.CCNC(C)Cc1ccccc1OC.CCC(=O)N(c1ccccc1)C1CCNCC1C.CCOC(=O)CC.CNC(C)C(=O)c1ccc(F)cc1C"
SALT = "CN[C@@H](C)[C@@H](O)c1ccccc1.Cl"


@pytest.fixture
def page(module_instance: Instance, pages: Pages) -> Page:
    pages.allow("422")
    page = pages.open(module_instance.base_url)
    sign_in(page, module_instance, "Asha Verma")
    return page


def ask(page: Page, structure: str, day: str = "2026-01-01") -> None:
    page.goto("/law/")
    page.locator("main").get_by_role("link", name="Structure", exact=True).click()
    page.get_by_label("Structure", exact=True).fill(structure)
    page.get_by_label("Day").fill(day)
    page.locator("main").get_by_role("button", name="Ask").click()
    page.wait_for_url(re.compile("structure="))


def test_the_rules_met_are_told_with_a_drawing_of_their_atoms(page: Page):
    ask(page, SALT)
    row = page.locator("#hits tr", has_text="UN Table I").filter(has_text="A salt of Pseudoephedrine")
    expect(row).to_contain_text("certain")
    expect(row).to_contain_text("as the law defines it")
    expect(page.locator("#drawing svg")).to_be_visible()
    expect(page.get_by_role("img", name=SALT)).to_have_count(1)
    expect(page.get_by_label("Structure", exact=True)).to_have_value(SALT)
    accessible(page)


def test_the_atoms_of_another_rule_can_be_marked(page: Page):
    ask(page, SALT)
    said = page.locator("#drawing figcaption").inner_text()
    page.locator("#hits").get_by_role("link", name=re.compile("mark them")).last.click()
    expect(page.locator("#drawing figcaption")).not_to_have_text(said)
    accessible(page)


def test_a_near_miss_says_why_not(page: Page):
    ask(page, "CCCC(=O)C")
    expect(page.locator("#misses tbody tr").first).to_contain_text("Not ")
    accessible(page)


def test_near_misses_beyond_the_first_ten_are_counted(page: Page):
    ask(page, MIXTURE)
    expect(page.locator("#misses tbody tr")).to_have_count(10)
    expect(page.locator("#misses")).to_contain_text("and 2 more")
    ask(page, "CCCC(=O)C")
    expect(page.locator("#misses")).not_to_contain_text("more")


@pytest.mark.parametrize(("structure", "told"), [("acetone<script>", "neither SMILES nor InChI"), ("*C", "open posit")])
def test_what_cannot_be_judged_is_kept_and_told_how_to_mend(page: Page, structure: str, told: str):
    ask(page, structure, "1999-03-01")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(told)
    expect(summary).to_contain_text("such as CC(C)=O")
    expect(page.get_by_label("Structure", exact=True)).to_have_value(structure)
    expect(page.get_by_label("Day")).to_have_value("1999-03-01")
    accessible(page)


def test_a_country_and_a_day_that_are_none_are_told_beside_the_answer(page: Page, pages: Pages):
    pages.allow("does not conform")
    page.goto("/law/structure/?structure=CC(C)%3DO&country=QQ&on=soon")
    expect(page.get_by_role("alert")).to_contain_text("'QQ' is no country")
    expect(page.get_by_role("alert")).to_contain_text("'soon' is no day")
    expect(page.locator("#hits")).to_contain_text("Acetone itself")


def test_a_substance_is_drawn_and_its_structure_can_be_asked(page: Page):
    page.goto("/law/substances/pseudoephedrine/")
    expect(page.locator("#drawing svg")).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Ask every rule by structure").click()
    expect(page.locator("#hits")).to_contain_text("Pseudoephedrine itself")


def test_packs_without_entries_show_their_own_duties(page: Page):
    for pack, duty in (("ketamine", "Import permit"), ("no-known-legitimate-use", "Abstention")):
        page.goto(f"/law/packs/{pack}/")
        expect(page.locator("#follows")).to_contain_text(duty)
        accessible(page)
        page.goto("/law/packs/")
        expect(page.locator("tr", has_text=pack)).to_contain_text("1 rule of its own")
        page.goto("/law/?on=2026-01-01")
        expect(page.locator("tr", has_text=pack)).to_contain_text("1 rule of its own")


def test_what_is_enacted_without_a_day_says_so(page: Page):
    page.goto("/law/lists/ca/A/?on=2026-01-01")
    expect(page.locator("tr", has_text="SOR/2025-246").first).to_contain_text("no day set")
    expect(page.locator("main")).not_to_contain_text("9999")
    accessible(page)
