"""Stories of messages: a file of many incidents is understood value by value, mended in place, and released as one."""

from decimal import Decimal

import pytest

from penstock.incidents.fields import INCIDENT
from penstock.incidents.intake import messages
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import Cast
from tests.incidents.messages import (
    HEADINGS,
    TO_ALL,
    as_csv,
    as_it_stands,
    faulty,
    handed_in,
    incidents_of,
    let_go,
    meaning,
    work,
)

pytestmark = pytest.mark.usefixtures("django_db_setup")
ROWS = (
    ("2025-11-03", "Turkey", "Istanbul", "Acetic anhydride", "1500.5", "Litre"),
    ("2025-11-04", "Bolivia, Plurinational State of", "Oruro", "Sulphuric Acid", "12", "Gallons (US, liquid)"),
    ("03/2025", "République tchèque", "Brno", "Non-specified precursors", "350", "Gram"),
    ("2024", "Kenya", "Mombasa", "GBL", "0.006999999999999999", "Kilogram"),
    ("2025-11-05", "Kenya", "Mombasa", "Tarenidol", "2", "Thousand of tablets"),
    ("2025-11-31", "Kenya", "Mombasa", "Ephedrine", "2", "Acres"),
)
FILE = as_csv(HEADINGS, ROWS)


def test_a_file_is_understood_and_what_is_not_is_kept_with_every_reason(cast: Cast) -> None:
    """Four lines of six are incidents; of the others each reason is told."""
    message = handed_in(cast.exporter_head, FILE)
    assert (message.lines_done, message.good, message.bad, message.failure) == (6, 4, 2, "")
    wrong = {row.line: [one["topic"] for one in row.faults] for row in faulty(cast.exporter_head, message)}
    assert wrong == {6: ["substance"], 7: ["happened_on", "unit"]}


def test_nothing_is_seen_by_others_until_the_release_and_then_what_is_exact(cast: Cast) -> None:
    """Released, every country sees the incidents, with mass, volume and counts apart and days as they are known."""
    message = handed_in(cast.exporter_head, FILE)
    with pytest.raises(NotVisible):
        as_it_stands(cast.third_officer, message)
    message = let_go(cast.exporter_head, message)
    assert (message.released, message.failure) == (4, "")
    found = incidents_of(cast.third_officer, message)
    assert [(one.country, one.happened_on.isoformat(), one.content.get("known_to")) for one in found] == [
        ("TR", "2025-11-03", None),
        ("BO", "2025-11-04", None),
        ("CZ", "2025-03-01", "month"),
        ("KE", "2024-01-01", "year"),
    ]
    rows = [one.findings.all()[0] for one in found]
    assert [(row.substance, row.kilograms, row.litres) for row in rows] == [
        ("acetic-anhydride", None, Decimal("1500.5")),
        ("sulphuric-acid", None, Decimal("45.424941408")),
        ("", Decimal("0.35"), None),
        ("gamma-butyrolactone", Decimal("0.007"), None),
    ]
    assert found[2].content["substances"][0]["group"] == "precursors"
    assert {one.domain for one in found} == {"precursors"}
    assert {(one.marking, one.state, one.edition) for one in found} == {("GREEN", "released", 1)}


def test_what_is_released_is_what_the_form_would_have_kept(cast: Cast) -> None:
    """The sheet reads each incident without a fault, to the same answers."""
    message = let_go(cast.exporter_head, handed_in(cast.exporter_head, FILE))
    for one in incidents_of(cast.exporter_head, message):
        reading = INCIDENT.read(one.content, strict=True)
        assert not reading.faults
        lines = [{key: value for key, value in line.items() if value} for line in reading.kept["substances"]]
        assert lines == one.content["substances"]
        assert {key: value for key, value in reading.kept.items() if value and key not in INCIDENT.lines} == {
            key: value for key, value in one.content.items() if key not in INCIDENT.lines
        }


def test_one_message_is_one_letter_and_one_event_with_counts_beside_those_of_its_incidents(cast: Cast) -> None:
    """The record holds an act for the message and one for each incident; each country is told once."""
    message = let_go(cast.exporter_head, handed_in(cast.exporter_head, FILE))
    with acting(SYSTEM):
        told = Event.objects.get(name="incident.message_released")
        assert told.data == {"message": message.reference, "incidents": 4, "marking": "GREEN"}
        ids = [one.pk for one in incidents_of(cast.exporter_head, message)]
        assert Event.objects.filter(name="incident.released", case_id__in=ids).count() == 4
        letters = Outgoing.objects.filter(topic="announcement", payload__subject__icontains=message.reference)
        offices = [one.payload["organisation"] for one in letters]
        assert str(cast.third_officer.office.pk) in offices
        assert len(offices) == len(set(offices))
        assert not any("anhydride" in str(one.payload) for one in letters)


