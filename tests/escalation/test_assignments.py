"""A case is held by somebody of one side: taken, given, put down; it orders attention and locks nothing."""

import json
from datetime import date
from functools import partial

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client

from penstock.cases.queries import inbox
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible
from penstock.parties.duties import ANSWER_NOTICES
from penstock.parties.services import deactivate, end_duties
from tests.cast import a_draft, a_sent_notice, take
from tests.escalation.house import acts, deliver, held_by, hold, id_of, leaves_duties, now_of, on, put_down
from tests.tracks.house import refused


@pytest.fixture
def notice(cast):
    return a_sent_notice(cast.exporter_officer)


def test_it_is_taken_given_and_put_down(cast, notice):
    assert held_by(cast.importer_officer, notice) == ""
    hold(cast.importer_officer, notice)
    assert held_by(cast.importer_second, notice) == "Importer Officer"
    hold(cast.importer_officer, notice, to=cast.importer_second)
    assert held_by(cast.importer_officer, notice) == "Importer Second"
    put_down(cast.importer_head, notice)
    assert held_by(cast.importer_officer, notice) == ""
    told = [(one.name, one.person_name, one.data.get("name")) for one in acts(notice) if "within" in one.data]
    assert told == [
        ("case.taken", "Importer Officer", "Importer Officer"),
        ("case.given", "Importer Officer", "Importer Second"),
        ("case.put_down", "Importer Head", None),
    ]
    assert {tuple(one.audience) for one in acts(notice) if "within" in one.data} == {(cast.importer_head.office.pk,)}


def test_each_side_says_it_for_itself(cast, notice):
    hold(cast.exporter_officer, notice)
    hold(cast.importer_second, notice)
    assert held_by(cast.exporter_head, notice) == "Exporter Officer"
    assert held_by(cast.importer_head, notice) == "Importer Second"
    assert held_by(cast.secretariat_officer, notice) == ""


def test_a_draft_is_held_before_it_is_sent(cast):
    draft = a_draft(cast.exporter_officer)
    hold(cast.exporter_head, draft, to=cast.exporter_officer)
    assert held_by(cast.exporter_head, draft) == "Exporter Officer"
    with pytest.raises(NotVisible):
        hold(cast.importer_officer, draft)


def test_whom_it_is_given_to_gets_a_letter_and_whoever_takes_it_gets_none(cast, notice):
    deliver()
    mail.outbox.clear()
    hold(cast.importer_officer, notice)
    deliver()
    assert not mail.outbox
    hold(cast.importer_officer, notice, to=cast.importer_second)
    deliver()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["importer_second@cast.example"], f"Given to you: {notice.reference}")
    assert "Acetone" not in letter.body


def test_the_deputy_of_somebody_who_is_away_is_told_too(cast, notice):
    leaves_duties(cast.importer_second, cast.importer_head, ANSWER_NOTICES)
    deliver()
    mail.outbox.clear()
    hold(cast.importer_officer, notice, to=cast.importer_second)
    deliver()
    assert {one.to[0]: one.subject.partition(":")[0] for one in mail.outbox} == {
        "importer_second@cast.example": "Given to you",
        "importer_head@cast.example": "Given to Importer Second",
    }


@pytest.mark.parametrize("to", ["exporter_officer", "third_officer", "secretariat_officer", "clerk"])
def test_nobody_else_s_people_are_chosen(cast, notice, to):
    with refused("no_colleague"):
        hold(cast.importer_officer, notice, to=cast.everybody[to])


@pytest.mark.parametrize("to", ["expired", "starting_tomorrow", "deactivated"])
def test_nor_is_who_has_no_duty_on_it_today(cast, notice, to):
    with refused("no_colleague"):
        hold(cast.importer_officer, notice, to=cast.everybody[to])


def test_who_is_no_side_says_nothing(cast, notice):
    with refused("no_side"):
        hold(cast.secretariat_officer, notice)
    with pytest.raises(NotVisible):
        hold(cast.third_officer, notice)


