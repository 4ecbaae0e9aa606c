"""A file given to an incident: the original stays with the organisation that gave it, the others get a copy."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from penstock.cases.models import Case
from penstock.cases.pictures.stripping import IMAGES, stripped
from penstock.cases.services import KEEPERS, given
from penstock.incidents.models import KIND, Original
from penstock.kernel import files, record
from penstock.kernel.viewer import Viewer
from penstock.parties.duties import COMMENT


def keep_apart(viewer: Viewer, case: Case, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    """Keep an image as it came, and answer the columns of the copy that is shared; other files are shared as they are.

    Refused for a picture that cannot be read.
    """
    kept = given(viewer, name, chunks)
    if kept["media_type"] not in IMAGES:
        return kept
    plain = stripped(files.content_of(kept["sha256"]), kept["media_type"])
    shared = given(viewer, f"{PurePath(name).stem}{plain.ending}", [plain.content])
    original = Original(incident_id=case.pk, shared=shared["sha256"], removed=list(plain.removed), **kept)
    original.save(force_insert=True)
    act = record.Act(
        name="incident.original_kept",
        case_id=case.pk,
        viewer=viewer,
        audience=[viewer.organisation_id],
        data={**original.facts, "removed": original.removed},
        duty=COMMENT,
    )
    record.append(act)
    return shared


KEEPERS[KIND] = keep_apart
