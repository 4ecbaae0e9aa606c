"""Papers pushed: each by itself, once for its id, with the same reasons as at every other door."""

import pytest

from penstock.exchange.papers import as_json, as_xml
from penstock.exchange.papers.checking import faults_offline
from penstock.exchange.papers.kinds import PAPERS
from penstock.exchange.papers.shapes import Node
from penstock.exchange.papers.taking import take_all
from penstock.kernel.models import Access, Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.notices.models import Notice
from tests.cast import OBJECTION, Actor, a_sent_notice, a_shipment, the_cast
from tests.exchange.papers.making import filled

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast()


def a_paper(kind: str, content=None, **marks: str) -> Node:
    return Node(name=kind, marks={"id": "a", **marks}, content=filled(content or {}))


def push(actor: Actor, *papers: Node, key: str = "") -> list[Node]:
    """What became of papers that a person's system pushed; each travels as XML and is read back."""
    document = as_xml.read(as_xml.write(Node(name="papers", parts=papers), PAPERS), (PAPERS,))
    return list(take_all(actor.viewer, document, key).parts)


def wrong(receipt: Node) -> list[tuple[str, str]]:
    return [(one.marks["field"], one.marks["code"]) for one in receipt.parts]


def the_notice(receipt: Node) -> Notice:
    with acting(SYSTEM):
        return Notice.objects.get(reference=receipt.marks["reference"])


def notices() -> int:
    with acting(SYSTEM):
        return Notice.objects.count()


def test_a_notice_is_drafted_and_sent_at_once(cast):
    (receipt,) = push(cast.exporter_officer, a_paper("notice", a_shipment(cast.exporter_officer)))
    assert {receipt.marks[one] for one in ("id", "of", "outcome", "state", "edition")} == {
        "a",
        "notice",
        "done",
        "sent",
        "1",
    }
    notice = the_notice(receipt)
    assert (notice.content["importer_name"], notice.substances) == ("Quimicos del Valle", ["acetone"])
    assert receipt.marks["due_on"] == notice.due_on.isoformat()


def test_a_notice_with_faults_leaves_nothing_behind_and_may_be_sent_again_under_its_id(cast):
    shipment = a_shipment(cast.exporter_officer)
    bad = shipment | {"quantity": "much", "importer_name": "", "dispatch_on": "2001-01-01"}
    (receipt,) = push(cast.exporter_officer, a_paper("notice", bad))
    assert (receipt.marks["outcome"], receipt.marks["code"]) == ("refused", "faults")
    expected = {("quantity", "not_a_number"), ("importer_name", "missing_importer"), ("dispatch_on", "past_dispatch")}
    assert set(wrong(receipt)) == expected
    assert all(one.marks["message"] for one in receipt.parts)
    assert notices() == 0
    (mended,) = push(cast.exporter_officer, a_paper("notice", shipment))
    assert mended.marks["outcome"] == "done"


def test_a_draft_is_kept_whatever_is_wrong_and_says_what_stands_against_sending_it(cast):
    (receipt,) = push(cast.exporter_officer, a_paper("notice.draft", {"quantity": "much", "end_use": "Paint"}))
    assert (receipt.marks["outcome"], receipt.marks["state"]) == ("done", "draft")
    assert ("quantity", "not_a_number") in wrong(receipt)
    content = a_shipment(cast.exporter_officer)
    on = receipt.marks["reference"]
    edited, sent = push(
        cast.exporter_officer,
        a_paper("notice.edit", content, id="b", on=on),
        a_paper("notice.submit", id="c", on=on),
    )
    assert wrong(edited) == []
    assert sent.marks["state"] == "sent"


def test_one_that_is_refused_does_not_hold_up_the_others(cast):
    shipment = a_shipment(cast.exporter_officer)
    receipts = push(
        cast.exporter_officer,
        a_paper("notice", shipment, id="1"),
        a_paper("notice", shipment | {"unit": "stone"}, id="2"),
        a_paper("notice.withdraw", on="NL-2000-000001", id="3"),
        a_paper("notice", shipment | {"reference": "EX-2"}, id="4"),
    )
    outcomes = [(one.marks["id"], one.marks["outcome"], one.marks.get("code")) for one in receipts]
    assert outcomes == [
        ("1", "done", None),
        ("2", "refused", "faults"),
        ("3", "refused", "not_found"),
        ("4", "done", None),
    ]
    assert notices() == 2


