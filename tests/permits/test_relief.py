"""Relief: a kit leaves without papers in a declared emergency, is counted where it came from, and reconciled."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from penstock.kernel.clock import at, today
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.parties.duties import CLERK
from penstock.parties.models import Government, Organisation
from penstock.parties.services import add_person
from penstock.permits.ledger.models import Account
from penstock.permits.models import Permit
from penstock.permits.relief import queries, services, standing
from penstock.permits.relief.annual import report_of
from penstock.permits.relief.chores import expire_what_stands
from penstock.permits.relief.models import Agreement, Emergency, ReliefRequest
from tests.cast import LONG_AGO, PASSWORD, Actor, Cast, the_cast
from tests.permits.house import DIAZEPAM, MORPHINE, a_line, in_days, need

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def operator(cast: Cast) -> Actor:  # noqa: ARG001 - its country must be there first
    with acting(SYSTEM):
        office = Organisation.objects.create(kind="company", name="Field Surgeons", government_id="NL")
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name="Field Surgeon",
            email="surgeon@cast.example",
            password=PASSWORD,
            duties=CLERK,
            on=today() - LONG_AGO,
        )
    return Actor("operator", person)


def declared(by: Actor, country: str = "KE", days: int = 30, **changes: Any) -> Emergency:
    raw = {"country": country, "until_on": in_days(days).isoformat(), "basis": "An earthquake.", **changes}
    with acting(by.viewer) as viewer:
        return standing.declare(viewer=viewer, raw=raw)


def agreed(cast: Cast, ceiling: str = "1", days: int = 300, **changes: Any) -> Agreement:
    raw = {
        "supplier": str(cast.clerk.office.pk),
        "until_on": in_days(days).isoformat(),
        "ceilings": [{"substance": MORPHINE, "ceiling": ceiling, "unit": "kg"}],
        **changes,
    }
    with acting(cast.exporter_head.viewer) as viewer:
        return standing.agree(viewer=viewer, raw=raw)


def drafted(
    by: Actor, agreement: Agreement, emergency: Emergency, /, quantity: str = "400", **more: Any
) -> ReliefRequest:
    raw = {
        "operator_name": "Field Surgeons",
        "operator_contact": "Tent 5, the surgeon on duty",
        "agreement": agreement.reference,
        "emergency": emergency.reference,
        "nature": "The hospital lies in ruins, and there is no morphine left.",
        "receiver": "The field hospital",
        "substances": [a_line(quantity=quantity, unit="g")],
        **more,
    }
    with acting(by.viewer) as viewer:
        return services.draft_request(viewer=viewer, raw=raw)


def stepped(by: Actor, request: ReliefRequest, verb: str, **entered: Any) -> ReliefRequest:
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, request_id=request.pk, verb=verb, raw=entered)


def accepted(cast: Cast, operator: Actor, *made: Any, **more: Any) -> ReliefRequest:
    request = stepped(operator, drafted(operator, *made, **more), "ask")
    return stepped(cast.clerk, request, "accept", note="People are dying.")


def sent(cast: Cast, operator: Actor, *made: Any, **more: Any) -> ReliefRequest:
    return stepped(cast.clerk, accepted(cast, operator, *made, **more), "send", waybill="AWB 1")


def tally(used: str, unused: str) -> list[dict[str, str]]:
    return [{"substance": MORPHINE, "used": used, "unused": unused, "unit": "g", "fate": "Kept in the safe"}]


def test_a_kit_leaves_without_papers_and_counts_where_it_came_from(cast: Cast, operator: Actor) -> None:
    theirs = need("KE", MORPHINE, "0.001")
    request = sent(cast, operator, agreed(cast), declared(cast.third_head))
    with acting(SYSTEM):
        ours = Account.objects.visible_to(SYSTEM).get(country="NL", substance=MORPHINE)
        after = Account.objects.visible_to(SYSTEM).get(pk=theirs.pk)
        assert not Permit.objects.visible_to(SYSTEM).exists()
    assert (ours.relief, ours.reserved, ours.settled) == (Decimal("0.4"), 0, 0)
    assert (after.reserved, after.settled, after.relief) == (0, 0, 0), "the receiver's estimate is not touched"
    assert request.receiver_id == cast.third_head.office.pk


def test_the_exporting_authority_reads_a_request_the_moment_it_is_sent_and_may_stop_it(
    cast: Cast, operator: Actor
) -> None:
    request = drafted(operator, agreed(cast), declared(cast.third_head))
    for early in (cast.clerk, cast.exporter_head, cast.secretariat_officer):
        with acting(early.viewer) as viewer, pytest.raises(NotVisible):
            queries.request_by_reference(viewer, request.reference)
    stepped(operator, request, "ask")
    for reader in (cast.clerk, cast.exporter_head, cast.secretariat_officer):
        with acting(reader.viewer) as viewer:
            assert queries.request_by_reference(viewer, request.reference)
    for outsider in (cast.third_head, cast.importer_head):
        with acting(outsider.viewer) as viewer, pytest.raises(NotVisible):
            queries.request_by_reference(viewer, request.reference)
    with acting(SYSTEM):
        told = {row.payload["organisation"] for row in Outgoing.objects.filter(topic="announcement")}
    assert {str(cast.clerk.office.pk), str(cast.exporter_head.office.pk)} <= told
    stepped(cast.exporter_head, request, "stop", note="The operator is not known.")
    with pytest.raises(Refused):
        stepped(cast.clerk, request, "accept", note="Too late.")


def test_an_emergency_that_has_expired_lets_nothing_leave(
    cast: Cast, operator: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With its negative control: with the check off it leaves."""
    request = accepted(cast, operator, agreed(cast), declared(cast.third_head, days=5))
    noon = datetime.combine(today(), time(12), UTC)
    with at(noon + timedelta(days=6)):
        with pytest.raises(Refused) as no:
            stepped(cast.clerk, request, "send", waybill="AWB 1")
        assert [one.code for one in no.value.faults] == ["emergency_over"]
        monkeypatch.setattr(services, "is_in_force", lambda _emergency: True)
        assert stepped(cast.clerk, request, "send", waybill="AWB 1").state == "sent"


