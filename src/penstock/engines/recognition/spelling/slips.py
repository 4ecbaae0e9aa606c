"""Which differences between two keys are never a slip of the pen: they make another chemical."""

import re
from functools import lru_cache

from penstock.engines.recognition.names.words import morphemes

_DIGITS = re.compile(r"\D+")


def same_locants(written: str, known: str) -> bool:
    """Tell whether two keys carry the same digits in order; one may be lost or typed twice, none changed."""
    ours, theirs = _DIGITS.sub("", written), _DIGITS.sub("", known)
    if ours == theirs:
        return True
    if len(ours) == len(theirs) - 1:
        return any(ours == theirs[:at] + theirs[at + 1 :] for at in range(len(theirs)))
    if len(ours) == len(theirs) + 1:
        doubled = (at for at in range(1, len(ours)) if ours[at] == ours[at - 1])
        return any(ours[:at] + ours[at + 1 :] == theirs for at in doubled)
    return False


_LONGEST_GROUP = 5


@lru_cache(maxsize=65536)
def is_another_chemical(written: str, known: str) -> bool:
    """Tell whether two keys differ by a piece that carries meaning: a prefix, a group put in, or a group for a group.

    "norephedrine" is no slip for "ephedrine", nor "codeinone" for "codeine", nor "ethyl" for "methyl".
    """
    pieces = morphemes()
    start = in_common(written, known)
    end = in_common(written[start:][::-1], known[start:][::-1])
    more = written[start : len(written) - end]
    if written.endswith(known) and written.removesuffix(known) in pieces.prefixes:
        return True
    if known.endswith(written) and known.removesuffix(written) in pieces.prefixes:
        return True
    if len(known) == start + end and start and end and more in pieces.infixes:
        return True
    return _other_group(written, known, start, end)


def in_common(one: str, other: str) -> int:
    """Return how many characters two strings begin with in common."""
    for place, (ours, theirs) in enumerate(zip(one, other, strict=False)):
        if ours != theirs:
            return place
    return min(len(one), len(other))


@lru_cache(maxsize=65536)
def has_other_ending(one: str, other: str) -> bool:
    """Tell whether the keys have one stem and endings of different kinds of chemicals ("piperidone", "piperidine").

    People also misspell endings ("barbitol"), so this makes a finding less sure, but does not rule it out.
    """
    endings = morphemes().endings
    stems = (one.removesuffix(mine) for mine in endings if one.endswith(mine))
    return any(other.startswith(stem) and other[len(stem) :] in endings for stem in stems)


def _other_group(one: str, other: str, start: int, end: int) -> bool:
    """Tell whether one group stands in the one key where another stands in the other.

    `start` and `end` are how many characters the keys share on either side of the difference.
    """
    groups = morphemes().groups
    for before in range(min(start, _LONGEST_GROUP) + 1):
        for after in range(min(end, _LONGEST_GROUP) + 1):
            mine, yours = one[start - before : len(one) - end + after], other[start - before : len(other) - end + after]
            if mine in groups and yours in groups:
                return True
    return False
