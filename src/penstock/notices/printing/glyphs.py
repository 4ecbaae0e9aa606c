"""Which characters the fonts of this machine cannot print: asked of the typesetter itself, to hold anywhere."""

import json
import re
from collections.abc import Iterable
from functools import cache

import typst

FONT = "Libertinus Serif"
"""It comes with the typesetter; what it lacks is taken from whichever font of the machine has it."""
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
    pages: list[bytes] = typst.compile(source, format="svg", sys_inputs={"asked": asked})
    nowhere, drawn = (set(_GLYPH.findall(page)) for page in pages)
    return bool(drawn) and drawn == nowhere


def unprintable(text: str) -> frozenset[str]:
    """The characters of a text that no font here has; those of Latin-1 are always there."""
    return frozenset(one for one in text if ord(one) > 0xFF and _is_missing(one))  # noqa: PLR2004 - end of Latin-1


def spelled(text: str, missing: Iterable[str]) -> str:
    """A text in which each missing character stands as its number, such as [U+4E2D], so that nothing is lost unseen."""
    gone = frozenset(missing)
    return "".join(f"[U+{ord(one):04X}]" if one in gone else one for one in text)
