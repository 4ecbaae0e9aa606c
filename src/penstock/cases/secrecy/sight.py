"""The one place that says how much of a case somebody sees; every door that shows a case's content asks here.

A case holds the names of its secret fields and the organisations that are let in. Who is not let in sees neither the
answers, nor what stands in columns beside them, nor that a search for them hits: whoever is forgotten is shut out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from penstock.cases.models import Case
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import ANSWER_NOTICES, LIFT_OBJECTIONS, SEND_NOTICES

NEED = frozenset({SEND_NOTICES, ANSWER_NOTICES, LIFT_OBJECTIONS})
"""The duties by which one works on cases; a colleague with none of them only looks on."""
CONFIDENTIAL = "Confidential"


def works_on(viewer: Viewer, case: Case) -> bool:
    """Whether the viewer works on the case for one of its two sides."""
    if viewer.is_system:
        return True
    return viewer.organisation_id in {case.opener_id, case.counterpart_id} and bool(NEED & viewer.duties)


def sees_all(viewer: Viewer, case: Case) -> bool:
    """Whether nothing on the case is secret from the viewer."""
    if viewer.is_system or not case.secret_fields:
        return True
    return viewer.organisation_id in case.let_in and (not case.secret_within or bool(NEED & viewer.duties))


def hidden_from(viewer: Viewer, case: Case) -> frozenset[str]:
    """The names of the fields, and of the columns beside them, that the viewer does not see."""
    return frozenset() if sees_all(viewer, case) else frozenset(case.secret_fields)


def content_for(viewer: Viewer, case: Case) -> dict[str, Any]:
    """The answers on a case as the viewer may read them: the hidden ones are None."""
    return without(case.content, hidden_from(viewer, case))


def title_for(viewer: Viewer, case: Case) -> str:
    """The title of a case: `case.title` is what anybody on it may read."""
    return (case.whole_title or case.title) if sees_all(viewer, case) else case.title


def told_for(viewer: Viewer, case: Case, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an act as the viewer may read it.

    What an edition kept secret stays so for third parties after a later edition gave up the secrecy of other words.
    """
    hidden = hidden_from(viewer, case)
    if not works_on(viewer, case):
        hidden |= set(data.get("sealed", ()))
    told = {name: value for name, value in data.items() if name not in hidden}
    if "content" in told:
        told["content"] = without(told["content"], hidden)
    return told


def without(content: Mapping[str, Any], hidden: Iterable[str]) -> dict[str, Any]:
    """A content whose hidden answers are None."""
    names = set(hidden)
    return {name: None if name in names else value for name, value in content.items()}


def readable(viewer: Viewer, *fields: str) -> Q:
    """The cases on which none of the fields is hidden from the viewer; to be asked with every filter on a field.

    Without fields: those on which nothing at all is hidden.
    """
    if viewer.is_system:
        return Q()
    let_in = Q(let_in__contains=[viewer.organisation_id])
    if not NEED & viewer.duties:
        let_in &= Q(secret_within=False)
    return let_in | (~Q(secret_fields__overlap=list(fields)) if fields else Q(secret_fields=[]))
