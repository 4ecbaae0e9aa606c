"""The mark of one reader of one copy: a code that is shown, the same code hidden, and orders that only it has.

All of it follows from the copy's secret seed and the reader, so that nothing else must be kept, and nobody who holds
another copy can make it up.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

Item = TypeVar("Item")
CODE_BYTES = 10
_ZERO, _ONE, _START = "\u200b", "\u200c", "\u2060"
_BURIED = re.compile(rf"(?<![0-9a-f])[0-9a-f]{{{CODE_BYTES * 2}}}(?![0-9a-f])")
_HIDDEN = re.compile(f"{_START}([{_ZERO}{_ONE}]{{{CODE_BYTES * 8}}})")


@dataclass(frozen=True, slots=True)
class Mark:
    """What tells one reader's copy from every other; `key` is secret, the code is not."""

    key: bytes

    @property
    def code(self) -> bytes:
        """80 bits that stand for the reader of the copy."""
        return self._keyed("code")[:CODE_BYTES]

    @property
    def shown(self) -> str:
        """The code for people: 16 letters and digits in groups of four."""
        text = base64.b32encode(self.code).decode()
        return "-".join(text[at : at + 4] for at in range(0, len(text), 4))

    @property
    def hidden(self) -> str:
        """The code as characters without width, to be put where nobody looks for them."""
        bits = "".join(f"{byte:08b}" for byte in self.code)
        return _START + bits.replace("0", _ZERO).replace("1", _ONE)

    @property
    def buried(self) -> str:
        """The code as 20 digits, for paper formats that lose characters without width: there it is see-through."""
        return self.code.hex()

    def ordered(self, items: Iterable[Item], named: Callable[[Item], str], *, within: str = "") -> list[Item]:
        """The items in the order that only this mark has; taking some away does not change that of the others."""
        return sorted(items, key=lambda item: self._keyed(f"{within}\n{named(item)}"))

    def _keyed(self, text: str) -> bytes:
        return hmac.digest(self.key, text.encode(), "sha256")


def mark_of(seed: str, person_id: UUID) -> Mark:
    """The mark of a reader of the copy with this seed."""
    return Mark(hmac.digest(bytes.fromhex(seed), person_id.bytes, hashlib.sha256))


def hidden_codes(text: str) -> set[bytes]:
    """Every hidden or buried code that stands whole in a text."""
    found = set()
    for bits in _HIDDEN.findall(text):
        digits = bits.replace(_ZERO, "0").replace(_ONE, "1")
        found.add(int(digits, 2).to_bytes(CODE_BYTES, "big"))
    return found | {bytes.fromhex(digits) for digits in _BURIED.findall(text)}


def without_hidden(text: str) -> str:
    """A text without characters that have no width."""
    return re.sub(f"[{_ZERO}{_ONE}{_START}\u200d\ufeff]", "", text)
