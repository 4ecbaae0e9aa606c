"""The time frame of a notice, and what the law of the exporting country has against several shipments."""

from datetime import UTC, date, datetime, timedelta

import pytest

from penstock.cases.calendars import calendar_of
from penstock.catalogue.law.reports import months_after
from penstock.kernel import clock
from penstock.notices.drafts.outlook import judge
from penstock.notices.fields import SHIPMENT
from penstock.notices.movements.due import clock_of
from penstock.notices.movements.frame import against_several
from penstock.notices.shipments.checks import ShipmentChecker

GOODS = {
    "reference": "A-1",
    "exporter_name": "Polder Solvents",
    "exporter_country": "NL",
    "importer_name": "Quimicos del Valle",
    "importer_country": "CL",
    "goods_description": "Acetone, in drums",
    "quantity": "18000",
    "unit": "kg",
    "dispatch_on": "2026-08-31",
    "span": "6 months",
    "last_dispatch_on": "2027-02-28",
}


def faults(**changes):
    """The codes of the faults of a draft, by field."""
    with clock.at(datetime(2026, 7, 1, 9, tzinfo=UTC)):
        return {
            fault.field: fault.code
            for fault in judge({**GOODS, **changes}, changes.get("exporter_country", "NL")).faults
        }


def test_a_notice_over_six_months_of_a_category_3_substance_may_be_sent():
    assert faults() == {}
    assert faults(span="", last_dispatch_on="") == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"last_dispatch_on": ""}, "missing_last_dispatch"),
        ({"last_dispatch_on": "2026-08-30"}, "last_before_first"),
        ({"last_dispatch_on": "2027-03-01"}, "span_too_long"),
        ({"span": "single"}, "not_several"),
    ],
)
def test_the_days_agree_with_the_length(changes, code):
    assert faults(**changes) == {"last_dispatch_on": code}


def test_the_union_lets_only_categories_3_and_4_be_notified_together():
    refused = {"goods_description": "Acetic anhydride"}
    assert faults(**refused) == {"span": "several_not_allowed"}
    assert faults(**refused, span="single", last_dispatch_on="") == {}
    assert faults(**refused, exporter_country="IN") == {}, "the law of the Union does not bind India"
    with clock.at(datetime(2026, 7, 1, 9, tzinfo=UTC)):
        [fault] = judge({**GOODS, **refused}, "NL").faults
    assert "EU category 3, EU category 4" in fault.message
    assert "2015/1011" in fault.message
    assert "not verified" in fault.message


def test_a_medicine_is_of_category_4_by_its_tariff_code_and_its_substance_is_not():
    values = SHIPMENT.read({**GOODS, "hs_code": "300441"}, strict=True).values
    day = date(2026, 8, 31)
    assert not list(against_several(values, ["ephedrine"], day))
    bulk = SHIPMENT.read({**GOODS, "hs_code": "293941"}, strict=True).values
    assert [fault.code for fault in against_several(bulk, ["ephedrine"], day)] == ["several_not_allowed"]


def test_a_file_is_judged_by_the_same_law():
    checked = ShipmentChecker(on=date(2026, 7, 1)).check(2, {**GOODS, "goods_description": "Acetic anhydride"})
    assert [(fault.field, fault.code) for fault in checked.faults] == [("span", "several_not_allowed")]


def test_months_end_where_the_month_ends():
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2027, 8, 31), 6) == date(2028, 2, 29)
    assert months_after(date(2026, 12, 15), 12) == date(2027, 12, 15)


@pytest.mark.parametrize(
    ("country", "operation", "substance", "amount", "verified"),
    [
        ("CA", "export", "ephedrine", 15, True),
        ("CA", "import", "ephedrine", 15, True),
        ("US", "export", "ephedrine", 30, True),
        ("KE", "import", "ephedrine", 15, False),
    ],
)
@pytest.mark.django_db
def test_the_clock_of_a_report_is_that_of_the_countrys_law(country, operation, substance, amount, verified):
    found = clock_of(country, operation, [substance], date(2026, 3, 2))
    assert (found.amount, found.unit, found.verified) == (amount, "days", verified)
    assert found.ends(calendar_of(country), date(2026, 3, 2)) == date(2026, 3, 2) + timedelta(days=amount)
