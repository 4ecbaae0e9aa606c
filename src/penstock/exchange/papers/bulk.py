"""Lists of notices as papers: each notice as the paper that the format has for it, in JSON and XML alike."""

from collections.abc import Iterable, Iterator, Sequence
from types import ModuleType

from penstock.cases.lists.exporting.writing import WRITERS, Writer
from penstock.cases.lists.register import Column
from penstock.cases.models import Case
from penstock.cases.secrecy.sight import content_for
from penstock.exchange.papers import as_json, as_xml
from penstock.exchange.papers.kinds import DRAFT, KINDS, PAPERS
from penstock.exchange.papers.shapes import Node
from penstock.exchange.papers.telling import carried, said_of
from penstock.kernel.viewer import Viewer
from penstock.notices.states import NOTICES

PIECE = 1024 * 1024


def paper_of(viewer: Viewer, case: Case) -> Node:
    """A case as it stands, as the viewer may read it; what is secret from them is left out."""
    kind = KINDS[NOTICES.kind if case.sent_at else DRAFT]
    content = content_for(viewer, case)
    names = [one.name for one in kind.form.fields] if kind.form else []
    marks = {
        "on": case.reference,
        "at": case.sent_at and case.sent_at.isoformat(),
        "by": case.opener.name,
        "state": case.state,
        "edition": case.edition or None,
        "due_on": case.due_on,
    }
    return Node(
        name=kind.name,
        marks=said_of(marks),
        content=carried({name: content[name] for name in names if content.get(name)}),
    )


def _writer(notation: ModuleType) -> Writer:
    """Documents are written whole, since their end says whether they are: the columns of a list play no part."""

    def write(viewer: Viewer, _columns: Sequence[Column], pieces: Iterable[Sequence[Case]]) -> Iterator[bytes]:
        papers = tuple(paper_of(viewer, case) for cases in pieces for case in cases)
        content: bytes = notation.write(Node(name=PAPERS.name, parts=papers), PAPERS)
        yield from (content[at : at + PIECE] for at in range(0, len(content), PIECE))

    return write


WRITERS |= {"json": _writer(as_json), "xml": _writer(as_xml)}
