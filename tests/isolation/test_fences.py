"""Two fences, each tried alone: what the application filters, and what the database's policies let through.

A hole in one fence is hidden by the other, so each check here switches the other fence off. The same checks must find
the holes that are planted: a filter taken out of one class, a policy dropped from one table.
"""

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from penstock.kernel.models import Signature
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.models import Notice
from tests.isolation.fences import FENCED, FILTERED, FILTERS, first_fence_off, holes, second_fence_off, seen_by
from tests.isolation.rights import PEOPLE
from tests.isolation.visiting import Address, Visitor

NO_VIEWER = "SELECT " + ", ".join(
    f"set_config('penstock.{name}', '', true)" for name in ("scope", "organisation", "circles")
)


class TestEachFencedModel:
    """The access tests of every model with rows that not everybody may see; a new model is in them at once."""

    @pytest.fixture(params=FENCED, ids=lambda model: model.__name__)
    def model(self, request):
        return request.param

    def test_without_a_viewer_no_row_is_there(self, model, world):  # noqa: ARG002  the world fills the tables
        with connection.cursor() as cursor:
            cursor.execute(NO_VIEWER)
        assert model._default_manager.count() == 0

    def test_the_policies_alone_let_nothing_foreign_through(self, model, world, monkeypatch):
        with first_fence_off(monkeypatch):
            assert not holes([model], world)

    def test_the_policy_binds_whoever_owns_the_table(self, model, world):  # noqa: ARG002
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) = current_user"
                " FROM pg_class WHERE oid = %s::regclass",
                [model._meta.db_table],
            )
            assert cursor.fetchone() == (True, True, False)


@pytest.mark.parametrize("model", FILTERED, ids=lambda model: model.__name__)
def test_the_filters_alone_let_nothing_foreign_through(model, world, monkeypatch):
    with second_fence_off(monkeypatch):
        assert not holes([model], world)


def test_the_world_has_rows_to_hide(world):
    """Or the checks above would find nothing because nothing is there."""
    with acting(SYSTEM):
        empty = [model.__name__ for model in FENCED if not model._default_manager.exists()]
    assert set(empty) <= {"Receipt", "Incoming", "Access"}
    viewer = world.cast.fourth_officer.viewer
    assert seen_by(Notice, viewer)
    assert seen_by(Signature, viewer)


@pytest.mark.parametrize("planted", FILTERS, ids=lambda one: one.__name__)
def test_a_filter_taken_out_is_caught_where_the_policies_are_off(planted, world, monkeypatch):
    with second_fence_off(monkeypatch), first_fence_off(monkeypatch, planted):
        assert holes(FILTERED, world)


