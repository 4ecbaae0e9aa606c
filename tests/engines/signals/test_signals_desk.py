"""One seller's desk: cases for people, exact sums, the course of a series, and what cannot be judged."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from penstock.engines.signals.desk.course import course, month_of, telling
from penstock.engines.signals.desk.limits import limits
from penstock.engines.signals.desk.sitting import LEAST, Need, stands_out
from penstock.engines.signals.desk.yearly import balance_of
from penstock.engines.signals.orders import Order
from penstock.engines.signals.words import QUANTITIES, TOLD, Reason, with_unit
from tests.engines.signals.desk import a_world

DAY = date(2022, 3, 1)
amounts = st.decimals(Decimal("0.000001"), Decimal(10**9), places=6)


def _order(number: int, quantity: Decimal = Decimal(5), back: int = 0, buyer: str = "b", **more: str) -> Order:
    day = DAY - timedelta(days=back)
    return Order(f"o-{number:04d}", "s", buyer, more.get("substance", "acetone"), day, quantity, kind="works")


def _found(orders, **more):
    last = max(one.day for one in orders)
    return stands_out(orders, most=6, since=last - timedelta(days=92), until=last, **more)


def test_the_same_orders_in_any_order_give_the_same_cases():
    orders = a_world(21, buyers=8)
    odd = orders[-1]
    orders += [replace(odd, reference=f"again-{at}", day=odd.day - timedelta(days=at)) for at in range(1, 7)]
    first = _found(orders)
    Random(2).shuffle(orders)  # noqa: S311 - chance that can be repeated
    assert _found(orders) == first
    assert first[0].buyer == odd.buyer
    assert all(one.score >= LEAST and one.reasons for one in first)


def test_what_was_never_declared_is_no_reason_and_what_is_declared_exactly_is_none_either():
    sizes = [Decimal("0.1"), Decimal("0.2"), Decimal("0.3"), Decimal("0.15"), Decimal("0.25")]
    orders = [_order(at, size, back=70 * at) for at, size in enumerate(sizes)]
    need = Need("b", "acetone", sum(sizes, Decimal(0)), DAY - timedelta(days=400), DAY)
    other = Need("b", "toluene", Decimal(1), DAY - timedelta(days=400), DAY)
    signals = {reason.signal for case in _found(orders, needs=[need, other]) for reason in case.reasons}
    assert not signals & {"need", "undeclared"}
    less = replace(need, yearly=need.yearly * Decimal("0.8"))
    assert {"need"} == {
        reason.signal
        for case in _found(orders, needs=[less])
        if case.typology.name == "beyond-need"
        for reason in case.reasons
    } & {"need", "undeclared"}


@given(st.lists(st.tuples(amounts, st.integers(0, 800)), min_size=1, max_size=30), amounts)
def test_a_year_is_summed_exactly(rows, yearly):
    orders = [_order(at, quantity, back) for at, (quantity, back) in enumerate(rows)]
    need = Need("b", "acetone", yearly, DAY - timedelta(days=30), DAY)
    told = balance_of(orders, [need], DAY)
    assert told is not None
    assert told.total == sum((quantity for quantity, back in rows if back < 365), Decimal(0))
    assert told.over == told.total - yearly
    assert balance_of(orders, [need], DAY + timedelta(days=1)) is None


@given(st.lists(st.tuples(amounts, st.integers(0, 1500)), min_size=1, max_size=40), st.randoms())
def test_a_course_loses_no_order_and_no_month(rows, random):
    orders = [_order(at, quantity, back) for at, (quantity, back) in enumerate(rows)]
    marked = {orders[0].reference}
    seen = course(orders, [], marked=marked, until=DAY)
    numbers = [one.number for one in seen.months]
    assert numbers == list(range(numbers[0], month_of(DAY) + 1))
    assert len(numbers) <= 24
    within = [one for one in orders if month_of(one.day) >= numbers[0]]
    assert sum(one.orders for one in seen.months) == len(within)
    assert sum((one.total for one in seen.months), Decimal(0)) == sum((one.quantity for one in within), Decimal(0))
    assert seen.low is None or seen.low <= seen.middle <= seen.high
    random.shuffle(orders)
    assert course(orders, [], marked=marked, until=DAY) == seen


def test_the_middle_of_others_needs_three_of_them():
    own = [_order(at, back=20 * at) for at in range(10)]
    others = [_order(100 + at, Decimal(10 * at), back=40, buyer=f"p{at}") for at in range(1, 4)]
    two = course(own, others[:2], marked=(), until=DAY)
    three = course(own, others, marked=(), until=DAY)
    assert {one.others for one in two.months} == {None}
    assert {one.number: one.others for one in three.months}[month_of(others[0].day)] == Decimal(20)


def test_copies_are_the_same_again_and_a_jump_is_one_order():
    orders = [_order(at, Decimal(5 if at % 2 else 7), back=at) for at in range(12)]
    assert {one.quantity for one in telling(orders, "o-0000", "copied")} == {Decimal(7)}
    assert [one.reference for one in telling(orders, "o-0000", "jump")] == ["o-0000"]
    assert len(telling(orders, "o-0000", "split")) == 7


def test_a_unit_stands_behind_quantities_and_nothing_else():
    for signal, (sentence, figures) in TOLD.items():
        reason = with_unit(Reason(signal, 3.0, sentence, dict.fromkeys(figures, "7")), "kg")
        assert str(reason).count("7 kg") == len(QUANTITIES.get(signal, ()))
        assert QUANTITIES.get(signal, frozenset()) <= figures.keys()


def test_little_is_said_to_be_little():
    few = limits([_order(at, back=at) for at in range(3)], until=DAY)
    assert {one.code for one in few} == {"few", "new-series", "no-rise", "no-season", "no-others", "no-need"}
    many = a_world(3, buyers=30)
    last = max(one.day for one in many)
    declared = {(one.buyer, one.substance) for one in many}
    assert limits(many, until=last, declared=declared) == ()
    assert all(str(one) for one in few)
