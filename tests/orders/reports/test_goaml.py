"""Reports as goAML: they validate with the published schemas, which lie beside the project and not in it."""

from pathlib import Path

import pytest
from lxml import etree

from penstock.cases.secrecy.sight import content_for
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible, Refused
from penstock.orders.reports.desk.page import goaml_of
from penstock.orders.reports.goaml.written import report_data_xml, report_xml
from tests.orders.reports.house import a_theft, sent, suspicious, take

FORMATS = Path("/work/shared/data/formats")
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not FORMATS.is_dir(), reason="the published schemas of goAML are not here"),
]
ORDER = {"sort": "order", "became": "held", "value": "1250.50", "currency": "EUR", "order_reference": "PO-7"}
REPORTS = {
    "an enquiry": suspicious,
    "an order with a value": lambda: suspicious(**ORDER, cas_number="108-24-7", party_address="Kade 7, Rotterdam"),
    "a person": lambda: suspicious(party_being="person", party_name="Ali", party_country=""),
    "a theft by nobody": a_theft,
    "as little as will do": lambda: {
        **dict.fromkeys(suspicious(), ""),
        **{key: suspicious()[key] for key in ("sort", "became", "happened_on", "aware_on", "product", "explanation")},
        "party_being": "unknown",
    },
    "as much as may be": lambda: suspicious(
        **ORDER,
        product="P" * 200,
        explanation="<&>" * 1600,
        party_name="N" * 200,
        party_address="A" * 300,
        party_said="S" * 2000,
        contact_name="C" * 120,
        more_goods="G" * 2000,
    ),
}


def schema(name):
    return etree.XMLSchema(etree.parse(FORMATS / name))


def written(cast, raw, write):
    report = sent(cast.clerk, raw)
    with acting(cast.exporter_officer.viewer) as viewer:
        return write(report, content_for(viewer, report))


@pytest.mark.parametrize("raw", REPORTS.values(), ids=REPORTS)
def test_every_report_validates(cast, raw):
    judge = schema("goaml_goAMLSchema.xsd")
    found = etree.fromstring(written(cast, raw(), report_xml))
    assert judge.validate(found), judge.error_log


@pytest.mark.parametrize("name", ["an order with a value", "as much as may be"])
def test_a_transaction_validates_by_itself(cast, name):
    judge = schema("goaml_goAMLReportDataSchema.xsd")
    found = etree.fromstring(written(cast, REPORTS[name](), report_data_xml))
    assert judge.validate(found), judge.error_log
    assert found.findtext(".//amount_local") == "1250.5"


def test_what_was_said_is_in_it_and_what_was_not_is_not_made_up(cast):
    found = etree.fromstring(written(cast, suspicious(), report_xml))
    assert found.findtext("report_code") == "SAR"
    assert found.findtext(".//report_party/entity/name") == "Fata Morgana Trading"
    assert found.findtext(".//item/size") == "200"
    assert "Unwilling to show identity or licence" in found.findtext("reason")
    assert found.find(".//item/estimated_value") is None
    assert found.find("transaction") is None


def test_the_schema_refuses_what_is_wrong(cast):
    """The control: without one element the same schema says no."""
    found = etree.fromstring(written(cast, suspicious(), report_xml))
    found.remove(found.find("report_indicators"))
    assert not schema("goaml_goAMLSchema.xsd").validate(found)


def test_only_the_office_is_given_it_and_no_transaction_is_made_up(cast):
    report = sent(cast.clerk)
    with acting(cast.exporter_officer.viewer) as viewer:
        assert goaml_of(viewer, report, "report").startswith(b"<?xml")
        with pytest.raises(Refused, match="no transaction"):
            goaml_of(viewer, report, "reportdata")
        with pytest.raises(NotVisible):
            goaml_of(viewer, report, "anything")
    with acting(cast.clerk.viewer) as viewer, pytest.raises(NotVisible):
        goaml_of(viewer, report, "report")
    take(cast.exporter_officer, report, "acknowledge")
