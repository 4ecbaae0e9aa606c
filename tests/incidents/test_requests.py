"""Requests as stories through the services: who asks, who answers, by when, and what came of it."""

import json
from datetime import date, timedelta
from itertools import islice

import pytest

from penstock.cases import services as case_services
from penstock.cases.assignments.queries import holder_of
from penstock.cases.models import Attachment
from penstock.incidents.requests import queries, services
from penstock.incidents.requests.chores import remind_of_requests
from penstock.incidents.requests.models import Request
from penstock.incidents.sharing.rules import set_rule
from penstock.kernel import clock
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.incidents.asking import (
    BACKTRACKED,
    CONTACTED,
    drafted,
    noon,
    seen,
    sent,
    take,
    together,
    working_days,
)
from tests.monday import MONDAY_MORNING

pytestmark = pytest.mark.django_db
MONDAY = MONDAY_MORNING.date()
IDD = date(2026, 3, 20)
"""A holiday in Thirdland."""


def in_working_days(number, start=MONDAY):
    return next(islice(working_days(start), number - 1, None))


def test_a_question_is_taken_up_asked_back_supplied_answered_and_its_outcome_fed_back(cast):
    asker, answerer = cast.exporter_head, cast.importer_officer
    request = sent(asker, answerer, days="7")
    assert (request.state, request.due_on) == ("sent", in_working_days(7))
    request = take(answerer, request, "take")
    with acting(SYSTEM):
        assert holder_of(request, answerer.office.pk) == answerer.person
    with clock.at(noon(MONDAY + timedelta(days=2))):
        request = take(answerer, request, "ask_back", question="Which lot?")
    assert (request.state, request.due_on, request.days_left) == ("questioned", None, 5)
    assert request.waits_for_id == asker.office.pk
    with clock.at(noon(MONDAY + timedelta(days=9))):
        request = take(asker, request, "supply", supplied="Lot EX-77.")
    assert request.due_on == in_working_days(5, MONDAY + timedelta(days=9))
    request = take(answerer, request, "answer_part", answer="One buyer so far.")
    assert (request.state, request.parts, request.due_on is None) == ("taken", 1, False)
    request = take(answerer, request, "answer", answer="Two buyers, both known to you.")
    assert (request.state, request.due_on, request.is_open) == ("answered", None, True)
    request = take(asker, request, "close", outcome="suspects", note="Two men were arrested.")
    assert (request.outcome, request.is_open) == ("suspects", False)
    assert [one["verb"] for one in request.turns] == ["ask_back", "supply", "answer_part", "answer", "close"]
    with acting(SYSTEM):
        told = [one.payload for one in Outgoing.objects.filter(topic="announcement")]
    to_answerer = [one for one in told if one["organisation"] == str(answerer.office.pk)]
    assert [one for one in to_answerer if one["subject"].startswith("What your answer led to")]
    for word in ("EX-77", "drums", "arrested", "buyers", "Drums"):
        assert word not in json.dumps(told), word


def test_one_request_to_several_offices_is_one_for_each_and_none_learns_of_the_others(cast):
    asker, offices = cast.exporter_head, (cast.importer_officer, cast.third_officer, cast.fourth_officer)
    request = sent(asker, *offices)
    found = together(asker, request)
    assert len(found) == len({one.reference for one in found}) == 3
    assert {one.counterpart_id for one in found} == {one.office.pk for one in offices}
    assert {one.state for one in found} == {"sent"}
    for actor in offices:
        (own,) = together(actor, request)
        assert seen(actor) == {own.reference}
        with acting(actor.viewer) as viewer:
            assert queries.asked_together(viewer, own) == []
            told = json.dumps([own.content, *Event.objects.visible_to(viewer).values_list("data", flat=True)])
        for other in (each for each in offices if each is not actor):
            assert str(other.office.pk) not in told
            assert other.office.name not in told
    with acting(asker.viewer) as viewer:
        assert len(queries.asked_together(viewer, found[0])) == 2
    assert seen(cast.secretariat_officer) == set()
    take(offices[0], next(one for one in found if one.counterpart_id == offices[0].office.pk), "answer", answer="No.")
    assert sorted(one.state for one in together(asker, request)) == ["answered", "sent", "sent"]


def test_a_hole_in_the_splitting_would_be_seen(cast, monkeypatch):
    """The negative control: an address that leaves the list of offices on the case tells each of the others."""

    def careless(case, office):
        asked = case.content["asked"]
        effect = address(case, office)
        case.content = {**case.content, "asked": asked}
        return effect

    address = services._address
    monkeypatch.setattr(services, "_address", careless)
    request = sent(cast.exporter_head, cast.importer_officer, cast.third_officer)
    assert str(cast.third_officer.office.pk) in json.dumps(together(cast.importer_officer, request)[0].content)


