"""A list narrowed by text finds the same whether it looks among plain cases or among notices with all they hold."""

import pytest

from penstock.cases import pages
from penstock.kernel.rowsecurity import acting
from penstock.notices import queries
from tests.cast import a_sent_notice, the_cast

pytestmark = pytest.mark.django_db


def found(viewer, **wanted):
    return {one.own_reference for one in queries.notices(viewer, queries.Filter(**wanted)).notices}


@pytest.mark.parametrize(
    ("text", "finds"),
    [
        ("first-77", {"FIRST-77"}),
        ("pinturas", {"SECOND-88"}),
        ("Polder", {"FIRST-77", "SECOND-88"}),
        ("acetone", {"FIRST-77", "SECOND-88"}),
        ("nowhere", set()),
    ],
)
def test_own_references_names_and_goods_are_found(text, finds):
    cast = the_cast()
    a_sent_notice(cast.exporter_officer, reference="FIRST-77")
    a_sent_notice(cast.exporter_officer, reference="SECOND-88", importer_name="Pinturas Inventadas")
    for reader in (cast.exporter_officer, cast.importer_officer):
        with acting(reader.viewer) as viewer:
            assert found(viewer, text=text) == finds, "among cases"
            assert found(viewer, text=text, country="CL") == finds, "among notices"
    with acting(cast.third_officer.viewer) as viewer:
        assert found(viewer, text=text) == set()


def test_a_row_that_says_something_else_is_drawn_anew():
    row = {"reference": "NL-2026-000001", "url": "/a/", "title": "Acetone", "badge": {"label": "Sent", "tone": "info"}}
    first, again, other = pages.drawn("cases/row.html", [row, dict(row), {**row, "title": "Toluene"}])
    assert first == again
    assert "Acetone" in first
    assert "Toluene" in other
    with pytest.raises(TypeError, match="a row holds a object"):
        pages.drawn("cases/row.html", [{**row, "title": object()}])
