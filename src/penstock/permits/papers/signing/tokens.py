"""Tokens: what a paper says as signed JSON (JWS, RFC 7515), short enough for the symbol on it.

A plain JWS and no W3C credential: the same signature is verified by the same libraries, and the envelope of a
credential (context, types, subject) would make the symbol a third larger without saying more to customs.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from joserfc import jws
from joserfc.errors import JoseError

from penstock.cases.clocks import EARTH_IS_BEHIND
from penstock.catalogue.substances import substance
from penstock.kernel.clock import now
from penstock.permits.models import Line, Permit
from penstock.permits.papers.models import Key, StatusPlace
from penstock.permits.papers.signing.keys import private_jwk, public_jwk
from penstock.permits.papers.signing.lists import address_of
from penstock.permits.shapes import plain

ALGORITHM = "ES256"
KIND = "permit+jwt"
LONGEST_TOKEN = 60_000
SPECIMEN = "SPECIMEN"
"""The number of a paper that allows nothing."""
LONGEST_NAME, MOST_GOODS = 60, 6
"""Of what the symbol says: names are cut, and more lines stand there as their hash alone."""


@dataclass(frozen=True, slots=True)
class Read:
    """A token whose signature fits its key."""

    key: Key
    claims: Mapping[str, Any]


class NotGenuine(Exception):  # noqa: N818 - it is an answer, not an error
    """A token that no key of the house has signed: `reason` says why."""

    def __init__(self, reason: str) -> None:
        """Say why."""
        super().__init__(reason)
        self.reason = reason


def goods_of(lines: Sequence[Line]) -> list[list[str]]:
    """What is allowed, line by line: name, salt or form, quantity, unit."""
    return [
        [substance(one.substance).name, one.content.get("form") or "", plain(one.quantity), one.unit] for one in lines
    ]


def claims_of(permit: Permit, lines: Sequence[Line], place: StatusPlace, *, whole: bool = False) -> dict[str, Any]:
    """What a paper says, as claims; cut down to what the symbol holds unless it is wanted whole."""
    goods, longest = goods_of(lines), None if whole else LONGEST_NAME
    if whole or len(goods) <= MOST_GOODS:
        allowed: dict[str, Any] = {"goods": goods}
    else:
        allowed = {"lines": len(goods), "goods_hash": hash_of(goods)}
    return {
        "iss": settings.BASE_URL,
        "sub": permit.reference,
        "iat": int(now().timestamp()),
        **({"exp": _end(permit.valid_until)} if permit.valid_until else {}),
        "ed": permit.edition,
        "kind": permit.paper,
        "by": permit.opener.name[:longest],
        "to": permit.holder_name[:longest],
        "with": permit.other_name[:longest],
        "cc": permit.other_country,
        **allowed,
        "from": permit.valid_from.isoformat(),
        **({"until": permit.valid_until.isoformat()} if permit.valid_until else {}),
        "status": {"status_list": {"idx": place.index, "uri": address_of(place.status_list_id)}},
    }


def _end(last_day: date) -> int:
    """The instant at which a last day is over everywhere on earth."""
    return int((datetime.combine(last_day, time(), UTC) + timedelta(days=1) + EARTH_IS_BEHIND).timestamp())


def hash_of(goods: Sequence[Sequence[str]]) -> str:
    """SHA-256 over the lines as JSON without spaces, in base64url."""
    said = json.dumps(goods, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(said.encode()).digest()).rstrip(b"=").decode()


def signed(key: Key, claims: Mapping[str, Any], kind: str = KIND) -> str:
    """Claims as a compact JWS."""
    header = {"alg": ALGORITHM, "kid": key.kid, "typ": kind}
    payload = json.dumps(claims, ensure_ascii=False, separators=(",", ":"))
    return jws.serialize_compact(header, payload, private_jwk(key), algorithms=[ALGORITHM])


def named_in(token: str) -> tuple[str, str]:
    """The key that a token names and the number that it claims; NotGenuine where it is no token."""
    try:
        named = jws.extract_compact(token.encode("ascii")).headers().get("kid")
    except (JoseError, ValueError):
        raise NotGenuine("unreadable") from None
    return (named if isinstance(named, str) else ""), str(_claimed(token).get("sub", ""))


def read(token: str, key: Key | None) -> Read:
    """A token read with the key it names; NotGenuine where that is unknown, distrusted, or did not sign this."""
    claimed = _claimed(token)
    if key is None:
        raise NotGenuine("unknown key")
    if key.is_distrusted:
        raise NotGenuine("distrusted key")
    try:
        found = jws.deserialize_compact(token, public_jwk(key.public["x"], key.public["y"]), algorithms=[ALGORITHM])
    except (JoseError, ValueError):
        raise NotGenuine("changed") from None
    if found.headers().get("typ") != KIND or _is_after(claimed.get("iat"), key):
        raise NotGenuine("changed")
    return Read(key, claimed)


def _is_after(made: object, key: Key) -> bool:
    """Whether something says that it was signed after its key was retired, which nobody but a thief would do."""
    if not isinstance(made, int):
        return True
    return key.retired_at is not None and made > key.retired_at.timestamp()


def _claimed(token: str) -> dict[str, Any]:
    """What a token says, signed or not."""
    try:
        middle = token.split(".")[1]
        found = json.loads(base64.urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))
    except (IndexError, ValueError):
        raise NotGenuine("unreadable") from None
    if not isinstance(found, dict):
        raise NotGenuine("unreadable")
    return found