def test_on_its_last_day_it_leaves_and_afterwards_the_emergency_expires(cast: Cast, operator: Actor) -> None:
    agreement, emergency = agreed(cast), declared(cast.third_head, days=5)
    request = accepted(cast, operator, agreement, emergency)
    noon = datetime.combine(today(), time(12), UTC)
    with at(noon + timedelta(days=5)):
        assert expire_what_stands() == 0
        assert stepped(cast.clerk, request, "send", waybill="AWB 1").state == "sent"
    with at(noon + timedelta(days=8)):
        assert expire_what_stands() == 1
        with pytest.raises(Refused) as no:
            stepped(operator, drafted(operator, agreement, emergency), "ask")
        assert "emergency_over" in [one.code for one in no.value.faults]


def test_an_emergency_declared_over_and_one_for_other_medicines_open_nothing(cast: Cast, operator: Actor) -> None:
    agreement, emergency = agreed(cast), declared(cast.third_head)
    request = accepted(cast, operator, agreement, emergency)
    with acting(cast.third_head.viewer) as viewer:
        raw = {"note": "Papers can be had again."}
        standing.take_emergency_step(viewer=viewer, emergency_id=emergency.pk, verb="end", raw=raw)
    with pytest.raises(Refused):
        stepped(cast.clerk, request, "send", waybill="AWB 1")
    other = drafted(operator, agreement, declared(cast.third_head, substances=DIAZEPAM))
    with pytest.raises(Refused) as no:
        stepped(operator, other, "ask")
    assert (no.value.faults[0].field, no.value.faults[0].code) == ("substances-0-substance", "outside_the_emergency")


def test_a_year_stays_below_the_ceiling_of_the_agreement(cast: Cast, operator: Actor) -> None:
    agreement, emergency = agreed(cast), declared(cast.third_head)
    sent(cast, operator, agreement, emergency, quantity="600")
    second = accepted(cast, operator, agreement, emergency, quantity="400.001")
    with pytest.raises(Refused) as no:
        stepped(cast.clerk, second, "send", waybill="AWB 2")
    assert "leaves 0.4 kg of Morphine" in no.value.faults[0].message
    sent(cast, operator, agreement, emergency, quantity="400")
    with pytest.raises(Refused) as no:
        stepped(operator, drafted(operator, agreement, emergency, substances=[a_line(DIAZEPAM, "1", "g")]), "ask")
    assert no.value.faults[0].code == "outside_the_agreement"


