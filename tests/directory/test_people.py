"""People: administrators keep their own country's, never their own; and a delegate acts for one who is away."""

from datetime import timedelta

import pytest
from django.core import mail

from penstock.cases.queries import timeline
from penstock.kernel import clock
from penstock.kernel.delivery.outbox import relay_one
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.kernel.workflow import open_signature, reason_against_confirming
from penstock.notices.states import NOTICES
from penstock.parties.directory import people
from penstock.parties.duties import (
    ADMINISTER,
    ANSWER_NOTICES,
    COMMENT,
    LIST_KEEPER,
    READ_CASES,
    READ_DIRECTORY,
    SEND_NOTICES,
)
from penstock.parties.models import Delegation, DutyHeld
from penstock.parties.queries import people_with, viewer_of_token
from penstock.parties.services import deactivate, end_duties
from tests.cast import OBJECTION, a_sent_notice, confirm, take, the_cast
from tests.directory.house import hired

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast()


def delivered():
    mail.outbox.clear()
    while relay_one():
        pass
    return {(one.to[0], one.subject) for one in mail.outbox}


def invite(by, office, **changes):
    raw = {"name": "New Example", "email": "new@authority.example", "duties": [READ_CASES, ANSWER_NOTICES], **changes}
    with acting(by.viewer) as viewer:
        return people.invite(viewer=viewer, office_id=office.id, raw=raw)


def set_duties(by, of, *duties):
    with acting(by.viewer) as viewer:
        people.set_duties(viewer=viewer, person_id=of.person.id, raw={"duties": list(duties)})


class TestAdministrators:
    def test_somebody_invited_has_no_password_and_is_told_where_to_choose_one(self, cast):
        person = invite(cast.exporter_head, cast.exporter_officer.office)
        assert not person.has_usable_password()
        assert delivered() == {("new@authority.example", "Your account")}
        assert "/accounts/reset/" in mail.outbox[0].body
        held = DutyHeld.objects.filter(person=person).values_list("duty", flat=True)
        assert set(held) == {READ_CASES, ANSWER_NOTICES}

    def test_an_address_is_used_once(self, cast):
        with pytest.raises(Refused) as no:
            invite(cast.exporter_head, cast.exporter_officer.office, email="Clerk@cast.example")
        assert no.value.faults[0].code == "known_already"

    @pytest.mark.parametrize("by", ["third_head", "importer_officer", "clerk"])
    def test_only_ones_own_country(self, by, cast):
        actor, officer = cast.everybody[by], cast.exporter_officer
        for act in (
            lambda: invite(actor, officer.office),
            lambda: set_duties(actor, officer, READ_CASES),
            lambda: people.shut_out(viewer=actor.viewer, person_id=officer.person.id),
        ):
            with pytest.raises((NotVisible, Refused)):
                act()
        assert SEND_NOTICES in officer.viewer.duties

    def test_a_company_is_no_authority(self, cast):
        with pytest.raises(NotVisible):
            invite(cast.exporter_head, cast.clerk.office)
        with pytest.raises(NotVisible):
            set_duties(cast.exporter_head, cast.clerk, READ_CASES)

    def test_duties_are_exactly_those_given(self, cast):
        set_duties(cast.exporter_head, cast.exporter_officer, READ_CASES, COMMENT)
        assert cast.exporter_officer.viewer.duties == {READ_CASES, COMMENT}
        set_duties(cast.exporter_head, cast.exporter_officer, READ_CASES, SEND_NOTICES)
        assert cast.exporter_officer.viewer.duties == {READ_CASES, SEND_NOTICES}
        with acting(cast.secretariat_officer.viewer) as viewer:
            newest = Event.objects.visible_to(viewer).filter(name="directory.duties_changed").last()
        assert (newest.data["given"], newest.data["ended"]) == ([SEND_NOTICES], [COMMENT])

    def test_what_is_not_an_administrators_to_give_is_not_theirs_to_end(self, cast):
        other = hired("other", cast.exporter_officer.office, READ_CASES)
        with acting(SYSTEM):
            DutyHeld(person=other.person, duty="given elsewhere", from_on=clock.today()).save(force_insert=True)
        set_duties(cast.exporter_head, other, COMMENT)
        assert other.viewer.duties == {COMMENT, "given elsewhere"}

    def test_nobody_changes_their_own(self, cast):
        for act in (
            lambda: set_duties(cast.exporter_head, cast.exporter_head, READ_CASES),
            lambda: people.shut_out(viewer=cast.exporter_head.viewer, person_id=cast.exporter_head.person.id),
        ):
            with pytest.raises(Refused) as no, acting(cast.exporter_head.viewer):
                act()
            assert no.value.code == "own_duties"
        other = hired("other", cast.exporter_officer.office, ADMINISTER)
        set_duties(other, cast.exporter_head, READ_CASES)
        # Duties with surveillance lists are not an administrator's to give, and so not theirs to end.
        assert cast.exporter_head.viewer.duties == {READ_CASES} | LIST_KEEPER

    def test_the_secretariat_may_change_an_administrators_duties(self, cast):
        set_duties(cast.secretariat_officer, cast.exporter_head, READ_CASES)
        assert not cast.exporter_head.viewer.has(ADMINISTER)

    def test_a_new_administrator_does_not_appear_unseen(self, cast):
        set_duties(cast.exporter_head, cast.exporter_officer, ADMINISTER)
        told = {to for to, subject in delivered() if subject == "A new administrator"}
        assert told == {f"{key}@cast.example" for key in ("exporter_head", "secretariat_officer", "secretariat_second")}

    def test_somebody_shut_out_is_out_at_once(self, cast):
        with acting(cast.exporter_head.viewer) as viewer:
            people.shut_out(viewer=viewer, person_id=cast.exporter_officer.person.id)
        assert viewer_of_token(cast.exporter_officer.token) is None
        assert not cast.exporter_officer.viewer.duties


