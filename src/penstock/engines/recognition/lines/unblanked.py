"""Chinese and Japanese goods are written without blanks: a quantity is parted from the name that it touches."""

import re

from penstock.engines.recognition.lines.text import Folded

# Longest first, so that 毫升 is not read as a number and 升.
UNBLANKED_UNITS = "公斤|千克|毫克|毫升|公升|克|吨|噸|升"
_LETTER = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]"
_SEAM = re.compile(rf"(?<={_LETTER})(?=\d+(?:[.,]\d+)*(?:{UNBLANKED_UNITS}))|(?<=\d)(?:{UNBLANKED_UNITS})(?={_LETTER})")


def blanked(folded: Folded) -> Folded:
    """Return the folded text with a blank before and behind each quantity that touches a letter of these scripts."""
    if folded.origin is None or _SEAM.search(folded.text) is None:
        return folded
    seams = [match.end() for match in _SEAM.finditer(folded.text)]
    pieces = [folded.text[start:end] for start, end in zip([0, *seams], [*seams, None], strict=True)]
    origin = list(folded.origin)
    for seam in reversed(seams):
        origin.insert(seam, origin[seam])
    return Folded(" ".join(pieces), tuple(origin))
