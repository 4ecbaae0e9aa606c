"""Who owes a notice to whom, on what basis, and how sure that is."""

from datetime import date

from penstock.catalogue.law.book import shipped_book
from penstock.catalogue.requirements import Requirement, notification_requirement
from penstock.catalogue.substances import CONVENTION

TODAY = date(2026, 11, 21)


def _due(exporting: str | None, importing: str, substance: str, on: date = TODAY) -> Requirement:
    return notification_requirement(exporting=exporting, importing=importing, substance=substance, on=on)


def test_a_request_makes_the_notice_due_and_says_that_its_row_is_unverified() -> None:
    answer = _due("CN", "MX", "acetic-anhydride")
    assert answer.due
    assert "article 12(10)(a)" in answer.basis
    assert not answer.verified
    assert "not verified" in answer.basis


def test_every_answer_on_an_unverified_row_says_so() -> None:
    for request in shipped_book().packs[CONVENTION].requests:
        for exporting in (None, "CN", "DE"):
            answer = _due(exporting, request.country, "ephedrine")
            assert answer.verified or "not verified" in answer.basis or "check" in answer.basis
    assert "not verified" in _due("DE", "FR", "ephedrine").basis
    assert "not verified" in _due("CN", "MX", "mapa", date(2019, 1, 1)).basis


def test_without_a_request_it_is_not_due_and_says_where_to_check() -> None:
    answer = _due("CN", "IS", "acetone")
    assert not answer.due
    assert "Annex VI" in answer.basis


def test_a_request_for_the_union_covers_its_members() -> None:
    assert _due("CN", "NL", "toluene").due
    assert "European Union" in _due("CN", "NL", "toluene").basis


def test_the_exporter_in_the_union_changes_the_answer() -> None:
    assert not _due("CN", "IS", "ephedrine").due
    assert _due("DE", "IS", "ephedrine").due
    assert "111/2005" in _due("DE", "IS", "ephedrine").basis
    assert not _due("DE", "FR", "ephedrine").due


def test_category_two_and_three_depend_on_the_destination() -> None:
    assert _due("DE", "IS", "acetic-anhydride").due
    assert not _due("DE", "IS", "acetone").due
    assert _due("DE", "MX", "acetone").due


def test_the_day_decides() -> None:
    assert not _due("CN", "MX", "4-piperidone", date(2024, 12, 2)).due
    assert _due("CN", "MX", "4-piperidone", date(2024, 12, 3)).due
    # The United Kingdom left: before, a shipment from Germany stayed inside.
    assert not _due("DE", "GB", "ephedrine", date(2015, 1, 1)).due
    assert _due("DE", "GB", "ephedrine", date(2022, 1, 1)).due
    # The Union listed 4-piperidone later than the Convention did.
    assert "111/2005" not in _due("DE", "IS", "4-piperidone", date(2025, 1, 1)).basis
    assert "111/2005" in _due("DE", "IS", "4-piperidone", date(2025, 9, 1)).basis


def test_a_substance_off_the_tables_owes_nothing() -> None:
    answer = _due("CN", "MX", "mapa", date(2019, 1, 1))
    assert not answer.due
    assert "neither Table" in answer.basis
