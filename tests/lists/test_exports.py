"""Exports: the list as a file, as its maker may see it, complete, on the record, and gone after its time."""

import csv
import io
import json
from datetime import timedelta

import openpyxl
import pytest

from penstock.cases.lists import queries, services
from penstock.cases.lists.exporting import writing as exports
from penstock.cases.lists.models import ExportPart
from penstock.cases.models import Receipt
from penstock.cases.secrecy import sight
from penstock.exchange.papers import as_json, as_xml
from penstock.exchange.papers.kinds import PAPERS
from penstock.kernel import clock
from penstock.kernel.models import Access, Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible
from penstock.notices.lists.columns import COLUMNS
from penstock.notices.shipments import sheets
from penstock.parties.services import end_duties
from tests.cast import a_sent_notice, amended, take
from tests.lists.house import SECRET, asked_for, at_the_page, exported, several, the_export
from tests.tracks.house import refused

KINDS = ("csv", "xlsx", "json", "xml")
FORMULAS = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", "'=1")


def lines_of(content):
    """The lines of a CSV file by heading."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def cells_of(content):
    """The cells of a workbook."""
    return [list(row) for row in openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows()]


def words_of(kind, content):
    """What a file says, whatever its kind."""
    if kind == "xlsx":
        return "\n".join(str(cell.value) for row in cells_of(content) for cell in row)
    return content.decode()


class TestFiles:
    def test_it_is_the_list_as_it_is_narrowed_and_in_its_order(self, cast):
        one, two, three = several(cast.exporter_officer, 3)
        with clock.at(clock.now() + timedelta(hours=1)):
            take(cast.importer_officer, one, "ask", question="Why?")
        row, content = exported(cast.importer_officer, names=["case_reference", "state", "quantity"])
        found = lines_of(content)
        assert list(found[0]) == ["case_reference", "state", "quantity"]
        assert [line["case_reference"] for line in found] == [one.reference, three.reference, two.reference]
        assert row.rows_done == row.rows_total == 3
        sent = lines_of(exported(cast.importer_officer, query="state=sent")[1])
        assert {line["case_reference"] for line in sent} == {two.reference, three.reference}
        assert list(sent[0]) == list(COLUMNS)

    def test_csv_and_xlsx_say_the_same(self, cast):
        several(cast.exporter_officer, 2)
        told = lines_of(exported(cast.importer_officer)[1])
        heads, *rows = [
            [cell.value or "" for cell in row] for row in cells_of(exported(cast.importer_officer, "xlsx")[1])
        ]
        assert [dict(zip(heads, row, strict=True)) for row in rows] == told

    def test_json_and_xml_are_papers_that_the_format_reads(self, cast):
        notices = several(cast.exporter_officer, 2)
        for kind, notation in (("json", as_json), ("xml", as_xml)):
            document = notation.read(exported(cast.importer_officer, kind)[1], (PAPERS,))
            assert not document.faults
            assert not [part.faults for part in document.parts if part.faults]
            assert {part.marks["on"] for part in document.parts} == {one.reference for one in notices}
            assert {part.content["importer_name"] for part in document.parts} == {"Quimicos 1", "Quimicos 2"}
            assert {part.name for part in document.parts} == {"notice"}

    def test_many_rows_come_in_pieces_and_each_once(self, cast, monkeypatch):
        monkeypatch.setattr(exports, "ROWS_AT_ONCE", 2)
        notices = several(cast.exporter_officer, 5)
        row, content = exported(cast.importer_officer)
        assert sorted(line["case_reference"] for line in lines_of(content)) == sorted(one.reference for one in notices)
        with acting(SYSTEM):
            assert ExportPart.objects.filter(export=row).count() == 4

    @pytest.mark.parametrize("kind", ["csv", "xlsx"])
    def test_no_cell_is_a_formula(self, cast, kind):
        for number, text in enumerate(FORMULAS):
            a_sent_notice(cast.exporter_officer, reference=f"EX-{number}", importer_name=f"Q{number}", remarks=text)
        _row, content = exported(cast.importer_officer, kind, names=["remarks"])
        if kind == "xlsx":
            cells = [row[0] for row in cells_of(content)[1:]]
            assert {cell.data_type for cell in cells} == {"s"}
            assert len(cells) == len(FORMULAS)
        else:
            assert all(line["remarks"].startswith("'") for line in lines_of(content))

    def test_without_the_apostrophe_a_formula_would_stand_there(self, cast, monkeypatch):
        """The negative control."""
        monkeypatch.setattr(sheets, "defused", str)
        a_sent_notice(cast.exporter_officer, remarks=FORMULAS[0])
        assert lines_of(exported(cast.importer_officer, names=["remarks"])[1])[0]["remarks"] == FORMULAS[0]


class TestSecrets:
    @pytest.mark.parametrize("kind", KINDS)
    def test_they_are_cut_and_the_rest_is_there(self, cast, kind):
        notice = a_sent_notice(cast.exporter_officer, end_use="Paint thinner", **SECRET)
        said = words_of(kind, exported(cast.third_officer, kind)[1])
        assert "Quimicos del Valle" not in said
        assert notice.reference in said
        assert "Paint thinner" in said
        assert "Quimicos del Valle" in words_of(kind, exported(cast.importer_officer, kind)[1])

    @pytest.mark.parametrize("kind", KINDS)
    def test_with_the_redaction_off_they_are_found(self, cast, kind, monkeypatch):
        """The negative control."""
        monkeypatch.setattr(sight, "sees_all", lambda _viewer, _case: True)
        a_sent_notice(cast.exporter_officer, **SECRET)
        assert "Quimicos del Valle" in words_of(kind, exported(cast.third_officer, kind)[1])

    def test_a_filter_on_a_secret_exports_nothing(self, cast):
        a_sent_notice(cast.exporter_officer, **SECRET)
        assert not lines_of(exported(cast.third_officer, query="text=Quimicos")[1])
        assert len(lines_of(exported(cast.importer_officer, query="text=Quimicos")[1])) == 1

    def test_what_became_secret_before_the_worker_came_is_cut(self, cast):
        notice = a_sent_notice(cast.exporter_officer, copied_to="KE")
        row = asked_for(cast.third_officer)
        amended(cast.exporter_officer, notice, **SECRET)
        exports.write_waiting()
        with acting(cast.third_officer.viewer) as viewer:
            assert b"Quimicos del Valle" not in queries.content_of(viewer, queries.export(viewer, row.pk))

    def test_it_is_for_its_maker_alone(self, cast):
        several(cast.exporter_officer, 1)
        row, _content = exported(cast.importer_officer)
        for actor in (cast.importer_second, cast.exporter_officer):
            with acting(actor.viewer) as viewer, pytest.raises(NotVisible):
                queries.export(viewer, row.pk)
            assert at_the_page(actor).get(f"/lists/exports/{row.pk}/file/").status_code == 404


class TestRecord:
    def test_who_took_what_along_is_on_the_record(self, cast):
        notice = several(cast.exporter_officer, 1)[0]
        row, _content = exported(cast.importer_officer, query="text=Quimicos", names=["case_reference"])
        with acting(SYSTEM):
            event = Event.objects.get(name="list.exported")
            read = Receipt.objects.get(case_id=notice.pk, person_id=cast.importer_officer.person.pk)
        told = {"list": "notices", "format": "csv", "rows": 1, "columns": ["case_reference"], "file": row.sha256}
        assert event.data == told
        assert event.person_name == "Importer Officer"
        assert read.edition == 1

    def test_each_fetching_is_noted(self, cast):
        several(cast.exporter_officer, 1)
        row, content = exported(cast.importer_officer)
        answer = at_the_page(cast.importer_officer).get(f"/lists/exports/{row.pk}/file/")
        assert answer.content == content
        assert answer.headers["Content-Disposition"].startswith("attachment;")
        with acting(SYSTEM):
            assert Access.objects.filter(what=f"export {row.pk}", outcome="read").count() == 1


class TestWork:
    def test_one_that_was_begun_by_a_killed_worker_is_begun_anew(self, cast, monkeypatch):
        several(cast.exporter_officer, 3)
        monkeypatch.setattr(exports, "ROWS_AT_ONCE", 1)
        row = asked_for(cast.importer_officer)
        write = exports.WRITERS["csv"]

        def dies(viewer, columns, pieces):
            for number, content in enumerate(write(viewer, columns, pieces)):
                if number == 2:
                    raise KeyboardInterrupt
                yield content

        with monkeypatch.context() as inner:
            inner.setitem(exports.WRITERS, "csv", dies)
            with pytest.raises(KeyboardInterrupt):
                exports.write_waiting()
        assert (the_export(row).finished_at, the_export(row).rows_done) == (None, 1)
        exports.write_waiting()
        with acting(cast.importer_officer.viewer) as viewer:
            assert len(lines_of(queries.content_of(viewer, queries.export(viewer, row.pk)))) == 3

    def test_whoever_lost_the_duty_gets_nothing(self, cast):
        several(cast.exporter_officer, 1)
        row = asked_for(cast.importer_officer)
        with acting(SYSTEM):
            end_duties(viewer=SYSTEM, person=cast.importer_officer.person, on=clock.today())
        exports.write_waiting()
        assert "duty" in the_export(row).failure
        assert the_export(row).finished_at is None

    def test_one_that_fails_says_so_and_holds_up_no_other(self, cast, monkeypatch):
        monkeypatch.setattr(exports, "MOST_ROWS", 1)
        several(cast.exporter_officer, 2)
        long = asked_for(cast.importer_officer)
        short = asked_for(cast.importer_officer, query="text=Quimicos 1")
        exports.write_waiting()
        assert "more than 1 rows" in the_export(long).failure
        assert the_export(short).finished_at

    def test_its_time_is_over_after_two_days(self, cast):
        several(cast.exporter_officer, 1)
        row, _content = exported(cast.importer_officer)
        assert exports.forget_old() == 0
        with clock.at(clock.now() + services.KEPT_FOR):
            assert exports.forget_old() == 1
        with acting(SYSTEM):
            assert not ExportPart.objects.exists()
        with acting(cast.importer_officer.viewer) as viewer, pytest.raises(NotVisible):
            queries.export(viewer, row.pk)

    def test_a_person_has_few_at_a_time(self, cast):
        for _ in range(services.MOST_WAITING):
            asked_for(cast.importer_officer)
        with refused("too_many_waiting"):
            asked_for(cast.importer_officer)


class TestWrongInput:
    def test_it_is_refused(self, cast):
        with refused("unknown_column"):
            asked_for(cast.importer_officer, names=["colour"])
        with refused("unknown_choice"):
            asked_for(cast.importer_officer, "docx")
        with refused("unknown_filter"):
            asked_for(cast.importer_officer, query="state=nonsense")

    def test_the_page_keeps_what_was_entered(self, cast):
        client = at_the_page(cast.importer_officer)
        answer = client.post("/lists/notices/exports/", {"format": "docx", "columns": "all"})
        assert answer.status_code == 422
        assert '<option value="all" selected' in answer.text
        assert client.get("/lists/answers/exports/").status_code == 404

    def test_the_pages_tell_how_far_it_is(self, cast):
        several(cast.exporter_officer, 1)
        client = at_the_page(cast.importer_officer)
        page = client.post("/lists/notices/exports/?state=sent", {"format": "xlsx", "columns": "shown"})
        assert page.status_code == 302
        waiting = client.get(page.headers["Location"]).text
        assert "You may leave this page" in waiting
        assert client.get(f"{page.headers['Location']}file/").status_code == 409
        exports.write_waiting()
        assert "Fetch the file (XLSX)" in client.get(page.headers["Location"]).text
        assert client.get(f"{page.headers['Location']}progress/").headers["HX-Redirect"] == page.headers["Location"]
        assert "Written" in client.get("/lists/exports/").text


def test_by_the_api(cast):
    several(cast.exporter_officer, 1)
    client = at_the_page(cast.importer_officer)
    call = {"headers": {"Authorization": f"Bearer {cast.importer_officer.token}"}, "content_type": "application/json"}
    asked = client.post("/api/v1/exports", {"filters": {"state": "sent"}, "format": "json"}, **call)
    assert asked.status_code == 202
    path = f"/api/v1/exports/{asked.json()['id']}"
    assert client.get(f"{path}/file", **call).json()["code"] == "not_written"
    exports.write_waiting()
    assert client.get(path, **call).json()["rows_done"] == 1
    assert json.loads(client.get(f"{path}/file", **call).content)["document"] == "papers"
    assert client.post("/api/v1/exports", {"columns": ["colour"]}, **call).status_code == 422
