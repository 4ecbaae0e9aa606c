"""The code on a printed form: a keyed hash over reference, edition and content, short enough to be typed."""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from typing import Any

from django.conf import settings

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's: no letter that is taken for a digit."""
LENGTH = 12
"""Sixty bits; guessing is bounded by the limit on questions."""
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})


def code_of(reference: str, edition: int, content: Mapping[str, Any]) -> str:
    """The code of one edition, in groups of four: what is empty in the content leaves it as it is."""
    answers = {name: value for name, value in content.items() if value not in (None, "", [])}
    said = json.dumps([reference, edition, answers], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    key = hashlib.sha256(f"printed forms\n{settings.FORM_KEY or settings.SECRET_KEY}".encode()).digest()
    number = int.from_bytes(hmac.digest(key, said.encode(), "sha256"), "big")
    letters = "".join(ALPHABET[(number >> 5 * at) & 31] for at in range(LENGTH))
    return "-".join(re.findall("....", letters))


def is_code(entered: str, code: str) -> bool:
    """Whether what was entered is the code, however it was written down; takes the same time either way."""
    plain = re.sub(r"[^0-9A-Z]", "", entered.upper().translate(_ALIKE))
    return hmac.compare_digest(plain.encode(), code.replace("-", "").encode())