def test_a_paper_sent_again_does_nothing_in_either_notation_and_is_answered_as_before(cast):
    paper = a_paper("notice", a_shipment(cast.exporter_officer))
    document = Node(name="papers", parts=(paper,))
    first = push(cast.exporter_officer, paper)
    again = as_json.read(as_json.write(document, PAPERS), (PAPERS,))
    assert list(take_all(cast.exporter_officer.viewer, again, "").parts) == first
    assert notices() == 1
    (other,) = push(cast.exporter_officer, a_paper("notice", a_shipment(cast.exporter_officer, reference="EX-9")))
    assert (other.marks["outcome"], other.marks["code"]) == ("refused", "id_reused")
    (foreign,) = push(cast.third_officer, a_paper("notice", a_shipment(cast.third_officer, "EG")))
    assert foreign.marks["outcome"] == "done", "an id is one's own"


def test_without_an_id_the_key_of_the_call_and_the_place_stand_for_it(cast):
    shipment = a_shipment(cast.exporter_officer)
    paper = Node(name="notice", content=filled(shipment))
    other = Node(name="notice", content=filled(shipment | {"reference": "EX-2"}))
    (none,) = push(cast.exporter_officer, paper)
    assert wrong(none) == [("id", "missing_id")]
    first = push(cast.exporter_officer, paper, other, key="k")
    assert push(cast.exporter_officer, paper, other, key="k") == first
    assert notices() == 2


def test_answers_amendments_and_two_signatures(cast):
    notice = a_sent_notice(cast.exporter_officer)
    on = notice.reference
    (asked,) = push(cast.importer_officer, a_paper("notice.ask", {"question": "Which works?"}, on=on))
    assert asked.marks["state"] == "questioned"
    content = dict(notice.content) | {"quantity": "20000"}
    supplied, amended = push(
        cast.exporter_officer,
        a_paper("notice.supply", {"answer": "Those in Talca."}, on=on, id="1"),
        a_paper("notice.amend", content, on=on, id="2"),
    )
    assert [supplied.marks["outcome"], amended.marks["edition"]] == ["done", "2"]
    (proposed,) = push(cast.importer_officer, a_paper("notice.object", OBJECTION, on=on, id="b"))
    assert (proposed.marks["outcome"], proposed.marks["state"]) == ("proposed", "sent")
    (own,) = push(cast.importer_officer, a_paper("notice.confirm", on=on, id="c"))
    assert own.marks["code"] == "same_person"
    (second,) = push(cast.importer_second, a_paper("notice.confirm", on=on, id="d"))
    assert (second.marks["outcome"], second.marks["state"]) == ("done", "objected")


def test_who_may_not_is_told_why_and_it_is_noted(cast):
    notice = a_sent_notice(cast.exporter_officer)
    (side,) = push(cast.exporter_officer, a_paper("notice.clear", on=notice.reference))
    assert side.marks["code"] == "other_side"
    (clock,) = push(cast.importer_officer, a_paper("notice.lapse", on=notice.reference))
    assert clock.marks["code"] == "by_the_clock"
    (absent,) = push(cast.third_officer, a_paper("notice.clear", on=notice.reference))
    assert absent.marks["code"] == "not_found"
    (secretariat,) = push(cast.secretariat_officer, a_paper("notice", a_shipment(cast.exporter_officer)))
    assert secretariat.marks["code"] == "missing_duty"
    with acting(SYSTEM):
        assert Access.objects.filter(what="paper notice.clear", outcome="not visible").exists()


def test_what_is_misshapen_and_what_is_wrong_are_told_together(cast):
    shipment = a_shipment(cast.exporter_officer, quantity="much")
    content = as_json.write(Node(name="papers", parts=(a_paper("notice", shipment),)), PAPERS)
    spoilt = as_json.read(content.replace(b'"end_use"', b'"end_usage"'), (PAPERS,))
    (receipt,) = take_all(cast.exporter_officer.viewer, spoilt, "").parts
    assert receipt.marks["code"] == "misshapen"
    assert wrong(receipt) == [("end_usage", "unknown_field"), ("quantity", "not_a_number")]


@pytest.mark.parametrize(
    "changes",
    [
        {"quantity": "much", "importer_name": ""},
        {"dispatch_on": "2001-01-01", "cas_number": "67-64-2"},
        {"goods_description": "Wooden chairs", "cas_number": ""},
        {"importer_country": "NL"},
    ],
)
def test_offline_the_same_is_said(cast, changes):
    paper = a_paper("notice", a_shipment(cast.exporter_officer, **changes))
    (receipt,) = push(cast.exporter_officer, paper)
    assert wrong(receipt)
    assert wrong(receipt) == [(one.field, one.code) for one in faults_offline(paper)]


def test_the_record_holds_the_acts_as_at_any_other_door(cast):
    (receipt,) = push(cast.exporter_officer, a_paper("notice", a_shipment(cast.exporter_officer)))
    with acting(SYSTEM):
        acts = Event.objects.filter(case_id=the_notice(receipt).pk).order_by("seq")
        assert [one.name for one in acts] == ["notice.drafted", "notice.sent"]
