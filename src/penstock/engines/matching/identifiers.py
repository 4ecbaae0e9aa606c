"""Numbers and names by which things are found again, in the one form in which they are compared; "" for what is none.

A placeholder ("unknown", "n/a", "0000") identifies nothing, and neither does what is too short to be told apart.
"""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from penstock.engines.matching.letters import latin
from penstock.engines.matching.names import key_of

_SIGN = re.compile(r"[^A-Z0-9]")
_EXTENSION = re.compile(r"(?:ext|x|app|poste)\.?\s*\d+\s*$", re.IGNORECASE)
_CONTAINER = re.compile(r"[A-Z]{3}[UJZ][0-9]{7}")
_PLACEHOLDER_WORDS = """
UNKNOWN NOTKNOWN NA NONE NIL NULL TBA TBC TBD PENDING VARIOUS MULTIPLE SEVERAL OTHER NOTAPPLICABLE NOTAVAILABLE
NOTSTATED NOTSPECIFIED UNSPECIFIED UNMARKED NONUMBER NOLABEL DESCONOCIDO DESCONOCIDA INCONNU INCONNUE ANONYMOUS
UNBEKANNT NEIZVESTNO SINNUMERO SANSNUMERO TEST EXAMPLE XXX PRIVATE SUPPRESSED WITHHELD
"""
_PLACEHOLDERS = frozenset(_PLACEHOLDER_WORDS.split())
_SHORTEST, _SHORTEST_PHONE, _COMPARED_PHONE = 4, 7, 9
_SHORTEST_ADDRESS, _SHORTEST_NAME = 8, 4
_CHECK_MODULUS, _CHECK_WRAP = 11, 10
Normaliser = Callable[[str], str]


def code(written: str) -> str:
    """A number with letters: capitals and digits alone; at least four signs and a digit among them."""
    text = _SIGN.sub("", latin(written).upper())
    is_number = any(c.isdigit() for c in text) and len(set(text)) > 1
    return text if len(text) >= _SHORTEST and is_number else ""


def plate(written: str) -> str:
    """A vehicle, vessel or flight: as a number, or the name of a vessel."""
    text = _SIGN.sub("", latin(written).upper())
    return text if len(text) >= _SHORTEST and len(set(text)) > 1 and text not in _PLACEHOLDERS else ""


def container(written: str) -> str:
    """The number of a container (ISO 6346); "" when it is misshapen or its check digit is wrong."""
    text = _SIGN.sub("", latin(written).upper())
    if not _CONTAINER.fullmatch(text):
        return ""
    total = sum(_worth(sign) * 2**place for place, sign in enumerate(text[:-1]))
    return text if total % _CHECK_MODULUS % _CHECK_WRAP == int(text[-1]) else ""


def _worth(sign: str) -> int:
    """Digits count as they are, letters from 10 on without the multiples of 11."""
    if sign.isdigit():
        return int(sign)
    place = ord(sign) - ord("A")
    return 10 + place + (place + 9) // 10


def phone(written: str) -> str:
    """The last nine digits of a telephone number, which a prefix of country or trunk does not change."""
    digits = re.sub(r"\D", "", _EXTENSION.sub("", latin(written)))
    if len(digits) < _SHORTEST_PHONE or len(set(digits)) == 1:
        return ""
    return digits[-_COMPARED_PHONE:]


def email(written: str) -> str:
    """An address of e-mail without case; "" for what is none."""
    text = written.strip().casefold()
    return text if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", text) else ""


def online(written: str) -> str:
    """A name or address online without its scheme, signs before it, and the slash behind it."""
    text = re.sub(r"^(?:https?://)?(?:www\.)?", "", written.strip().casefold()).strip("@/ ")
    return text if len(text) >= _SHORTEST and _SIGN.sub("", text.upper()) not in _PLACEHOLDERS else ""


def address(written: str) -> str:
    """The words and numbers of a postal address in any order; it must hold a number."""
    words = sorted(re.findall(r"[^\W_]+", latin(written)))
    text = " ".join(words)
    return text if len(text) >= _SHORTEST_ADDRESS and any(c.isdigit() for c in text) else ""


def name(written: str) -> str:
    """The key of the name of a person or company: script marks, order of words and legal form do not count."""
    text = key_of(written)
    squashed = _SIGN.sub("", text.upper())
    is_telling = len(text) >= _SHORTEST_NAME if text.isascii() else len(text) > 1
    return text if is_telling and squashed not in _PLACEHOLDERS else ""


NORMALISERS: Mapping[str, Normaliser] = MappingProxyType(
    {
        "container": container,
        "air waybill": code,
        "bill of lading": code,
        "postal number": code,
        "declaration": code,
        "lot": code,
        "serial": code,
        "seal": code,
        "vehicle": plate,
        "profile": code,
        "notice": code,
        "own reference": code,
        "name": name,
        "phone": phone,
        "address": address,
        "email": email,
        "online": online,
        "number": code,
    }
)
"""How the identifiers of each kind are brought into one form."""


def normalised(kind: str, written: str) -> str:
    """An identifier of a kind in the form in which it is compared; "" for what identifies nothing."""
    found = NORMALISERS[kind](written)
    return "" if found.upper() in _PLACEHOLDERS else found