def test_each_office_has_its_own_calendar_and_each_sort_its_own_time(cast):
    request = sent(cast.exporter_head, cast.importer_officer, cast.fourth_officer, days="5")
    due = {one.counted_in: one.due_on for one in together(cast.exporter_head, request)}
    assert due["CL"] == in_working_days(5)
    weekend = {4, 5}  # in Egypt, Friday and Saturday
    days = [MONDAY + timedelta(days=n) for n in range(1, 12)]
    assert due["EG"] == [one for one in days if one.weekday() not in weekend][4]
    assert sent(cast.exporter_head, cast.importer_officer).due_on == in_working_days(10)
    assert sent(cast.exporter_head, cast.importer_officer, **BACKTRACKED).due_on == in_working_days(20)


def test_a_file_of_the_draft_goes_to_every_office_and_a_picture_loses_its_metadata(cast):
    draft = drafted(cast.exporter_head, cast.importer_officer, cast.third_officer)
    with acting(cast.exporter_head.viewer) as viewer:
        case_services.attach(viewer=viewer, case_id=draft.pk, name="label.txt", chunks=[b"EX-77"])
    take(cast.exporter_head, draft, "send")
    for actor in (cast.importer_officer, cast.third_officer):
        with acting(actor.viewer) as viewer:
            assert [one.name for one in Attachment.objects.visible_to(viewer)] == ["label.txt"]


def test_who_sends_releases_and_two_do_where_the_office_wants_two(cast):
    with pytest.raises(Refused, match="release incidents"):
        take(cast.exporter_officer, drafted(cast.exporter_officer, cast.importer_officer), "send")
    with acting(cast.third_head.viewer) as viewer:
        set_rule(viewer=viewer, two=True)
    request = drafted(cast.third_officer, cast.importer_officer, cast.fourth_officer)
    with pytest.raises(Refused, match="two people"):
        take(cast.third_officer, request, "send")
    take(cast.third_officer, request, "propose")
    assert seen(cast.importer_officer) == set()
    with acting(cast.third_officer.viewer) as viewer, pytest.raises(Refused, match="another person"):
        services.confirm_step(viewer=viewer, request_id=request.pk)
    with acting(cast.third_head.viewer) as viewer:
        assert services.confirm_step(viewer=viewer, request_id=request.pk).state == "sent"
    assert len(together(cast.third_head, request)) == 2
    assert len(seen(cast.importer_officer)) == len(seen(cast.fourth_officer)) == 1


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"question": ""}, ("question", "missing_question")),
        ({"asked": []}, ("asked", "missing_asked")),
        ({"days": "0"}, ("days", "days_out_of_range")),
        ({"days": "61"}, ("days", "days_out_of_range")),
        ({"marking": "PURPLE"}, ("marking", "unknown_choice")),
        ({"lots": "L1"}, ("lots", "not_of_this_sort")),
        ({"sort": "backtracking"}, ("lots", "nothing_to_trace")),
        ({"asked": ["00000000-0000-0000-0000-000000000001"]}, ("asked", "unknown_office")),
        ({**CONTACTED, "question": "The lorry leaves at nine."}, ("question", "not_of_this_sort")),
        ({**CONTACTED, "known": "Seal 4."}, ("known", "not_of_this_sort")),
        ({**CONTACTED, "contact_reach": ""}, ("contact_reach", "missing_contact_reach")),
        (CONTACTED, ("asked", "nobody_arranges")),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_is_sent(changes, fault, cast):
    request = drafted(cast.exporter_head, cast.importer_officer, **changes)
    with pytest.raises(Refused) as no:
        take(cast.exporter_head, request, "send")
    assert fault in [(one.field, one.code) for one in no.value.faults]
    assert seen(cast.importer_officer) == set()


def test_ones_own_office_is_not_asked_and_a_sort_is_needed(cast):
    with pytest.raises(Refused) as no:
        sent(cast.exporter_head, cast.exporter_officer)
    assert no.value.faults[0].code == "own_office"
    with pytest.raises(Refused) as no:
        drafted(cast.exporter_head, cast.importer_officer, sort="gossip")
    assert no.value.faults[0].code == "missing_sort"


def test_backtracking_is_answered_with_what_was_traced_and_other_sorts_are_not(cast):
    request = sent(cast.exporter_head, cast.importer_officer, **BACKTRACKED)
    with pytest.raises(Refused) as no:
        take(cast.importer_officer, request, "answer", answer="Ours.", made_on="2026-01-09", sold_on="2026-01-08")
    assert no.value.faults[0].code == "sold_before_made"
    traced = {"traced_manufacturer": "Quimica del Sur", "first_consignee": "Pinturas SpA", "sold_on": "2026-01-09"}
    assert take(cast.importer_officer, request, "answer", answer="Ours.", **traced).turns[-1]["data"] == {
        "answer": "Ours.",
        **traced,
    }
    plain = sent(cast.exporter_head, cast.importer_officer)
    with pytest.raises(Refused) as no:
        take(cast.importer_officer, plain, "answer", answer="Ours.", **traced)
    assert {one.code for one in no.value.faults} == {"not_asked"}


