"""A specimen: a paper that allows nothing, with the authority's own signature, to try a verification on."""

from penstock.kernel.clock import today
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.models import Organisation
from penstock.permits.models import Permit
from penstock.permits.papers.models import StatusList, StatusPlace
from penstock.permits.papers.printing.sheet import Paper, pdf_of
from penstock.permits.papers.signing.keys import current_key
from penstock.permits.papers.signing.tokens import SPECIMEN


def specimen_pdf(viewer: Viewer) -> bytes:
    """A specimen of the viewer's authority as PDF; whoever verifies it online is told that no such permit exists."""
    authority = Organisation.objects.get(pk=viewer.organisation_id)
    if authority.kind != "authority":
        raise NotVisible
    permit = Permit(
        reference=SPECIMEN,
        state="issued",
        opener=authority,
        edition=1,
        paper="import-authorisation",
        direction="import",
        country=authority.government_id or "",
        other_country=authority.government_id or "",
        holder_name=SPECIMEN,
        other_name=SPECIMEN,
        substances=[],
        issued_on=today(),
        valid_from=today(),
        valid_until=today(),
        marking="CLEAR",
        content={},
    )
    place = StatusPlace(status_list=StatusList(pk=0, organisation=authority), index=0)
    return pdf_of(Paper(permit=permit, lines=[], key=current_key(authority), place=place, across=SPECIMEN))
