"""Rounds through the services: what is planted is found, what was explained rests, and nobody else's rows matter."""

from datetime import timedelta
from random import Random

import pytest

from penstock.kernel import clock
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused
from penstock.orders.reports.models import SuspiciousReport
from penstock.orders.watch import queries
from penstock.orders.watch.history import Loaded, keep_setting
from penstock.orders.watch.models import EarlierOrder, Verdict
from penstock.orders.watch.rounds.asking import look_now
from penstock.orders.watch.rounds.chores import ask_each_month, judge_one
from tests.orders.house import MONDAY, a_clerk, a_company, a_customer, a_declaration, an_order, at_work, checked
from tests.orders.watch.house import (
    COPYING,
    SPLITTING,
    copied,
    decided,
    line,
    loaded,
    looked,
    split,
    told,
    with_customers,
    years,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
EXPLAINED = {"ground": "project", "words": "A hull is painted until May; the yard's plan was seen."}


@pytest.fixture
def desk():
    officer, colleague = a_company()
    with_customers(officer)
    return officer, colleague


def _of(found, number):
    return next(one for one in found.ranked if one.customer.number == number)


def test_what_is_planted_is_at_the_top_with_words_and_units(desk):
    officer, _colleague = desk
    loaded(officer, years() + copied() + split())
    found = looked(officer)
    assert {one.customer.number for one in found.ranked[:2]} == {COPYING, SPLITTING}
    copies, parts = _of(found, COPYING), _of(found, SPLITTING)
    assert copies.typology == "copied-orders"
    assert parts.typology == "split-order"
    (said,) = (one for one in parts.reasons if one["signal"] == "split")
    assert said["text"].format(**said["values"]).startswith("6 orders of ordinary size in 7 days add up to 475 kg")
    assert {one["number"] for one in copies.marked} >= {f"COPY-{at}" for at in range(7)}
    assert {one["number"] for one in parts.marked} > {f"SPLIT-{at}" for at in range(5)}
    assert sum(is_marked for _label, _total, _orders, is_marked, _others in copies.course["months"]) in {1, 2}
    assert copies.course["others"] == 7
    assert all(one.reasons for one in found.ranked)


def test_the_same_rows_in_any_order_and_anybody_elses_change_nothing(desk):
    officer, _colleague = desk
    rows = years() + copied() + split()
    loaded(officer, rows)
    first = told(looked(officer))
    Random(5).shuffle(rows)  # noqa: S311 - chance that can be repeated
    other, _second = a_company(name="Duinen Chemie")
    with_customers(other)
    loaded(other, rows + [{**one, "number": f"X{one['number']}"} for one in copied(20, "C-1")])
    loaded(officer, rows)
    assert told(looked(officer)) == first
    assert {one[0] for one in told(looked(other))} >= {"C-1"}


def test_a_round_brings_no_more_than_people_can_review(desk):
    officer, _colleague = desk
    rows = years()
    for customer in ("C-1", "C-2", "C-4"):
        rows += [{**one, "number": f"{customer}{one['number']}"} for one in copied(7, customer)]
    loaded(officer, rows)
    many = looked(officer)
    with at_work(officer) as viewer:
        keep_setting(viewer=viewer, raw={"cases": "2", "monthly": "yes"})
    few = looked(officer)
    assert len(many.ranked) > 2
    assert [one[0] for one in told(few)] == [one[0] for one in told(many)][:2]


def test_what_was_explained_rests_until_it_is_worse(desk):
    officer, colleague = desk
    rows = years() + copied(5) + split()
    loaded(officer, rows)
    first = _of(looked(officer), COPYING)
    decided(officer, first, "explained", **EXPLAINED)
    again = looked(officer)
    assert COPYING not in {one.customer.number for one in again.ranked}
    assert [one.customer.number for one in again.reviewed] == [COPYING]
    assert again.reviewed[0].before_id == first.pk
    assert SPLITTING in {one.customer.number for one in again.ranked}
    loaded(officer, [line(f"MORE-{at}", COPYING, clock.today() - timedelta(days=at), 50) for at in range(6)])
    worse = _of(looked(officer), COPYING)
    assert worse.before_id == first.pk
    assert worse.scores["copied-orders"] >= 1.25 * first.scores["copied-orders"]
    with pytest.raises(Refused, match="stood out again"):
        decided(colleague, first, "later", again_on="2026-12-01")


def test_what_is_put_off_comes_back_on_its_day(desk):
    officer, _colleague = desk
    loaded(officer, years() + copied())
    first = _of(looked(officer), COPYING)
    decided(officer, first, "later", again_on="2026-12-20", words="")
    with clock.at(MONDAY + timedelta(days=5)):
        assert COPYING not in {one.customer.number for one in looked(officer).ranked}
    with clock.at(MONDAY + timedelta(days=27)):
        with at_work(officer) as viewer:
            assert [one.pk for one in queries.due_again(viewer)] == [first.pk]
        back = _of(looked(officer), COPYING)
        with at_work(officer) as viewer:
            assert queries.due_again(viewer) == []
    assert back.before_id == first.pk


def test_a_year_beyond_what_was_declared_stands_out_exactly(desk):
    officer, _colleague = desk
    a_declaration(officer, "C-1", "acetone", quantity="300", unit="kg", span="year", order_number="", use="solvent")
    a_customer(officer, "C-1", identified=False, end_uses=["solvent"])
    day = clock.today()
    exact = [line(f"N-{at}", "C-1", day - timedelta(days=10 + 70 * at), 40 + 10 * at) for at in range(5)]
    loaded(officer, exact)
    assert looked(officer).ranked == []  # 300 kg of 300 kg is what was declared
    loaded(officer, [line("L-1", "C-1", day, 5000, unit="l")])
    assert [one.dimension for one in looked(officer).ranked if one.typology == "beyond-need"] == []
    loaded(officer, [line("N-6", "C-1", day, 120)])
    (beyond,) = (one for one in looked(officer).ranked if one.dimension == "mass")
    assert beyond.typology == "beyond-need"
    assert (beyond.balance["total"], beyond.balance["declared"], beyond.balance["over"]) == ("420", "300", "120")
    assert len(beyond.balance["lines"]) == 6


def test_orders_that_were_checked_count_once_and_only_where_they_went(desk):
    officer, _colleague = desk
    a_customer(officer, "C-1", end_uses=["solvent"])
    order = {**an_order("A-1", customer="C-1", goods="acetone", quantity="40", unit="kg", use="solvent")}
    assert checked(officer, order).check.answer == "go"
    held = checked(officer, {**order, "number": "A-2", "customer": "nobody"})
    assert held.check.answer == "hold"
    loaded(officer, [line("A-1", "C-1", clock.today(), 40), line("A-0", "C-1", clock.today(), 40)])
    found = looked(officer)
    assert found.round.orders == 2
    assert {one["code"] for one in found.round.limits} >= {"few", "new-series", "no-rise", "no-season", "no-need"}


def test_without_an_order_it_says_so(desk):
    officer, _colleague = desk
    found = looked(officer)
    assert found.ranked == []
    assert [one["code"] for one in found.round.limits] == ["nothing"]


def test_one_fault_in_a_file_and_nothing_of_it_is_kept(desk):
    officer, _colleague = desk
    day = clock.today()
    rows = [line("A", "C-1", day, 5), line("B", "C-77", day, 5), line("C", "C-1", day + timedelta(days=1), 5)]
    with pytest.raises(Refused) as strange:
        loaded(officer, rows[:2])
    assert "Order B: there is no customer C-77" in strange.value.faults[0].message
    with pytest.raises(Refused) as future:
        loaded(officer, rows[2:])
    assert "today or earlier" in future.value.faults[0].message
    with at_work(officer) as viewer:
        assert EarlierOrder.objects.visible_to(viewer).count() == 0
    assert loaded(officer, rows[:1]) == Loaded(1, 0)
    assert loaded(officer, rows[:1]) == Loaded(1, 1)
    assert loaded(officer, [line("A", "C-2", day, 6)]).corrected == 1


def test_a_report_is_begun_once_from_what_is_known(desk):
    officer, _colleague = desk
    loaded(officer, years() + split())
    row = _of(looked(officer), SPLITTING)
    made = decided(officer, row, "reported")
    with at_work(officer) as viewer:
        report = _report(viewer, made.report)
    assert report.state == "draft"
    assert report.content["party_name"] == "Voorbeeld Verf C-5"
    assert (report.content["quantity"], report.content["unit"]) == ("475", "kg")
    assert "add up to 475 kg" in report.content["explanation"]
    assert "split" in report.signs
    with pytest.raises(Refused, match="reported already"):
        decided(officer, row, "reported")


def _report(viewer, reference):
    return SuspiciousReport.objects.visible_to(viewer).get(reference=reference)


def test_nobody_else_sees_or_decides(desk):
    officer, _colleague = desk
    loaded(officer, years() + copied())
    row = _of(looked(officer), COPYING)
    other, _second = a_company(name="Duinen Chemie")
    with pytest.raises(NotVisible):
        decided(other, row, "explained", **EXPLAINED)
    clerk = a_clerk(officer.office)
    with pytest.raises(Refused, match="keep customers"):
        decided(clerk, row, "explained", **EXPLAINED)
    with at_work(other) as viewer:
        assert Verdict.objects.visible_to(viewer).count() == 0


def test_a_round_is_asked_for_each_month_once(desk):
    officer, _colleague = desk
    loaded(officer, years() + copied())
    with at_work(officer) as viewer:
        assert look_now(viewer=viewer).pk == look_now(viewer=viewer).pk
    looked(officer)
    assert ask_each_month() == 0
    with clock.at(MONDAY + timedelta(days=31)):
        assert ask_each_month() == 1
        assert ask_each_month() == 0
        with at_work(officer) as viewer:
            newest = queries.rounds(viewer)[0]
        assert (newest.number, newest.asked_by_name, newest.is_over) == (2, "", False)
        assert judge_one()
        assert not judge_one()
        with at_work(officer) as viewer:
            assert queries.rounds(viewer)[0].finished_at is not None
    with acting(SYSTEM):
        told_of = Outgoing.objects.filter(topic="announcement", payload__organisation=str(officer.office.pk))
        (mail,) = [one.payload for one in told_of]
    assert "wait for your review" in mail["body"]
    assert COPYING not in str(mail)
