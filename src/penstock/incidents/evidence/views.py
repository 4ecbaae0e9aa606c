"""The original of a file, for the organisation that gave it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from penstock.cases import pages
from penstock.incidents import queries
from penstock.kernel import files
from penstock.kernel.routes import door, viewer_in
from penstock.parties.duties import READ_INCIDENTS


@require_GET
@door(READ_INCIDENTS)
def original(request: HttpRequest, reference: str, original_id: UUID) -> HttpResponse:
    """The file exactly as it came, always as a download."""
    viewer = viewer_in(request)
    row = queries.original(viewer, queries.incident_by_reference(viewer, reference), original_id)
    return pages.download(files.content_of(row.sha256), row.media_type, row.name)