READS = (
    ("GET", "/notices/{reference}", "foreign"),
    ("GET", "/cases/{reference}/timeline", "foreign"),
    ("GET", "/cases/{reference}/files", "foreign"),
    ("GET", "/cases/{reference}/holder", "foreign"),
    ("GET", "page /cases/{reference}/holder/", "foreign"),
    ("GET", "/cases/{reference}/files/{file_id}", "foreign"),
    ("GET", "/notices/{reference}/checks", "foreign"),
    ("GET", "page /registers/companies/{company_id}/", "foreign"),
    ("GET", "/batches/{batch_id}/lines", "foreign batch"),
    ("GET", "page /notices/{reference}/", "foreign"),
    ("GET", "page /notices/{reference}/print/", "foreign"),
    ("GET", "page /notices/{reference}/form.pdf", "foreign"),
    ("GET", "/notices/{reference}/form", "foreign"),
    ("GET", "page /cases/{reference}/files/{file_id}/", "foreign"),
    ("GET", "page /files/{batch_id}/faulty/", "foreign batch"),
    ("GET", "page /files/{batch_id}/", "foreign batch"),
    ("GET", "/enquiries/{enquiry_id}", "foreign enquiry"),
    ("GET", "page /enquiries/{enquiry_id}/", "foreign enquiry"),
    ("GET", "page /enquiries/{enquiry_id}/files/{paper_id}/", "foreign enquiry"),
    ("GET", "/surveillance/editions/{edition_id}", "edition"),
    ("GET", "/surveillance/copies/{copy_id}/content", "copy"),
    ("GET", "page /surveillance/lists/{list_id}/", "list"),
    ("GET", "page /surveillance/editions/{edition_id}/", "edition"),
    ("GET", "page /surveillance/copies/{copy_id}/content/", "copy"),
    ("GET", "/notices/{reference}/movements", "foreign"),
    ("GET", "/movements/{reference}", "foreign movement"),
    ("GET", "page /movements/{reference}/", "foreign movement"),
    ("GET", "/alerts/{reference}", "foreign alert"),
    ("GET", "/alerts/{reference}/cap", "foreign alert"),
    ("GET", "page /alerts/{reference}/", "foreign alert"),
    ("GET", "page /alerts/{reference}/print/", "foreign alert"),
    ("GET", "page /alerts/{reference}/cap.xml", "foreign alert"),
    ("GET", "page /alerts/{reference}/files/{file_id}/", "foreign alert"),
    ("GET", "page /industry-alerts/{reference}/", "foreign industry alert"),
    ("GET", "page /alerts/suggestions/{suggestion_id}/", "suggestion"),
    ("GET", "/messages/{reference}", "foreign message"),
    ("GET", "page /taxii2/penstock/collections/{name}/objects/{object_id}/", "foreign incident"),
    ("GET", "page /taxii2/penstock/status/{status_id}/", "foreign posting"),
    ("GET", "page /taxii/inbox/{place}/", "foreign posting"),
    ("GET", "page /misp/events/view/{event}", "foreign incident"),
    ("GET", "/messages/{reference}/lines", "foreign message"),
    ("GET", "page /incidents/messages/{reference}/", "foreign message"),
    ("GET", "/operations/{reference}", "foreign operation"),
    ("GET", "/operations/{reference}/board", "foreign operation"),
    ("GET", "page /operations/{reference}/", "foreign operation"),
    ("GET", "page /operations/{reference}/board/", "foreign operation"),
    ("GET", "/groups/{reference}", "foreign group"),
    ("GET", "page /groups/{reference}/", "foreign group"),
    ("GET", "/group-meetings/{reference}", "foreign group meeting"),
    ("GET", "page /group-meetings/{reference}/", "foreign group meeting"),
    ("GET", "page /group-meetings/{reference}/files/{file_id}/", "foreign group meeting"),
    ("GET", "/group-actions/{reference}", "foreign group action"),
    ("GET", "page /group-actions/{reference}/", "foreign group action"),
    ("GET", "/applications/{reference}", "foreign application"),
    ("GET", "page /applications/{reference}/", "foreign application"),
    ("GET", "/advice/{reference}", "foreign advice"),
    ("GET", "page /handling/advice/{reference}/", "foreign advice"),
    ("GET", "page /handling/queues/{queue_id}/", "foreign queue"),
    ("GET", "page /handling/rules/{number}/", "foreign rules"),
    ("GET", "/relief/agreements/{reference}", "foreign agreement"),
    ("GET", "/relief/requests/{reference}", "foreign relief"),
    ("GET", "page /relief/requests/{reference}/", "foreign relief"),
    ("GET", "/suspicious-reports/{reference}", "foreign report"),
    ("GET", "page /suspicious-reports/{reference}/", "foreign report"),
    ("GET", "page /suspicious-reports/{reference}/files/{file_id}/", "foreign report"),
    ("GET", "/permits/{reference}", "foreign permit"),
    ("GET", "/papers/permits/{reference}", "foreign permit"),
    ("GET", "page /permits/{reference}/", "foreign permit"),
    ("GET", "/permits/{reference}/token", "foreign permit"),
    ("GET", "page /permits/{reference}/paper.jwt", "foreign permit"),
    ("GET", "/passages/{reference}", "foreign passage"),
    ("GET", "page /passages/{reference}/", "foreign passage"),
    ("GET", "/balances/{country}/{substance}/{year}", "foreign balance"),
    ("GET", "page /balances/{country}/{name}/{year}/{unit}/", "foreign balance"),
    ("GET", "/projects/{reference}", "foreign project"),
    ("GET", "page /projects/{reference}/", "foreign project"),
    ("GET", "page /projects/{reference}/seats/{seat_id}/withdraw/", "foreign project"),
    ("GET", "/incidents/{reference}/links", "foreign link"),
    ("GET", "page /incidents/{reference}/links/", "foreign link"),
    ("GET", "page /incidents/{reference}/links/{other}/", "foreign link"),
    ("GET", "/incidents/{reference}", "foreign incident"),
    ("GET", "/requests/{reference}", "foreign request"),
    ("GET", "page /requests/{reference}/", "foreign request"),
    ("GET", "/cases/{reference}/files/{file_id}", "foreign request"),
    ("GET", "/incidents/{reference}/names", "foreign incident"),
    ("GET", "/incidents/{reference}/originals/{original_id}", "foreign incident"),
    ("GET", "page /incidents/{reference}/", "foreign incident"),
    ("GET", "page /incidents/{reference}/names/{party_id}/", "foreign incident"),
    ("GET", "/cases/{reference}/timeline", "foreign incident"),
    ("GET", "page /law/proposals/{proposal_id}/", "foreign law"),
    ("GET", "page /law/proposals/{proposal_id}/edit/", "foreign law"),
)
LISTS = (
    "/notices",
    "/inbox",
    "/events",
    "/enquiries",
    "page /enquiries/",
    "page /",
    "page /notices/",
    "page /files/",
    "page /files/wordings/",
    "/alerts",
    "page /alerts/",
    "/industry-alerts",
    "page /industry-alerts/",
    "/alert-suggestions",
    "page /alerts/suggestions/",
    "/incidents",
    "page /incidents/",
    "/projects",
    "page /projects/",
    "/operations",
    "page /operations/",
    "/applications",
    "page /applications/",
    "/suspicious-reports",
    "/suspicious-reports/results",
    "page /suspicious-reports/",
    "/permits",
    "/advice",
    "page /handling/",
    "page /handling/advice/",
    "/relief/requests",
    "page /relief/",
    "/papers/permits",
    "page /permits/",
    "/passages",
    "page /passages/",
    "/balances",
    "page /balances/",
    "/groups",
    "page /groups/",
    "/group-actions",
    "page /group-actions/",
    "page /group-actions/sheet.csv",
    "/requests",
    "page /requests/",
    "/incident-follow-up",
    "/incident-links",
    "page /incidents/links/",
    "/movements",
    "page /movements/",
    "page /movements/sheet/",
    "page /surveillance/",
    "page /law/proposals/",
    "page /law/packs/",
    "/registers/companies",
    "/registers/screening",
    "page /registers/companies/",
    "page /registers/screening/",
)


