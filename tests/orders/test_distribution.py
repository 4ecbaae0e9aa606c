"""Distributors: which duties are passed on, signed and confirmed each year, and what an order's check says of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel import clock
from penstock.kernel.viewer import NotVisible, Refused
from penstock.orders.checking.law.orders import Undertaken
from penstock.orders.customers.goods import title_of
from penstock.orders.distribution import queries, services
from penstock.orders.distribution.chores import remind_of_undertakings
from penstock.orders.distribution.judging import passed_on
from penstock.orders.distribution.models import Undertaking
from penstock.orders.distribution.services import PAPERS
from tests.cast import Actor
from tests.orders.house import (
    DAY,
    MONDAY,
    a_company,
    a_customer,
    a_licence,
    an_order,
    at_work,
    checked,
    codes,
    known,
    ordered,
)

DUTIES = ["declarations", "notify", "records", "bounds"]
RESELLS = {"category": "distributor", "sector": "distribution", "end_uses": ["resale"]}


pytestmark = pytest.mark.usefixtures("monday")


def an_undertaking(by: Actor, number: str = "C-100", **changes: Any) -> Undertaking:
    """What a distributor is to undertake."""
    raw = {"duties": DUTIES, "bounds": "To industrial users in the Netherlands", "from_on": clock.today().isoformat()}
    with at_work(by) as viewer:
        return services.draw_up(viewer=viewer, number=number, raw={**raw, **changes})


def sign(by: Actor, row: Undertaking) -> None:
    """The distributor signs through a link, and the company verifies it."""
    with at_work(by) as viewer:
        _row, link = PAPERS.make_link(viewer=viewer, paper_id=row.pk, raw={})
    raw = {"signer_name": "Piet Prins", "signer_post": "Director", "agreed": "yes", "text_hash": row.text_hash}
    secret = link.rstrip("/").rpartition("/")[2]
    assert PAPERS.to_sign(secret).pk == row.pk
    PAPERS.sign(secret=secret, raw=raw)
    with pytest.raises(NotVisible):
        PAPERS.to_sign(secret)
    with at_work(by) as viewer:
        PAPERS.verify(viewer=viewer, paper_id=row.pk, raw={"verified_how": "register"})


def _of_duties(answered: Any) -> set[str]:
    return {code for code in codes(answered, "ask", "note") if code.startswith("duties")}


@pytest.mark.django_db
def test_an_order_of_a_distributor_asks_until_the_duties_are_passed_on():
    officer, _colleague = a_company()
    a_customer(officer, **RESELLS)
    a_licence(officer, "C-100", "acetic-anhydride")
    order = an_order(use="resale")
    assert _of_duties(checked(officer, order)) == {"duties_not_passed_on"}
    row = an_undertaking(officer)
    assert "To industrial users in the Netherlands" in row.text
    assert _of_duties(checked(officer, order)) == {"duties_not_signed"}
    sign(officer, row)
    answered = checked(officer, order)
    assert _of_duties(answered) == {"duties_passed_on"}
    assert "duties_passed_on" not in codes(answered)
    later = MONDAY + timedelta(days=366)
    with clock.at(later):
        assert _of_duties(checked(officer, an_order("A-2", use="resale"))) == {"duties_not_confirmed"}
    with at_work(officer) as viewer:
        PAPERS.end(viewer=viewer, paper_id=row.pk, raw={"reason": "They closed."})
    assert _of_duties(checked(officer, an_order("A-3", use="resale"))) == {"duties_not_passed_on"}


@pytest.mark.django_db
def test_what_is_not_equal_is_not_drawn_up_and_each_fault_is_named():
    officer, _colleague = a_company()
    a_customer(officer, **RESELLS)
    a_customer(officer, "C-1")
    with pytest.raises(Refused) as no:
        an_undertaking(officer, duties=["identity", "bounds"], bounds="", from_on="2020-01-01")
    assert {one.code for one in no.value.faults} == {"duties_lacking", "missing_bounds", "first_day_out_of_range"}
    with pytest.raises(Refused) as no:
        an_undertaking(officer, "C-1")
    assert [one.code for one in no.value.faults] == ["sells_nothing_on"]


@pytest.mark.django_db
def test_a_year_is_confirmed_with_what_was_resold():
    officer, _colleague = a_company()
    stranger, _second = a_company("NL", "Birch Example Solvents")
    a_customer(officer, **RESELLS)
    a_licence(officer, "C-100", "acetic-anhydride")
    row = an_undertaking(officer)
    sign(officer, row)
    checked(officer, an_order(use="resale", quantity="100", unit="l"))
    with clock.at(MONDAY + timedelta(days=340)):
        assert remind_of_undertakings() == 1
        assert remind_of_undertakings() == 0
        with at_work(officer) as viewer, pytest.raises(Refused, match="need your attention"):
            services.confirm(viewer=viewer, undertaking_id=row.pk, raw={"resold": "listed"})
        sold = {"year": "2026", "goods": "acetic anhydride", "sort": "end user", "quantity": "120", "unit": "l",
                "buyers": "3"}  # fmt: skip
        with at_work(officer) as viewer:
            services.keep_resale(viewer=viewer, number="C-100", raw=sold)
            services.keep_resale(viewer=viewer, number="C-100", raw={**sold, "quantity": "130"})
            told = queries.resold(viewer, row.customer)
            assert [str(one.resold["volume"].normalize()) for one in told] == ["1.3E+2"]
            assert told[0].is_more, "more was resold than ordered"
            with pytest.raises(Refused, match="need your attention"):
                services.confirm(viewer=viewer, undertaking_id=row.pk, raw={"resold": "nothing"})
            following = services.confirm(viewer=viewer, undertaking_id=row.pk, raw={"resold": "listed"})
        assert following.confirms_id == row.pk
        assert following.from_on == row.until_on + timedelta(days=1)
        assert f"2026: {title_of('acetic-anhydride')}, 130 l to 3" in following.text
        sign(officer, following)
    with at_work(stranger) as viewer:
        assert queries.undertakings(viewer) == []
        with pytest.raises(NotVisible):
            queries.undertaking(viewer, row.pk)


DAYS = st.integers(-400, 400).map(lambda days: DAY + timedelta(days=days))
UNDERTAKEN = st.builds(
    Undertaken,
    goods=st.sampled_from([frozenset(), frozenset({"acetone"}), frozenset({"toluene"})]),
    from_on=DAYS,
    until_on=DAYS,
    is_signed=st.booleans(),
    is_verified=st.booleans(),
)


@given(st.lists(UNDERTAKEN, max_size=4), st.sampled_from(["distributor", "end user", "retailer"]), st.booleans())
def test_it_only_asks_and_is_silenced_by_one_that_stands(undertaken, category, is_listed):
    order = ordered("acetone", "10", use="resale" if category == "retailer" else "")
    found = passed_on(order, known(category=category, undertakings=tuple(undertaken)), is_listed=is_listed)
    due = is_listed and category == "distributor"
    stands = any(_stands(one, order.ordered_on) for one in undertaken)
    assert [one.effect for one in found] == (["note" if stands else "ask"] if due else [])


def _stands(one: Undertaken, day: date) -> bool:
    is_for_it = not one.goods or "acetone" in one.goods
    return is_for_it and one.is_signed and one.is_verified and one.from_on <= day <= one.until_on
