"""Copies in other hands: conditions first, named persons only, expiry, recall, passing on, and the log of openings."""

from datetime import timedelta

import pytest

from penstock.kernel import clock
from penstock.kernel.clock import today
from penstock.kernel.models import Access, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.parties.duties import LIST_KEEPER, LIST_READER
from penstock.parties.models import Organisation
from penstock.parties.services import add_person
from penstock.surveillance import queries
from penstock.surveillance.chores import expire
from penstock.surveillance.copies.reading import open_copy, recogniser_for
from penstock.surveillance.keeping import services as keeping
from penstock.surveillance.models import Copy, Entry
from tests.cast import Actor
from tests.surveillance.lists import (
    CANARY,
    a_draft,
    a_list,
    acknowledged,
    an_edition,
    handed,
    invented,
    passed_on,
    published,
    spread,
    take,
    vetted,
)

pytestmark = pytest.mark.django_db
REASON = {"reason": "It must come back."}


def opened(by, copy):
    with acting(by.viewer) as viewer:
        return open_copy(viewer=viewer, copy_id=copy.pk, form="page")


def entries_in_database(by):
    """What the database alone lets an organisation see, whatever the application filters."""
    with acting(by.viewer):
        return Entry.objects.count()


def state_of(copy):
    with acting(SYSTEM):
        return Copy.objects.visible_to(SYSTEM).get(pk=copy.pk).state


def mails():
    with acting(SYSTEM):
        return [(one.payload["to"], one.payload["subject"]) for one in Outgoing.objects.filter(topic="mail")]


def hired(key, office, duties=LIST_READER):
    with acting(SYSTEM):
        person = add_person(
            viewer=SYSTEM,
            organisation=office,
            name=key,
            email=f"{key}@cast.example",
            password="of no use",  # noqa: S106
            duties=duties,
            on=today(),
        )
    return Actor(key, person)


@pytest.fixture
def trade(cast):  # noqa: ARG001  Kenya is founded with it
    """An association and a member of it, with somebody in each."""
    with acting(SYSTEM):
        association = Organisation.objects.create(kind="company", name="Solvent Makers' Union", government_id="KE")
        member = Organisation.objects.create(kind="company", name="Savanna Paints", government_id="KE")
    return hired("union", association, LIST_KEEPER), hired("member", member)


def test_nothing_opens_before_the_conditions_are_accepted(cast):
    copy = handed(cast.third_officer, an_edition(cast), cast.fourth_officer)
    assert entries_in_database(cast.fourth_officer) == 0
    with pytest.raises(Refused, match="not acknowledged"):
        opened(cast.fourth_officer, copy)
    with pytest.raises(Refused, match="attention"):
        take(cast.fourth_officer, copy, "acknowledge", accepted="")
    acknowledged(cast.fourth_officer, copy)
    assert CANARY in {row["name"] for row in opened(cast.fourth_officer, copy).rows}


def test_a_copy_exists_for_its_named_persons_only(cast):
    colleague = hired("colleague", cast.fourth_officer.office, LIST_KEEPER)
    copy = acknowledged(cast.fourth_officer, handed(cast.third_officer, an_edition(cast), cast.fourth_officer))
    with acting(colleague.viewer) as viewer:
        assert queries.received(viewer) == []
        assert recogniser_for(viewer, today()).parts == ()
        with pytest.raises(NotVisible):
            queries.copy_of(viewer, copy.pk)
    with pytest.raises(NotVisible):
        opened(colleague, copy)


def test_every_opening_is_in_both_logs_and_the_owner_sees_it(cast):
    things = spread(cast)
    for _ in range(2):
        opened(cast.fourth_officer, things["fourth"])
    with acting(cast.third_officer.viewer) as viewer:
        times = {one.copy.holder.name: one.openings for one in queries.copies(viewer, things["list"])}
    assert times == {"Fourthland Authority": 2, "Polder Solvents": 0}
    with acting(cast.fourth_officer.viewer):
        assert Access.objects.filter(outcome="read", what__contains=str(things["fourth"].pk)).count() == 2


