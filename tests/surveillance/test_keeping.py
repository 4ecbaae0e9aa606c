"""The owner's side: loading with faults, two signatures, vetting."""

import io
from datetime import timedelta

import openpyxl
import pytest

from penstock.kernel import clock
from penstock.kernel.clock import today
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from penstock.surveillance import queries
from penstock.surveillance.chores import expire
from penstock.surveillance.keeping import services, sheets
from penstock.surveillance.models import Edition, Entry
from tests.surveillance.lists import CANARY, a_draft, a_list, an_edition, as_csv, invented, published, vetted

pytestmark = pytest.mark.django_db


def test_a_company_cannot_own_a_list(cast):
    with acting(cast.clerk.viewer) as viewer, pytest.raises(Refused, match="duty"):
        services.make_list(viewer=viewer, raw={})


def test_every_fault_is_named_with_line_column_and_remedy_and_nothing_is_lost(cast):
    rows = [
        {"name": "Exemplin-1", "cas_number": "50-00-1"},
        {"name": "", "other_names": "nameless"},
        {"name": "Exemplin-1", "from_on": "2027-05-01", "until_on": "2027-04-01"},
        {"name": "Exemplin-3", "from_on": "next May"},
    ]
    edition = a_draft(cast.third_officer, a_list(cast.third_officer), rows)
    with acting(cast.third_officer.viewer) as viewer:
        lines = queries.entries(viewer, edition)
        found = {(one.line, fault["column"], fault["code"]) for one in lines for fault in one.faults}
        back = sheets.faulty_lines([(one.line, one.content, one.faults) for one in lines]).decode("utf-8-sig")
    assert found == {
        (2, "cas_number", "cas_check_digit"),
        (3, "name", "missing_name"),
        (4, "until_on", "ends_too_early"),
        (4, "name", "twice"),
        (5, "from_on", "date_format"),
    }
    for entered in ("50-00-1", "nameless", "2027-04-01", "next May"):
        assert entered in back


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name,colour\nExemplin-1,red\n", "heading 'colour' is not known"),
        (b"name,name\nExemplin-1,x\n", "Two headings mean 'name'"),
        (b"cas_number\n50-00-0\n", "No heading is 'name'"),
        (b"name\nExemplin-1,red\n", "Line 2 has a cell under no heading"),
        (b"", "The file is empty"),
        (b"PK\x03\x04broken", "cannot be read as XLSX"),
        (b"name\x00", "neither CSV nor XLSX"),
    ],
)
def test_a_file_that_would_lose_something_is_refused_in_words(content, said):
    with pytest.raises(Refused, match=said):
        sheets.read(content)


def test_a_workbook_is_read_like_csv():
    book = openpyxl.load_workbook(io.BytesIO(sheets.template()))
    book.worksheets[0].append(["Exemplin-1", "exemplol; sample salt"])
    content = io.BytesIO()
    book.save(content)
    assert sheets.read(content.getvalue()) == [(2, {"name": "Exemplin-1", "other_names": "exemplol; sample salt"})]


def test_a_draft_with_faults_or_without_lines_is_not_published(cast):
    owner = cast.third_officer
    the_list = a_list(owner)
    for rows, said in (([], "empty"), ([{"name": ""}, {"note": "nameless"}], "have faults")):
        edition = a_draft(owner, the_list, rows)
        with acting(owner.viewer) as viewer, pytest.raises(Refused, match=said):
            services.take_step(viewer=viewer, edition_id=edition.pk, verb="publish")


