"""The pictures that come with a lead: what is on the screen or on the parcel, and nothing that tells who took them."""

from collections.abc import Iterable, Sequence

from penstock.cases.models import Attachment
from penstock.cases.pictures.keeping import without_metadata
from penstock.cases.services import KEEPERS
from penstock.industry.platforms.leads.models import KIND, Lead
from penstock.kernel import record
from penstock.kernel.viewer import Fault, Refused, Viewer
from penstock.kernel.workflow import refused_for

Picture = tuple[str, Iterable[bytes]]
"""A file: its name, and its content in pieces."""
MOST = 5
SHOWN = frozenset({"image/jpeg", "image/png", "image/tiff", "application/pdf"})
FIELD = "pictures"

KEEPERS[KIND] = without_metadata


def keep(reporter: Viewer, row: Lead, pictures: Sequence[Picture]) -> None:
    """Keep what whoever reported a lead gave with it; Refused for other files, too many, and unreadable ones."""
    if len(pictures) > MOST:
        text = "Give at most {most} files; add the others with your number and code."
        raise refused_for([Fault(FIELD, "too_many", text, {"most": MOST})])
    for name, chunks in pictures:
        made = _kept(reporter, row, name, chunks)
        made.save(force_insert=True)
        record.append(
            record.Act(
                name="case.file_attached", case_id=row.pk, viewer=reporter, audience=row.audience, data=made.facts
            )
        )


def _kept(reporter: Viewer, row: Lead, name: str, chunks: Iterable[bytes]) -> Attachment:
    try:
        kept = without_metadata(reporter, row, name, chunks)
    except Refused as no:
        raise refused_for([Fault(FIELD, no.code, "{name}: {why}", {"name": name, "why": no.message})]) from no
    if kept["media_type"] not in SHOWN:
        text = "{name} is no picture and no PDF. Write in the form what it says, or give a picture of it."
        raise refused_for([Fault(FIELD, "no_picture", text, {"name": name})])
    # Whoever gave it has no organisation here; it is kept with the office that got it.
    return Attachment(case=row, **{**kept, "organisation_id": row.opener_id})
