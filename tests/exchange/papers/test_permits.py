"""Permits pulled by a national system: as they stand, by both schemas, once for each time something happened."""

import shutil
from decimal import Decimal

import pytest

from penstock.exchange.papers import as_json, as_xml
from penstock.exchange.papers.kinds import DOCUMENTS
from penstock.exchange.papers.shapes import Node
from penstock.exchange.permits import examples
from penstock.exchange.permits.shapes import PERMITS
from penstock.exchange.permits.telling import permit_alone, permits_since
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NotVisible
from tests.cast import Actor, Cast, the_cast
from tests.exchange.papers.making import FORMATS
from tests.exchange.papers.test_schemas import CLIENTS, complaints, verdicts
from tests.permits.house import MORPHINE, a_line, an_export_permit, an_import_permit, need, stepped

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return the_cast()


def pull(actor: Actor, since: str = "", limit: int = 500) -> Node:
    with acting(actor.viewer) as viewer:
        return permits_since(viewer, since, limit)


def test_both_sides_fetch_a_permit_as_it_stands_and_again_when_something_happened(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    first = an_import_permit(cast, substances=[a_line(form="hydrochloride trihydrate", quantity="2")])
    told = pull(cast.exporter_officer)
    (permit,) = told.parts
    (line,) = permit.parts
    assert (permit.marks["number"], permit.marks["state"]) == (first.reference, "issued")
    assert (line.marks["name"], line.marks["quantity"]) == ("Morphine", "2")
    assert Decimal("1.5") < Decimal(line.marks["pure"]) < Decimal("1.55")
    assert not pull(cast.exporter_officer, told.marks["next"]).parts
    stepped(cast.importer_head, first, "suspend", reason="Under inquiry.")
    (again,) = pull(cast.exporter_officer, told.marks["next"]).parts
    assert (again.marks["state"], again.marks["reason"]) == ("suspended", "Under inquiry.")


def test_pages_of_acts_lose_none_and_tell_none_twice(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    made = [an_import_permit(cast, substances=[a_line(quantity="1")]).reference for _ in range(5)]
    found, since, more = [], "", True
    while more:
        page = pull(cast.exporter_officer, since, 2)
        found += [one.marks["number"] for one in page.parts]
        since, more = page.marks["next"], page.marks["more"] == "true"
    assert found == made


def both(cast: Cast) -> list[Node]:
    """A document of two real permits, and the example."""
    need("CL", MORPHINE, "100")
    an_export_permit(cast, an_import_permit(cast))
    return [pull(cast.importer_officer), examples.TOLD]


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_told_reads_back_as_it_was(form: str, cast: Cast) -> None:
    for node in both(cast):
        assert FORMATS[form].read(FORMATS[form].write(node, PERMITS), DOCUMENTS) == node


def test_what_is_told_keeps_to_the_xml_schema(cast: Cast) -> None:
    assert [complaints(as_xml.write(node, PERMITS)) for node in both(cast)] == [[], []]


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node on this machine")
@pytest.mark.skipif(
    not (CLIENTS / "node_modules" / "ajv").exists(), reason="ajv is not there: `scripts/clients` fetches it"
)
def test_what_is_told_keeps_to_the_json_schema(cast: Cast) -> None:
    written = [as_json.write(node, PERMITS) for node in both(cast)]
    spoilt = written[1].replace(b'"number"', b'"numbers"')
    assert [bool(said) for said in verdicts([*written, spoilt])] == [False, False, True]


def test_a_document_that_leaves_out_the_number_is_complained_of() -> None:
    """The control: the schema does refuse something."""
    text = as_xml.write(examples.TOLD, PERMITS).replace(b'number="CL-IA-2031-000007" ', b"")
    assert complaints(text)


def test_a_third_country_fetches_nothing_of_it(cast: Cast) -> None:
    need("CL", MORPHINE, "100")
    first = an_import_permit(cast)
    assert not pull(cast.third_officer).parts
    with acting(cast.third_officer.viewer) as viewer, pytest.raises(NotVisible):
        permit_alone(viewer, first.reference)