def test_publishing_needs_two_people_and_a_load_voids_the_first_signature(cast):
    owner, head = cast.third_officer, cast.third_head
    edition = a_draft(owner, a_list(owner), invented())
    with acting(owner.viewer) as viewer:
        services.take_step(viewer=viewer, edition_id=edition.pk, verb="publish")
        with pytest.raises(Refused, match="another person"):
            services.confirm_step(viewer=viewer, edition_id=edition.pk)
        services.load(viewer=viewer, edition_id=edition.pk, name="b.csv", content=as_csv([{"name": "Exemplin-9"}]))
    with acting(head.viewer) as viewer:
        with pytest.raises(Refused, match="changed since"):
            services.confirm_step(viewer=viewer, edition_id=edition.pk)
        services.take_step(viewer=viewer, edition_id=edition.pk, verb="publish")
    with acting(owner.viewer) as viewer:
        done = services.confirm_step(viewer=viewer, edition_id=edition.pk)
        assert (done.state, [one.content["name"] for one in queries.entries(viewer, done)]) == (
            "published",
            ["Exemplin-9"],
        )


def test_a_published_edition_can_be_loaded_no_more(cast):
    edition = an_edition(cast)
    with acting(cast.third_officer.viewer) as viewer, pytest.raises(Refused, match="cannot be done"):
        services.load(viewer=viewer, edition_id=edition.pk, name="b.csv", content=as_csv(invented(3)))


def test_a_later_edition_supersedes_the_earlier(cast):
    owner, head = cast.third_officer, cast.third_head
    first = an_edition(cast)
    second = published(owner, head, a_draft(owner, first.list, invented(5), note="fewer"))
    with acting(owner.viewer) as viewer:
        states = {one.number: one.state for one in queries.editions(viewer, first.list)}
    assert (second.number, states) == (2, {1: "superseded", 2: "published"})


def test_an_earlier_draft_does_not_supersede_a_later_edition(cast):
    owner, head = cast.third_officer, cast.third_head
    the_list = a_list(owner)
    early, late = a_draft(owner, the_list, invented(3)), a_draft(owner, the_list, invented(5))
    published(owner, head, late)
    with pytest.raises(Refused, match="later edition"):
        published(owner, head, early)


def test_an_edition_expires_by_the_clock(cast):
    edition = an_edition(cast, expires_on="2027-03-10")
    with clock.at(clock.now() + timedelta(days=9)):
        assert expire() == 0
    with clock.at(clock.now() + timedelta(days=10)):
        assert expire() == 1
    with acting(cast.third_officer.viewer) as viewer:
        assert Edition.objects.visible_to(viewer).get(pk=edition.pk).state == "expired"


def test_other_authorities_meet_nothing_of_a_list(cast):
    edition = an_edition(cast)
    for stranger in (cast.exporter_head, cast.fourth_officer, cast.secretariat_officer):
        with acting(stranger.viewer) as viewer:
            assert queries.own_lists(viewer) == []
            assert not Entry.objects.exists()
            with pytest.raises(NotVisible):
                queries.own_edition(viewer, edition.pk)


def test_a_vetting_counts_in_its_days_and_until_it_is_revoked(cast):
    made = vetted(cast.third_officer, cast.clerk.office, until_on="2027-03-31")
    assert made.holds_on(today())
    assert made.holds_on(today().replace(day=31))
    assert not made.holds_on(today().replace(month=4))
    with acting(cast.third_officer.viewer) as viewer:
        assert not services.revoke(viewer=viewer, vetting_id=made.pk, reason="It moved.").holds_on(today())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"access_class": "member"}, "no_association"),
        ({"until_on": "2020-01-01"}, "past"),
        ({"organisation": "nonsense"}, "not_vettable"),
        ({"reasons": ""}, "missing_reasons"),
    ],
)
def test_a_vetting_that_cannot_be_is_refused_by_field(cast, changes, code):
    with pytest.raises(Refused) as refused:
        vetted(cast.third_officer, cast.clerk.office, **changes)
    assert code in {fault.code for fault in refused.value.faults}


def test_the_record_never_holds_a_name_from_a_list(cast):
    an_edition(cast)
    with acting(cast.third_officer.viewer) as viewer:
        told = [f"{event.name} {event.data}" for event in Event.objects.visible_to(viewer)]
    assert any(one.startswith("surveillance.published") for one in told)
    assert not [one for one in told if CANARY in one or "Exemplin" in one]
