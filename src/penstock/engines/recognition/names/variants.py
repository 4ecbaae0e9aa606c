"""Names made from names by rule: the anion of an acid, the spellings of an alkyl group, a name without its forms."""

import re
from collections.abc import Iterator

# Each group is one alkyl group under the names that trade and nomenclature give it.
_ALKYL = (
    ("isopropyl", "propan-2-yl", "1-methylethyl", "i-propyl"),
    ("sec-butyl", "butan-2-yl", "1-methylpropyl", "s-butyl"),
    ("tert-butyl", "2-methylpropan-2-yl", "1,1-dimethylethyl", "t-butyl"),
    ("isobutyl", "2-methylpropyl", "i-butyl"),
    ("propyl", "n-propyl"),
    ("butyl", "n-butyl"),
)
# Chinese is written without blanks: words of trade and of salts stand fast against the name.
_CHINESE_TRADE = re.compile(
    r"^(?:工业级?|食品级|医药级|试剂级?|高纯|精制|无水|浓|稀|桶装|散装)|(?:水?溶液|分析纯|化学纯|工业级|试剂|原料|原料药|粉末|液体)$"
)
_CHINESE_ACIDS = ("盐酸", "硫酸", "酒石酸", "马来酸")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_STEREO = ("(+)-", "(-)-", "(+/-)-", "(r)-", "(s)-", "d-", "l-", "dl-", "rac-")
_STEREO_BEHIND = tuple(f", {mark}" for mark in _STEREO)
# Only the endings of chemical names, so that no ordinary word loses a letter.
_FINAL_E = re.compile(r"(?<=[a-z]{3}(?:id|in|on|ol|at|an|en|yl|al))e\b")


def with_alkyl_variants(name: str) -> Iterator[str]:
    """Yield a name of an ester with every name of its alkyl group, when it begins with one."""
    lowered = name.lower()
    yield lowered
    for group in _ALKYL:
        for alkyl in group:
            if lowered.startswith(alkyl + " "):
                rest = lowered[len(alkyl) :]
                yield from (other + rest for other in group if other != alkyl)
                return


def anion(acid: str) -> str | None:
    """Return the name of the anion of an acid ("phenylacetic acid" gives "phenylacetate"), or None."""
    lowered = acid.lower()
    return lowered.removesuffix("ic acid") + "ate" if lowered.endswith("ic acid") else None


def continental(name: str) -> str | None:
    """Return a name with its words ended as German, Dutch or Swedish ends them ("acetic anhydrid"), None if alike."""
    ended = _FINAL_E.sub("", name)
    return ended if ended != name else None


def inverted(name: str) -> str | None:
    """Return an index name read straight ("acetone, methyl-" gives "methyl-acetone"), or None when it is none."""
    parent, comma, rest = name.partition(", ")
    if not comma:
        parent, comma, rest = name.partition(",")
    if not rest.strip() or not parent.strip() or parent.strip().isdigit():
        return None
    return rest.strip().rstrip(",") + parent.strip()


def without_stereo(name: str) -> str:
    """Return a folded name without the marks of its optical form at either end."""
    while name.startswith(_STEREO) or name.endswith(_STEREO_BEHIND):
        for mark in _STEREO:
            name = name.removeprefix(mark).removesuffix(f", {mark}")
    return name


def without_chinese_trade(squashed: str) -> str:
    """Return a key without the Chinese words of trade at its ends."""
    return _CHINESE_TRADE.sub("", squashed)


def chinese_salts(name: str) -> Iterator[str]:
    """Yield the Chinese names of the common salts of a base, when its name is Chinese."""
    if _CHINESE.search(name):
        yield from (acid + name for acid in _CHINESE_ACIDS)
