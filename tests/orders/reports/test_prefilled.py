"""A held order begins a report: what the company has written down once is not asked again."""

import pytest

from tests.orders.house import a_clerk, a_company, an_order, checked
from tests.permits.doors import go, said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("static")]


def test_a_held_order_fills_the_report():
    officer, _colleague = a_company()
    held = checked(officer, an_order("PO-77", customer="C-404", quantity="4321")).held
    assert held
    page = said(go(officer, f"/held-orders/{held.reference}/"))
    address = f"/suspicious-reports/new/?order={held.reference}"
    assert address in page
    begun = said(go(officer, address))
    for known in ('value="PO-77"', 'value="4321"', "Acetic anhydride", "Customer C-404 is not on record"):
        assert known in begun, known


def test_nobody_begins_a_report_from_what_others_hold():
    officer, _colleague = a_company()
    stranger, _other = a_company("KE", "Nairobi Paints")
    held = checked(officer, an_order(customer="C-404")).held
    assert held
    assert go(stranger, f"/suspicious-reports/new/?order={held.reference}").status_code == 404
    clerk = a_clerk(officer.office)
    assert "/suspicious-reports/new/" not in said(go(clerk, f"/held-orders/{held.reference}/"))
