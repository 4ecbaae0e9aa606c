"""What a check says, and that it can be shown later why: through the services, against the tables."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from penstock.kernel import clock
from penstock.kernel.models import Event
from penstock.kernel.viewer import NotVisible, Refused
from penstock.orders.checking import queries as checks
from penstock.orders.checking import services as checking
from penstock.orders.checking.models import Check
from penstock.orders.customers import services as keeping
from penstock.orders.customers.models import Customer
from penstock.orders.declarations import services as declaring
from penstock.orders.declarations.models import Declaration
from penstock.orders.holds import services as holding
from penstock.orders.holds.models import HeldOrder
from tests.orders.house import (
    MONDAY,
    a_clerk,
    a_company,
    a_customer,
    a_declaration,
    a_licence,
    an_order,
    at_work,
    checked,
    codes,
    signed,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LIFTING = {"ground": "papers seen", "justification": "The registration was seen in the register today."}


def test_an_order_of_somebody_unknown_is_held(desk):
    officer, _colleague = desk
    answered = checked(officer, an_order())
    assert answered.check.answer == "hold"
    assert codes(answered) == {"customer_unknown"}
    assert answered.held.state == "held"


def test_below_the_quantity_it_goes_and_beyond_the_papers_are_owed(desk):
    officer, _colleague = desk
    a_customer(officer)
    assert checked(officer, an_order("A-1", quantity="60")).check.answer == "go"
    second = checked(officer, an_order("A-2", quantity="41"))
    assert second.check.answer == "hold"
    assert codes(second) == {"licence_missing", "declaration_missing"}


def test_registered_and_declared_it_goes(desk):
    officer, _colleague = desk
    number = a_customer(officer)
    a_licence(officer, number, "acetic-anhydride")
    a_declaration(officer, number, "acetic-anhydride")
    assert checked(officer, an_order(quantity="500")).check.answer == "go"
    assert codes(checked(officer, an_order(quantity="501"))) == {"declaration_exceeded"}


def test_linked_customers_and_all_sites_add_up(desk):
    officer, _colleague = desk
    a_customer(officer)
    a_customer(officer, "C-200")
    assert checked(officer, an_order("A-1", quantity="60")).check.answer == "go"
    assert checked(officer, an_order("A-2", customer="C-200", quantity="60")).check.answer == "go"
    with at_work(officer) as viewer:
        keeping.link(viewer=viewer, number="C-200", raw={"other": "C-100", "why": "One owner"})
        keeping.keep_site(
            viewer=viewer, number="C-100", raw={"code": "S2", "address": "Loods 2, Delft", "country": "NL"}
        )
    third = checked(officer, an_order("A-3", quantity="1", site="S2"))
    assert "licence_missing" in codes(third)
    beyond = next(one for one in third.check.reasons if one["code"] == "beyond_quantity")
    assert beyond["values"]["total"] == "121 l"


def test_a_year_rolls_over_the_turn_of_the_year(desk):
    officer, _colleague = desk
    a_customer(officer)
    checked(officer, an_order("A-1", quantity="60"))
    with clock.at(MONDAY + timedelta(days=60)):
        assert checked(officer, an_order("A-2", quantity="60")).check.answer == "hold"
    with clock.at(MONDAY + timedelta(days=366)):
        assert checked(officer, an_order("A-3", quantity="40")).check.answer == "go"


def test_kilograms_and_litres_are_never_summed(desk):
    officer, _colleague = desk
    a_customer(officer)
    answered = checked(officer, an_order(quantity="5", unit="kg", percent="50"))
    assert answered.check.answer == "ask"
    assert codes(answered) == {"licence_missing", "declaration_missing"}
    assert "unsure_unit" in codes(answered, "note")


def test_a_pure_liquid_is_converted_and_what_was_ordered_before_is_not(desk):
    officer, _colleague = desk
    a_customer(officer)
    first = checked(officer, an_order(quantity="5", unit="kg"))
    assert first.check.answer == "go"
    assert {"converted", "within_quantity"} <= codes(first, "note")
    second = checked(officer, an_order("A-2", quantity="5", unit="l"))
    assert second.check.answer == "ask"
    assert "unsure_unit" in codes(second, "note")


def test_a_yearly_declaration_stands_from_three_supplies_on(desk):
    officer, _colleague = desk
    number = a_customer(officer)
    a_licence(officer, number, "acetic-anhydride")
    for at in range(3):
        with clock.at(MONDAY - timedelta(days=20 - at)):
            checked(officer, an_order(f"B-{at}", quantity="30"))
            if at == 1:
                a_declaration(officer, number, "acetic-anhydride", span="year", order_number="")
    with clock.at(MONDAY - timedelta(days=18)):
        assert codes(checked(officer, an_order("B-2", quantity="60"))) == {"declaration_too_few_supplies"}
    assert checked(officer, an_order("B-9", quantity="60")).check.answer == "go"


def test_canada_asks_for_the_calendar_year_and_spares_the_licensed():
    officer, _colleague = a_company("CA", "Maple Example Solvents")
    number = a_customer(officer)
    raw = {"goods": "phenylacetic-acid", "unit": "kg", "use": "synthesis"}
    a_declaration(officer, number, "phenylacetic-acid", span="year", order_number="", unit="kg", use="synthesis")
    assert checked(officer, an_order("A-1", quantity="2", **raw)).check.answer == "go"
    with clock.at(MONDAY + timedelta(days=60)):
        assert codes(checked(officer, an_order("A-2", quantity="2", **raw))) == {"declaration_expired"}
        a_licence(officer, number, "phenylacetic-acid", kind="licence")
        assert checked(officer, an_order("A-3", quantity="2", **raw)).check.answer == "go"


def test_a_licence_that_was_not_verified_covers_nothing(desk):
    officer, _colleague = desk
    number = a_customer(officer)
    a_declaration(officer, number, "ephedrine", unit="kg", use="medicines")
    a_licence(officer, number, "ephedrine", kind="licence", verified_on="", verified_how="")
    raw = an_order(goods="ephedrine", quantity="1", unit="kg", use="medicines")
    assert "licence_not_verified" in codes(checked(officer, raw))
    a_licence(officer, number, "ephedrine", kind="licence")
    assert "licence_not_verified" not in codes(checked(officer, raw))
    with clock.at(MONDAY + timedelta(days=500)):
        assert "licence_expired" in codes(checked(officer, {**raw, "number": "A-9"}))


def test_no_single_sign_holds_and_several_do(desk):
    officer, _colleague = desk
    a_customer(officer)
    assert checked(officer, an_order("A-1", indicators=["cash"])).check.answer == "go"
    two = checked(officer, an_order("A-2", indicators=["cash", "third-party"]))
    assert codes(two) == {"pattern_hidden-payment"}
    three = checked(officer, an_order("A-3", indicators=["cash", "third-party", "crypto"]))
    assert three.check.answer == "hold"
    assert three.check.reasons[-2]["values"]["sources"]


def test_the_same_order_is_judged_alike_and_counts_once(desk):
    officer, _colleague = desk
    a_customer(officer)
    first = checked(officer, an_order(quantity="60"))
    again = checked(officer, an_order(quantity="60"))
    assert (first.check.answer, first.check.reasons) == (again.check.answer, again.check.reasons)
    with at_work(officer) as viewer:
        standing = Check.objects.visible_to(viewer).filter(stands=True)
        assert [one.pk for one in standing] == [again.check.pk]


def test_lines_of_one_order_are_one_transaction():
    officer, _colleague = a_company("CA", "Maple Example Solvents")
    a_customer(officer)
    raw = {"goods": "phenylacetic-acid", "quantity": "0.6", "unit": "kg", "use": "synthesis"}
    with at_work(officer) as viewer:
        raws = [an_order("A-1", line=line, **raw) for line in "123"]
        answers = [one.check.answer for one in checking.check_orders(viewer=viewer, raws=raws)]
    assert answers == ["go", "hold", "hold"]
    assert checked(officer, an_order("A-2", **raw)).check.answer == "go"


def test_one_faulty_order_of_many_and_none_is_judged(desk):
    officer, _colleague = desk
    a_customer(officer)
    raws = [an_order("A-1"), an_order("A-2", quantity="-1", goods="nonsense")]
    with at_work(officer) as viewer, pytest.raises(Refused) as no:
        checking.check_orders(viewer=viewer, raws=raws)
    assert {one.field for one in no.value.faults} == {"orders.1.quantity", "orders.1.goods"}
    with at_work(officer) as viewer:
        assert not Check.objects.visible_to(viewer).exists()


def test_a_batch_says_what_one_by_one_says(desk):
    officer, colleague = desk
    for by, company in ((officer, "one"), (colleague, "many")):
        a_customer(by, f"C-{company}")
    raws = [an_order(f"A-{at}", quantity="30", customer="C-one") for at in range(5)]
    singly = [checked(officer, one).check.answer for one in raws]
    with at_work(officer) as viewer:
        raws = [an_order(f"B-{at}", quantity="30", customer="C-many") for at in range(5)]
        at_once = [one.check.answer for one in checking.check_orders(viewer=viewer, raws=raws)]
    assert singly == at_once == ["go", "go", "go", "hold", "hold"]


def test_a_file_of_orders(desk):
    officer, _colleague = desk
    a_customer(officer)
    lines = ["number,customer,goods,quantity,unit", "A-1,C-100,Acetic anhydride,10,l", "A-2,C-100,108-24-7,95,l"]
    with at_work(officer) as viewer:
        answered = checking.check_file(viewer=viewer, chunks=["\n".join(lines).encode()])
    assert [one.check.answer for one in answered] == ["go", "hold"]


def test_a_check_is_sealed_and_a_change_is_found_out(desk):
    officer, _colleague = desk
    a_customer(officer)
    row = checked(officer, an_order()).check
    with at_work(officer) as viewer:
        sealed = Event.objects.visible_to(viewer).get(name="order.checked", data__check=str(row.pk))
        assert sealed.data["digest"] == row.digest
        assert row.judged_under["packs"]["eu"]
        assert checks.is_as_sealed(viewer, checks.check(viewer, row.pk))
        changed = checks.check(viewer, row.pk)
        changed.answer = "hold"
        assert not checks.is_as_sealed(viewer, changed)


def test_a_hold_is_lifted_by_another_and_stays_lifted(desk):
    officer, colleague = desk
    a_customer(officer)
    held = checked(officer, an_order(quantity="120")).held
    with at_work(officer) as viewer, pytest.raises(Refused, match="Another person"):
        holding.take_step(viewer=viewer, case_id=held.pk, verb="lift", raw=LIFTING)
    with at_work(colleague) as viewer:
        with pytest.raises(Refused):
            holding.take_step(viewer=viewer, case_id=held.pk, verb="lift", raw={"ground": "papers seen"})
        assert holding.take_step(viewer=viewer, case_id=held.pk, verb="lift", raw=LIFTING).state == "lifted"
    assert checked(officer, an_order(quantity="120")).check.answer == "go"
    assert checked(officer, an_order(quantity="121")).check.answer == "hold"


def test_what_is_refused_counts_no_more_and_is_still_there(desk):
    officer, colleague = desk
    a_customer(officer)
    held = checked(officer, an_order(quantity="120")).held
    assert checked(officer, an_order("A-2", quantity="10")).check.answer == "hold"
    with at_work(colleague) as viewer:
        holding.take_step(viewer=viewer, case_id=held.pk, verb="refuse", raw={"justification": "No registration."})
    assert checked(officer, an_order("A-3", quantity="10")).check.answer == "go"
    with at_work(officer) as viewer:
        assert {one.state for one in HeldOrder.objects.visible_to(viewer)} == {"refused", "held"}


def test_a_held_order_checked_again_makes_room_for_the_new_one(desk):
    officer, _colleague = desk
    a_customer(officer)
    first, second = (checked(officer, an_order(quantity=each)) for each in ("120", "130"))
    with at_work(officer) as viewer:
        found = {one.reference: one.state for one in HeldOrder.objects.visible_to(viewer)}
    assert found == {first.held.reference: "replaced", second.held.reference: "held"}


def test_what_the_law_forbids_nobody_lifts():
    officer, colleague = a_company("US", "Prairie Example Drugs")
    a_customer(officer)
    raw = {"goods": "pseudoephedrine", "unit": "g", "form": "preparation", "channel": "counter", "use": ""}
    held = checked(officer, an_order(quantity="4", **raw)).held
    with at_work(colleague) as viewer, pytest.raises(Refused, match="The law forbids"):
        holding.take_step(viewer=viewer, case_id=held.pk, verb="lift", raw=LIFTING)


def test_a_link_signs_once_and_what_is_signed_is_what_was_shown(desk):
    officer, _colleague = desk
    number = a_customer(officer)
    row = a_declaration(officer, number, "acetic-anhydride", verified=False)
    with at_work(officer) as viewer:
        kept = Declaration.objects.visible_to(viewer).get(pk=row.pk)
        assert (kept.text, kept.signer_name, kept.link_digest) == (row.text, "Joke Jansen", "")
        another = declaring.draw_up(
            viewer=viewer,
            number=number,
            raw={"goods": "acetone", "quantity": "5", "unit": "l", "use": "coatings", "uses": "Paint",
                 "span": "year", "from_on": clock.today().isoformat()},
        )  # fmt: skip
        _row, link = declaring.make_link(viewer=viewer, declaration_id=another.pk, raw={})
    with pytest.raises(Refused, match="not the text"):
        signed(link, another, text_hash="0" * 64)
    signed(link, another)
    with pytest.raises(NotVisible):
        signed(link, another)
    with at_work(officer) as viewer:
        third = declaring.draw_up(
            viewer=viewer,
            number=number,
            raw={"goods": "acetone", "quantity": "5", "unit": "l", "use": "coatings", "uses": "Paint",
                 "span": "year", "from_on": clock.today().isoformat()},
        )  # fmt: skip
        _row, late = declaring.make_link(viewer=viewer, declaration_id=third.pk, raw={})
    with clock.at(MONDAY + timedelta(days=15)), pytest.raises(NotVisible):
        signed(late, third)


def test_a_clerk_checks_and_lifts_nothing(desk):
    officer, _colleague = desk
    a_customer(officer)
    clerk = a_clerk(officer.office)
    held = checked(clerk, an_order(quantity="120")).held
    with at_work(clerk) as viewer:
        with pytest.raises(Refused):
            holding.take_step(viewer=viewer, case_id=held.pk, verb="lift", raw=LIFTING)
        with pytest.raises(Refused):
            keeping.keep_customer(viewer=viewer, raw={})


def test_nobody_else_sees_a_companys_customers_or_orders(desk):
    officer, _colleague = desk
    a_customer(officer)
    row = checked(officer, an_order(quantity="120"))
    other, _second = a_company("NL", "Andere Oplosmiddelen BV")
    with at_work(other) as viewer:
        assert not Customer.objects.visible_to(viewer).exists()
        assert not Check.objects.exists(), "the second fence"
        assert not HeldOrder.objects.visible_to(viewer).exists()
        with pytest.raises(NotVisible):
            checks.check(viewer, row.check.pk)
        with pytest.raises(NotVisible):
            holding.take_step(viewer=viewer, case_id=row.held.pk, verb="lift", raw=LIFTING)


def test_few_statements_however_many_orders(desk):
    officer, _colleague = desk
    a_customer(officer)
    checked(officer, an_order("A-0", quantity="1"))
    with at_work(officer) as viewer:
        with CaptureQueriesContext(connection) as one:
            checking.check_order(viewer=viewer, raw=an_order("A-1", quantity="1"))
        with CaptureQueriesContext(connection) as many:
            raws = [an_order(f"B-{at}", quantity="0.1") for at in range(20)]
            checking.check_orders(viewer=viewer, raws=raws)
    said = [each["sql"] for each in one if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(said) <= 9, "\n".join(said)
    assert len(many) <= len(one), "a batch asks no more often than one order"


def test_a_customer_with_another_name_is_verified_anew(desk):
    officer, _colleague = desk
    a_customer(officer)
    a_customer(officer, identified=False, name="Heel Anders BV")
    with at_work(officer) as viewer:
        assert Customer.objects.visible_to(viewer).get().identity_verified_on is None


def test_what_crosses_a_border_is_asked_about(desk):
    officer, _colleague = desk
    a_customer(officer)
    a_customer(officer, "C-DE", country="DE")
    a_customer(officer, "C-CL", country="CL")
    assert checked(officer, an_order("A-1", customer="C-DE")).check.answer == "go"
    assert codes(checked(officer, an_order("A-2", customer="C-CL"))) == {"crosses_border"}


def test_days_far_off_are_refused_at_the_field(desk):
    officer, _colleague = desk
    with pytest.raises(Refused) as no:
        checked(officer, an_order(ordered_on=date(2019, 1, 1).isoformat()))
    assert [one.field for one in no.value.faults] == ["ordered_on"]
