"""Litres and kilograms: converted for a pure liquid of known density, said so with its source, and never else."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from penstock.catalogue.densities import densities
from penstock.catalogue.law.book import shipped_book
from penstock.orders.checking.law.orders import PREPARATION
from penstock.orders.checking.law.quantities import density_for
from tests.orders.house import judged, known, ordered

LIQUIDS = tuple(densities().values())
BASES = st.decimals(Decimal("0.001"), 10**9, places=3)


def test_every_density_is_of_a_substance_and_has_its_source():
    assert {one.substance for one in LIQUIDS} <= shipped_book().substances.keys()
    assert all(one.source and one.celsius == 20 for one in LIQUIDS)
    assert all(Decimal("0.6") < one.kg_per_litre < Decimal("1.2") for one in LIQUIDS)


@given(BASES, st.sampled_from(LIQUIDS))
def test_there_and_back_is_the_same_to_the_last_millionth(base, liquid):
    kilograms = liquid.converted(base, "mass")
    assert abs(liquid.converted(kilograms, "volume") - base) <= Decimal("0.000002")
    assert (kilograms < base) == (liquid.kg_per_litre < 1)


@given(st.sampled_from(LIQUIDS), st.decimals(0, 100, places=2))
def test_a_mixture_is_never_converted(liquid, percent):
    assert (density_for(ordered(liquid.substance, "1", percent=percent)) is None) == (percent != 100)
    assert density_for(ordered(liquid.substance, "1", form=PREPARATION)) is None


@pytest.mark.parametrize(("quantity", "code"), [("108.2", "within_quantity"), ("108.3", "beyond_quantity")])
def test_an_order_in_kilograms_is_held_against_litres(quantity, code):
    """Regulation (EC) No 273/2004, Annex II spares up to 100 l of acetic anhydride, which weigh 108.2 kg."""
    found = {one.code: one for one in judged("NL", ordered("acetic-anhydride", quantity), known())}
    assert code in found
    assert "unsure_unit" not in found
    told = found["converted"]
    assert "1.0820 kg per litre at 20 degrees C (CRC Handbook" in told.text.format(**told.values)
