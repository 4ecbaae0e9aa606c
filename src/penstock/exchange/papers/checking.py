"""Says what is wrong with a document without an instance, in the words that an instance would use."""

import io
from collections.abc import Iterator
from dataclasses import dataclass

import xmlschema

from penstock.exchange.papers import as_json, as_xml
from penstock.exchange.papers.kinds import DOCUMENTS, KINDS, PAPERS
from penstock.exchange.papers.schemas import xml_schema
from penstock.exchange.papers.shapes import Node
from penstock.exchange.papers.taking import faults_of
from penstock.kernel.viewer import Fault
from penstock.notices.drafts.outlook import judge
from penstock.notices.fields import SHIPMENT


@dataclass(frozen=True, slots=True)
class Checked:
    """What a file holds: its parts by place (from 1) with what is wrong, and where the schema would have it otherwise.

    A place of 0 stands for the document itself.
    """

    document: Node
    faults: tuple[tuple[int, Node, Fault], ...]
    deviations: tuple[str, ...]


def check(content: bytes) -> Checked:
    """Read a document in either notation and judge it; Refused when it cannot be read as one."""
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    document = (as_xml if is_xml else as_json).read(content, DOCUMENTS)
    faults = [(0, document, one) for one in document.faults]
    for place, part in enumerate(document.parts, start=1):
        told = faults_offline(part) if document.name == PAPERS.name else _within(part)
        faults += [(place, part, one) for one in told]
    return Checked(document, tuple(faults), tuple(_deviations(content)) if is_xml else ())


def _within(node: Node) -> Iterator[Fault]:
    yield from node.faults
    for part in node.parts:
        yield from _within(part)


def faults_offline(paper: Node) -> tuple[Fault, ...]:
    """Everything that can be said against a paper without an instance: its shape, its answers, its day, its goods."""
    kind, faults = KINDS.get(paper.name), faults_of(paper)
    if faults or kind is None or kind.form is None:
        return faults
    reading = kind.form.read(paper.content, strict=kind.strict)
    if kind.form is SHIPMENT and kind.strict:
        # Whose notice it may be is the instance's to say, so the country it leaves is taken as it stands.
        return judge(paper.content, str(reading.values["exporter_country"] or "")).faults
    return reading.faults


def _deviations(content: bytes) -> Iterator[str]:
    """Where a document that was read already, and so holds nothing hostile, is not as the XML Schema has it."""
    for error in xmlschema.XMLSchema10(xml_schema()).iter_errors(io.BytesIO(content)):
        yield f"{error.path or '/'}: {error.reason}"
