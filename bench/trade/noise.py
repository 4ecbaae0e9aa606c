"""Our own model of how names are written badly: slips of the pen, spelling by ear, scanning, and tricks.

No list of real misspellings went into it, so that real ones can be used to check what was fitted on it.
"""

from collections.abc import Callable, Mapping
from random import Random

Noise = Callable[[str, Random], str]

LETTERS = "abcdefghijklmnopqrstuvwxyz"
_NEXT_KEYS = dict(
    zip(
        LETTERS,
        [
            "qwsz",
            "vghn",
            "xdfv",
            "ersfcx",
            "wsdr",
            "drtgvc",
            "ftyhbv",
            "gyujnb",
            "ujko",
            "huikmn",
            "jiolm",
            "kop",
            "njk",
            "bhjm",
            "iklp",
            "ol",
            "wa",
            "edft",
            "awedxz",
            "rfgy",
            "yhji",
            "cfgb",
            "qase",
            "zsdc",
            "tghu",
            "asx",
        ],
        strict=True,
    )
)
_BY_EAR = (
    ("ph", "f"), ("y", "i"), ("i", "y"), ("c", "k"), ("k", "c"), ("th", "t"), ("x", "ks"), ("z", "s"), ("s", "z"),
    ("ch", "k"), ("ae", "e"), ("e", "a"), ("a", "e"), ("o", "a"), ("ine", "in"), ("one", "on"), ("e", "i"), ("qu", "k"),
    ("h", ""), ("ll", "l"), ("tt", "t"), ("ss", "s"), ("l", "ll"), ("t", "tt"), ("ou", "u"), ("io", "o"),
)  # fmt: skip
_BY_EYE = (
    ("rn", "m"), ("m", "rn"), ("cl", "d"), ("d", "cl"), ("o", "0"), ("l", "1"), ("i", "1"), ("i", "l"), ("l", "i"),
    ("s", "5"), ("b", "8"), ("w", "vv"), ("g", "9"),
)  # fmt: skip
_LEET = str.maketrans("aeiost", "431057")
_LOOKALIKES = str.maketrans("aceopxy", "асеорху")  # noqa: RUF001 - that is the trick


def slip(name: str, random: Random) -> str:
    """One letter lost, doubled, hit beside, or exchanged with the next; spaces and digits stay."""
    places = [place for place, letter in enumerate(name) if letter.lower() in _NEXT_KEYS]
    if not places:
        return name
    at = random.choice(places)
    before, letter, after = name[:at], name[at], name[at + 1 :]
    kind = random.randrange(4)
    if kind == 0:
        return before + after
    if kind == 1:
        return before + letter + letter + after
    if kind == 2 or not after[:1].isalpha():  # noqa: PLR2004 - one kind of four
        return before + random.choice(_NEXT_KEYS[letter.lower()]) + after
    return before + after[0] + letter + after[1:]


def two_slips(name: str, random: Random) -> str:
    """Two slips of the pen."""
    return slip(slip(name, random), random)


def _changed(name: str, random: Random, pairs: tuple[tuple[str, str], ...], times: int) -> str:
    for _ in range(times):
        fitting = [pair for pair in pairs if pair[0] in name.lower()]
        if fitting:
            old, new = random.choice(fitting)
            at = random.choice([place for place in range(len(name)) if name.lower().startswith(old, place)])
            name = name[:at] + new + name[at + len(old) :]
    return name


def by_ear(name: str, random: Random) -> str:
    """Written as it sounds, in one or two places."""
    return _changed(name, random, _BY_EAR, random.randint(1, 2))


def by_eye(name: str, random: Random) -> str:
    """Misread by a scanner in one or two places."""
    return _changed(name, random, _BY_EYE, random.randint(1, 2))


def leet(name: str, random: Random) -> str:
    """Digits for some or all of the letters that have one."""
    return "".join(letter.translate(_LEET) if random.random() < 0.7 else letter for letter in name)  # noqa: PLR2004


def spaced(name: str, random: Random) -> str:
    """A blank or a dot between all letters of each word."""
    gap = random.choice(" .-")
    return (gap + " ").join(gap.join(word) for word in name.split())


def doubled(name: str, _random: Random) -> str:
    """Every letter written twice."""
    return "".join(letter * 2 if letter.isalpha() else letter for letter in name)


def rebroken(name: str, random: Random) -> str:
    """Blanks and hyphens lost, or one put in."""
    if random.random() < 0.5 and any(mark in name for mark in " -"):  # noqa: PLR2004 - a coin
        return name.replace(random.choice([mark for mark in " -" if mark in name]), random.choice(["", " ", "-"]))
    at = random.randrange(1, max(len(name), 2))
    return name[:at] + random.choice(" -") + name[at:]


def disguised(name: str, random: Random) -> str:
    """Letters of another script that look the same, full width, or something invisible inside."""
    kind = random.randrange(3)
    if kind == 0:
        return name.lower().translate(_LOOKALIKES)
    if kind == 1:
        return "".join(chr(ord(letter) + 0xFEE0) if "!" <= letter <= "~" else letter for letter in name)
    at = random.randrange(1, max(len(name), 2))
    return name[:at] + random.choice("\u200b\u00ad\u2060") + name[at:]


def turned(name: str, _random: Random) -> str:
    """The last word first, with a comma."""
    head, blank, last = name.rpartition(" ")
    return f"{last}, {head}" if blank else name


def plain(name: str, _random: Random) -> str:
    """As it is."""
    return name


KINDS: Mapping[Noise, float] = {
    plain: 30, slip: 22, two_slips: 8, by_ear: 10, by_eye: 7, leet: 4, spaced: 4, doubled: 2, rebroken: 7, disguised: 4,
    turned: 2,
}  # fmt: skip
"""The kinds of noise with their weights; they are our guess, not a measurement."""
