"""Permits that go out: those to which something happened after a place in the record, each as it stands now."""

from typing import Any
from uuid import UUID

from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import note_editions_read
from penstock.catalogue.substances import substance
from penstock.exchange.messages import events_after, id_of, seq_of
from penstock.exchange.papers.shapes import Node
from penstock.exchange.papers.telling import said_of
from penstock.exchange.permits.shapes import PERMIT
from penstock.kernel.viewer import Viewer
from penstock.permits import queries
from penstock.permits.events import EVENTS
from penstock.permits.models import Line, Permit
from penstock.permits.shapes import plain

TOLD = [name for name in EVENTS if name.startswith("permit.") and not name.endswith((".proposed", ".declined"))]
OF_CONTENT = frozenset(one.name for one in PERMIT.marks)
OF_LINE = ("form", "product", "dosage_form", "strength", "units", "hs_code")


def permits_since(viewer: Viewer, since: str, limit: int) -> Node:
    """The permits to which something happened in at most `limit` acts after the one with the id `since`."""
    found = list(events_after(viewer, seq_of(viewer, since)).filter(name__in=TOLD)[: limit + 1])
    acts = found[:limit]
    last = {act.case_id: id_of(act) for act in acts if act.case_id}
    rows = Permit.objects.visible_to(viewer).select_related("opener", "replaces").in_bulk(list(last))
    note_editions_read(viewer=viewer, editions=[(one.pk, one.edition) for one in rows.values()])
    parts = tuple(_permit(viewer, rows[case_id], act_id) for case_id, act_id in last.items() if case_id in rows)
    marks = {"next": id_of(acts[-1]) if acts else since, "more": "true" if len(found) > limit else "false"}
    return Node(name="permits", marks=said_of(marks), parts=parts)


def permit_alone(viewer: Viewer, reference: str) -> Node:
    """One permit as a document; NotVisible when there is none for this viewer."""
    permit = queries.permit_by_reference(viewer, reference)
    note_editions_read(viewer=viewer, editions=[(permit.pk, permit.edition)])
    return Node(name="permits", marks={"more": "false"}, parts=(_permit(viewer, permit, ""),))


def _permit(viewer: Viewer, permit: Permit, act_id: str) -> Node:
    content = content_for(viewer, permit)
    marks: dict[str, Any] = {name: content[name] for name in OF_CONTENT & content.keys()}
    marks |= {
        "id": act_id,
        "number": permit.reference,
        "paper": permit.paper,
        "direction": permit.direction,
        "state": permit.state,
        "edition": permit.edition,
        "country": permit.country,
        "issued_by": permit.opener.name,
        "issued_on": permit.issued_on,
        "valid_from": permit.valid_from,
        "valid_until": permit.valid_until,
        "shipments": permit.shipments,
        "replaces": permit.replaces and permit.replaces.reference,
        "reason": permit.reason,
    }
    lines = tuple(_line(one) for one in _lines(viewer, permit.pk))
    return Node(name="permit", marks=said_of(marks), parts=lines)


def _lines(viewer: Viewer, permit_id: UUID) -> list[Line]:
    return list(Line.objects.visible_to(viewer).filter(case=permit_id))


def _line(line: Line) -> Node:
    known = substance(line.substance)
    marks = {
        **{name: line.content.get(name) for name in OF_LINE},
        "substance": line.substance,
        "name": known.name,
        "cas": known.cas,
        "quantity": plain(line.quantity),
        "unit": line.unit,
        "pure": plain(line.pure),
        "pure_unit": line.pure_unit,
    }
    return Node(name="permit-substance", marks=said_of(marks))
