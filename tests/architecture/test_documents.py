"""The generated pages of the reference say what the code says."""

from scripts.reference import PAGES, stale


def test_no_page_is_stale():
    assert not stale(), "stale: run `make docs`"


def test_a_planted_change_is_caught(tmp_path):
    assert stale(tmp_path) == list(PAGES)
