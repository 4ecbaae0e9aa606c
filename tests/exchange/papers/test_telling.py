"""Papers pulled: everything one may see, in the order of the record, once; and another's system takes them back."""

import pytest

from penstock.exchange.papers import as_xml, examples
from penstock.exchange.papers.kinds import CASE, DIRECTORY, DOCUMENTS, PAPERS, RECEIPTS
from penstock.exchange.papers.telling import governments, papers_since, standing
from penstock.kernel import clock
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.notices.fields import SHIPMENT
from penstock.notices.services import take_step
from tests.cast import (
    OBJECTION,
    Actor,
    a_draft,
    a_proposed_objection,
    a_questioned_notice,
    a_sent_notice,
    amended,
    confirm,
    decline,
    take,
    the_cast,
)
from tests.exchange.papers.making import FORMATS
from tests.exchange.papers.test_schemas import complaints

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast()


def pull(actor: Actor, since: str = "", limit: int = 500):
    with acting(actor.viewer) as viewer:
        return papers_since(viewer, since, limit)


def kinds(actor: Actor) -> list[str]:
    return [one.name.removeprefix("notice.") for one in pull(actor).parts]


def a_long_story(cast):
    """Everything that can be told of two notices, and a draft that cannot."""
    a_draft(cast.exporter_officer)
    notice = a_questioned_notice(cast, end_use="Farbverdünner שלום", remarks="one\r\ntwo")
    take(cast.exporter_officer, notice, "supply", answer="Those in Talca.")
    amended(cast.exporter_officer, notice, quantity="25000")
    take(cast.importer_officer, notice, "object", **OBJECTION)
    decline(cast.importer_officer, notice)
    take(cast.importer_officer, notice, "clear", import_permit="P-1")
    take(cast.exporter_officer, notice, "release")
    objected = confirm(cast.importer_second, a_proposed_objection(cast, reference="EX-2"))
    take(cast.importer_head, objected, "lift", note="The licence was shown.")
    take(cast.exporter_officer, objected, "withdraw")
    a_sent_notice(cast.third_officer, "EG")
    return notice


def test_each_side_is_told_what_it_may_see_in_the_order_of_the_record(cast):
    a_long_story(cast)
    both = ["notice", "ask", "supply", "amend", "clear", "release", "notice", "object", "lift", "withdraw"]
    assert kinds(cast.exporter_officer) == both
    own = ["notice", "ask", "supply", "amend", "object", "decline", "clear", "release"]
    assert kinds(cast.importer_officer) == [*own, "notice", "object", "object", "lift", "withdraw"]
    stages = [one.marks.get("stage") for one in pull(cast.importer_officer).parts if one.name == "notice.object"]
    assert stages == ["proposed", "proposed", None]
    assert kinds(cast.third_officer) == kinds(cast.fourth_officer) == ["notice"]
    assert kinds(cast.secretariat_officer) == [*both, "notice"]


def test_a_lapse_is_told_too(cast):
    notice = a_sent_notice(cast.exporter_officer)
    with clock.at(clock.now().replace(year=clock.now().year + 1)), acting(SYSTEM):
        take_step(viewer=SYSTEM, notice_id=notice.pk, verb="lapse")
    assert kinds(cast.importer_officer) == ["notice", "lapse"]


def test_what_is_told_holds_the_content_of_its_edition(cast):
    notice = a_sent_notice(cast.exporter_officer)
    amended(cast.exporter_officer, notice, quantity="25000")
    first, second = pull(cast.importer_officer).parts
    assert (first.content["quantity"], second.content["quantity"]) == ("18000", "25000")
    assert (first.marks["edition"], second.marks["edition"]) == ("1", "2")
    with acting(SYSTEM):
        notice.refresh_from_db()
    assert SHIPMENT.read(second.content, strict=True).kept == notice.content