def test_an_agreement_that_ended_lets_nothing_leave(cast: Cast, operator: Actor) -> None:
    agreement = agreed(cast)
    request = accepted(cast, operator, agreement, declared(cast.third_head))
    with acting(cast.exporter_head.viewer) as viewer:
        raw = {"note": "The stock was not in order."}
        standing.take_agreement_step(viewer=viewer, agreement_id=agreement.pk, verb="end", raw=raw)
    with pytest.raises(Refused) as no:
        stepped(cast.clerk, request, "send", waybill="AWB 1")
    assert [one.code for one in no.value.faults] == ["agreement_over"]


def test_what_was_used_and_what_was_not_is_reconciled_over_there(cast: Cast, operator: Actor) -> None:
    request = sent(cast, operator, agreed(cast), declared(cast.third_head))
    with pytest.raises(Refused) as no:
        stepped(operator, request, "report", substances=tally("-1", "0"))
    assert no.value.faults[0].field == "substances-0-used"
    stepped(operator, request, "report", substances=tally("350", "49"), note="One vial broke.")
    with acting(cast.third_officer.viewer) as viewer:
        (found,) = queries.differences(viewer, queries.request_by_reference(viewer, request.reference))
    assert (found.left, found.used, found.unused, found.missing) == tuple(
        map(Decimal, ("0.4", "0.35", "0.049", "0.001"))
    )
    with pytest.raises(Refused, match="over there reconciles"):
        stepped(cast.exporter_officer, request, "close", note="It is fine.")
    assert stepped(cast.third_officer, request, "reconcile", note="A broken vial was shown.").state == "reconciled"


def test_where_there_is_no_authority_another_declares_it_and_the_exporting_one_reconciles(
    cast: Cast, operator: Actor
) -> None:
    with pytest.raises(Refused) as no:
        declared(cast.exporter_head, "FJ")
    assert [(one.field, one.code) for one in no.value.faults] == [("unreachable", "not_your_country")]
    emergency = declared(cast.exporter_head, "FJ", unreachable="There is none.")
    agreement = agreed(cast)
    request = sent(cast, operator, agreement, emergency, quantity="100")
    assert request.receiver_id is None
    stepped(operator, request, "report", substances=tally("100", "0"))
    assert stepped(cast.exporter_officer, request, "close", note="As reported.").state == "reconciled"
    later = sent(cast, operator, agreement, emergency, quantity="100")
    with acting(SYSTEM):
        office = Organisation.objects.create(kind="authority", name="Fijian Authority", government_id="FJ")
        Government.objects.filter(code="FJ").update(counterpart=office)
    reported = stepped(operator, later, "report", substances=tally("100", "0"))
    assert reported.receiver_id == office.pk, "as soon as there is one, it is told"


def test_the_yearly_report_sums_by_medicine_and_country_and_is_for_the_supplier_and_its_authority(
    cast: Cast, operator: Actor
) -> None:
    agreement, kenya = agreed(cast), declared(cast.third_head)
    fiji = declared(cast.exporter_head, "FJ", unreachable="There is none.")
    sent(cast, operator, agreement, kenya, quantity="100", operator_name="=cmd()")
    sent(cast, operator, agreement, kenya, quantity="50.5")
    sent(cast, operator, agreement, fiji, quantity="10")
    for reader in (cast.clerk, cast.exporter_officer, cast.secretariat_officer):
        with acting(reader.viewer) as viewer:
            report = report_of(viewer, agreement.reference, today().year)
        assert report.sums == [
            ("Morphine", "FJ", Decimal("0.01"), "kg"),
            ("Morphine", "KE", Decimal("0.1505"), "kg"),
        ]
    assert "'=cmd()" in report.csv()
    with acting(cast.clerk.viewer) as viewer:
        assert report_of(viewer, agreement.reference, today().year - 1).rows == []
    for outsider in (operator, cast.third_head):
        with acting(outsider.viewer) as viewer, pytest.raises(NotVisible):
            report_of(viewer, agreement.reference, today().year)


def test_faults_of_a_request_are_all_named_and_nothing_is_lost(cast: Cast, operator: Actor) -> None:
    request = drafted(operator, agreed(cast), declared(cast.third_head), agreement="NL-RA-1", emergency="X", nature="")
    with pytest.raises(Refused) as no:
        stepped(operator, request, "ask")
    assert {one.field for one in no.value.faults} == {"agreement", "emergency", "nature"}
    with acting(operator.viewer) as viewer:
        assert queries.request_by_reference(viewer, request.reference).content["agreement"] == "NL-RA-1"
