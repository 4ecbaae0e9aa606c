"""Numbers of registries other than CAS, and structures, where they stand in a text."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from penstock.engines.recognition.entries import Scheme

_DASH = r" ?[-\u2010-\u2015\u2212\ufe58\ufe63\uff0d] ?"
_EC = re.compile(rf"(?<![0-9-])([2-9][0-9]{{2}}){_DASH}([0-9]{{3}}){_DASH}([0-9])(?![0-9-])")
# Short numbers mean something only where the line says what they are.
_CUED: tuple[tuple[Scheme, re.Pattern[str]], ...] = (
    ("cus", re.compile(r"\bcus\b[^0-9a-z\n]{0,3}(?:(?:no|number|code)\b[^0-9a-z\n]{0,3})?([0-9]{7}-[0-9])(?![0-9-])")),
    (
        "dea",
        re.compile(
            r"\b(?:dea|acscn|dea controlled substance(?:s)?)\b[^0-9a-z\n]{0,3}"
            r"(?:(?:code|drug|chemical|controlled|substance|no|nr|number|schedule)\b[^0-9a-z\n]{0,3}){0,4}([1-9][0-9]{3})(?![0-9])"
        ),
    ),
    (
        "hs",
        re.compile(
            r"\b(?:hs|hsn|cn|htsus|hts|taric|ncm|tariff)\b[^0-9a-z\n]{0,3}(?:(?:code|no|number|heading)\b[^0-9a-z\n]{0,3})?"
            r"([0-9]{4}[. ]?[0-9]{2})"
        ),
    ),
)
_CUES = frozenset({"cus", "dea", "acscn", "hs", "hsn", "cn", "htsus", "hts", "taric", "ncm", "tariff"})
_INCHIKEY = re.compile(r"(?<![A-Za-z0-9])([A-Za-z]{14})-([A-Za-z]{8}[SNsn][A-Za-z])-([A-Za-z])(?![A-Za-z0-9])")
_INCHI = re.compile(r"InChI=1S?/[^\s\"'<>]{1,2000}")
_SMILES = re.compile(r"(?<![^\s\"';|])[BCNOPSFIHbcnops0-9@+\-\[\]()=#/\\%.lrae]{6,600}(?![^\s\"';|,])")
_SMILES_SIGN = re.compile(r"[=#()\[\]]|[cnos]1")
_SMILES_ATOM = re.compile(r"\[[^\[\]]{1,12}\]|Br|Cl|[BCNOPSFIbcnops]|[-=#()/\\.@+]|%\d\d|\d")
_SKELETON = 14


class FoundCode(NamedTuple):
    """A number of a scheme, written plainly, and where it stands in the text (start, end)."""

    scheme: Scheme
    number: str
    start: int
    end: int


class FoundStructure(NamedTuple):
    """A structure as written and where it stands; `kind` is "inchikey", "inchi" or "smiles"."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def skeleton(self) -> str:
        """The block of an InChIKey that stands for atoms and bonds alone."""
        return self.text[:_SKELETON]


def is_ec(text: str) -> bool:
    """Tell whether the text is one EC number (2xx-xxx-x and up) with a right check digit; source: ECHA's rule."""
    match = _EC.fullmatch(text)
    return match is not None and _ec_check(match[1] + match[2]) == int(match[3])


def _ec_check(body: str) -> int:
    return sum(place * int(digit) for place, digit in enumerate(body, start=1)) % 11


def find_codes(folded: str, words: Iterable[str]) -> Iterator[FoundCode]:
    """Yield the EC numbers whose check digit is right, and the CUS, DEA and HS numbers that the text calls so.

    `words` are the words of the text, among which one must call a number so.
    """
    for match in _EC.finditer(folded) if "-" in folded else ():
        if _ec_check(match[1] + match[2]) == int(match[3]):
            yield FoundCode("ec", f"{match[1]}-{match[2]}-{match[3]}", match.start(), match.end())
    for scheme, pattern in _CUED if not _CUES.isdisjoint(words) else ():
        for match in pattern.finditer(folded):
            yield FoundCode(scheme, re.sub(r"[ .]", "", match[1]), match.start(1), match.end(1))


def find_structures(given: str) -> Iterator[FoundStructure]:
    """Yield the InChIKeys, InChIs and likely SMILES of a text as given, where capitals count."""
    for match in _INCHIKEY.finditer(given) if "-" in given else ():
        yield FoundStructure("inchikey", match[0].upper(), match.start(), match.end())
    if "InChI=" in given:
        for match in _INCHI.finditer(given):
            yield FoundStructure("inchi", match[0].rstrip(".,;"), match.start(), match.end())
    for match in _SMILES.finditer(given) if _SMILES_SIGN.search(given) else ():
        if _is_smiles(match[0]):
            yield FoundStructure("smiles", match[0], match.start(), match.end())


def _is_smiles(text: str) -> bool:
    """Tell whether a word has the form of a SMILES: only its signs, brackets and rings that close, and bonds."""
    pieces = _SMILES_ATOM.findall(text)
    if "".join(pieces) != text or text.count("(") != text.count(")") or not _SMILES_SIGN.search(text):
        return False
    atoms = sum(piece[0].isalpha() or piece[0] == "[" for piece in pieces)
    rings = [piece for piece in pieces if piece.isdigit()]
    return atoms >= 4 and not any(rings.count(ring) % 2 for ring in set(rings)) and not text[0].isdigit()  # noqa: PLR2004