def test_pages_of_any_size_hold_the_same(cast):
    a_long_story(cast)
    whole = pull(cast.importer_officer)
    for size in (1, 2, 5):
        since, told, more = "", [], True
        while more:
            page = pull(cast.importer_officer, since, size)
            assert len(page.parts) <= size
            told += page.parts
            since, more = page.marks["next"], page.marks["more"] == "true"
        assert told == list(whole.parts)
        assert pull(cast.importer_officer, since).parts == ()
        assert pull(cast.importer_officer, since).marks == {"next": since, "more": "false"}


def test_a_cursor_that_was_not_given_is_refused(cast):
    a_sent_notice(cast.third_officer, "EG")
    foreign = pull(cast.third_officer).marks["next"]
    for cursor in (foreign, "evt_1_0123456789abcdef", "1", "evt_1'--"):
        with pytest.raises(Refused) as no:
            pull(cast.exporter_officer, cursor)
        assert no.value.code == "cursor"


@pytest.mark.parametrize("notation", FORMATS.values(), ids=FORMATS)
def test_what_is_told_travels_without_loss(cast, notation):
    a_long_story(cast)
    for actor in (cast.importer_officer, cast.secretariat_officer):
        told = pull(actor)
        assert notation.read(notation.write(told, PAPERS), DOCUMENTS) == told
        directory = governments(actor.viewer)
        assert notation.read(notation.write(directory, DIRECTORY), DOCUMENTS) == directory


def test_what_is_told_is_valid_by_both_schemas(cast):
    a_long_story(cast)
    told = pull(cast.importer_officer)
    assert complaints(as_xml.write(told, PAPERS)) == []
    with acting(cast.importer_officer.viewer) as viewer:
        assert complaints(as_xml.write(governments(viewer), DIRECTORY)) == []


def every_example():
    shapes = (PAPERS, RECEIPTS, PAPERS, DIRECTORY, CASE)
    return list(
        zip(
            (examples.PUSHED, examples.RECEIVED, examples.PULLED, examples.LISTED, examples.STANDING),
            shapes,
            strict=True,
        )
    )


def test_the_examples_of_the_contract_are_valid_and_travel():
    for example, shape in every_example():
        assert complaints(as_xml.write(example, shape)) == []
        for notation in FORMATS.values():
            assert notation.read(notation.write(example, shape), DOCUMENTS) == example


def test_the_directory_names_every_government_and_its_counterpart(cast):
    with acting(cast.exporter_officer.viewer) as viewer:
        told = {one.marks["country"]: one for one in governments(viewer).parts}
    assert set(told) == {"NL", "CL", "KE", "EG", "FJ"}
    assert told["CL"].marks["counterpart"] == "Importland Authority"
    assert told["CL"].marks["reply_days"] == "10"
    assert "counterpart" not in told["FJ"].marks, "the secretariat answers for it"


def readings(actor: Actor, reference: str) -> list[tuple[str, str]]:
    with acting(actor.viewer) as viewer:
        told = standing(viewer, reference)
    assert complaints(as_xml.write(told, CASE)) == []
    return [(one.marks["by"], one.marks["edition"]) for one in told.parts]


def test_whoever_sent_a_notice_sees_who_was_given_which_edition_and_when_first(cast):
    notice = a_sent_notice(cast.exporter_officer)
    assert readings(cast.exporter_officer, notice.reference) == []
    pull(cast.importer_officer)
    first = readings(cast.exporter_officer, notice.reference)
    assert first == [("Importland Authority", "1")]
    pull(cast.importer_officer)
    assert readings(cast.exporter_officer, notice.reference) == first, "only the first time is kept"
    amended(cast.exporter_officer, notice, quantity="25000")
    pull(cast.importer_second, limit=1)
    assert sorted(readings(cast.exporter_officer, notice.reference)) == [("Importland Authority", "1")] * 2
    pull(cast.importer_officer)
    assert ("Importland Authority", "2") in readings(cast.exporter_officer, notice.reference)
    with pytest.raises(NotVisible):
        readings(cast.third_officer, notice.reference)
