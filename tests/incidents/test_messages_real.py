"""Real seizures come in through the shipped layout, and what is kept of them adds up to an independent count.

Every tenth line of the shared file, so that it stays a test of a minute; all of them with PENSTOCK_WHOLE=1. Nothing
here reads as the intake reads: rows by `csv`, numbers by `Decimal`, units and names by the tables below.
"""

import os
from collections import Counter, defaultdict
from decimal import Decimal

import pycountry
import pytest

from tests.cast import Cast
from tests.incidents.messages import faulty, handed_in, incidents_of, let_go, real_rows, rewritten

EVERY = 1 if os.environ.get("PENSTOCK_WHOLE") else 10
UNITS = {
    "Kilogram": ("kg", "1"),
    "Gram": ("kg", "0.001"),
    "Milligram": ("kg", "0.000001"),
    "Microgram": ("kg", "0.000000001"),
    "Ton": ("kg", "1000"),
    "100 gram": ("kg", "0.1"),
    "Block (350gr)": ("kg", "0.35"),
    "Viss": ("kg", "1.6329324"),
    "Litre": ("l", "1"),
    "Millilitre": ("l", "0.001"),
    "Cc": ("l", "0.001"),
    "Cubic Centimeter": ("l", "0.001"),
    "Gallons (US, liquid)": ("l", "3.785411784"),
    "Gallons (UK)": ("l", "4.54609"),
    "Thousand of tablets": ("counted", "1000"),
    "Thousand of doses": ("counted", "1000"),
}
KEPT_UNITS = {
    "kg": ("kg", "1"),
    "g": ("kg", "0.001"),
    "mg": ("kg", "0.000001"),
    "t": ("kg", "1000"),
    "l": ("l", "1"),
    "ml": ("l", "0.001"),
    "gal": ("l", "3.785411784"),
    "gal (UK)": ("l", "4.54609"),
}
COUNTRIES = {
    "Macedonia, the former Yugoslav Republic of": "MK",
    "Macau, SAR of China": "MO",
    "Iraq (Kurdistan Region)": "IQ",
    "Swaziland": "SZ",
    "Czech Republic": "CZ",
    "Lao Peoples Democratic Republic": "LA",
}
PRECURSORS = {
    "Pseudoephedrine": "pseudoephedrine",
    "Ephedrine": "ephedrine",
    "GBL": "gamma-butyrolactone",
    "GHB/GBL": "gamma-butyrolactone",
    "MDP2P": "mdp2p",
    "Phenylacetone": "p2p",
    "Acetic Anhydride": "acetic-anhydride",
    "Sulphuric Acid": "sulphuric-acid",
    "Hydrochloric Acid": "hydrochloric-acid",
    "Potassium Permanganate": "potassium-permanganate",
    "Methyl Ethyl Ketone": "methyl-ethyl-ketone",
    "Acetone/Ethyl Ether": "acetone",
    "Toluene": "toluene",
    "Piperidine": "piperidine",
}
NOT_SPECIFIED = {"Non-specified precursors", "Other precursors"}
LEAST_UNDERSTOOD = Decimal("0.99")
NOISY = 15
pytestmark = pytest.mark.usefixtures("django_db_setup")


def amount(text: str) -> Decimal:
    """An amount, without the noise of a binary number that was written out in full."""
    exact = Decimal(text)
    return Decimal(f"{float(text):.12g}") if len(exact.as_tuple().digits) >= NOISY else exact


def code(name: str) -> str:
    """The code of a country by its name in the file."""
    return COUNTRIES.get(name) or str(pycountry.countries.lookup(name).alpha_2)


def test_totals_per_country_year_and_drug_equal_an_independent_count(cast: Cast) -> None:
    """Ninety-nine lines of a hundred and more are understood, every one of a precursor is, and all sums are equal."""
    rows = real_rows(EVERY)
    message = let_go(cast.exporter_head, handed_in(cast.exporter_head, rewritten(rows)))
    assert (message.failure, message.lines_done) == ("", len(rows))
    wrong = {row.line: row.faults for row in faulty(cast.exporter_head, message)}
    assert all(one["reason"] for faults in wrong.values() for one in faults)
    assert 1 - Decimal(len(wrong)) / len(rows) >= LEAST_UNDERSTOOD
    understood = {line: row for line, row in enumerate(rows, start=2) if line not in wrong}
    found = incidents_of(cast.exporter_head, message)
    assert [one.message_line for one in found] == sorted(understood)
    counts: Counter[tuple[str, str, str]] = Counter()
    sums: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for row in understood.values():
        key = (code(row["COUNTRY"]), row["SEIZURE_DATE"][:4], row["DRUG_NAME"])
        counts[key] += 1
        dimension, factor = UNITS.get(row["DRUG_UNIT"], ("counted", "1"))
        found_amount = amount(row["AMOUNT"]) * Decimal(factor)
        # What is counted is kept to a millionth: a third of a tablet has no finer unit that would hold it.
        sums[(*key, dimension)] += round(found_amount, 6) if dimension == "counted" else found_amount
    kept_counts: Counter[tuple[str, str, str]] = Counter()
    kept_sums: dict[tuple[str, str, str, str], Decimal] = defaultdict(Decimal)
    for one in found:
        first = one.findings.all()[0]
        kept_key = (one.country, str(one.happened_on.year), first.named)
        kept_counts[kept_key] += 1
        dimension, factor = KEPT_UNITS.get(first.unit, ("counted", "1"))
        kept_sums[(*kept_key, dimension)] += (first.quantity or 0) * Decimal(factor)
        if first.kilograms is not None:
            assert first.litres is None
    assert kept_counts == counts
    assert {key: value for key, value in kept_sums.items() if value} == {k: v for k, v in sums.items() if v}


def test_every_line_of_a_precursor_is_mapped_to_its_entry_or_its_group(cast: Cast) -> None:
    """All of them in the file, and not a sample: GBL and those not specified among them."""
    rows = [row for row in real_rows(1) if row["DRUG_NAME"] in PRECURSORS or row["DRUG_NAME"] in NOT_SPECIFIED]
    for row in rows:
        row["DRUG_UNIT"], row["AMOUNT"] = "Gram", "1.0"  # units and amounts are another test's
    message = let_go(cast.exporter_head, handed_in(cast.exporter_head, rewritten(rows)))
    assert (message.bad, message.released) == (0, len(rows))
    for row, one in zip(rows, incidents_of(cast.exporter_head, message), strict=True):
        wanted = PRECURSORS.get(row["DRUG_NAME"])
        if wanted:
            assert wanted in one.substances
        else:
            assert one.content["substances"][0]["group"] == "precursors"
        assert one.domain == "precursors"