def test_a_copy_closes_after_its_last_day_even_if_no_worker_runs(cast):
    copy = acknowledged(
        cast.fourth_officer, handed(cast.third_officer, an_edition(cast), cast.fourth_officer, expires_on="2027-03-02")
    )
    with clock.at(clock.now() + timedelta(days=1)):
        assert opened(cast.fourth_officer, copy)
    with clock.at(clock.now() + timedelta(days=2)):
        with pytest.raises(Refused, match="cannot be read"):
            opened(cast.fourth_officer, copy)
        assert expire() == 1
        assert state_of(copy) == "expired"
        assert entries_in_database(cast.fourth_officer) == 0
    assert ("fourth_officer@cast.example", "Expired: something confidential") in mails()


def test_a_recall_of_one_copy_closes_that_one_at_once(cast):
    things = spread(cast)
    take(cast.third_officer, things["clerk"], "recall", **REASON)
    with pytest.raises(Refused, match="cannot be read"):
        opened(cast.clerk, things["clerk"])
    assert entries_in_database(cast.clerk) == 0
    assert opened(cast.fourth_officer, things["fourth"])
    assert ("clerk@cast.example", "Recalled: something confidential") in mails()


def test_a_recall_of_the_edition_closes_all_and_holders_confirm(cast):
    things = spread(cast)
    with acting(cast.third_officer.viewer) as viewer:
        keeping.take_step(viewer=viewer, edition_id=things["edition"].pk, verb="recall", raw=REASON)
    assert {state_of(things[key]) for key in ("fourth", "clerk")} == {"recalled"}
    assert entries_in_database(cast.fourth_officer) == entries_in_database(cast.clerk) == 0
    done = take(cast.clerk, things["clerk"], "return", how="destroyed")
    assert (done.state, done.returned_by) == ("returned", "Clerk")


def test_a_revoked_vetting_takes_the_copies_with_it(cast):
    things = spread(cast)
    with acting(cast.third_officer.viewer) as viewer:
        keeping.revoke(viewer=viewer, vetting_id=things["vetting"].pk, reason="It changed hands.")
    assert (state_of(things["clerk"]), state_of(things["fourth"])) == ("recalled", "acknowledged")


def test_a_later_edition_is_told_and_the_earlier_copy_stays_readable(cast):
    things = spread(cast)
    owner = cast.third_officer
    published(owner, cast.third_head, a_draft(owner, things["list"], invented(5)))
    assert ("clerk@cast.example", "Superseded: something confidential") in mails()
    assert len(opened(cast.clerk, things["clerk"]).rows) == len(invented())
    with pytest.raises(Refused, match="edition in force"):
        handed(owner, things["edition"], cast.clerk)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"people": ["00000000-0000-0000-0000-000000000001"]}, "not_a_reader"),
        ({"expires_on": "2020-01-01"}, "past"),
        ({"expires_on": "2027-05-02"}, "too_late"),
        ({"purpose": ""}, "missing_purpose"),
        ({"may_hand_on": "yes"}, "ends_here"),
    ],
)
def test_a_copy_that_cannot_be_is_refused_by_field(cast, changes, code):
    vetted(cast.third_officer, cast.clerk.office, until_on="2027-05-01")
    with pytest.raises(Refused) as refused:
        handed(cast.third_officer, an_edition(cast), cast.clerk, **{"expires_on": "2027-05-01", **changes})
    assert {fault.code for fault in refused.value.faults} == {code}


def test_nobody_receives_without_vetting_or_outside_the_access_classes(cast):
    edition = an_edition(cast)
    with pytest.raises(Refused) as refused:
        handed(cast.third_officer, edition, cast.clerk)
    assert refused.value.faults[0].code == "not_vetted"
    vetted(cast.third_officer, cast.clerk.office)
    closed = an_edition(cast, a_list(cast.third_officer, open_to=["authority"]))
    with pytest.raises(Refused) as refused:
        handed(cast.third_officer, closed, cast.clerk)
    assert refused.value.faults[0].code == "class_closed"


def test_a_copy_that_may_not_be_passed_on_is_not(cast):
    copy = acknowledged(cast.fourth_officer, handed(cast.third_officer, an_edition(cast), cast.fourth_officer))
    vetted(cast.fourth_officer, cast.clerk.office)
    with pytest.raises(Refused, match="may not be passed on"):
        passed_on(cast.fourth_officer, copy, cast.clerk)


