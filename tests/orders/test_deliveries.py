"""Deliveries: what was found beside what was sent, each difference named, explained once, and reported from there."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.kernel.viewer import NotVisible, Refused
from penstock.orders.deliveries import queries, services
from penstock.orders.deliveries.comparing import Lot, differences
from penstock.orders.deliveries.models import Delivery
from penstock.orders.reports import services as reporting
from penstock.orders.reports.prefilling import begun_by
from tests.cast import Actor
from tests.orders.house import DAY, a_company, a_customer, at_work

pytestmark = pytest.mark.usefixtures("monday")


def a_delivery(by: Actor, **changes: Any) -> Delivery:
    """Four drums under two seals."""
    raw = {"way": "sent", "number": "D-1", "customer": "C-100", "goods": "acetic anhydride", "packages": "4",
           "weight": "800", "unit": "kg", "seals": "S-1; S-2", "carrier": "Example Haulage",
           "sent_on": DAY.isoformat()}  # fmt: skip
    with at_work(by) as viewer:
        return services.enter(viewer=viewer, raw={**raw, **changes})


def arrives(by: Actor, row: Delivery, **changes: Any) -> Delivery:
    """It arrives whole, or as `changes` say."""
    raw = {"arrived_on": DAY.isoformat(), "packages": "4", "weight": "800", "seals": "S-1; S-2"}
    with at_work(by) as viewer:
        return services.arrive(viewer=viewer, delivery_id=row.pk, raw={**raw, **changes})


@pytest.mark.django_db
def test_what_differs_is_named_and_explained_once_and_begins_a_report():
    officer, colleague = a_company()
    a_customer(officer, phone="+31 00")
    row = arrives(officer, a_delivery(officer), packages="3", weight="610", seals="S-2", broken="S-1")
    assert {one["code"] for one in row.differences} == {"packages_missing", "lighter", "seal_broken"}
    assert queries.standing_of(row) == "differs"
    with at_work(colleague) as viewer:
        begun = reporting.begun_from(begun_by(viewer, {"delivery": str(row.pk)}))
        assert begun["sort"] == "loss"
        assert begun["became"] == "gone"
        assert (begun["quantity"], begun["unit"]) == ("190", "kg")
        assert begun["signs_loss"] == ["tampered", "unexplained"]
        assert "3 packages came of 4. 190 kg less came than the 800 kg of the papers" in begun["explanation"]
        assert "+31 00" in begun["party_contact"]
        report = reporting.draft_report(viewer=viewer, raw=begun)
        assert report.sort == "loss"
        services.explain(viewer=viewer, delivery_id=row.pk, raw={"cause": "unexplained", "words": "Asked the carrier."})
        with pytest.raises(Refused, match="explained it before"):
            services.explain(viewer=viewer, delivery_id=row.pk, raw={"cause": "scales", "words": "Again."})
        with pytest.raises(Refused, match="entered before"):
            services.arrive(viewer=viewer, delivery_id=row.pk, raw={"arrived_on": DAY, "packages": 4, "weight": 800})
        assert queries.standing_of(queries.delivery(viewer, row.pk)) == "unexplained"


@pytest.mark.django_db
def test_what_arrives_whole_has_nothing_to_explain_and_nobody_else_sees_it():
    officer, _colleague = a_company()
    stranger, _second = a_company("NL", "Birch Example Solvents")
    a_customer(officer)
    row = arrives(officer, a_delivery(officer), weight="797")
    assert row.differences == []
    assert queries.standing_of(row) == "whole"
    with at_work(officer) as viewer, pytest.raises(Refused, match="Nothing of this delivery differs"):
        services.explain(viewer=viewer, delivery_id=row.pk, raw={"cause": "scales", "words": "A scale."})
    with at_work(stranger) as viewer:
        assert queries.deliveries(viewer) == []
        for act in (lambda: queries.delivery(viewer, row.pk), lambda: begun_by(viewer, {"delivery": str(row.pk)})):
            with pytest.raises(NotVisible):
                act()


@pytest.mark.django_db
def test_each_fault_is_named_at_its_field():
    officer, _colleague = a_company()
    a_customer(officer)
    row = a_delivery(officer)
    tomorrow = (DAY + timedelta(days=1)).isoformat()
    for changes, codes in (
        ({"customer": "", "sent_on": tomorrow}, {"missing_customer", "future_date"}),
        ({"way": "received", "number": "D-2"}, {"missing_partner"}),
        ({"customer": "nobody", "number": "D-2"}, {"unknown_customer"}),
        ({}, {"delivery_twice"}),
    ):
        with pytest.raises(Refused) as no:
            a_delivery(officer, **changes)
        assert {one.code for one in no.value.faults} == codes
    with pytest.raises(Refused) as no:
        arrives(officer, row, arrived_on=(DAY - timedelta(days=1)).isoformat())
    assert [one.code for one in no.value.faults] == ["arrived_before_sent"]
    assert arrives(officer, row).arrived_on == DAY


WEIGHTS = st.decimals(Decimal("0.001"), 100000, places=3)
SEALS = st.lists(st.sampled_from("ABCDEF"), unique=True, max_size=5)
LOTS = st.builds(Lot, packages=st.integers(0, 9), weight=WEIGHTS, unit=st.just("kg"), seals=SEALS)


@given(LOTS, LOTS, st.decimals(0, 10, places=2))
def test_nothing_is_told_of_what_is_alike_and_each_thing_once(sent, found, tolerance):
    assert differences(sent, sent, tolerance) == ()
    codes = [one.code for one in differences(sent, found, tolerance)]
    assert len(codes) == len(set(codes))
    assert ("packages_missing" in codes) == (found.packages < sent.packages)
    assert ("lighter" in codes) == (found.weight < sent.weight * (1 - tolerance / 100))
    assert ("seal_missing" in codes) == bool(set(sent.seals) - set(found.seals))
    assert ("seal_unknown" in codes) == bool(set(found.seals) - set(sent.seals))
    back = {one.code for one in differences(found, sent, tolerance)}
    assert ("packages_beyond" in back) == ("packages_missing" in codes)
