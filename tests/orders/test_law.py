"""Every quantity that a law names for sales: an order on each side of it, its answer written from the law's text."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from penstock.catalogue.law.book import shipped_book
from penstock.orders.checking.law.orders import Supplied, answer_of, in_base
from tests.orders.house import DAY, judged, known, ordered
from tests.orders.lawtable import EXAMPLES, HOLD, Example

SALES = {"any", "domestic", "retail"}
NAMED = {example.key for example in EXAMPLES}


def _answer(example: Example, quantity: str):
    customer = known(country=example.country, identity_verified_on=DAY if example.identified else None)
    if example.before:
        base = in_base(Decimal(example.before), example.unit)
        bought = Supplied(DAY - timedelta(days=10), "mass", own=True, number="", base=base, orders=2, most=base / 2)
        customer = replace(customer, supplied=(bought,))
    order = ordered(example.goods, quantity, example.unit, channel=example.channel, form=example.form)
    if example.key[3] == "package":
        order = replace(order, package=order.base)
    return judged(example.country, order, customer)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: "-".join(filter(None, one.key)))
def test_each_side_of_each_quantity(example):
    for quantity, due in example.due:
        reasons = _answer(example, quantity)
        told = [(one.code, one.effect, one.law and one.law.source) for one in reasons]
        assert answer_of(reasons) == due, f"{example.key}: {quantity} {example.unit}: {told}"


def _quantities_of_sales():
    for pack in shipped_book().packs.values():
        for row in pack.thresholds:
            if row.operation in SALES:
                yield pack.id, row.list, row.entry, row.per, row.of


def test_no_pack_names_a_quantity_without_examples():
    missing = sorted(set(_quantities_of_sales()) - NAMED)
    assert not missing, f"write examples from the law's text in lawtable.py for: {missing}"


def test_no_example_stands_for_what_is_no_law():
    assert sorted(NAMED - set(_quantities_of_sales())) == []


def test_every_reason_to_hold_names_its_law():
    for example in EXAMPLES:
        quantity, due = example.due[-1]
        if due == HOLD:
            held = [one for one in _answer(example, quantity) if one.effect == "hold"]
            assert held, example.key
            assert all(one.law and one.law.source and one.law.pack == example.key[0] for one in held), example.key