def test_the_secretariat_holds_what_it_answers(cast):
    notice = a_sent_notice(cast.exporter_officer, "FJ")
    hold(cast.secretariat_officer, notice, to=cast.secretariat_second)
    assert held_by(cast.secretariat_officer, notice) == "Secretariat Second"


def test_two_who_take_it_at_once_do_not_take_it_from_each_other(cast, notice):
    hold(cast.importer_officer, notice, seen="")
    with refused("changed_meanwhile") as no:
        hold(cast.importer_second, notice, seen="")
    assert "Importer Officer" in no[0].faults[0].message
    hold(cast.importer_second, notice, seen=str(id_of(cast.importer_officer)))
    assert held_by(cast.importer_officer, notice) == "Importer Second"


def test_what_is_so_already_is_said(cast, notice):
    hold(cast.importer_officer, notice)
    with refused("nothing_changed"):
        hold(cast.importer_officer, notice)


def test_it_locks_nothing(cast, notice):
    hold(cast.importer_officer, notice)
    assert take(cast.importer_second, notice, "clear").state == "no objection"


def test_the_case_itself_is_not_touched(cast, notice):
    before = now_of(notice)
    with on(3):
        hold(cast.importer_officer, notice)
    after = now_of(notice)
    assert (after.version, after.updated_at, after.audience) == (before.version, before.updated_at, before.audience)


@pytest.mark.parametrize("leaving", [partial(end_duties, on=date(2026, 3, 2)), deactivate], ids=["duties", "account"])
def test_who_has_left_holds_nothing(cast, notice, leaving):
    hold(cast.importer_second, notice)
    with acting(SYSTEM), on(3):
        leaving(viewer=SYSTEM, person=cast.importer_second.person)
    assert held_by(cast.importer_officer, notice) == ""
    assert listed(cast.importer_officer, "nobody") == {notice.pk}
    hold(cast.importer_officer, notice, seen="")


def test_a_deputy_who_stands_in_no_more_holds_nothing(cast, notice):
    with acting(SYSTEM):
        end_duties(viewer=SYSTEM, person=cast.importer_second.person, on=notice.sent_at.date())
    with refused("no_colleague"):
        hold(cast.importer_officer, notice, to=cast.importer_second)
    leaves_duties(cast.importer_head, cast.importer_second, ANSWER_NOTICES, until_day=5)
    hold(cast.importer_officer, notice, to=cast.importer_second)
    with on(5):
        assert held_by(cast.importer_officer, notice) == "Importer Second"
    with on(6):
        assert held_by(cast.importer_officer, notice) == ""


def listed(actor, whose=""):
    with acting(actor.viewer) as viewer:
        found = inbox(viewer, whose)
        return {case.pk for case in (*found.to_answer, *found.awaited, *found.drafts, *found.to_sign)}


def test_the_inbox_is_narrowed_to_mine_and_to_nobodys(cast, notice):
    other, third = a_sent_notice(cast.exporter_officer), a_sent_notice(cast.exporter_officer)
    hold(cast.importer_officer, notice)
    hold(cast.importer_second, other)
    hold(cast.exporter_officer, third)
    assert listed(cast.importer_officer) == {notice.pk, other.pk, third.pk}
    assert listed(cast.importer_officer, "mine") == {notice.pk}
    assert listed(cast.importer_officer, "nobody") == {third.pk}
    assert listed(cast.importer_officer, "nonsense") == {notice.pk, other.pk, third.pk}
    assert listed(cast.exporter_officer, "mine") == {third.pk}
    assert listed(cast.exporter_officer, "nobody") == {notice.pk, other.pk}


def test_whoever_stands_in_has_the_cases_of_the_absent_as_their_own(cast, notice):
    hold(cast.importer_second, notice)
    with acting(SYSTEM):
        end_duties(viewer=SYSTEM, person=cast.importer_officer.person, on=notice.sent_at.date())
    leaves_duties(cast.importer_second, cast.importer_officer, ANSWER_NOTICES, "read cases")
    assert listed(cast.importer_officer, "mine") == {notice.pk}
    hold(cast.importer_officer, notice)
    assert [one.data.get("for") for one in acts(notice) if one.name == "case.taken"] == [None, "Importer Second"]


