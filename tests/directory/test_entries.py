"""Entries: who keeps which, what is refused, what the record tells, and that no company sees them."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from penstock.kernel import clock
from penstock.kernel.delivery.outbox import relay_one
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from penstock.parties.directory import entries, queries
from penstock.parties.directory.chores import REMIND_AFTER, STALE_AFTER, chase_verification
from penstock.parties.directory.entries import VERIFIED_FOR
from penstock.parties.directory.models import Entry, Specimen
from penstock.parties.models import Organisation
from tests.cast import the_cast
from tests.directory.house import AUTHORITY, FOCAL, PNG, an_entry

pytestmark = pytest.mark.django_db
SPECIMEN = {"kind": "stamp", "holder": "The registry", "from_on": "2026-01-01"}


@pytest.fixture
def cast():
    return the_cast()


def seen(actor, **wanted):
    with acting(actor.viewer) as viewer:
        return [one.name for one in queries.entries(viewer, queries.Wanted(**wanted))]


def test_an_administrator_adds_and_every_office_reads(cast):
    an_entry(cast.exporter_head)
    for reader in (cast.exporter_officer, cast.importer_officer, cast.secretariat_officer):
        assert seen(reader, role="prism") == ["Jo Example"]
    assert seen(cast.clerk) == []


def test_the_entry_of_an_authority_renames_its_office(cast):
    office = cast.exporter_officer.office
    row = an_entry(cast.exporter_head, "authority", office=str(office.id), name="Bureau of Exportland")
    office.refresh_from_db()
    assert (office.name, office.email) == ("Bureau of Exportland", "desk@authority.example")
    assert row.content["languages"] == ["nl", "en"]
    assert office.functions[0].startswith("Pre-export notifications")
    with pytest.raises(Refused) as no:
        an_entry(cast.exporter_head, "authority", office=str(office.id))
    assert no.value.faults[0].code == "known_already"


def test_an_authority_without_an_office_founds_one(cast):
    an_entry(cast.exporter_head, "authority", name="Customs Laboratory of Exportland")
    assert Organisation.objects.filter(government="NL", name="Customs Laboratory of Exportland").count() == 1


def test_a_company_sees_what_its_own_country_shows(cast):
    office = str(cast.exporter_officer.office.id)
    shown = an_entry(cast.exporter_head, "authority", office=office)
    an_entry(cast.exporter_head)
    an_entry(cast.third_head, "authority", "KE", str(cast.third_officer.office.id), name="Thirdland Authority")
    with acting(cast.clerk.viewer) as viewer:
        assert queries.public_entries(viewer) == [shown]
        assert list(Entry.objects.all()) == [shown], "the policy alone"
    with acting(cast.exporter_head.viewer) as viewer:
        entries.correct_entry(viewer=viewer, entry_id=shown.pk, raw={**AUTHORITY, "public": "no"})
    with acting(cast.clerk.viewer) as viewer:
        assert queries.public_entries(viewer) == []
        assert not Entry.objects.exists()


@pytest.mark.parametrize("by", ["third_head", "importer_head", "exporter_officer", "clerk"])
def test_nobody_else_keeps_the_part_of_a_country(by, cast):
    row, actor = an_entry(cast.exporter_head), cast.everybody[by]
    with acting(actor.viewer) as viewer:
        for act in (
            lambda: entries.add_entry(viewer=viewer, country="NL", kind="focal point", raw=FOCAL),
            lambda: entries.correct_entry(viewer=viewer, entry_id=row.pk, raw={**FOCAL, "name": "Somebody"}),
            lambda: entries.end_entry(viewer=viewer, entry_id=row.pk),
            lambda: entries.verify_entries(viewer=viewer, country="NL"),
            lambda: entries.add_specimen(viewer=viewer, entry_id=row.pk, raw=SPECIMEN, chunks=[PNG]),
        ):
            with pytest.raises((NotVisible, Refused)):
                act()
    assert seen(cast.exporter_head) == ["Jo Example"]


def test_the_policy_keeps_another_country_from_writing_and_from_taking_over(cast):
    row = an_entry(cast.exporter_head)
    statements = (
        "UPDATE parties_entry SET name = 'theirs' WHERE id = %s",
        "UPDATE parties_entry SET government_id = 'KE', name = 'theirs' WHERE id = %s",
        "DELETE FROM parties_entry WHERE id = %s",
    )
    with acting(cast.third_head.viewer), connection.cursor() as cursor:
        for statement in statements:
            with pytest.raises(ProgrammingError), transaction.atomic():
                cursor.execute(statement, [row.pk])


def test_a_correction_keeps_history_for_the_own_country_alone(cast):
    row = an_entry(cast.exporter_head)
    with acting(cast.exporter_head.viewer) as viewer:
        corrected = entries.correct_entry(viewer=viewer, entry_id=row.pk, raw={**FOCAL, "email": "new@customs.example"})
        assert corrected.edition == 2
        with pytest.raises(Refused, match="Nothing was changed"):
            entries.correct_entry(viewer=viewer, entry_id=row.pk, raw={**FOCAL, "email": "new@customs.example"})
    for reader, count in ((cast.exporter_officer, 2), (cast.secretariat_officer, 2), (cast.importer_officer, 0)):
        with acting(reader.viewer) as viewer:
            told = queries.history(viewer, row.pk)
            assert len(told) == count
    with acting(cast.exporter_officer.viewer) as viewer:
        newest, oldest = queries.history(viewer, row.pk)
    assert newest.data["changed"] == ["email"]
    assert (oldest.data["content"]["email"], newest.data["content"]["email"]) == (
        "jo@customs.example",
        "new@customs.example",
    )


@pytest.mark.parametrize(
    ("field", "given", "code"),
    [
        ("email", "no address", "not_an_email"),
        ("phone", "070 555", "not_a_number"),
        ("languages", "Klingon", "unknown_language"),
        ("role", "", "missing_role"),
        ("role", "king", "unknown_choice"),
    ],
)
def test_what_cannot_be_right_is_refused(field, given, code, cast):
    with pytest.raises(Refused) as no:
        an_entry(cast.exporter_head, **{field: given})
    assert [(fault.field, fault.code) for fault in no.value.faults] == [(field, code)]


def test_an_ended_entry_leaves_the_directory_and_cannot_be_corrected(cast):
    row = an_entry(cast.exporter_head)
    with acting(cast.exporter_head.viewer) as viewer:
        entries.end_entry(viewer=viewer, entry_id=row.pk)
        with pytest.raises(Refused, match="has ended"):
            entries.correct_entry(viewer=viewer, entry_id=row.pk, raw={**FOCAL, "name": "Another"})
    assert seen(cast.exporter_head) == []


class TestSpecimens:
    def test_offices_see_them_and_companies_never(self, cast):
        row = an_entry(cast.exporter_head, "authority", office=str(cast.exporter_officer.office.id))
        with acting(cast.exporter_head.viewer) as viewer:
            found = entries.add_specimen(viewer=viewer, entry_id=row.pk, raw=SPECIMEN, chunks=[PNG])
        with acting(cast.importer_officer.viewer) as viewer:
            assert queries.specimens(viewer, row.pk) == [found]
        with acting(cast.clerk.viewer) as viewer:
            assert queries.entry(viewer, row.pk) == row, "the entry is shown to companies"
            assert not Specimen.objects.exists(), "the policy alone"
            with pytest.raises(NotVisible):
                queries.specimen(viewer, found.pk)

    def test_a_text_is_no_specimen(self, cast):
        row = an_entry(cast.exporter_head)
        with acting(cast.exporter_head.viewer) as viewer, pytest.raises(Refused) as no:
            entries.add_specimen(viewer=viewer, entry_id=row.pk, raw=SPECIMEN, chunks=[b"a text"])
        assert no.value.faults[0].code == "not_an_image"


def delivered():
    mail.outbox.clear()
    while relay_one():
        pass
    return [(one.to[0], one.subject) for one in mail.outbox]


def test_twice_a_year_somebody_is_asked_reminded_and_marked(cast):
    start = clock.now()
    row = an_entry(cast.exporter_head)
    an_entry(cast.exporter_head, name="Another Example")
    told = []
    for days in (VERIFIED_FOR.days - 1, VERIFIED_FOR.days, VERIFIED_FOR.days + 1):
        with clock.at(start + timedelta(days=days)):
            chase_verification()
            told.append(delivered())
    assert told == [[], [("exporter_head@cast.example", "Twice a year: your entries in the directory")], []]
    asked = start + VERIFIED_FOR
    with clock.at(asked + REMIND_AFTER):
        assert chase_verification() == 2
        assert chase_verification() == 0
        assert [subject for _to, subject in delivered()] == ["A reminder: your entries in the directory"]
    with clock.at(asked + STALE_AFTER):
        assert chase_verification() == 2
        with acting(cast.importer_officer.viewer) as viewer:
            assert queries.stale_countries(viewer) == {"NL"}
        with acting(cast.exporter_head.viewer) as viewer:
            assert entries.verify_entries(viewer=viewer, country="NL") == 2
            assert not queries.stale_countries(viewer)
            assert queries.entry(viewer, row.pk).asked_on is None
        assert chase_verification() == 0
    with clock.at(asked + STALE_AFTER + VERIFIED_FOR):
        assert chase_verification() == 2, "it is asked again half a year after the answer"


def test_a_country_without_an_administrator_is_asked_about_at_the_secretariat(cast):
    an_entry(cast.secretariat_officer, country="EG")
    with clock.at(clock.now() + VERIFIED_FOR):
        chase_verification()
        assert {to for to, _subject in delivered()} == {
            "secretariat_officer@cast.example",
            "secretariat_second@cast.example",
        }


def test_a_correction_counts_as_an_answer(cast):
    start, row = clock.now(), an_entry(cast.exporter_head)
    with clock.at(start + VERIFIED_FOR):
        chase_verification()
        with acting(cast.exporter_head.viewer) as viewer:
            entries.correct_entry(viewer=viewer, entry_id=row.pk, raw={**FOCAL, "name": "Jo Successor"})
    with clock.at(start + VERIFIED_FOR + STALE_AFTER):
        assert chase_verification() == 0
