"""A paper as PDF/A, made from what it says as JSON: nothing of that is read as markup, and nothing is lost unseen."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any
from unicodedata import category

import typst
from django.utils.translation import gettext as _

from penstock.cases.printing.glyphs import spelled, unprintable

_LONG_WORD = re.compile(r"\S{24}(?=\S)")


def typeset(source: bytes, told: dict[str, Any]) -> bytes:
    """The paper as PDF/A, not signed yet; what no font has stands as its number, since PDF/A refuses it else."""
    written = set[str]().union(*_texts(told))
    missing = unprintable("".join(written)) | {one for one in written if category(one) == "Cc" and one != "\n"}
    if missing:
        said = _("No font of this machine has %(count)s of the characters; they stand as their Unicode numbers.")
        told = {**_spelled(told, missing), "missing": said % {"count": len(missing)}}
    inputs = {"told": json.dumps(told, ensure_ascii=False)}
    made: bytes = typst.compile(source, sys_inputs=inputs, pdf_standards=["a-3b"], font_paths=_fonts())
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The fonts of this machine, looked for once; looking takes longer than setting a page."""
    return typst.Fonts()


def _texts(told: Any) -> Iterator[str]:
    """Every text within what the typesetter is told."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list | tuple):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _texts(one)


def _spelled(told: Any, missing: frozenset[str]) -> Any:
    """The same with each missing character as its number."""
    if isinstance(told, str):
        return spelled(told, missing)
    if isinstance(told, dict):
        return {name: _spelled(one, missing) for name, one in told.items()}
    return [_spelled(one, missing) for one in told] if isinstance(told, list | tuple) else told


def broken(text: str) -> str:
    """The text with places where a long word may break, which typesetters else push over the margin."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)