def test_a_value_is_put_right_once_for_all_lines_that_hold_it(cast: Cast) -> None:
    """What a name means is said by a person, kept as such, and the line is an incident; the same for what was wrong."""
    by = cast.exporter_head
    message = handed_in(by, FILE)
    unknown = meaning(by, message, "substance", "Tarenidol")
    with acting(by.viewer) as viewer, pytest.raises(Refused):
        messages.say_meaning(viewer=viewer, reference=message.reference, meaning_id=unknown.pk, said="Nonsensol")
    with acting(by.viewer) as viewer:
        messages.say_meaning(viewer=viewer, reference=message.reference, meaning_id=unknown.pk, said="Tramadol")
    work()
    after = as_it_stands(by, message)
    assert (after.good, after.bad) == (5, 1)
    kept = meaning(by, message, "substance", "Tarenidol")
    assert (kept.said, kept.lines, "a person says" in kept.how) == ("Tramadol", 1, True)
    found = incidents_of(by, let_go(by, after))[-1]
    row = found.findings.all()[0]
    assert (row.named, row.quantity, row.unit) == ("Tarenidol", 2000, "tablets")


def test_a_line_is_mended_in_place_before_or_after_the_release(cast: Cast) -> None:
    """It must be understood to be kept; what was mended after the release is released by itself."""
    by = cast.exporter_head
    message = let_go(by, handed_in(by, FILE))
    with acting(by.viewer) as viewer, pytest.raises(Refused):
        messages.mend_line(viewer=viewer, reference=message.reference, line=7, cells={"Date": "2025-11-30"})
    with acting(by.viewer) as viewer:
        mended = {"Date": "2025-11-30", "Unit": "kg"}
        messages.mend_line(viewer=viewer, reference=message.reference, line=7, cells=mended)
    again = let_go(by, message)
    assert (again.released, again.bad) == (5, 1)
    assert [one.message_line for one in incidents_of(by, again)] == [2, 3, 4, 5, 7]


def test_two_people_release_where_the_agency_wants_it(cast: Cast) -> None:
    """The first proposes, an edit voids it, and the same person cannot confirm it."""
    with acting(cast.third_head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    message = handed_in(cast.third_head, FILE)
    assert let_go(cast.third_head, message).released == 0
    with acting(cast.third_head.viewer) as viewer, pytest.raises(Refused):
        messages.ask_to_release(viewer=viewer, reference=message.reference)
    with acting(cast.third_head.viewer) as viewer:
        messages.mend_line(viewer=viewer, reference=message.reference, line=6, cells={"Substance": "Toluene"})
    assert as_it_stands(cast.third_head, message).proposed_at is None
    let_go(cast.third_head, message)
    after = let_go(cast.third_officer, message)
    assert after.released == 5
    with acting(SYSTEM):
        ids = [one.pk for one in incidents_of(cast.third_officer, after)]
        assert Event.objects.filter(name="incident.released_by_two", case_id__in=ids).count() == 5


def test_others_than_those_named_find_nothing(cast: Cast) -> None:
    """Released to one country, a message is nothing to a third; its lines and meanings are nobody's but its owner's."""
    by = cast.exporter_head
    message = handed_in(by, FILE, shared_with="countries", shared_countries=["CL"])
    message = let_go(by, message)
    assert len(incidents_of(cast.importer_officer, message)) == 4
    assert incidents_of(cast.third_head, message) == []
    with pytest.raises(NotVisible):
        as_it_stands(cast.third_head, message)
    assert faulty(cast.importer_officer, message) == []
    with acting(cast.importer_officer.viewer) as viewer, pytest.raises(NotVisible):
        messages.own_message(viewer, message.reference)


def test_foreign_headings_wait_to_be_mapped_and_dates_that_read_two_ways_to_be_said(cast: Cast) -> None:
    """Nothing is read of a file whose headings are not understood; an ambiguous day is not guessed."""
    by = cast.exporter_head
    content = as_csv(("Wann", "Wo", "Was"), [("03/04/2025", "Kenia", "Toluol"), ("05/06/2025", "Kenia", "Aceton")])
    message = handed_in(by, content)
    assert message.waits_for_headings
    columns = {"Wann": "happened_on", "Wo": "country", "Was": "substance"}
    with acting(by.viewer) as viewer:
        messages.map_headings(viewer=viewer, reference=message.reference, mapping={"columns": columns})
    work()
    assert [one["topic"] for row in faulty(by, message) for one in row.faults] == ["happened_on", "happened_on"]
    with acting(by.viewer) as viewer:
        said = {"columns": columns, "days": "DMY"}
        messages.map_headings(viewer=viewer, reference=message.reference, mapping=said)
    work()
    assert as_it_stands(by, message).bad == 0
    assert [str(one.happened_on) for one in incidents_of(by, let_go(by, message))] == ["2025-04-03", "2025-06-05"]


def test_a_list_takes_no_names_and_no_audience_of_its_own(cast: Cast) -> None:
    """Who may see it is said for the message; a name of a person is refused with its line, and reaches nobody."""
    by, one = (
        cast.exporter_head,
        {
            "kind": "seizure",
            "domain": "precursors",
            "happened_on": "2026-01-05",
            "country": "NL",
            "substances": [{"named": "Acetone", "quantity": "5", "unit": "kg"}],
        },
    )
    listed = [one, {**one, "parties": [{"name": "Jan Niemand"}]}, {**one, "marking": "CLEAR"}]
    with acting(by.viewer) as viewer:
        message = messages.take_in_list(viewer=viewer, name="list", incidents=listed, sharing=TO_ALL)
    work()
    message = let_go(by, message)
    assert (message.released, message.bad) == (1, 2)
    (found,) = incidents_of(cast.third_officer, message)
    assert (found.marking, found.substances) == ("GREEN", ["acetone"])
    assert "Niemand" not in str(found.content)
