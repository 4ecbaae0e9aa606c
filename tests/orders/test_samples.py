"""Samples: looked into like a sale, approved by another person, and counted for one receiver over a year."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel import clock
from penstock.kernel.viewer import NotVisible, Refused
from penstock.orders.customers import services as keeping
from penstock.orders.samples import queries, services
from penstock.orders.samples.limits import Asked, Given, findings, limit_of
from penstock.orders.samples.models import SampleRequest
from tests.cast import Actor
from tests.orders.house import DAY, MONDAY, a_clerk, a_company, a_customer, at_work

pytestmark = pytest.mark.usefixtures("monday")


def a_sample(by: Actor, customer: str = "C-100", **changes: Any) -> SampleRequest:
    """What a customer asks for."""
    raw = {"customer": customer, "person": "Joke Jansen", "goods": "acetone", "quantity": "1", "unit": "l",
           "use": "coatings", "purpose": "A new thinner", "looked": ["identity", "use"]}  # fmt: skip
    with at_work(by) as viewer:
        return services.request_sample(viewer=viewer, raw={**raw, **changes})


def step(by: Actor, case: SampleRequest, verb: str, **raw: Any) -> SampleRequest:
    """Somebody decides."""
    with at_work(by) as viewer:
        said = {"justification": "Seen."} if verb in {"approve", "refuse"} else {}
        return services.take_step(viewer=viewer, case_id=case.pk, verb=verb, raw={**said, **raw})


def against(case: SampleRequest) -> set[str]:
    """The codes of what was found against a request."""
    return {one["code"] for one in case.findings if one["effect"] == "against"}


@pytest.mark.django_db
def test_a_sample_is_approved_by_another_and_the_second_of_a_year_is_not():
    officer, colleague = a_company()
    clerk = a_clerk(officer.office)
    a_customer(officer)
    first = a_sample(officer)
    assert against(first) == set()
    with pytest.raises(Refused, match="Another person must approve it"):
        step(officer, first, "approve")
    with pytest.raises(Refused):
        step(clerk, first, "approve")
    step(colleague, first, "approve")
    with pytest.raises(Refused, match="need your attention"):
        step(officer, first, "send", sent_on=(DAY + timedelta(days=1)).isoformat())
    assert step(officer, first, "send", sent_on=DAY.isoformat()).state == "sent"
    with clock.at(MONDAY + timedelta(days=300)):
        second = a_sample(officer)
        assert against(second) == {"too_many"}
        with pytest.raises(Refused, match=first.reference):
            step(colleague, second, "approve")
        assert step(colleague, second, "refuse").state == "refused"
        other_goods = a_sample(officer, goods="toluene")
        assert against(other_goods) == set()
        assert "asked_before" in {one["code"] for one in other_goods.findings}
    with clock.at(MONDAY + timedelta(days=366)):
        assert against(a_sample(officer)) == set()


@pytest.mark.django_db
def test_linked_customers_and_one_address_are_one_receiver():
    officer, colleague = a_company()
    stranger, _second = a_company("NL", "Birch Example Solvents")
    for number, street in (
        ("C-1", "Kade 1, Delft"),
        ("C-2", "Laan 2, Gouda"),
        ("C-3", "kade 1 Delft"),
        ("C-4", "Weg 9"),
    ):
        a_customer(officer, number, address=street)
    with at_work(officer) as viewer:
        keeping.link(viewer=viewer, number="C-2", raw={"other": "C-1", "why": "One owner"})
    step(colleague, a_sample(officer, "C-1"), "approve")
    assert against(a_sample(officer, "C-2")) == {"too_many"}
    assert against(a_sample(officer, "C-3")) == {"too_many"}
    assert against(a_sample(officer, "C-4")) == set()
    assert against(a_sample(officer, "C-4", address="KADE 1, DELFT")) == {"too_many"}
    a_customer(stranger, "C-1", address="Kade 1, Delft")
    assert a_sample(stranger, "C-1").findings == []
    with at_work(stranger) as viewer, pytest.raises(NotVisible):
        queries.sample(viewer, "NL-SA-2026-000001")


@pytest.mark.django_db
def test_what_is_no_sample_or_of_nobody_known_is_said():
    officer, _colleague = a_company()
    a_customer(officer, identified=False)
    found = a_sample(officer, quantity="5", use="laboratory")
    assert against(found) == {"too_large", "identity_not_verified"}
    assert "use_never_named" in {one["code"] for one in found.findings}
    assert against(a_sample(officer, quantity="0.001", use="resale")) == {"too_large", "identity_not_verified"}
    with pytest.raises(Refused) as no:
        a_sample(officer, "nobody", looked=[])
    assert [one.field for one in no.value.faults] == ["looked"]
    with pytest.raises(Refused) as no:
        a_sample(officer, "nobody")
    assert [one.code for one in no.value.faults] == ["unknown_customer"]


GIVEN = st.builds(
    Given,
    day=st.integers(-800, 0).map(lambda days: DAY + timedelta(days=days)),
    goods=st.sampled_from(["acetone", "toluene"]),
    reference=st.just("NL-SA-2026-000001"),
    name=st.just("Somebody"),
    tie=st.sampled_from(["self", "linked", "address"]),
    was_given=st.booleans(),
)


@given(
    st.lists(GIVEN, max_size=6), st.decimals(Decimal("0.001"), 3, places=3), st.sampled_from(["coatings", "research"])
)
def test_no_more_is_given_than_the_limit_of_a_year(before, base, use):
    asked = Asked(goods="acetone", base=base, dimension="volume", use=use, on=DAY, names_use=True, is_identified=True,
                  is_stopped=False)  # fmt: skip
    codes = {one.code for one in findings(asked, before) if one.effect == "against"}
    since = DAY - timedelta(days=364)
    had = sum(one.was_given and one.goods == "acetone" and one.day >= since for one in before)
    assert ("too_many" in codes) == (had >= limit_of(use).a_year)
    assert ("too_large" in codes) == (base > limit_of(use).most)
