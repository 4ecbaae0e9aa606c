"""What follows when papers end or the law changes."""

from datetime import date, timedelta

import pytest

from penstock.kernel import clock
from penstock.kernel.models import Outgoing
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.changes.queries import touched
from penstock.orders.declarations.chores import remind_of_papers
from tests.orders.house import MONDAY, a_company, a_customer, a_declaration, a_licence, an_order, at_work, checked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def _letters():
    with acting(SYSTEM):
        return [one.payload["subject"] for one in Outgoing.objects.filter(topic="announcement")]


def test_papers_that_end_soon_are_told_once():
    officer, _colleague = a_company()
    number = a_customer(officer)
    a_licence(officer, number, "acetic-anhydride", until_on=(MONDAY.date() + timedelta(days=20)).isoformat())
    a_declaration(officer, number, "acetic-anhydride", span="year", order_number="")
    before = len(_letters())
    assert remind_of_papers() == 1
    assert remind_of_papers() == 0
    assert len(_letters()) == before + 1
    with clock.at(MONDAY + timedelta(days=340)):
        assert remind_of_papers() == 1


def test_a_change_of_the_law_names_what_it_touches():
    """In Canada phenethyl bromide became a Class A precursor on 26 March 2026 (SOR/2002-359, schedule, item 34)."""
    officer, _colleague = a_company("CA", "Maple Example Solvents")
    other, _second = a_company("CA", "Birch Example Solvents")
    with clock.at(MONDAY):
        number = a_customer(officer)
        a_licence(officer, number, "phenethyl-bromide", kind="licence")
        checked(officer, an_order(goods="phenethyl-bromide", unit="kg", use="synthesis"))
        checked(officer, an_order("A-2", goods="gamma-butyrolactone", unit="kg"))
    with at_work(officer) as viewer:
        found = touched(viewer, date(2026, 3, 1), date(2026, 4, 1))
        assert [one.goods for one in found] == ["phenethyl-bromide"]
        assert [one.number for one in found[0].customers] == [number]
        assert found[0].licences
        assert len(found[0].tasks) == 2
        assert touched(viewer, date(2026, 4, 1), date(2026, 4, 2)) == []
    with at_work(other) as viewer:
        assert touched(viewer, date(2026, 3, 1), date(2026, 4, 1)) == []
