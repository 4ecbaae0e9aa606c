"""What the register says of a paper that somebody holds, and the note that it was asked: each one plain statement.

A busy border asks without a pause, and putting the statements together anew would cost more than they do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import connection

from penstock.kernel.clock import new_id, now
from penstock.parties.models import Organisation
from penstock.permits.models import Line, Permit
from penstock.permits.papers.models import Key

FIND = """
SELECT key.organisation_id, key.public::json, key.is_distrusted, key.retired_at,
  held.id, held.reference, held.state, held.edition, held.opener_id, office.name,
  permit.paper, permit.country, permit.other_country, permit.holder_name, permit.other_name,
  permit.valid_from, permit.valid_until,
  (SELECT json_agg(json_build_array(line.substance, line.content ->> 'form', line.quantity::text, line.unit)
     ORDER BY line.position) FROM permits_line line WHERE line.case_id = held.id)
FROM (SELECT %s AS kid, %s AS reference) asked
LEFT JOIN permits_key key ON key.kid = asked.kid
LEFT JOIN (cases_case held JOIN permits_permit permit ON permit.case_ptr_id = held.id
  JOIN parties_organisation office ON office.id = held.opener_id) ON held.reference = asked.reference
"""
NOTE = """
INSERT INTO permits_check (id, case_id, organisation_id, answer, way, asker, made_at)
VALUES (%s, %s, %s, %s, %s, %s, %s)
"""
OF_KEY = 4
PARTICULARS = (
    "paper",
    "country",
    "other_country",
    "holder_name",
    "other_name",
    "valid_from",
    "valid_until",
)


@dataclass(frozen=True, slots=True)
class Found:
    """The key and the permit that a paper names, each where there is one, and the lines of the permit."""

    key: Key | None
    permit: Permit | None
    lines: Sequence[Line]


def look_up(*, reference: str, kid: str = "") -> Found:
    """What is registered under a number and a key, for whoever acts as the system already; nothing of it is saved."""
    with connection.cursor() as cursor:
        cursor.execute(FIND, [kid, reference])
        (row,) = cursor.fetchall()
    return Found(_key(row[:OF_KEY]), _permit(row[OF_KEY:-1]), [_line(one) for one in row[-1] or ()])


def note(permit: Permit, *, answer: str, way: str, asker: str) -> None:
    """Note for the issuing authority that its paper was checked; `asker` is a keyed hash."""
    with connection.cursor() as cursor:
        cursor.execute(NOTE, [new_id(), permit.pk, permit.opener_id, answer, way, asker, now()])


def _key(row: Sequence[Any]) -> Key | None:
    organisation_id, public, is_distrusted, retired_at = row
    if organisation_id is None:
        return None
    return Key(organisation_id=organisation_id, public=public, is_distrusted=is_distrusted, retired_at=retired_at)


def _permit(row: Sequence[Any]) -> Permit | None:
    case_id, reference, state, edition, opener_id, opener, *particulars = row
    if case_id is None:
        return None
    named = zip(PARTICULARS, particulars, strict=True)
    found = Permit(pk=case_id, reference=reference, state=state, edition=edition, **dict(named))
    found.opener = Organisation(id=opener_id, name=opener)
    return found


def _line(row: Sequence[Any]) -> Line:
    substance, form, quantity, unit = row
    return Line(substance=substance, content={"form": form}, quantity=Decimal(quantity), unit=unit)
