"""Files of an alert: the sender alone attaches them, and images are shared without their metadata."""

from collections.abc import Iterable
from typing import Any

from penstock.alerts.desks import DESKS
from penstock.cases.models import Case
from penstock.cases.pictures.keeping import without_metadata
from penstock.cases.services import KEEPERS
from penstock.kernel.viewer import Refused, Viewer


def keep_shared(viewer: Viewer, case: Case, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    """Answer the columns of the file that is shared; Refused for anybody but the sender, and for a broken picture."""
    if viewer.organisation_id != case.opener_id:
        raise Refused("senders_files", "The sender of an alert alone attaches files to it.")
    return without_metadata(viewer, case, name, chunks)


KEEPERS.update(dict.fromkeys(DESKS, keep_shared))