class TestThroughDoors:
    """By API and by page."""

    @pytest.fixture(autouse=True)
    def static(self):
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)

    def call(self, actor, method, path, body=None):
        headers = {"Authorization": f"Bearer {actor.token}"}
        sent = {"data": json.dumps(body), "content_type": "application/json"} if body is not None else {}
        return getattr(Client(), method)(f"/api/v1{path}", headers=headers, **sent)

    def page(self, actor, method, path, **body):
        client = Client()
        client.force_login(actor.person)
        return getattr(client, method)(path, data=body)

    def test_the_api_reads_and_gives(self, cast, notice):
        path = f"/cases/{notice.reference}/holder"
        told = self.call(cast.importer_officer, "get", path).json()
        assert told["holder"] is None
        assert {one["name"] for one in told["may_hold"]} == {"Importer Officer", "Importer Second", "Importer Head"}
        given = {"holder": str(id_of(cast.importer_second)), "seen": ""}
        answer = self.call(cast.importer_officer, "post", path, given)
        assert (answer.status_code, answer.json()["holder"]["name"]) == (200, "Importer Second")
        again = self.call(cast.importer_head, "post", path, given)
        assert (again.status_code, again.json()["faults"][0]["code"]) == (422, "changed_meanwhile")
        found = self.call(cast.importer_second, "get", "/inbox?held=mine").json()
        assert (found["to_answer"], found["held_by"]) == ([notice.reference], {notice.reference: "Importer Second"})
        assert self.call(cast.importer_officer, "get", "/inbox?held=mine").json()["to_answer"] == []
        assert self.call(cast.importer_officer, "get", "/inbox?held=everybody").status_code == 422
        assert self.call(cast.importer_officer, "post", path, {"holder": None}).json()["holder"] is None
        assert self.call(cast.importer_officer, "post", path, {"holder": "nonsense"}).status_code == 422
        assert self.call(cast.importer_officer, "post", path, {}).status_code == 422

    def test_the_page_keeps_what_was_chosen_and_names_the_field(self, cast, notice):
        path = f"/cases/{notice.reference}/holder/"
        head = str(id_of(cast.importer_head))
        hold(cast.importer_second, notice)
        answer = self.page(cast.importer_officer, "post", path, holder=head, seen="")
        text = answer.content.decode()
        assert answer.status_code == 422
        assert "Importer Second holds it by now" in text
        assert f'value="{head}" selected' in text
        assert self.page(cast.importer_officer, "post", path).status_code == 422
        assert self.page(cast.importer_officer, "post", path, holder="x" * 300).status_code == 422

    def test_the_case_s_page_and_the_inbox_name_who_holds_it_to_one_s_own(self, cast, notice):
        hold(cast.importer_officer, notice, to=cast.importer_second)
        for path in ("/", f"/notices/{notice.reference}/"):
            assert "Importer Second" in self.page(cast.importer_officer, "get", path).content.decode(), path
            for other in (cast.exporter_officer, cast.secretariat_officer):
                assert "Importer Second" not in self.page(other, "get", path).content.decode(), path
        assert (
            "who holds it on our side"
            not in self.page(cast.secretariat_officer, "get", f"/notices/{notice.reference}/").content.decode().lower()
        )


def test_nothing_of_it_is_on_anybody_else_s_record(cast, notice):
    hold(cast.importer_officer, notice, to=cast.importer_second)
    for actor in (cast.exporter_officer, cast.secretariat_officer, cast.third_officer):
        with acting(actor.viewer) as viewer:
            names = set(Event.objects.visible_to(viewer).filter(case_id=notice.pk).values_list("name", flat=True))
            assert not {one for one in names if one.startswith("case.")}
