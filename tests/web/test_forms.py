"""Forms keep what was typed and name the field, with scripts and without."""

from pathlib import Path

from playwright.sync_api import Page, expect

from tests.harness.browser import Pages, accessible
from tests.harness.instance import Instance
from tests.web.test_routes import sign_in

WRONG = {
    "Your reference": "WEB-1",
    "Exporter's address": "Plot 12, Mumbai",
    "Description of the goods": "Acetone, drums",
    "CAS number": "67-64-2",
    "HS code": "12",
    "Quantity": "plenty",
    "Port of exit": "Mumbai harbour",
}


def enter(page: Page, answers: dict[str, str]) -> None:
    for label, text in answers.items():
        page.locator("main").get_by_label(label).first.fill(text)


def without_scripts(pages: Pages, instance: Instance, name: str) -> Page:
    page = pages.open(instance.base_url, scripts=False)
    sign_in(page, instance, name)
    return page


def test_a_draft_keeps_whatever_was_typed(module_instance: Instance, pages: Pages):
    pages.allow("422")
    page = pages.open(module_instance.base_url)
    sign_in(page, module_instance, "Asha Verma")
    page.goto("/notices/new/")
    enter(page, WRONG)
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("main")).to_contain_text("Still to do")
    for label, text in WRONG.items():
        expect(page.locator("main").get_by_label(label).first).to_have_value(text)
    page.get_by_role("button", name="Check and send").click()
    expect(page).to_have_title("Error: Draft: " + page.url.split("/")[-3] + " · Penstock")
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("CAS number: The check digit of CAS number 67-64-2 is wrong")
    expect(summary).to_contain_text("Quantity: 'plenty' is not a number")
    expect(summary).to_contain_text("Importer is missing")
    expect(page.locator("#id_quantity")).to_have_attribute("aria-invalid", "true")
    for label, text in WRONG.items():
        expect(page.locator("main").get_by_label(label).first).to_have_value(text)
    accessible(page)


def test_a_step_keeps_what_was_typed(module_instance: Instance, pages: Pages):
    pages.allow("422")
    page = pages.open(module_instance.base_url)
    sign_in(page, module_instance, "Camila Rojas")
    page.goto("/notices/IN-2026-000001/object/")
    page.get_by_label("Explanation to the exporting side").fill("We know nobody of this name.")
    page.get_by_role("button", name="Propose: Object").click()
    expect(page.get_by_role("alert")).to_contain_text("Reason is missing")
    expect(page.get_by_label("Explanation to the exporting side")).to_have_value("We know nobody of this name.")


def test_the_core_journey_without_scripts(module_instance: Instance, pages: Pages):
    exporter = without_scripts(pages, module_instance, "Asha Verma")
    exporter.goto("/notices/new/")
    enter(exporter, {"Your reference": "WEB-2", "Description of the goods": "Toluene", "Quantity": "800"})
    exporter.get_by_role("textbox", name="Exporter", exact=True).fill("Marigold Fine Chemicals Ltd")
    exporter.get_by_role("textbox", name="Importer", exact=True).fill("Quimicos del Valle Ficticio SA")
    exporter.get_by_role("combobox", name="Importing country", exact=True).select_option("CL")
    exporter.get_by_role("combobox", name="Unit", exact=True).select_option("kg")
    exporter.get_by_role("textbox", name="Expected date of dispatch", exact=True).fill("2099-01-15")
    exporter.get_by_role("button", name="Check and send").click()
    expect(exporter.locator("main")).to_contain_text("Exercise Precursor Office, Santiago")
    expect(exporter.locator("main")).to_contain_text("the answer is due by")
    exporter.get_by_role("button", name="Send the notice").click()
    expect(exporter.locator("main")).to_contain_text("Sent to Exercise Precursor Office, Santiago")
    notice = exporter.url

    importer = without_scripts(pages, module_instance, "Camila Rojas")
    importer.goto(notice)
    importer.get_by_label("Your comment").fill("Which vessel carries it?")
    importer.get_by_role("button", name="Add comment").click()
    expect(importer.locator("main")).to_contain_text("Which vessel carries it?")
    importer.get_by_role("link", name="No objection", exact=True).click()
    importer.get_by_role("button", name="No objection").click()
    expect(importer.locator("main")).to_contain_text("Has no objection")

    exporter.goto(notice)
    expect(exporter.locator("main")).to_contain_text("Camila Rojas")
    exporter.get_by_role("link", name="Release the shipment").click()
    exporter.get_by_role("button", name="Release the shipment").click()
    expect(exporter.locator("main")).to_contain_text("Released for export")


def test_an_amendment_shows_what_changes_before_it_is_sent(module_instance: Instance, pages: Pages):
    page = without_scripts(pages, module_instance, "Asha Verma")
    page.goto("/notices/IN-2026-000002/amend/")
    page.get_by_role("textbox", name="Quantity", exact=True).fill("26000")
    page.get_by_role("button", name="See what changes").click()
    expect(page.locator("main")).to_contain_text("asks the importing side anew")
    expect(page.locator("main")).to_contain_text("The reply clock starts anew")
    page.get_by_role("button", name="Change more").click()
    expect(page.get_by_role("textbox", name="Quantity", exact=True)).to_have_value("26000")
    page.get_by_role("button", name="See what changes").click()
    page.get_by_role("button", name="Send the amendment").click()
    expect(page.locator("main")).to_contain_text("Edition 2 against edition 1")


def test_headings_of_another_house_can_be_mapped(module_instance: Instance, pages: Pages, tmp_path: Path):
    file = tmp_path / "ours.csv"
    file.write_text("Nr;Ware;CAS;Menge;Einheit\nA-1;Acetone;67-64-1;200;kg\n")
    page = without_scripts(pages, module_instance, "Asha Verma")
    page.goto("/files/")
    page.locator("main").get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Check the file").click()
    expect(page.locator("main")).to_contain_text("What do the headings mean?")
    page.get_by_label("Ware").select_option("goods_description")
    page.get_by_label("Menge").select_option("quantity")
    page.get_by_label("Einheit").select_option("unit")
    page.get_by_label("Nr").select_option("reference")
    page.get_by_role("button", name="Check the file").click()
    for _ in range(60):
        if page.get_by_text("1 faulty").count():
            break
        page.wait_for_timeout(500)
        page.goto(page.url)
    expect(page.locator("main")).to_contain_text("Importing country is missing")


def test_a_clerk_checks_one_shipment(module_instance: Instance, pages: Pages):
    page = without_scripts(pages, module_instance, "Priya Nair")
    expect(page).to_have_url(f"{module_instance.base_url}/check/")
    page.get_by_label("Description of the goods").fill("acetic anhydride 98 %")
    page.get_by_label("Importing country").select_option("CL")
    page.get_by_role("button", name="Check", exact=True).click()
    expect(page.locator("main")).to_contain_text("Acetic anhydride")
    expect(page.locator("main")).to_contain_text("article 12(10)(a)")
