"""One vocabulary of signs: the ids of checks and the codes of reports that systems hold are all still there."""

import pytest

from penstock.kernel import clock
from penstock.orders.checking.signs.indicators import indicators, ticked, typologies
from penstock.orders.reports.prefilling import begun_by
from penstock.orders.reports.signs.known import groups, labels, ticked_for
from penstock.orders.signs.vocabulary import signs
from tests.orders.house import MONDAY, a_company, a_customer, an_order, at_work, checked

HELD_BY_SYSTEMS = (
    "new customer;no trace;private address;other sector;no licence shown;evasive;undisclosed principal;"
    "like a listed party;no end use;unsuited use;cannot explain;visit refused;declaration refused;unsuited grade;"
    "above usual;above capacity;sudden jump;split;just under;several sites;odd combination;samples;new product;cash;"
    "third party pays;"
    "crypto;overpaid;any price;paid ahead;own pick-up;box or home;forwarder;changed destination;roundabout;free zone;"
    "odd carrier;rush;no labels;small packs;misdeclared;papers differ;false permit;wrong number;free mail;many names;"
    "urgent;asks about controls;asks for analogue;marketplace;coded words;bulk offer;online no use;stolen;unexplained;"
    "tampered;above wastage"
)
OF_CHECKS = (
    "no-trade-record private-address unwilling-identity evasive hidden-principal no-use cannot-explain refuses-visit"
    " refuses-declaration unfit-grade odd-combination repeated-samples cash third-party crypto overpaid prepaid own-car"
    " box-or-home changed-destination roundabout free-zone odd-carrier rush unlabelled small-packs wrong-code"
    " inconsistent-papers false-permit messages-only many-names urgent asks-controls asks-analogue online-post"
    " coded-terms loss-before"
)


def test_every_code_that_systems_hold_is_known():
    assert set(labels()) == set(HELD_BY_SYSTEMS.split(";"))
    assert set(ticked()) == set(OF_CHECKS.split())
    assert {name for one in typologies() for name in one.weights} <= indicators().keys()
    assert [one.name for one in groups()] == ["customer", "end_use", "quantity", "payment", "delivery", "papers",
                                              "contact", "online", "loss"]  # fmt: skip


def test_what_is_ticked_on_an_order_is_ticked_in_a_report():
    for one in signs().values():
        field = f"signs_{one.group}"
        assert ticked_for([one.id]) == ({field: [one.reported]} if one.reported else {})
    assert ticked_for(["nonsense"]) == {}
    assert ticked_for(["free-mail", "messages-only"]) == {"signs_contact": ["free mail"]}


@pytest.mark.django_db
def test_a_report_begun_from_a_held_order_has_its_signs():
    with clock.at(MONDAY):
        officer, _colleague = a_company()
        a_customer(officer)
        answered = checked(officer, an_order(indicators=["cash", "own-car", "loss-before"]))
        assert answered.held
        with at_work(officer) as viewer:
            begun = begun_by(viewer, {"order": answered.held.reference})
    assert (begun["signs_payment"], begun["signs_delivery"]) == (["cash"], ["own pick-up"])
    assert "signs_loss" not in begun
