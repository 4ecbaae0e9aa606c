"""Two people of a company at once: of two samples for one receiver one is approved, and without the lock both are."""

import pytest

from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.orders.samples import services
from penstock.orders.samples.models import SampleRequest
from tests.orders.house import a_clerk, a_company, a_customer
from tests.orders.test_samples import a_sample, step
from tests.workflow.test_races import Race

UNLOCKED = "SELECT %s"


@pytest.fixture
def race(monkeypatch) -> Race:
    """Two approvers, who meet when the house has counted and has not written yet."""
    racing, decided = Race(2), services._decided

    def meeting(*args, **named):
        racing.meet()
        return decided(*args, **named)

    monkeypatch.setattr(services, "_decided", meeting)
    return racing


def approved(race: Race) -> int:
    """How many of two samples are approved at once; each is entered by a clerk."""
    officer, colleague = a_company()
    clerk = a_clerk(officer.office)
    a_customer(officer)
    cases = [a_sample(clerk), a_sample(clerk)]
    race.run([lambda by=by, case=case: step(by, case, "approve") for by, case in
              zip((officer, colleague), cases, strict=True)])  # fmt: skip
    with acting(SYSTEM):
        return SampleRequest.objects.visible_to(SYSTEM).filter(state="approved").count()


@pytest.mark.usefixtures("committed")
def test_of_two_samples_for_one_receiver_one_is_approved(race):
    assert approved(race) == 1


@pytest.mark.usefixtures("committed")
def test_without_the_lock_both_are(race, monkeypatch):
    monkeypatch.setattr(services, "ONE_AFTER_THE_OTHER", UNLOCKED)
    assert approved(race) == 2
