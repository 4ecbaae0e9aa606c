"""What crosses the border under a permit, told by customs and both authorities: every figure, and every difference."""

from datetime import timedelta
from decimal import Decimal

import pytest

from penstock.cases import services as case_services
from penstock.kernel import clock
from penstock.kernel.clock import now, today
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.permits import services as permits
from penstock.permits.chores import expire_permits
from penstock.permits.ledger import drawing
from penstock.permits.ledger.keeping import country_account, room
from penstock.permits.ledger.models import Account
from penstock.permits.models import Line, Permit
from penstock.permits.passages.chores import find_overdue, remind_of_endorsements
from penstock.permits.passages.models import Goods, Passage
from penstock.permits.passages.reckoning.counting import pure_of
from tests.cast import Actor, Cast, the_cast
from tests.permits.crossing import (
    announced,
    both_papers,
    crossed,
    customs_of,
    fresh_passage,
    fresh_permit,
    sent_off,
)
from tests.permits.house import (
    MORPHINE,
    a_line,
    an_export,
    an_export_permit,
    an_import_permit,
    applied,
    decided,
    fresh,
    need,
    stepped,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def estimate(cast: Cast) -> Account:  # noqa: ARG001  the offices come first
    return need("CL", MORPHINE, "100")


@pytest.fixture
def papers(cast: Cast, estimate: Account) -> tuple[Permit, Permit]:  # noqa: ARG001
    return both_papers(cast, "10")


def figures(account: Account) -> tuple[Decimal, Decimal]:
    """What is reserved and settled of an account now."""
    found = fresh(account)
    return found.reserved, found.settled


def own(permit: Permit) -> tuple[Decimal, Decimal]:
    return figures(drawing.accounts_of(permit)[0])


def faults(act, *arguments, **named):
    """The fields and codes of a refusal."""
    with pytest.raises(Refused) as no:
        act(*arguments, **named)
    return [(fault.field, fault.code) for fault in no.value.faults] or no.value.code


def told(passage: Passage) -> list[str]:
    with acting(SYSTEM):
        rows = Event.objects.filter(case_id=passage.pk).order_by("seq")
        return [name.partition(".")[2] for name in rows.values_list("name", flat=True)]


def letters() -> list[tuple[str, str]]:
    """The first word and the duty of what was announced by mail, the last one first."""
    with acting(SYSTEM):
        rows = Outgoing.objects.filter(topic="announcement").order_by("-created_at", "-id")
        return [(one.payload["subject"].partition(":")[0], one.payload["duty"]) for one in rows]


def confirmed(by: Actor, permit: Permit) -> Permit:
    with acting(by.viewer) as viewer:
        return permits.confirm_step(viewer=viewer, permit_id=permit.pk)


def revoked(first: Actor, second: Actor, permit: Permit) -> Permit:
    stepped(first, permit, "revoke", reason="Forged papers.")
    return confirmed(second, permit)


def test_half_leaves_customs_records_and_what_is_endorsed_is_settled(cast, papers, estimate):
    exit_customs, entry_customs = customs_of(cast.exporter_head), customs_of(cast.importer_head)
    first, second = papers
    passage = announced(cast.clerk, second, "5", place="NLRTM")
    assert passage.reference == f"{second.reference}-P01"
    assert own(second) == (5, 0)
    passage = crossed(exit_customs, passage, "leave", "5", seal="S-1")
    assert (passage.state, passage.waits_for_id) == ("left", cast.importer_head.office.pk)
    assert own(second) == (0, 5)
    assert figures(estimate) == (10, 0)
    passage = crossed(entry_customs, passage, "arrive", "5")
    assert passage.state == "arrived"
    passage = crossed(cast.importer_officer, passage, "endorse", "5")
    assert (passage.state, passage.is_open) == ("endorsed", False)
    assert own(first) == (5, 5)
    assert figures(estimate) == (5, 5)
    given = country_account("NL", MORPHINE, today().year, regime="narcotic", unit="kg")
    assert fresh(given).given == 5, "what is exported is added back for the exporting country"
    assert fresh_permit(second).state == "issued"
    assert told(passage) == ["announced", "left", "arrived", "endorsed"]


def test_a_difference_is_a_state_until_the_exporting_authority_signs_what_is_agreed(cast, papers, estimate):
    _first, second = papers
    passage = sent_off(cast, second, "5")
    passage = crossed(cast.importer_officer, passage, "note_arrival", "4.9")
    assert passage.state == "differing"
    passage = crossed(cast.importer_officer, passage, "endorse", "4.9")
    assert (passage.state, passage.is_open) == ("mismatch", True)
    assert figures(estimate) == (Decimal("5.1"), Decimal("4.9"))
    with pytest.raises(Refused):
        crossed(cast.exporter_officer, passage, "reconcile", "4.95", reason="Scales.")
    passage = crossed(cast.exporter_head, passage, "reconcile", "4.95", reason="The scales here were wrong.")
    assert passage.state == "reconciled"
    assert figures(estimate) == (Decimal("5.05"), Decimal("4.95"))
    assert letters()[0] == ("Reconciled", "read permits")


def test_when_all_is_used_and_endorsed_both_permits_end(cast, papers, estimate):
    first, second = papers
    for part in ("4", "6"):
        crossed(cast.importer_officer, sent_off(cast, second, part), "endorse", part)
    assert fresh_permit(second).state == "used"
    assert fresh_permit(first).state == "used"
    assert figures(estimate) == (0, 10)


def test_a_paper_for_one_shipment_is_used_by_it_and_the_rest_is_given_back(cast, estimate):
    first = an_import_permit(cast)
    second = an_export_permit(cast, first, substances=[a_line(quantity="5")])
    passage = sent_off(cast, second, "4")
    with pytest.raises(Refused, match="one shipment"):
        announced(cast.clerk, second, "1")
    crossed(cast.importer_officer, passage, "endorse", "4")
    assert fresh_permit(second).state == "used"
    assert own(first) == (0, 4), "what the export permit did not use is free on the import permit again"
    assert figures(estimate) == (6, 4)


def test_nothing_can_be_announced_beyond_the_permit(cast, papers):
    _first, second = papers
    announced(cast.clerk, second, "7")
    assert faults(announced, cast.clerk, second, "3.000001") == [("goods-0-quantity", "beyond_the_permit")]
    announced(cast.clerk, second, "3")


def test_more_left_than_the_permit_allows_is_a_state_that_its_issuer_agrees(cast, papers):
    _first, second = papers
    passage = announced(cast.clerk, second, "10")
    passage = crossed(cast.exporter_officer, passage, "note_leaving", "12")
    assert (passage.state, passage.is_excess) == ("excess", True)
    assert room(drawing.accounts_of(second)[0]) == -2
    passage = crossed(cast.exporter_head, passage, "explain", "10", reason="Two drums stayed on the quay.")
    assert (passage.state, passage.is_excess) == ("left", False)
    assert own(second) == (0, 10)


def test_an_excess_that_nobody_agreed_is_not_forgotten_by_an_endorsement(cast, papers):
    _first, second = papers
    passage = crossed(cast.exporter_officer, announced(cast.clerk, second, "10"), "note_leaving", "12")
    assert crossed(cast.importer_officer, passage, "endorse", "12").state == "mismatch"


def test_a_permit_revoked_under_way_keeps_what_is_under_way_and_customs_are_told_to_hold(cast, papers, estimate):
    customs_of(cast.exporter_head)
    entry = customs_of(cast.importer_head)
    first, second = papers
    passage = sent_off(cast, second, "4")
    waiting = announced(cast.clerk, second, "1")
    with acting(cast.exporter_head.viewer) as viewer:
        permits.take_step(viewer=viewer, permit_id=second.pk, verb="suspend", raw={"reason": "Doubts."})
    assert fresh_passage(passage).state == "held"
    assert ("HOLD", "record at the border") in letters()
    with pytest.raises(Refused, match="suspended"):
        crossed(cast.exporter_officer, waiting, "note_leaving", "1")
    stepped(cast.exporter_head, second, "reinstate", reason="Cleared.")
    assert fresh_passage(passage).state == "left"
    stepped(cast.clerk, second, "surrender", reason="Not needed any more.")
    assert fresh_passage(waiting).state == "cancelled"
    assert own(first) == (4, 0), "only what is under way stays reserved"
    assert figures(estimate) == (10, 0)
    passage = crossed(entry, passage, "arrive", "4")
    crossed(cast.importer_officer, passage, "endorse", "4")
    assert own(first) == (0, 4)
    assert figures(estimate) == (6, 4)


def test_what_is_held_is_released_by_whoever_stopped_it_or_comes_back(cast, papers, estimate):
    first, second = papers
    passage = sent_off(cast, second, "4")
    stepped(cast.importer_head, first, "suspend", reason="The works burnt down.")
    assert fresh_passage(passage).state == "held"
    with pytest.raises(Refused, match="not held for a permit of yours"):
        crossed(cast.exporter_head, passage, "release", reason="Let it pass.")
    passage = crossed(cast.importer_head, passage, "admit", reason="Another works takes it.")
    assert passage.state == "left"
    passage = crossed(cast.exporter_officer, passage, "return", reason="The importer would not take it.")
    assert passage.state == "returned"
    assert own(second) == (0, 0)
    assert figures(estimate) == (10, 0)


def test_what_expires_under_way_is_kept_and_given_back_after(cast, papers, estimate):
    first, second = papers
    passage = sent_off(cast, second, "4")
    with clock.at(now() + timedelta(days=200)):
        assert expire_permits() == 2
        assert (fresh_permit(first).state, fresh_permit(second).state) == ("expired", "expired")
        assert own(first) == (4, 0)
        assert figures(estimate) == (4, 0)
        crossed(cast.importer_officer, passage, "endorse", "3.5")
    assert own(first) == (0, Decimal("3.5"))
    assert fresh(estimate).reserved == 0


def test_what_arrives_in_the_next_year_is_settled_there(cast, papers, estimate):
    _first, second = papers
    passage = sent_off(cast, second, "4")
    year = today().year + 1
    with clock.at(now().replace(year=year, month=1, day=9)):
        crossed(cast.importer_officer, passage, "endorse", "4")
    assert figures(estimate) == (6, 0)
    assert figures(country_account("CL", MORPHINE, year, regime="narcotic", unit="kg")) == (0, 4)
    given = country_account("NL", MORPHINE, year - 1, regime="narcotic", unit="kg")
    assert fresh(given).given == 4


def test_an_endorsement_falls_due_after_the_working_days_that_are_assumed(cast, papers):
    _first, second = papers
    passage = sent_off(cast, second, "4")
    assert passage.content["owed"]["verified"] is False
    assert passage.counted_days == 10
    with clock.at(now() + timedelta(days=30)):
        assert remind_of_endorsements() == 1
        assert find_overdue() == 1
        assert fresh_passage(passage).state == "overdue"
        assert letters()[0] == ("Endorsement overdue", "handle permits")
        assert find_overdue() == 0
        assert crossed(cast.importer_officer, passage, "endorse", "4").state == "endorsed"


def test_where_the_importing_country_is_outside_the_endorsed_paper_is_entered(cast):
    account = need("FJ", MORPHINE, "50")
    application = applied(
        cast.clerk,
        an_export("FJ-77", to="FJ", cited_issuer="Ministry", cited_on=today().isoformat()),
    )
    permit = decided(cast.exporter_officer, cast.exporter_head, application)
    passage = sent_off(cast, permit, "6")
    assert passage.waits_for_id == cast.exporter_head.office.pk
    assert faults(crossed, cast.exporter_officer, passage, "enter_endorsement", "6") == "no_paper"
    with acting(cast.exporter_officer.viewer) as viewer:
        case_services.attach(viewer=viewer, case_id=passage.pk, name="endorsed.txt", chunks=[b"Received: 6 kg"])
    passage = crossed(cast.exporter_officer, passage, "enter_endorsement", "6")
    assert (passage.state, passage.is_from_papers) == ("endorsed", True)
    assert figures(account) == (0, 6), "an export paper for one shipment is used by it"
    with acting(SYSTEM):
        entries = account.entries.filter(sort="settled")
        assert [one.is_ours for one in entries] == [False]


def test_from_outside_the_importing_authority_enters_what_comes(cast):
    account = need("CL", MORPHINE, "100")
    permit = an_import_permit(cast, to="FJ")
    customs = customs_of(cast.importer_head)
    passage = announced(cast.importer_officer, permit, "6")
    assert (passage.exit_office_id, passage.importer_id) == (None, cast.importer_head.office.pk)
    passage = crossed(customs, passage, "arrive", "5.5")
    assert passage.state == "arrived"
    assert own(permit) == (0, Decimal("5.5"))
    crossed(cast.importer_officer, passage, "endorse", "5.5")
    assert figures(account) == (Decimal("4.5"), Decimal("5.5"))


def test_what_comes_from_outside_is_held_where_its_permit_is_suspended_before_it_is_seen(cast, estimate):
    permit = an_import_permit(cast, to="FJ")
    passage = announced(cast.importer_officer, permit, "6")
    stepped(cast.importer_head, permit, "suspend", reason="Doubts.")
    assert fresh_passage(passage).state == "held"
    assert figures(estimate) == (10, 0)
    passage = crossed(cast.importer_head, passage, "release", reason="It is in order.")
    assert passage.due_on is not None


def test_customs_see_the_permit_and_its_goods_from_the_announcement_on_and_nobody_else_does(cast, papers):
    exit_customs, entry_customs = customs_of(cast.exporter_head), customs_of(cast.importer_head)
    other = customs_of(cast.third_head)
    first, second = papers

    def sees(actor: Actor, model: type, key: object) -> bool:
        with acting(actor.viewer) as viewer:
            return model.objects.visible_to(viewer).filter(pk=key).exists()

    assert not sees(exit_customs, Permit, second.pk)
    passage = announced(cast.clerk, second, "5")
    for actor in (exit_customs, entry_customs):
        assert sees(actor, Permit, second.pk)
        assert sees(actor, Passage, passage.pk)
        assert not sees(actor, Permit, first.pk)
    for actor in (other, cast.third_head, cast.fourth_officer):
        assert not sees(actor, Permit, second.pk)
        assert not sees(actor, Passage, passage.pk)
        with pytest.raises(NotVisible):
            crossed(actor, passage, "leave", "5")
    with pytest.raises(Refused):
        crossed(entry_customs, passage, "leave", "5")


def test_wrong_entries_name_their_field_and_change_nothing(cast, papers):
    _first, second = papers
    assert faults(announced, cast.clerk, second, "0") == [("goods-0-quantity", "nothing_at_all")]
    assert faults(announced, cast.clerk, second) == [("goods-0-quantity", "no_goods")]
    assert faults(announced, cast.clerk, second, "1", "2") == [("goods-1-line", "unknown_line")]
    past = (second.valid_from - timedelta(days=1)).isoformat()
    assert faults(announced, cast.clerk, second, "1", planned_on=past) == [("planned_on", "before_the_permit")]
    passage = sent_off(cast, second, "5")
    tomorrow = (today() + timedelta(days=1)).isoformat()
    found = faults(crossed, cast.importer_officer, passage, "endorse", "-1", imported_on=tomorrow)
    assert ("goods-0-quantity", "negative_quantity") in found
    yesterday = (today() - timedelta(days=1)).isoformat()
    found = faults(crossed, cast.importer_officer, passage, "endorse", "5", imported_on=yesterday)
    assert found == [("imported_on", "before_leaving")]
    assert faults(crossed, cast.importer_officer, passage, "endorse", imported_on=tomorrow) == [
        ("goods-0-quantity", "no_goods")
    ]
    assert own(second) == (0, 5)


@pytest.mark.parametrize("pure", ["1", "0.759999999999999999", "0.333333333333333333"])
def test_the_parts_of_a_line_are_never_more_than_the_whole(pure):
    line = Line(quantity=Decimal(1), pure=Decimal(pure))
    parts = [pure_of(Goods(line=line, left=Decimal(one)), "left") for one in ("0.333333", "0.333333", "0.333334")]
    assert Decimal(pure) - Decimal("0.000000000000000003") < sum(parts) <= Decimal(pure)
    assert pure_of(Goods(line=line, left=Decimal(1)), "left") == Decimal(pure)


def test_nothing_lost_where_nothing_arrived(cast, papers, estimate):
    _first, second = papers
    passage = sent_off(cast, second, "4")
    passage = crossed(cast.importer_officer, passage, "endorse", "0")
    assert passage.state == "mismatch"
    assert figures(estimate) == (10, 0)
    passage = crossed(cast.exporter_head, passage, "reconcile", "0", reason="Lost at sea.")
    assert passage.state == "reconciled"
    assert fresh(estimate).settled == 0
