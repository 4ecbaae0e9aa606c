"""What a customer can use in a year: kept with how it is known, and held against its orders."""

from datetime import timedelta

import pytest

from penstock.kernel import clock
from penstock.kernel.viewer import Refused
from penstock.orders.customers.capacity import capacities, keep_capacity
from penstock.orders.customers.models import Customer
from tests.orders.house import MONDAY, a_customer, a_declaration, an_order, at_work, checked
from tests.orders.watch.house import line, loaded, looked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
BEYOND = "More within a year than it can use"


def can_use(by, number, quantity, unit="kg", *, goods="acetone", how="visit"):
    with at_work(by) as viewer:
        raw = {"goods": goods, "quantity": quantity, "unit": unit, "how": how}
        return keep_capacity(viewer=viewer, number=number, raw=raw)


def signs(answered):
    return [one["values"]["labels"] for one in answered.check.reasons if one["code"] == "indicators"]


def solvent(number, quantity, unit="kg", **changes):
    return an_order(number, goods="acetone", quantity=quantity, unit=unit, **changes)


def test_what_is_beyond_it_within_a_year_is_a_sign_and_no_more(desk):
    officer, _colleague = desk
    can_use(officer, a_customer(officer), "300")
    assert not any(BEYOND in one for one in signs(checked(officer, solvent("A-1", "200"))))
    assert not any(BEYOND in one for one in signs(checked(officer, solvent("A-2", "100"))))
    beyond = checked(officer, solvent("A-3", "1"))
    assert any(BEYOND in one for one in signs(beyond))
    assert beyond.check.answer == "go", "no single sign holds an order"


def test_kilograms_say_nothing_of_litres(desk):
    officer, _colleague = desk
    can_use(officer, a_customer(officer), "300")
    assert not any(BEYOND in one for one in signs(checked(officer, solvent("A-1", "5000", "l"))))


def test_with_other_signs_an_order_is_held(desk):
    officer, _colleague = desk
    can_use(officer, a_customer(officer), "300")
    raw = solvent("A-1", "400", indicators=["cannot-explain"])
    assert checked(officer, raw).check.answer == "hold"


def test_it_is_replaced_taken_back_and_outlives_a_correction(desk):
    officer, _colleague = desk
    number = a_customer(officer)
    can_use(officer, number, "300")
    can_use(officer, number, "40", "l", goods="toluene", how="said")
    row = can_use(officer, number, "500", how="papers")
    assert [(one["goods"], one["quantity"], one["how"]) for one in capacities(row.content)] == [
        ("acetone", "500", "papers"),
        ("toluene", "40", "said"),
    ]
    a_customer(officer, number, sector="pharma")
    with at_work(officer) as viewer:
        assert len(capacities(Customer.objects.visible_to(viewer).get(number=number).content)) == 2
    assert [one["goods"] for one in capacities(can_use(officer, number, "").content)] == ["toluene"]


def test_a_figure_says_its_unit_and_how_it_is_known(desk):
    officer, _colleague = desk
    number = a_customer(officer)
    with pytest.raises(Refused) as no:
        can_use(officer, number, "300", unit="", how="")
    assert {one.code for one in no.value.faults} == {"missing_unit", "missing_how"}


def test_a_year_beyond_it_stands_out_unless_another_need_was_declared(desk):
    officer, _colleague = desk
    a_customer(officer, "C-1", identified=False, end_uses=["solvent"])
    day = clock.today()
    loaded(officer, [line(f"N-{at}", "C-1", day - timedelta(days=10 + 70 * at), 40 + 10 * at) for at in range(6)])
    assert [one for one in looked(officer).ranked if one.typology == "beyond-need"] == []
    with clock.at(MONDAY - timedelta(days=500)):
        a_declaration(officer, "C-1", "acetone", quantity="900", unit="kg", span="year", order_number="", use="solvent")
    can_use(officer, "C-1", "300")
    (beyond,) = (one for one in looked(officer).ranked if one.typology == "beyond-need")
    assert (beyond.balance["total"], beyond.balance["declared"], beyond.balance["over"]) == ("390", "300", "90")
    a_declaration(officer, "C-1", "acetone", quantity="900", unit="kg", span="year", order_number="", use="solvent")
    assert [one for one in looked(officer).ranked if one.typology == "beyond-need"] == []
