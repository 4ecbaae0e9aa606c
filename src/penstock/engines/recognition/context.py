"""What stands beside a name: nothing that matters, a salt word, or the rest of a longer chemical name."""

import re
from typing import Literal

from penstock.engines.recognition.lines.line import SEPARATOR, Line, Window, strip
from penstock.engines.recognition.lines.text import fold, words_in
from penstock.engines.recognition.names.index import Meaning, NameIndex
from penstock.engines.recognition.names.ordinary import OrdinaryNames
from penstock.engines.recognition.names.words import is_derivative, looks_chemical, salt_words

Verdict = Literal["alone", "salt", "another"]

_GLUE = re.compile(r"[-'\[\](){}+.,*]*-[-'\[\](){}+.*]*|[\[({]")
_ELIDED = frozenset({"d", "l", "dell", "all"})
_OF = _ELIDED | {"de", "di", "of"}
_SALT_ITSELF = frozenset({"salt", "salts", "ion", "anion", "hydrogen"})
_NEGATIONS = frozenset({"without", "non", "excluding", "except", "ohne", "sans", "sin", "senza"})


def _ends_a_name(gap: str) -> bool:
    return SEPARATOR.search(gap) is not None or "," in gap


def stands_alone(line: Line, window: Window, name: str) -> bool:
    """Tell whether a weak name has its part, or its place in a list of goods, to itself."""
    if window.end - window.start not in (1, len(words_in(fold(name).text))):
        return False  # "a,a,a" is no "AA"
    if line.squash(window) in salt_words().base:
        around = (*range(window.start), *range(window.end, len(line.words)))
        return all(line.harmless[index] for index in around)
    return all(
        not 0 <= index < len(line.words) or line.harmless[index] or _ends_a_name(gap)
        for index, gap in ((window.start - 1, line.gaps[window.start]), (window.end, line.gaps[window.end]))
    )


def salt_beside(line: Line, window: Window) -> tuple[str, ...]:
    """Return the folded words beside a name, to both sides of it, that name its salt or hydrate."""
    known = salt_words().every
    start, end = window.start, window.end
    while start > 0 and (line.words[start - 1] in known or line.words[start - 1] in _OF) and not line.parted[start]:
        start -= 1
    while end < len(line.words) and line.words[end] in known and not line.parted[end]:
        end += 1
    beside = (*line.words[start : window.start], *line.words[window.end : end])
    return tuple(word for word in beside if word in known and word not in _SALT_ITSELF)


class Surroundings:
    """Judges the words beside a name; knows chemicals by name so that a list of goods is not read as one name."""

    def __init__(self, ordinary: OrdinaryNames, index: NameIndex) -> None:
        """Keep the names of ordinary and of listed chemicals."""
        self._ordinary = ordinary
        self._listed = index.meanings

    def judge(self, line: Line, window: Window, meaning: Meaning) -> Verdict:
        """Say whether the name stands alone, makes a covered salt with its neighbours, or belongs to another name."""
        left, right = self._left(line, window, meaning), self._right(line, window, meaning)
        if "another" in (left, right):
            return "another"
        if "salt" in (left, right):
            return "salt"
        return "another" if meaning.kind == "salt" else "alone"

    def _left(self, line: Line, window: Window, meaning: Meaning) -> Verdict:
        index = window.start - 1
        if index < 0:
            return "alone"
        word, gap = line.words[index], line.gaps[window.start]
        if SEPARATOR.search(gap) or ", " in gap or (word in _ELIDED and gap == "'"):
            return "alone"
        if word in _NEGATIONS:
            return "another"
        if word in salt_words().acid and not meaning.weak and "acid" in meaning.entry.salts:
            return "salt"
        return self._beside(line, index, gap)

    def _right(self, line: Line, window: Window, meaning: Meaning) -> Verdict:
        if window.end == len(line.words):
            # An index name may end in a dash; the dash behind any other name announces the rest of a longer one.
            cut_off = line.after(-1).startswith("-") and "," not in line.slice(window)
            return "another" if cut_off else "alone"
        word, gap = line.words[window.end], line.gaps[window.end]
        if gap.startswith("- ") and "," in line.slice(window):
            gap = gap[1:]  # the dash ends an index name
        if word == "free" and not line.after(window.end).lstrip().startswith("base"):
            return "another"
        if SEPARATOR.search(gap):
            return "alone"
        salt = self._salt_to_the_right(line, window, meaning)
        if salt is not None:
            return salt
        if "," in gap:
            return self._after_comma(line, window.end)
        return self._beside(line, window.end, gap)

    def _salt_to_the_right(self, line: Line, window: Window, meaning: Meaning) -> Verdict | None:
        words = salt_words()
        end = window.end
        while end < len(line.words) and line.words[end] in words.every and not line.parted[end]:
            end += 1
        run = set(line.words[window.end : end])
        if not run:
            return None
        covered = (words.base if "base" in meaning.entry.salts else frozenset()) | (
            words.acid if "acid" in meaning.entry.salts else frozenset()
        )
        return "salt" if run <= covered else "another"

    def _after_comma(self, line: Line, index: int) -> Verdict:
        """Read what follows a comma: the rest of an index name, or the next of a list of goods."""
        if line.harmless[index]:
            return "alone"
        end = index + 1
        while end < len(line.words) and ", " not in line.gaps[end] and not line.parted[end]:
            end += 1
        rest = strip(Window(index, end), line.harmless)
        if line.after(end - 1).lstrip(")]").startswith("-"):
            return "another"
        words = line.words[rest.start : rest.end]
        if any(map(is_derivative, words)):
            return "another"
        squashed = line.squash(rest)
        if squashed in self._listed or self._ordinary.is_name(squashed):
            return "alone"
        return "another" if any(map(looks_chemical, words)) else "alone"

    def _beside(self, line: Line, index: int, gap: str) -> Verdict:
        word = line.words[index]
        if line.harmless[index]:
            return "alone"
        if _GLUE.search(gap) or looks_chemical(word) or " " not in gap:
            return "another"
        return "alone"