def away(by, to, *duties, first=0, last=7):
    raw = {
        "taker": to.person.email,
        "from_on": (clock.today() + timedelta(days=first)).isoformat(),
        "until_on": (clock.today() + timedelta(days=last)).isoformat(),
        "duties": list(duties),
    }
    with acting(by.viewer) as viewer:
        return people.delegate(viewer=viewer, raw=raw)


class TestDelegation:
    @pytest.fixture
    def deputy(self, cast):
        return hired("deputy", cast.importer_officer.office, READ_DIRECTORY)

    def test_the_delegate_acts_in_that_span_and_the_record_says_for_whom(self, cast, deputy):
        notice = a_sent_notice(cast.exporter_officer)
        away(cast.importer_officer, deputy, READ_CASES, ANSWER_NOTICES, first=1, last=2)
        assert deputy.viewer.duties == {READ_DIRECTORY}
        with clock.at(clock.now() + timedelta(days=1)):
            assert {READ_CASES, ANSWER_NOTICES} <= deputy.viewer.duties
            assert deputy.person in people_with(ANSWER_NOTICES, deputy.office.id)
            take(deputy, notice, "clear")
        with clock.at(clock.now() + timedelta(days=3)):
            assert deputy.viewer.duties == {READ_DIRECTORY}
            assert deputy.person not in people_with(ANSWER_NOTICES, deputy.office.id)
        with acting(cast.exporter_officer.viewer) as viewer:
            newest = [one for one in timeline(viewer, notice) if one.name == "notice.no_objection"]
        assert [(one.person, one.data["for"]) for one in newest] == [("Deputy", "Importer Officer")]

    def test_a_duty_of_ones_own_is_used_for_oneself(self, cast):
        away(cast.importer_officer, cast.importer_second, ANSWER_NOTICES)
        notice = take(cast.importer_second, a_sent_notice(cast.exporter_officer), "clear")
        with acting(SYSTEM):
            newest = Event.objects.get(name="notice.no_objection", case_id=notice.pk)
        assert "for" not in newest.data

    @pytest.mark.parametrize("first", ["officer", "deputy"])
    def test_never_both_signatures(self, first, cast, deputy):
        away(cast.importer_officer, deputy, READ_CASES, ANSWER_NOTICES)
        notice = a_sent_notice(cast.exporter_officer)
        signers = [cast.importer_officer, deputy] if first == "officer" else [deputy, cast.importer_officer]
        take(signers[0], notice, "object", **OBJECTION)
        with pytest.raises(Refused) as no:
            confirm(signers[1], notice)
        assert no.value.code == "same_person"
        with acting(signers[1].viewer) as viewer:
            signature = open_signature(notice, viewer)
            assert reason_against_confirming(NOTICES.step("object"), signature, viewer), "the page says so too"
        assert confirm(cast.importer_second, notice).state == "objected"

    def test_two_delegates_of_one_person_are_one_person(self, cast, deputy):
        other = hired("otherdeputy", cast.importer_officer.office)
        for one in (deputy, other):
            away(cast.importer_officer, one, READ_CASES, ANSWER_NOTICES)
        notice = take(deputy, a_sent_notice(cast.exporter_officer), "object", **OBJECTION)
        with pytest.raises(Refused, match="one and the same person"):
            confirm(other, notice)

    @pytest.mark.parametrize("loss", ["duties", "account"])
    def test_what_the_one_away_loses_the_delegate_loses(self, loss, cast, deputy):
        away(cast.importer_officer, deputy, ANSWER_NOTICES)
        assert deputy.viewer.has(ANSWER_NOTICES)
        with acting(SYSTEM):
            if loss == "duties":
                end_duties(viewer=SYSTEM, person=cast.importer_officer.person, on=clock.today())
            else:
                deactivate(viewer=SYSTEM, person=cast.importer_officer.person)
        assert not deputy.viewer.has(ANSWER_NOTICES)
        assert deputy.person not in people_with(ANSWER_NOTICES, deputy.office.id)

    def test_what_was_left_cannot_be_passed_on(self, cast, deputy):
        away(cast.importer_officer, deputy, ANSWER_NOTICES)
        with pytest.raises(Refused) as no:
            away(deputy, cast.importer_second, ANSWER_NOTICES)
        assert no.value.faults[0].code == "not_held"

    def test_administration_is_not_left_to_others(self, cast):
        with pytest.raises(Refused) as no:
            away(cast.exporter_head, cast.exporter_officer, ADMINISTER)
        assert no.value.faults[0].code == "unknown_choice"

    @pytest.mark.parametrize(
        ("to", "span"), [("third_officer", {}), ("deputy", {"last": 200}), ("deputy", {"last": -1})]
    )
    def test_only_to_a_colleague_and_not_for_ever(self, to, span, cast, deputy):
        taker = deputy if to == "deputy" else cast.everybody[to]
        with pytest.raises(Refused):
            away(cast.importer_officer, taker, ANSWER_NOTICES, **span)
        assert not Delegation.objects.exists()

    @pytest.mark.parametrize("by", ["importer_officer", "deputy"])
    def test_either_of_them_may_end_it(self, by, cast, deputy):
        row = away(cast.importer_officer, deputy, ANSWER_NOTICES)
        actor = deputy if by == "deputy" else cast.importer_officer
        with acting(cast.importer_second.viewer) as viewer, pytest.raises(NotVisible):
            people.end_delegation(viewer=viewer, delegation_id=row.id)
        with acting(actor.viewer) as viewer:
            people.end_delegation(viewer=viewer, delegation_id=row.id)
        assert not deputy.viewer.has(ANSWER_NOTICES)
