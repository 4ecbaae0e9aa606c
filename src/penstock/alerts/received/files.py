"""Files of an alert: the sender alone attaches them, and images are shared without their metadata."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from penstock.alerts.desks import DESKS
from penstock.cases.models import Case
from penstock.cases.services import KEEPERS, given
from penstock.incidents.evidence.stripping import IMAGES, stripped
from penstock.kernel import files
from penstock.kernel.viewer import Refused, Viewer


def keep_shared(viewer: Viewer, case: Case, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    """Answer the columns of the file that is shared; Refused for anybody but the sender, and for a broken picture."""
    if viewer.organisation_id != case.opener_id:
        raise Refused("senders_files", "The sender of an alert alone attaches files to it.")
    kept = given(viewer, name, chunks)
    if kept["media_type"] not in IMAGES:
        return kept
    plain = stripped(files.content_of(kept["sha256"]), kept["media_type"])
    return given(viewer, f"{PurePath(name).stem}{plain.ending}", [plain.content])


KEEPERS.update(dict.fromkeys(DESKS, keep_shared))
