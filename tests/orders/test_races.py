"""Two systems of a company at once: one line of an order has one check that stands, and without the lock one fails."""

import pytest

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.checking import gathering, services
from penstock.orders.checking.models import Check
from tests.orders.house import a_company, an_order, checked
from tests.workflow.test_races import Race

UNLOCKED = "SELECT ARRAY(SELECT id FROM cases_screeninglist WHERE organisation_id = %(company)s), 0"


@pytest.fixture
def race(monkeypatch) -> Race:
    """Two racers, who meet when the house has judged and has not written yet."""
    racing, replace = Race(2), services._replace

    def meeting(*args, **named):
        racing.meet()
        return replace(*args, **named)

    monkeypatch.setattr(services, "_replace", meeting)
    return racing


def raced(race: Race) -> list[object]:
    officer, colleague = a_company()
    each = ((officer, "C-404"), (colleague, "C-405"))
    return race.run(
        [lambda by=by, customer=customer: checked(by, an_order(customer=customer)) for by, customer in each]
    )


def standing() -> int:
    with acting(SYSTEM):
        return Check.objects.visible_to(SYSTEM).filter(stands=True).count()


@pytest.mark.usefixtures("committed")
def test_one_line_checked_twice_at_once_has_one_check_that_stands(race):
    assert "twice" not in raced(race)
    assert standing() == 1


@pytest.mark.usefixtures("committed")
def test_without_the_lock_one_of_both_fails(race, monkeypatch):
    monkeypatch.setattr(gathering, "HOLD", UNLOCKED)
    assert "twice" in raced(race)
    assert standing() == 1
