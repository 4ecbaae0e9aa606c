"""Columns of one's own: which, in which order, and each cell with what the viewer may read."""

import pytest

from penstock.cases.lists import queries, services
from penstock.cases.secrecy import sight
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible
from penstock.notices.fields import SHIPMENT
from penstock.notices.lists.columns import COLUMNS, USUAL
from penstock.notices.lists.register import NOTICE_LIST
from tests.cast import a_sent_notice
from tests.lists.house import SECRET, at_the_page, several
from tests.tracks.house import refused

PAGE = "/lists/notices/columns/"


def chosen(by):
    with acting(by.viewer) as viewer:
        return [one.name for one in queries.columns_of(viewer, NOTICE_LIST)]


def choose(by, *names, of="notices"):
    with acting(by.viewer) as viewer:
        return services.choose_columns(viewer=viewer, of=of, names=names)


def test_every_field_of_the_specification_is_a_column():
    assert {one.name for one in SHIPMENT.fields} <= COLUMNS.keys()
    assert {column.field for column in COLUMNS.values()} - {""} == {one.name for one in SHIPMENT.fields}


def test_they_are_ones_own(cast):
    choose(cast.importer_officer, "case_reference", "importer_name", "quantity")
    assert chosen(cast.importer_officer) == ["case_reference", "importer_name", "quantity"]
    assert chosen(cast.importer_second) == list(USUAL)
    choose(cast.importer_officer)
    assert chosen(cast.importer_officer) == list(USUAL)


def test_wrong_choices_are_refused_and_change_nothing(cast):
    with refused("unknown_column"):
        choose(cast.importer_officer, "case_reference", "colour")
    with refused("too_many"):
        choose(cast.importer_officer, *list(COLUMNS)[: services.MOST_COLUMNS + 1])
    for name in ("answers", "nonsense"):
        with pytest.raises(NotVisible):
            choose(cast.importer_officer, "case_reference", of=name)
    assert chosen(cast.importer_officer) == list(USUAL)


def test_the_page_moves_adds_and_takes_out(cast):
    choose(cast.importer_officer, "case_reference", "state", "quantity")
    client = at_the_page(cast.importer_officer)
    for act, now in (
        ({"act": "up:quantity"}, ["case_reference", "quantity", "state"]),
        ({"act": "up:case_reference"}, ["case_reference", "quantity", "state"]),
        ({"act": "down:case_reference"}, ["quantity", "case_reference", "state"]),
        ({"act": "down:state"}, ["quantity", "case_reference", "state"]),
        ({"act": "add", "add": "unit"}, ["quantity", "case_reference", "state", "unit"]),
        ({"act": "out:quantity"}, ["case_reference", "state", "unit"]),
    ):
        assert client.post(PAGE, act).status_code == 302
        assert chosen(cast.importer_officer) == now
    for wrong in (
        {"act": "out:case_reference"},
        {"act": "add"},
        {"act": "add", "add": "unit"},
        {"act": "add", "add": "colour"},
        {"act": "up:colour"},
    ):
        assert client.post(PAGE, wrong).status_code == 422
        assert chosen(cast.importer_officer) == now
    client.post(PAGE, {"act": "usual"})
    assert chosen(cast.importer_officer) == list(USUAL)


def test_the_column_that_leads_to_the_case_stays(cast):
    with refused("no_way_in"):
        choose(cast.importer_officer, "state", "quantity")
    assert chosen(cast.importer_officer) == list(USUAL)


def test_the_list_shows_them_in_their_order(cast):
    several(cast.exporter_officer, 1)
    choose(cast.importer_officer, "importer_name", "case_reference", "goods_description")
    page = at_the_page(cast.importer_officer).get("/notices/").text
    heads = [page.index(f">{head}</th>") for head in ("Importer", "Reference", "Description of the goods")]
    assert heads == sorted(heads)
    assert "Quimicos 1" in page


def a_page_of_secrets(cast, actor):
    a_sent_notice(cast.exporter_officer, **SECRET)
    a_sent_notice(cast.exporter_officer, reference="EX-2", importer_name="Open Importer", copied_to="KE")
    choose(actor, "case_reference", "importer_name", "quantity", "goods_description")
    return at_the_page(actor).get("/notices/").text


def test_secrets_are_respected_cell_by_cell(cast):
    page = a_page_of_secrets(cast, cast.third_officer)
    assert "Quimicos del Valle" not in page
    assert page.count("Confidential") == 2
    assert "Open Importer" in page


@pytest.mark.parametrize("control", ["a side", "redaction off"])
def test_the_secrets_are_there_to_be_found(cast, control, monkeypatch):
    """The control: who decides reads them, and so would anybody without the redaction."""
    if control == "redaction off":
        monkeypatch.setattr(sight, "sees_all", lambda _viewer, _case: True)
    actor = cast.importer_officer if control == "a side" else cast.third_officer
    assert "Quimicos del Valle" in a_page_of_secrets(cast, actor)


def test_by_the_api(cast):
    client = at_the_page(cast.importer_officer)
    call = {"headers": {"Authorization": f"Bearer {cast.importer_officer.token}"}, "content_type": "application/json"}
    body = {"columns": ["case_reference", "unit"]}
    assert client.post("/api/v1/lists/notices/columns", body, **call).json() == body
    listed = {one["name"]: one for one in client.get("/api/v1/lists", **call).json()}
    assert listed["notices"]["shown"] == body["columns"]
    assert listed["answers"]["filters"] == ["text", "exporting", "substance"]
    wrong = client.post("/api/v1/lists/notices/columns", {"columns": ["colour"]}, **call)
    assert (wrong.status_code, wrong.json()["faults"][0]["code"]) == (422, "unknown_column")