def test_an_authority_passes_on_to_whom_it_vetted_itself(cast):
    copy = handed(cast.third_officer, an_edition(cast), cast.fourth_officer, may_hand_on="yes")
    acknowledged(cast.fourth_officer, copy)
    vetted(cast.third_officer, cast.clerk.office)
    with pytest.raises(Refused) as refused:
        passed_on(cast.fourth_officer, copy, cast.clerk)
    assert refused.value.faults[0].code == "not_vetted"
    vetted(cast.fourth_officer, cast.clerk.office)
    second = acknowledged(cast.clerk, passed_on(cast.fourth_officer, copy, cast.clerk))
    assert opened(cast.clerk, second)
    with acting(cast.third_officer.viewer) as viewer:
        assert {one.copy.holder.name for one in queries.copies(viewer, copy.edition.list)} == {
            "Fourthland Authority",
            "Polder Solvents",
        }
    take(cast.fourth_officer, second, "withdraw", **REASON)
    assert (state_of(second), state_of(copy)) == ("recalled", "acknowledged")


def test_an_association_passes_on_to_vetted_members_and_a_recall_goes_all_the_way(cast, trade):
    union, member = trade
    owner = cast.third_officer
    vetted(owner, union.office, access_class="association")
    copy = acknowledged(union, handed(owner, an_edition(cast), union, may_hand_on="yes"))
    vetted(owner, cast.clerk.office)
    with pytest.raises(Refused) as refused:
        passed_on(union, copy, cast.clerk)  # vetted, and yet no member of this association
    assert refused.value.faults[0].code == "not_vetted"
    vetted(owner, member.office, access_class="member", association=str(union.office.pk))
    with acting(union.viewer) as viewer:
        assert queries.recipients(viewer, copy) == [member.office]
    second = acknowledged(member, passed_on(union, copy, member))
    assert opened(member, second)
    with pytest.raises(Refused, match="Take back"):
        take(union, copy, "return", how="destroyed")
    take(owner, copy, "recall", **REASON)
    assert (state_of(copy), state_of(second)) == ("recalled", "recalled")
    assert entries_in_database(member) == entries_in_database(union) == 0
    assert ("member@cast.example", "Recalled: something confidential") in mails()


def test_mails_say_nothing_of_what_they_are_about(cast):
    spread(cast)
    with acting(SYSTEM):
        told = [str(one.payload) for one in Outgoing.objects.all()]
    assert told
    assert not [one for one in told if "zq" in one.lower() or "Exemplin" in one or "surveillance list" in one.lower()]


def test_the_cleared_recognise_what_the_others_do_not(cast):
    things = spread(cast)
    for reader in (cast.clerk, cast.fourth_officer):
        with acting(reader.viewer) as viewer:
            (hit,) = recogniser_for(viewer, today()).recognise(f"2 drums of {CANARY}")
        assert (hit.list_title, hit.edition, hit.hit.name) == (things["list"].title, 1, CANARY)
    for other in (cast.exporter_officer, cast.exporter_head, cast.secretariat_officer, cast.third_officer):
        with acting(other.viewer) as viewer:
            assert recogniser_for(viewer, today()).recognise(CANARY) == ()
    take(cast.third_officer, things["clerk"], "recall", **REASON)
    with acting(cast.clerk.viewer) as viewer:
        assert recogniser_for(viewer, today()).recognise(CANARY) == ()


def test_an_entry_is_recognised_in_its_days_only(cast):
    owner = cast.third_officer
    rows = [{"name": "Exemplin-1", "from_on": "2027-03-05", "until_on": "2027-03-06"}]
    edition = published(owner, cast.third_head, a_draft(owner, a_list(owner), rows))
    acknowledged(cast.fourth_officer, handed(owner, edition, cast.fourth_officer))
    with acting(cast.fourth_officer.viewer) as viewer:
        found = [bool(recogniser_for(viewer, today().replace(day=day)).recognise("Exemplin-1")) for day in (4, 5, 6, 7)]
    assert found == [False, True, True, False]