@pytest.mark.parametrize("fence", ["policies", "filters"])
def test_either_fence_alone_holds_through_every_door(fence, world, monkeypatch):
    visitor = Visitor(world)
    off = first_fence_off if fence == "policies" else second_fence_off
    with off(monkeypatch):
        for key in ("exporter_officer", "exporter_head", "importer_head"):
            for method, path, thing in READS:
                response = visitor.visit(key, Address(method, path), thing)
                assert response.status_code in {403, 404}, f"{key} reads {path}"
            for path in LISTS:
                response = visitor.visit(key, Address("GET", path), "nothing")
                text = response.content.decode()
                office = PEOPLE[key].office
                assert not [one for one, sees in world.markers.items() if office not in sees and one in text]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE kernel_event SET name = 'another'",
        "DELETE FROM kernel_event",
        "TRUNCATE kernel_event",
        "ALTER TABLE kernel_event DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE cases_case NO FORCE ROW LEVEL SECURITY",
        "DROP POLICY fence ON cases_case",
        "CREATE POLICY hole ON cases_case USING (true)",
        "UPDATE cases_comment SET text = 'another'",
        "DELETE FROM cases_attachment",
        "DELETE FROM kernel_access",
        "UPDATE catalogue_edition SET digest = 'another'",
        "DELETE FROM catalogue_edition",
        "ALTER TABLE kernel_event OWNER TO CURRENT_USER",
        "CREATE OR REPLACE FUNCTION penstock_sees(audience uuid[]) RETURNS boolean LANGUAGE sql AS 'SELECT true'",
        "SET ROLE penstock_owner",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
    ],
)
def test_the_application_role_may_not(statement, world):
    refused_by_the_database(world, statement)


def test_switching_policies_off_for_a_session_fails_instead_of_showing_rows(world):
    refused_by_the_database(world, "SET LOCAL row_security = off; SELECT count(*) FROM cases_case")


def refused_by_the_database(world, statement):
    with acting(world.cast.exporter_officer.viewer), connection.cursor() as cursor, pytest.raises(ProgrammingError):
        _execute(cursor, statement)


def _execute(cursor, statement):
    with transaction.atomic():
        cursor.execute(statement)
