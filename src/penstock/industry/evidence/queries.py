"""Reads of the cases of licensing whatever their kind; the viewer comes first."""

from penstock.cases import queries
from penstock.cases.models import Case
from penstock.kernel.viewer import NotVisible, Viewer

KINDS = {"licence application", "licence", "inspection", "annual return"}
"""The kinds of cases whose files stand behind these doors, which open to companies too."""


def dossier(viewer: Viewer, reference: str) -> Case:
    """The case of licensing with this reference, if this viewer may see it; NotVisible otherwise."""
    case = queries.case_by_reference(viewer, reference)
    if case.kind not in KINDS:
        raise NotVisible
    return case
