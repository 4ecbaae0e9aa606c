"""An enquiry goes round by round, and stops the clock while the receiving side is owed an answer."""

from datetime import UTC, datetime, timedelta

import pytest

from penstock.cases.enquiries import chores
from penstock.cases.enquiries.models import Enquiry
from penstock.cases.enquiries.services import attach
from penstock.kernel import clock
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from tests.cast import OBJECTION, a_draft, a_sent_notice, the_cast
from tests.cast import take as step
from tests.enquiries.asking import acts, answer, ask, desk, now, said, take

pytestmark = pytest.mark.django_db
MONDAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
A_WEEK = timedelta(days=7)


@pytest.fixture
def cast():
    with clock.at(MONDAY):
        yield the_cast()


def letters(topic="announcement"):
    with acting(SYSTEM):
        return [one.payload for one in Outgoing.objects.filter(topic=topic).order_by("created_at")]


class TestTheClock:
    def test_it_stands_still_while_the_receiving_side_is_owed_an_answer(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        left = now(notice).due_on
        enquiry = ask(cast.importer_officer, notice)
        stopped = now(notice)
        assert (stopped.state, stopped.due_on, stopped.days_left) == ("questioned", None, 10)
        assert stopped.waits_for == cast.exporter_officer.office
        with clock.at(MONDAY + A_WEEK):
            answer(cast.exporter_officer, enquiry)
            running = now(notice)
        assert (running.state, running.due_on) == ("sent", left + A_WEEK)
        assert running.waits_for == cast.importer_officer.office

    def test_a_question_of_the_sending_side_stops_nothing(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        enquiry = ask(cast.exporter_officer, notice, "", phrases=["company_known"])
        assert (enquiry.asked, now(notice).state) == (cast.importer_officer.office, "sent")
        assert now(notice).due_on is not None
        answer(cast.importer_officer, enquiry, "", phrases=["yes_known"])
        assert now(notice).state == "sent"

    def test_it_runs_on_only_when_nothing_is_owed_any_more(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        first = ask(cast.importer_officer, notice)
        second = ask(cast.importer_officer, notice, "And who carries it?")
        assert (first.number, second.number) == (1, 2)
        answer(cast.exporter_officer, second)
        assert now(notice).state == "questioned"
        answer(cast.exporter_officer, first)
        assert now(notice).state == "sent"

    def test_asking_on_stops_it_again_in_the_same_enquiry(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        enquiry = ask(cast.importer_officer, notice)
        answer(cast.exporter_officer, enquiry)
        again = take(cast.importer_officer, enquiry, "ask_on", question="Since when?")
        assert (again.pk, again.rounds, again.state, now(notice).state) == (enquiry.pk, 2, "open", "questioned")
        answer(cast.exporter_officer, enquiry, "Since 2019.")
        assert now(notice).state == "sent"
        assert said(cast.importer_officer, enquiry) == [
            ("question", 1, "Which works will use it?"),
            ("answer", 1, "The paint works in Talca."),
            ("question", 2, "Since when?"),
            ("answer", 2, "Since 2019."),
        ]

    def test_a_late_answer_still_counts_after_the_receiving_side_has_decided(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        enquiry = ask(cast.importer_officer, notice)
        step(cast.importer_officer, notice, "clear")
        assert answer(cast.exporter_officer, enquiry).state == "answered"
        assert now(notice).state == "no objection"


class TestTheStepsAreTheSame:
    def test_the_step_opens_an_enquiry_and_its_answer_answers_it(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        step(cast.importer_officer, notice, "ask", question="Which works?")
        (enquiry,) = desk(cast.exporter_officer).own_turn
        assert said(cast.exporter_officer, enquiry) == [("question", 1, "Which works?")]
        step(cast.exporter_officer, notice, "supply", answer="Those in Talca.")
        assert said(cast.importer_officer, enquiry)[1:] == [("answer", 1, "Those in Talca.")]
        assert [one.pk for one in desk(cast.importer_officer).own_turn] == [enquiry.pk]
        assert acts(enquiry) == ["enquiry.asked", "enquiry.answered"]
        assert acts(notice)[-2:] == ["notice.information_requested", "notice.information_supplied"]

    def test_either_way_one_letter_goes_to_the_other_side(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        before = len(letters())
        enquiry = ask(cast.importer_officer, notice)
        answer(cast.exporter_officer, enquiry)
        told = letters()[before:]
        assert [one["subject"].split(":")[0] for one in told] == ["Information requested", "Information supplied"]

    def test_the_step_goes_on_with_an_enquiry_by_its_number(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        enquiry = ask(cast.importer_officer, notice)
        answer(cast.exporter_officer, enquiry)
        step(cast.importer_officer, notice, "ask", question="Since when?", enquiry="1")
        assert len(said(cast.importer_officer, enquiry)) == 3
        step(cast.exporter_officer, notice, "supply", answer="2019.")
        with pytest.raises(Refused) as no:
            step(cast.importer_officer, notice, "ask", question="And?", enquiry="7")
        assert [one.code for one in no.value.faults] == ["no_such_enquiry"]
        assert now(notice).state == "sent"


class TestWhoMay:
    def test_the_third_parties_on_the_case_see_nothing_of_it(self, cast):
        notice = a_sent_notice(cast.exporter_officer, copied_to="KE")
        enquiry = ask(cast.importer_officer, notice, "zqsecretqz")
        for other in (cast.third_officer, cast.secretariat_officer, cast.clerk):
            assert desk(other).own_turn == desk(other).others_turn == []
            with pytest.raises(NotVisible):
                answer(other, enquiry)
        with pytest.raises(Refused) as no:
            ask(cast.third_officer, notice)
        assert no.value.code == "not_a_side"

    def test_only_the_asked_side_answers_and_only_the_asker_asks_on_or_closes(self, cast):
        enquiry = ask(cast.exporter_officer, a_sent_notice(cast.exporter_officer))
        with pytest.raises(Refused, match="Only the asked side"):
            answer(cast.exporter_officer, enquiry)
        for verb in ("ask_on", "close"):
            with pytest.raises(Refused, match="Only the asking side"):
                take(cast.importer_officer, enquiry, verb, question="Why?")
        assert take(cast.exporter_officer, enquiry, "close", note="Settled by telephone.").state == "closed"
        with pytest.raises(Refused, match="cannot be done while"):
            answer(cast.importer_officer, enquiry)

    def test_nobody_is_asked_about_a_draft(self, cast):
        with pytest.raises(Refused) as no:
            ask(cast.exporter_officer, a_draft(cast.exporter_officer))
        assert no.value.code == "not_sent"

    @pytest.mark.parametrize(
        ("entered", "code"),
        [
            ({"question": ""}, "missing_question"),
            ({"days": "61"}, "too_many_days"),
            ({"days": "0"}, "too_small"),
            ({"days": "soon"}, "not_a_number"),
            ({"phrases": ["yes_known"]}, "unknown_choice"),
        ],
    )
    @pytest.mark.parametrize("key", ["exporter_officer", "importer_officer"])
    def test_a_fault_names_its_field_and_nothing_is_asked(self, cast, entered, code, key):
        notice = a_sent_notice(cast.exporter_officer)
        with pytest.raises(Refused) as no:
            ask(cast.everybody[key], notice, **entered)
        assert [one.code for one in no.value.faults] == [code]
        with acting(SYSTEM):
            assert not Enquiry.objects.filter(case_id=notice.pk).exists()
        assert now(notice).state == "sent"

    def test_an_objection_leaves_what_was_asked_as_it_is(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        enquiry = ask(cast.exporter_officer, notice)
        step(cast.importer_officer, notice, "object", **OBJECTION)
        assert [one.pk for one in desk(cast.importer_officer).own_turn] == [enquiry.pk]


class TestTheDueDate:
    @pytest.mark.parametrize(("days", "due"), [("", "2027-03-15"), ("5", "2027-03-08"), ("20", "2027-03-30")])
    def test_it_is_counted_by_the_calendar_of_whoever_is_asked(self, cast, days, due):
        """Chile closes on Good Friday, 26 March 2027, so twenty working days end a day later than elsewhere."""
        enquiry = ask(cast.exporter_officer, a_sent_notice(cast.exporter_officer), days=days)
        assert str(enquiry.due_on) == due

    def test_whoever_owes_it_is_reminded_once(self, cast):
        enquiry = ask(cast.exporter_officer, a_sent_notice(cast.exporter_officer), days="5")
        before = len(letters())
        with clock.at(MONDAY + timedelta(days=2)):
            assert chores.remind_of_enquiries() == 0
        with clock.at(MONDAY + timedelta(days=3)):
            assert chores.remind_of_enquiries() == 1
            assert chores.remind_of_enquiries() == 0
        (told,) = letters()[before:]
        assert told["organisation"] == str(cast.importer_officer.office.pk)
        assert f"/enquiries/{enquiry.pk}/" in told["body"]


class TestTheCompany:
    def test_it_sees_the_question_and_its_answer_and_nothing_of_the_case(self, cast, client):
        notice = a_sent_notice(cast.exporter_officer)
        theirs = ask(cast.importer_officer, notice, "zqbetweenusqz")
        enquiry = ask(cast.exporter_officer, notice, "Did you order this?", of=cast.clerk.office.pk)
        client.force_login(cast.clerk.person)
        for path in ("/enquiries/", f"/enquiries/{enquiry.pk}/", "/"):
            page = client.get(path, follow=True).content.decode()
            for hidden in (notice.reference, str(notice.pk), "Importland", "Acetone", "zqbetweenusqz", "Quimicos"):
                assert hidden not in page, f"{path}: {hidden}"
        assert "Did you order this?" in client.get(f"/enquiries/{enquiry.pk}/").content.decode()
        assert client.get(f"/enquiries/{theirs.pk}/").status_code == 404
        assert client.get(f"/notices/{notice.reference}/").status_code == 404
        headers = {"Authorization": f"Bearer {cast.clerk.token}"}
        told = client.get(f"/api/v1/enquiries/{enquiry.pk}", headers=headers).json()
        assert (told["reference"], told["asker"]) == (None, "Exportland Authority")
        assert client.get(f"/api/v1/enquiries/{theirs.pk}", headers=headers).status_code == 404
        answer(cast.clerk, enquiry, "We did, for our works.")
        assert said(cast.exporter_officer, enquiry)[-1] == ("answer", 1, "We did, for our works.")
        assert now(notice).state == "questioned"

    def test_the_other_side_sees_nothing_of_what_the_company_is_asked(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        enquiry = ask(cast.exporter_officer, notice, of=cast.clerk.office.pk)
        with pytest.raises(NotVisible):
            take(cast.importer_officer, enquiry, "close")
        assert said(cast.importer_officer, enquiry) == []
        assert desk(cast.importer_officer).own_turn == []

    def test_its_letter_names_neither_case_nor_goods(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        ask(cast.exporter_officer, notice, of=cast.clerk.office.pk)
        told = next(one for one in letters() if one["organisation"] == str(cast.clerk.office.pk))
        assert notice.reference not in str(told)
        assert "Acetone" not in str(told)

    def test_nobody_asks_another_countrys_company(self, cast):
        notice = a_sent_notice(cast.exporter_officer)
        with pytest.raises(Refused) as no:
            ask(cast.importer_officer, notice, of=cast.clerk.office.pk)
        assert no.value.code == "not_to_be_asked"


def test_a_paper_is_read_by_the_two_sides_alone(cast, client):
    notice = a_sent_notice(cast.exporter_officer)
    enquiry = ask(cast.exporter_officer, notice)
    with acting(cast.importer_officer.viewer) as viewer:
        paper = attach(viewer=viewer, enquiry_id=enquiry.pk, name="../permit.txt", chunks=[b"the permit"])
    assert paper.name == "permit.txt"
    statuses = {}
    for key in ("exporter_officer", "importer_officer", "third_officer", "secretariat_officer", "clerk"):
        client.force_login(cast.everybody[key].person)
        statuses[key] = client.get(f"/enquiries/{enquiry.pk}/files/{paper.pk}/").status_code
    assert statuses == {
        "exporter_officer": 200,
        "importer_officer": 200,
        "third_officer": 404,
        "secretariat_officer": 404,
        "clerk": 404,
    }
