"""Whether a paper is genuine and still in force: asked by anybody who holds it, and noted for whoever issued it.

What a paper should say is told only to those who show that they hold it: by its token, which its authority signed, or
by number and code, which are as hard to guess as the limit on questions allows. A number alone is answered to nobody,
for numbers run on, and would tell how much a country trades.
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from penstock.cases.clocks import last_ended_day
from penstock.cases.printing.asking import count
from penstock.cases.printing.codes import is_code
from penstock.kernel.clock import now, today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from penstock.permits.models import Line, Permit
from penstock.permits.papers.printing.sheet import permit_code
from penstock.permits.papers.register import look_up, note
from penstock.permits.papers.signing.tokens import SPECIMEN, NotGenuine, goods_of, named_in, read

VALID, UNKNOWN, EARLY, EXPIRED = "valid", "unknown", "not yet valid", "expired"
ENDED = {
    "suspended": "suspended",
    "revoked": "revoked",
    "expired": EXPIRED,
    "replaced": "replaced",
    "surrendered": "given back",
    "used": "used up",
}
VERDICTS = (VALID, EARLY, *ENDED.values(), UNKNOWN)


@dataclass(frozen=True, slots=True)
class Answer:
    """What whoever holds a paper learns: how its permit stands, and what the paper should say.

    `edition` is that of the paper and `newest` that of the permit. Of what is unknown, `reason` says what is wrong with
    the token; a number and code that do not fit together are answered without one.
    """

    verdict: str
    reason: str = ""
    edition: int | None = None
    newest: int | None = None
    says: Mapping[str, Any] | None = None


NOTHING = Answer(UNKNOWN)


def verify_token(*, asker: str, token: str) -> Answer:
    """Answer for a token, such as the symbol on a paper carries; Refused when `asker` asks too often."""
    with acting(SYSTEM):
        count(asker)
        try:
            kid, reference = named_in(token)
        except NotGenuine as no:
            return Answer(UNKNOWN, no.reason)
        found = look_up(kid=kid, reference=reference)
        try:
            claims = read(token, found.key).claims
        except NotGenuine as no:
            _note(found.permit, UNKNOWN, "token", asker)
            return Answer(UNKNOWN, no.reason)
        if claims["sub"] == SPECIMEN:
            return Answer(UNKNOWN, "specimen")
        if found.permit is None or found.key is None or found.permit.opener_id != found.key.organisation_id:
            return Answer(UNKNOWN, "another house")
        return _told(found.permit, found.lines, int(claims["ed"]), way="token", asker=asker)


def verify_code(*, asker: str, reference: str, code: str) -> Answer:
    """Answer for the number of a permit and the code on its paper; Refused when `asker` asks too often."""
    with acting(SYSTEM):
        count(asker)
        found = look_up(reference=reference.strip().upper())
        # The same work where there is no such permit, so that the time to answer tells nothing either.
        tried = found.permit or Permit(reference=reference, edition=1)
        fits = [one for one in range(1, tried.edition + 1) if is_code(code, permit_code(tried, one))]
        if found.permit is None or not fits:
            _note(found.permit, UNKNOWN, "code", asker)
            return NOTHING
        return _told(found.permit, found.lines, fits[0], way="code", asker=asker)


def _told(permit: Permit, lines: Sequence[Line], edition: int, *, way: str, asker: str) -> Answer:
    verdict = verdict_on(permit)
    _note(permit, verdict, way, asker)
    return Answer(verdict, "", edition, permit.edition, says(permit, lines))


def verdict_on(permit: Permit) -> str:
    """How a permit stands today; a last day that is over everywhere has ended it, whoever has noticed."""
    if permit.state in ENDED:
        return ENDED[permit.state]
    if permit.valid_until and permit.valid_until <= last_ended_day():
        return EXPIRED
    return EARLY if permit.valid_from > today() else VALID


def says(permit: Permit, lines: Sequence[Line]) -> dict[str, Any]:
    """What the newest paper of a permit says, as whoever holds it reads it."""
    return {
        "number": permit.reference,
        "paper": permit.paper,
        "issued_by": permit.opener.name,
        "country": permit.country,
        "holder": permit.holder_name,
        "other_party": permit.other_name,
        "other_country": permit.other_country,
        "goods": [
            {"substance": name, "form": form, "quantity": quantity, "unit": unit}
            for name, form, quantity, unit in goods_of(lines)
        ],
        "valid_from": permit.valid_from.isoformat(),
        "valid_until": permit.valid_until.isoformat() if permit.valid_until else None,
    }


def _note(permit: Permit | None, answer: str, way: str, asker: str) -> None:
    """Note for the issuing authority that its paper was checked; of what no permit is behind, nothing is kept."""
    if permit is not None:
        note(permit, answer=answer, way=way, asker=hashed(asker))


def hashed(asker: str) -> str:
    """An address as a keyed hash of the day: it tells whether many ask or one, and not who, nor who came again."""
    key = f"askers\n{settings.FORM_KEY or settings.SECRET_KEY}".encode()
    return hmac.digest(key, f"{now():%Y-%m-%d} {asker}".encode(), hashlib.sha256).hex()[:16]
