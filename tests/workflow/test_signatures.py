"""The second signature, told step by step: another person, the same side, exactly what the first one signed."""

from datetime import timedelta

import pytest

from penstock.kernel import clock
from penstock.kernel.models import Signature
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.notices import chores
from penstock.notices.models import Notice
from tests.cast import (
    OBJECTION,
    a_proposed_objection,
    a_sent_notice,
    amended,
    an_objected_notice,
    confirm,
    decline,
    take,
    the_cast,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return the_cast()


def told_no(code, act, *arguments, **named):
    with pytest.raises(Refused) as no:
        act(*arguments, **named)
    assert no.value.code == code


def state_of(notice):
    with acting(SYSTEM):
        return Notice.objects.get(pk=notice.pk).state


def test_a_proposal_alone_changes_nothing_the_exporting_side_sees(cast):
    sent = a_sent_notice(cast.exporter_officer)
    proposed = take(cast.importer_officer, sent, "object", **OBJECTION)
    assert (proposed.state, proposed.version, proposed.updated_at) == ("sent", sent.version, sent.updated_at)


def test_another_officer_makes_it_an_objection(cast):
    assert an_objected_notice(cast).state == "objected"


def test_the_same_person_never_signs_twice(cast):
    notice = a_proposed_objection(cast)
    told_no("same_person", confirm, cast.importer_officer, notice)
    assert state_of(notice) == "sent"


def test_the_same_person_with_another_name_and_address_does_not_either(cast):
    notice = a_proposed_objection(cast)
    person = cast.importer_officer.person
    person.name, person.email = "Somebody Else", "somebody.else@cast.example"
    person.save()
    told_no("same_person", confirm, cast.importer_officer, notice)


def test_two_first_signatures_are_not_a_second(cast):
    notice = a_proposed_objection(cast)
    told_no("already_proposed", take, cast.importer_second, notice, "object", **OBJECTION)
    assert state_of(notice) == "sent"


def test_an_amendment_voids_what_was_signed(cast):
    notice = a_proposed_objection(cast)
    amended(cast.exporter_officer, notice, remarks="Call before delivery")
    told_no("changed_since", confirm, cast.importer_second, notice)
    take(cast.importer_second, notice, "object", **OBJECTION)
    assert confirm(cast.importer_officer, notice).state == "objected"
    with acting(SYSTEM):
        outcomes = sorted(Signature.objects.filter(case_id=notice.pk).values_list("outcome", flat=True))
    assert outcomes == ["confirmed", "voided"]


def test_an_answer_in_between_voids_it_too(cast):
    notice = a_proposed_objection(cast)
    take(cast.importer_second, notice, "clear")
    told_no("changed_since", confirm, cast.importer_head, notice)


def test_a_signature_from_before_the_lapse_does_not_count_after_it(cast):
    notice = a_proposed_objection(cast)
    with clock.at(clock.now() + timedelta(days=60)):
        chores.lapse_overdue()
        assert state_of(notice) == "lapsed"
        told_no("changed_since", confirm, cast.importer_second, notice)
        take(cast.importer_second, notice, "object", **OBJECTION)
        assert confirm(cast.importer_head, notice).state == "objected"


def test_what_was_changed_in_the_proposal_itself_is_not_confirmed(cast):
    notice = a_proposed_objection(cast)
    with acting(SYSTEM):
        signature = Signature.objects.get(case_id=notice.pk)
        signature.data = {**signature.data, "reason": "prohibited"}
        signature.save()
    told_no("changed_since", confirm, cast.importer_second, notice)


def test_the_other_side_hears_nothing_of_a_proposal(cast):
    notice = a_proposed_objection(cast)
    for other in (cast.exporter_head, cast.secretariat_officer):
        told_no("nothing_proposed", confirm, other, notice)
        told_no("nothing_proposed", decline, other, notice)
    with pytest.raises(NotVisible):
        confirm(cast.third_head, notice)


def test_whoever_lost_the_duty_signs_no_more(cast):
    notice = a_proposed_objection(cast)
    for somebody in (cast.expired, cast.starting_tomorrow, cast.deactivated):
        told_no("missing_duty", confirm, somebody, notice)


def test_a_declined_proposal_is_gone(cast):
    notice = a_proposed_objection(cast)
    decline(cast.importer_second, notice)
    told_no("nothing_proposed", confirm, cast.importer_second, notice)
    assert take(cast.importer_officer, notice, "object", **OBJECTION).state == "sent"


def test_the_first_signer_may_take_it_back(cast):
    notice = a_proposed_objection(cast)
    decline(cast.importer_officer, notice)
    assert take(cast.importer_officer, notice, "clear").state == "no objection"


def test_a_withdrawn_notice_takes_no_signature(cast):
    notice = a_proposed_objection(cast)
    take(cast.exporter_officer, notice, "withdraw")
    told_no("wrong_state", confirm, cast.importer_second, notice)
    told_no("wrong_state", decline, cast.importer_second, notice)
