"""How a file is kept where nobody may learn more from a picture than what it shows."""

from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.conf import settings

from penstock.cases.models import Case
from penstock.cases.pictures.stripping import IMAGES, stripped
from penstock.cases.services import given
from penstock.kernel.files import media_type_of
from penstock.kernel.viewer import Viewer


def without_metadata(viewer: Viewer, _case: Case, name: str, chunks: Iterable[bytes]) -> dict[str, Any]:
    """The columns of a file as it is shared: of a picture, a copy without its metadata; the original is kept nowhere.

    Refused where a file is empty, too large or of no kind that is taken, and where a picture cannot be read.
    """
    content = _whole(chunks)
    if not content or len(content) > settings.FILE_SIZE_LIMIT or (kind := media_type_of(content)) not in IMAGES:
        return given(viewer, name, [content])
    plain = stripped(content, kind)
    return given(viewer, f"{PurePath(name).stem}{plain.ending}", [plain.content])


def _whole(chunks: Iterable[bytes]) -> bytes:
    """The content, and no more of it than what already makes it too large."""
    content = bytearray()
    for chunk in chunks:
        content += chunk
        if len(content) > settings.FILE_SIZE_LIMIT:
            break
    return bytes(content)
