"""An inspection: planned, held, what is found is mended by its day, and closed by the inspector."""

from datetime import timedelta
from typing import Any

import pytest

from penstock.industry.inspections import queries, services
from penstock.industry.inspections.models import Inspection
from penstock.industry.licences.models import OperatorLicence
from penstock.kernel.clock import at, now
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from tests.cast import Actor, Cast, the_cast
from tests.industry.house import a_finding, a_plan, a_visit, in_days, inspected, our_licence, planned, stepped

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


@pytest.fixture
def held(cast: Cast) -> OperatorLicence:
    return our_licence(cast)


def sees(who: Actor, inspection: Inspection) -> bool:
    """Whether somebody finds it."""
    with acting(who.viewer) as viewer:
        try:
            return bool(queries.inspection_by_reference(viewer, inspection.reference))
        except NotVisible:
            return False


def refused(by: Actor, inspection: Inspection, verb: str, **entered: Any) -> list[tuple[str, str]]:
    """What is wrong with a step: fields and codes."""
    with pytest.raises(Refused) as no:
        inspected(by, inspection, verb, **entered)
    return [(one.field, one.code) for one in no.value.faults]


def test_one_that_is_not_announced_is_hidden_from_the_company_until_it_was_held(
    cast: Cast, held: OperatorLicence
) -> None:
    hidden = planned(cast.exporter_officer, held, announced="no")
    told = planned(cast.exporter_officer, held, announced="yes")
    assert (sees(cast.clerk, hidden), sees(cast.clerk, told)) == (False, True)
    inspected(cast.exporter_officer, hidden, "hold", **a_visit())
    assert sees(cast.clerk, hidden)
    assert not sees(cast.third_head, hidden)


def test_a_plan_names_a_site_of_the_licence_and_a_day_to_come(cast: Cast, held: OperatorLicence) -> None:
    for changes, wrong in (
        ({"site": "2"}, [("site", "unknown_site")]),
        ({"planned_on": in_days(-1).isoformat()}, [("planned_on", "planned_in_the_past")]),
    ):
        with pytest.raises(Refused) as no:
            planned(cast.exporter_officer, held, **changes)
        assert [(one.field, one.code) for one in no.value.faults] == wrong
    with pytest.raises(Refused), acting(cast.clerk.viewer) as clerk:
        services.plan_inspection(viewer=clerk, licence_id=held.pk, raw=a_plan())
    with pytest.raises(NotVisible):
        planned(cast.third_officer, held)


def test_where_nothing_is_to_be_mended_it_is_closed_at_once(cast: Cast, held: OperatorLicence) -> None:
    inspection = planned(cast.exporter_officer, held)
    after = inspected(
        cast.exporter_officer, inspection, "hold", **a_visit(findings=[a_finding("remark", action="", due_on="")])
    )
    assert (after.state, after.is_open, after.due_on) == ("closed", False, None)


def test_findings_are_judged_at_their_fields(cast: Cast, held: OperatorLicence) -> None:
    inspection = planned(cast.exporter_officer, held)
    wrong = [
        a_finding("critical", action="", due_on=""),
        a_finding("minor", due_on=""),
        a_finding("minor", due_on=in_days(0).isoformat()),
    ]
    assert refused(cast.exporter_officer, inspection, "hold", **a_visit(findings=wrong)) == [
        ("findings-0-action", "grave_without_action"),
        ("findings-1-due_on", "missing_due_on"),
        ("findings-2-due_on", "due_before_held"),
    ]


def test_the_earliest_day_is_the_clock_and_each_action_is_answered(cast: Cast, held: OperatorLicence) -> None:
    findings = [a_finding("major", due_on=in_days(30).isoformat()), a_finding("minor", due_on=in_days(10).isoformat())]
    inspection = planned(cast.exporter_officer, held)
    opened = inspected(cast.exporter_officer, inspection, "hold", **a_visit(findings=findings))
    assert (opened.state, opened.due_on) == ("open", in_days(10))
    assert opened.waits_for_id == cast.clerk.office.pk
    with at(now() + timedelta(days=11)), acting(cast.exporter_officer.viewer) as officer:
        late = queries.inspections(officer, queries.Filter(late="yes"))
        assert [one.pk for one in late.inspections] == [opened.pk]
    one = {"number": "1", "done": "New locks.", "done_on": in_days(0).isoformat()}
    assert refused(cast.clerk, opened, "answer", answers=[one]) == [("answers-1-number", "finding_unanswered")]
    assert refused(cast.clerk, opened, "answer", answers=[one, {**one, "number": "7"}]) == [
        ("answers-1-number", "unknown_finding"),
        ("answers-2-number", "finding_unanswered"),
    ]
    answered = inspected(cast.clerk, opened, "answer", answers=[one, {**one, "number": "2"}])
    assert (answered.state, answered.due_on) == ("answered", None)
    again = {"number": "2", "note": "Show the book.", "due_on": in_days(40).isoformat()}
    returned = inspected(cast.exporter_officer, answered, "return", actions=[again])
    assert (returned.state, returned.due_on) == ("open", in_days(40))
    with acting(cast.clerk.viewer) as clerk:
        done, still = queries.findings_of(clerk, returned)
    assert (done.is_open, still.is_open, still.wanted) == (False, True, "Show the book.")
    inspected(cast.clerk, returned, "answer", answers=[{**one, "number": "2"}])
    closed = inspected(cast.exporter_officer, returned, "close", note="Seen at the site.")
    assert (closed.state, closed.waits_for_id) == ("closed", None)


def test_the_company_closes_nothing_and_the_inspector_answers_nothing(cast: Cast, held: OperatorLicence) -> None:
    inspection = planned(cast.exporter_officer, held)
    opened = inspected(cast.exporter_officer, inspection, "hold", **a_visit())
    with pytest.raises(Refused, match="Only the inspecting authority"):
        inspected(cast.clerk, opened, "close", note="We think it is done.")
    with pytest.raises(Refused, match="Only the company"):
        inspected(cast.exporter_officer, opened, "answer", answers=[])


def test_nothing_is_planned_under_a_licence_that_ended(cast: Cast, held: OperatorLicence) -> None:
    stepped(cast.clerk, held, "surrender", reason="We closed.")
    with pytest.raises(Refused, match="has ended"):
        planned(cast.exporter_officer, held)
