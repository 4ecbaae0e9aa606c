"""Papers that come in: each is taken on its own, once for its id, and answered with a receipt."""

import json
from collections.abc import Iterable
from typing import Any

from penstock.exchange.papers.kinds import FIRST, KINDS, SIGNATURES, Kind
from penstock.exchange.papers.shapes import LONGEST_ID, Node
from penstock.kernel.delivery.inbox import once
from penstock.kernel.record import note_access
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import open_signature
from penstock.notices import services
from penstock.notices.drafts.outlook import judge
from penstock.notices.models import Notice
from penstock.notices.queries import notice_by_reference

Answer = dict[str, Any]


def take_all(viewer: Viewer, document: Node, key: str) -> Node:
    """Take each paper of a document in a transaction of its own, in order, and answer with a receipt for each.

    Where a paper bears no id, its place under the call's Idempotency-Key is its id.
    """
    numbered = enumerate(document.parts, start=1)
    return Node(name="receipts", parts=tuple(_receipt(viewer, one, f"{key}/{n}" if key else "") for n, one in numbered))


def _receipt(viewer: Viewer, paper: Node, place: str) -> Node:
    marks = {"id": paper.marks.get("id", ""), "of": paper.name}
    try:
        with acting(viewer):
            told = _once(viewer, paper, marks["id"] or place)
    except Refused as no:
        note_access(viewer, f"paper {paper.name}", no.code)
        told = _told("refused", no.faults, code=no.code, message=no.message)
    except NotVisible:
        note_access(viewer, f"paper {paper.name}", "not visible")
        told = _told("refused", (), code="not_found", message="There is no such case for you.")
    return Node(
        name="receipt",
        marks={name: str(value) for name, value in {**marks, **told["marks"]}.items() if value not in ("", None)},
        parts=tuple(Node(name="fault", marks=one) for one in told["faults"]),
    )


def _once(viewer: Viewer, paper: Node, paper_id: str) -> Answer:
    """Take a paper unless its id was taken before; then the receipt is the one that was given."""
    kind = KINDS.get(paper.name)
    faults = faults_of(paper)
    if kind is None or faults:
        raise Refused("misshapen", f"{len(faults)} part(s) of this paper are not as documented.", faults)
    if not paper_id or len(paper_id) > LONGEST_ID:
        text = "Give the paper an id of your own, or the call a short Idempotency-Key."
        raise Refused("misshapen", text, [Fault("id", "missing_id", text)])
    said = json.dumps([paper.name, paper.marks.get("on", ""), paper.content], sort_keys=True).encode()
    try:
        _status, told = once(viewer, f"paper {paper_id}", said, lambda: (200, _act(viewer, kind, paper)))
    except Refused as no:
        if no.code == "key_reused":
            raise Refused("id_reused", "This id was used for another paper. Give each paper its own.") from None
        raise
    return dict(told)


def faults_of(paper: Node) -> tuple[Fault, ...]:
    """What is wrong with how a paper is written; where anything is, what is wrong with its answers too."""
    kind = KINDS.get(paper.name)
    if not paper.faults or kind is None or kind.form is None:
        return paper.faults
    named = {one.field for one in paper.faults}
    reading = kind.form.read(paper.content, strict=kind.strict)
    return (*paper.faults, *(one for one in reading.faults if one.field not in named))


def _act(viewer: Viewer, kind: Kind, paper: Node) -> Answer:
    """Do what a paper says; Refused or NotVisible where that may not be."""
    notice = _taken(viewer, kind, paper)
    signature = open_signature(notice, viewer)
    is_first = signature is not None and signature.verb == kind.verb
    against = judge(notice.content, notice.opener.government_id).faults if kind.form and not kind.strict else ()
    return _told(
        "proposed" if is_first else "done",
        against,
        reference=notice.reference,
        state=notice.state,
        edition=notice.edition or None,
        due_on=notice.due_on and notice.due_on.isoformat(),
    )


def _taken(viewer: Viewer, kind: Kind, paper: Node) -> Notice:
    if not kind.names_case:
        notice = services.draft_notice(viewer=viewer, raw=paper.content)
        return services.take_step(viewer=viewer, notice_id=notice.pk, verb="submit") if kind.name == FIRST else notice
    notice = notice_by_reference(viewer, paper.marks["on"])
    if kind.verb in SIGNATURES:
        sign = {"confirm": services.confirm_step, "decline": services.decline_step}[kind.verb]
        return sign(viewer=viewer, notice_id=notice.pk)
    return services.take_step(viewer=viewer, notice_id=notice.pk, verb=kind.verb, raw=paper.content)


def _told(outcome: str, faults: Iterable[Fault], **marks: Any) -> Answer:
    wrong = [{"field": one.field, "code": one.code, "message": one.message} for one in faults]
    return {"marks": {"outcome": outcome, **marks}, "faults": wrong}
