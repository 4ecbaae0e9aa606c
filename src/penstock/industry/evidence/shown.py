"""The files of a case of licensing as its page shows them."""

from typing import Any

from django.urls import reverse

from penstock.cases import pages
from penstock.cases import queries as case_queries
from penstock.cases.models import Case
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import APPLY_FOR_LICENCES


def evidence_of(viewer: Viewer, case: Case) -> dict[str, Any]:
    """The files on a case, and where another is given, for those who may."""
    given = case_queries.attachments(viewer, case)
    return {
        "files": pages.files(given, lambda one: reverse("evidence_file", args=[case.reference, one.pk])),
        "url": reverse("evidence", args=[case.reference]) if viewer.has(APPLY_FOR_LICENCES) else "",
    }
