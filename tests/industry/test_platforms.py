"""Platforms: their profiles and policies, notices to them, the answer through a link, reminders and measures."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from penstock.industry.platforms import queries, services
from penstock.industry.platforms.asking import links
from penstock.industry.platforms.asking.chores import remind_of_answers, remind_of_policies
from penstock.industry.platforms.asking.models import PlatformNotice
from penstock.industry.platforms.asking.queries import measured, notice_by_reference
from penstock.industry.platforms.fields import check_form
from penstock.industry.platforms.models import KINDS
from penstock.industry.platforms.posting import questions_for
from penstock.kernel import clock
from penstock.kernel.clock import now, today
from penstock.kernel.models import Event, Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import Cast, the_cast
from tests.industry.marketplaces import (
    a_check,
    a_notice,
    an_answer,
    an_item,
    entered,
    linked,
    looked_at,
    stepped,
    written,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    """The cast."""
    return the_cast()


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_asked_what_fits_it(kind):
    """Every kind has its questions, none asked twice, and a form with a passage beside each verdict."""
    codes = [one.code for one in questions_for(kind)]
    assert len(codes) == len(set(codes)) >= 6
    assert {f"{code}_passage" for code in codes} <= {one.name for one in check_form(kind).fields}


def test_a_policy_is_checked_with_its_own_words(cast: Cast):
    """What is said needs its passage; gaps are listed, editions stay, and it is looked at again in a year."""
    officer = cast.exporter_officer
    platform = entered(officer)
    with pytest.raises(Refused) as no:
        looked_at(officer, platform, licences_passage="")
    assert [one.field for one in no.value.faults] == ["licences_passage"]
    looked_at(officer, platform, licences="no", licences_passage="", takedown="unknown", takedown_passage="")
    with acting(officer.viewer) as viewer:
        known = queries.platform(viewer, platform.pk)
        assert queries.gaps(viewer, known) == [("Licences of sellers", "no"), ("Taking down", "unknown")]
        assert known.next_on == today() + timedelta(days=365)
    looked_at(officer, platform)
    with acting(officer.viewer) as viewer:
        assert queries.gaps(viewer, platform) == []
        assert [one.edition for one in queries.checks(viewer, platform)] == [2, 1]
    with acting(cast.importer_officer.viewer) as other, pytest.raises(NotVisible):
        queries.platform(other, platform.pk)


def test_a_policy_comes_back_after_its_day_once(cast: Cast):
    """The offices of the country hear once that a policy is to be looked at, and again after the next check."""
    officer = cast.exporter_officer
    platform = entered(officer)
    looked_at(officer, platform, next_on=str(today() + timedelta(days=3)))
    assert remind_of_policies() == 0
    with clock.at(now() + timedelta(days=4)):
        assert (remind_of_policies(), remind_of_policies()) == (1, 0)
        with acting(officer.viewer) as viewer:
            wanted = queries.Wanted(due="yes")
            assert [one.pk for one in queries.platforms(viewer, wanted)] == [platform.pk]
            services.check_policy(viewer=viewer, platform_id=platform.pk, raw=a_check())
            assert not queries.platforms(viewer, wanted)


def test_names_are_entered_once(cast: Cast):
    """Two platforms of one name would be one in every list."""
    entered(cast.exporter_officer)
    with pytest.raises(Refused) as no:
        entered(cast.exporter_officer, name="bazaar invented")
    assert no.value.faults[0].code == "platform_known"
    entered(cast.importer_officer)


def test_a_notice_is_sent_when_it_is_whole(cast: Cast):
    """A draft keeps what is wrong; sending says all of it, and only what holds in the country is a basis."""
    officer = cast.third_officer
    platform = entered(officer, seat="KE")
    draft = written(officer, platform, wants=[], items=[an_item(quantity="5")], basis="own law", law="")
    with pytest.raises(Refused) as no:
        stepped(officer, draft, "send")
    assert {one.field for one in no.value.faults} == {"wants", "items-0-unit", "law"}
    stepped(officer, draft, "edit", **a_notice(basis="information"))
    with pytest.raises(Refused) as no:
        stepped(officer, draft, "send")
    assert [one.code for one in no.value.faults] == ["holds_elsewhere"]
    stepped(officer, draft, "edit", **a_notice())
    sent = stepped(officer, draft, "send")
    assert (sent.state, sent.edition, sent.due_on is not None) == ("sent", 1, True)
    ours = written(cast.exporter_officer, entered(cast.exporter_officer), basis="information")
    assert stepped(cast.exporter_officer, ours, "send").state == "sent"


def test_a_platform_answers_through_its_link(cast: Cast):
    """It acknowledges, answers once, and the link is spent; an older link is good no more, nor one after its day."""
    officer = cast.exporter_officer
    notice = stepped(officer, written(officer, entered(officer)), "send")
    first = linked(officer, notice, email="trust@bazaar.example")
    second = linked(officer, notice)
    with pytest.raises(NotVisible):
        links.asked_by(first)
    assert links.asked_by(second).content["wants"] == ["take down", "keep"]
    with clock.at(now() + timedelta(days=11)), pytest.raises(NotVisible):
        links.asked_by(second)
    links.acknowledge(secret=second, raw={"received_by": "Ana Example"})
    with pytest.raises(Refused) as no:
        links.reply(secret=second, raw=an_answer(outcome="refused", did=[], words=""))
    assert [one.field for one in no.value.faults] == ["words"]
    with clock.at(now() + timedelta(days=2)):
        links.reply(secret=second, raw=an_answer(outcome="partly", did=["keep"], words="The seller has appealed."))
    with pytest.raises(NotVisible):
        links.reply(secret=second, raw=an_answer())
    with acting(officer.viewer) as viewer:
        known = notice_by_reference(viewer, notice.reference)
        assert (known.state, known.outcome, known.due_on) == ("answered", "partly", None)
        acts = Event.objects.visible_to(viewer).filter(case_id=known.pk, name="platform_notice.replied")
        assert [one.person_name for one in acts] == ["Ana Example, trust desk"]
        (told,) = measured(viewer)
        assert (told.sent, told.acknowledged, told.partly, told.days) == (1, 1, 1, 2.0)
    stepped(officer, notice, "answer", **an_answer())
    closed = stepped(officer, notice, "close", result="done")
    assert (closed.outcome, closed.state, closed.is_open) == ("acted", "closed", False)


def test_nothing_that_leaves_by_mail_tips_off(cast: Cast):
    """The letters name neither the offer nor the account, and the secret is kept nowhere."""
    officer = cast.exporter_officer
    items = [an_item(where="account-zqhiddenqz", offered="zqofferedqz")]
    notice = stepped(officer, written(officer, entered(officer), items=items, words="zqwordsqz"), "send")
    secret = linked(officer, notice, email="trust@bazaar.example")
    with clock.at(now() + timedelta(days=9)):
        assert remind_of_answers() == 1
        assert remind_of_answers() == 0
    links.reply(secret=secret, raw=an_answer(words="zqansweredqz"))
    with acting(SYSTEM):
        letters = [str(one.payload) for one in Outgoing.objects.all()]
        rows = [str(one) for one in PlatformNotice.objects.visible_to(SYSTEM).values()]
        told = [str(one.data) for one in Event.objects.visible_to(SYSTEM)]
    assert any("trust@bazaar.example" in one for one in letters)
    assert not re.search(r"zq\w+qz", " ".join(letters))
    assert secret not in " ".join([*rows, *told])


def test_the_page_of_the_link_asks_and_says_what_is_wrong(cast: Cast, client: Client):
    """Whoever has the link reads the notice and the hash of its evidence; without it there is nothing."""
    officer = cast.exporter_officer
    notice = stepped(officer, written(officer, entered(officer)), "send")
    page = f"/respond/{linked(officer, notice)}/"
    shown = client.get(page)
    assert b"bazaar.example/offer/1" in shown.content
    assert (shown.headers["Cache-Control"], shown.headers["X-Robots-Tag"]) == ("no-store", "noindex")
    wrong = client.post(page, {"go": "reply", "name": "Ana", "outcome": "acted", "words": "We took it down."})
    assert wrong.status_code == 422
    assert b"We took it down." in wrong.content
    assert client.post(page, {"go": "receive", "received_by": "Ana"}).status_code == 302
    assert b"Say that you have received it" not in client.get(page).content
    done = client.post(page, {"go": "reply", **an_answer()})
    assert b"your answer has arrived" in done.content
    assert client.get(page).status_code == client.get("/respond/nothing/").status_code == 404


def test_links_are_counted(cast: Cast, client: Client):  # noqa: ARG001 - the cast is the world it is asked in
    """Whoever tries secrets is stopped."""
    answers = [client.get(f"/respond/guess-{one}/").status_code for one in range(25)]
    assert set(answers) == {404, 429}
