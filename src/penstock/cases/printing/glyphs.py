"""Which characters the fonts of this machine cannot print: asked of the typesetter itself, to hold anywhere."""

import json
import re
from collections.abc import Iterable
from functools import cache
from typing import Any

import typst

FONT = "Libertinus Serif"
"""It comes with the typesetter; what it lacks is taken from whichever font of the machine has it."""
LATIN_1 = 0xFF
_NOWHERE = "\U0010fffd"  # assigned to nobody, so every font answers with its mark for what is missing
_PROBE = """#set page(width: auto, height: auto)
#set text(font: "%s")
#for one in json(bytes(sys.inputs.asked)) { page(box(one)) }
"""
_GLYPH = re.compile(rb'href="#(\w+)"')


@cache
def _is_missing(character: str) -> bool:
    asked = json.dumps([_NOWHERE, character])
    source = (_PROBE % FONT).encode()
    # Typed as one file, but a document of two pages is two of them.
    pages: Any = typst.compile(source, format="svg", sys_inputs={"asked": asked})
    nowhere, drawn = (set(_GLYPH.findall(page)) for page in pages)
    return bool(drawn) and drawn == nowhere


def unprintable(text: str) -> frozenset[str]:
    """The characters of a text that no font here has; ASCII and the letters of Latin-1 are always there."""
    asked = {one for one in text if not (one.isascii() or (one.isalpha() and ord(one) <= LATIN_1))}
    return frozenset(one for one in asked if _is_missing(one))


def spelled(text: str, missing: Iterable[str]) -> str:
    """A text in which each missing character stands as its number, such as [U+4E2D], so that nothing is lost unseen."""
    gone = frozenset(missing)
    return "".join(f"[U+{ord(one):04X}]" if one in gone else one for one in text)