def test_what_cannot_be_answered_says_why_and_may_be_reopened_with_new_days(cast):
    request = sent(cast.exporter_head, cast.importer_officer)
    with pytest.raises(Refused):
        take(cast.importer_officer, request, "refuse", note="No.")
    request = take(cast.importer_officer, request, "refuse", reason="too little")
    assert (request.state, request.reason) == ("unable", "too little")
    request = take(cast.exporter_head, request, "reopen", note="The lot is EX-9.", days="3")
    assert (request.state, request.reason, request.due_on) == ("sent", "", in_working_days(3))
    take(cast.exporter_head, request, "withdraw", note="Found by ourselves.")
    with pytest.raises(Refused):
        take(cast.importer_officer, request, "answer", answer="Late.")


def test_a_lapse_is_no_answer_and_each_rung_is_reminded_once_before_and_after(cast):
    request = take(cast.third_officer, sent(cast.exporter_head, cast.third_officer, days="10"), "take")
    told = []
    day = request.due_on - timedelta(days=30)
    for _each in range(60):
        day += timedelta(days=1)
        if day <= MONDAY:
            continue
        with clock.at(noon(day)):
            for _twice in range(2):
                remind_of_requests()
        with acting(SYSTEM):
            events = Event.objects.filter(case_id=request.pk, name="request.reminded").order_by("seq")
            told += [(day, one.data["rung"]) for one in events][len(told) :]
    due, late = request.due_on, working_days(request.due_on, closed={IDD})
    after = list(islice(late, 5))
    assert [rung for _day, rung in told] == ["holder", "office", "head"] * 2
    assert [day for day, _rung in told][2:] == [due, after[0], after[2], after[4]]
    with clock.at(noon(after[4])), acting(cast.exporter_head.viewer) as viewer:
        late_ones = queries.requests(viewer, queries.Filter(which="overdue")).requests
        assert [(one.reference, one.state) for one in late_ones] == [(request.reference, "taken")]
        overdue = Event.objects.visible_to(viewer).filter(name="request.overdue")
        assert overdue.count() == 3
    with acting(cast.third_officer.viewer) as viewer:
        assert not Event.objects.visible_to(viewer).filter(name="request.overdue").exists()
    with clock.at(noon(after[4])):
        assert take(cast.third_officer, request, "answer", answer="Late, but here.").state == "answered"


def test_nobody_is_reminded_while_the_clock_stands_still_nor_after_the_answer(cast):
    request = sent(cast.exporter_head, cast.importer_officer, days="3")
    take(cast.importer_officer, request, "ask_back", question="Which?")
    with clock.at(noon(date(2026, 6, 1))):
        assert remind_of_requests() == 0
        request = take(cast.exporter_head, request, "supply", supplied="That one.")
        take(cast.importer_officer, request, "answer", answer="Yes.")
    with clock.at(noon(date(2026, 7, 1))):
        assert remind_of_requests() == 0


def test_a_controlled_contact_is_red_and_hidden_from_colleagues_without_the_duty(cast):
    request = sent(cast.third_head, cast.secretariat_officer, **CONTACTED)
    assert (request.kind, request.marking, request.title) == ("controlled contact", "RED", "Controlled contact")
    assert seen(cast.secretariat_officer) == {request.reference}
    back = sent(cast.secretariat_officer, cast.exporter_head, **CONTACTED)
    assert seen(cast.exporter_head) == {back.reference}
    assert seen(cast.exporter_officer) == set(), "a colleague who reads incidents, without the duty"
    plain = sent(cast.secretariat_officer, cast.exporter_head)
    assert seen(cast.exporter_officer) == {plain.reference}, "the control"
    with pytest.raises(NotVisible):
        take(cast.exporter_officer, back, "take")
    with acting(cast.exporter_head.viewer) as viewer, pytest.raises(Refused, match="settled by voice"):
        case_services.attach(viewer=viewer, case_id=back.pk, name="plan.txt", chunks=[b"At nine"])
    with pytest.raises(Refused):
        take(cast.exporter_head, back, "answer", contact_name="Jo", contact_reach="1", answer="At nine.")
    reached = {"contact_name": "Duty officer", "contact_reach": "+31 0 1"}
    assert take(cast.exporter_head, back, "answer", **reached).turns[-1]["data"] == reached
    with acting(cast.exporter_head.viewer) as viewer, pytest.raises(Refused, match="settled by voice"):
        case_services.comment(viewer=viewer, case_id=back.pk, text="We called.")
    with acting(SYSTEM):
        letters = [one for one in Outgoing.objects.filter(topic="announcement") if back.reference in str(one.payload)]
        assert {one.payload["duty"] for one in letters} == {"arrange contacts"}
    with acting(cast.exporter_officer.viewer) as viewer, pytest.raises(Refused):
        services.draft_request(viewer=viewer, raw={"sort": "contact"})


def test_a_draft_is_the_asking_sides_own_and_is_discarded_without_a_trace_elsewhere(cast):
    request = drafted(cast.exporter_officer, cast.importer_officer)
    assert seen(cast.importer_officer) == set()
    saved = take(cast.exporter_officer, request, "edit", subject="Other drums")
    assert saved.title == "Other drums"
    assert take(cast.exporter_officer, request, "discard").is_open is False
    with acting(SYSTEM):
        assert Request.objects.get(pk=request.pk).counterpart_id is None
