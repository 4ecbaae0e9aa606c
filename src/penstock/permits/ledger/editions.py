"""Figures that are never changed: one that was wrong is entered again as a further edition, and the newest stands."""

from typing import Any, TypeVar

from django.db import connection, models

from penstock.kernel.viewer import Fault
from penstock.kernel.workflow import refused_for

Row = TypeVar("Row", bound=models.Model)


def hold(*key: object) -> None:
    """Let nobody else enter anything under this key until the transaction ends: rows cannot be locked that none has."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", ["figures " + " ".join(str(one) for one in key)]
        )


def standing(rows: "models.QuerySet[Row]", *key: str) -> "models.QuerySet[Row]":
    """Of each figure the newest edition; `key` names the columns that say which figure a row is."""
    return rows.order_by(*key, "-edition").distinct(*key)


def before(rows: "models.QuerySet[Row]", reason: str | None) -> Row | None:
    """The edition that stood until now, None for the first; Refused where a later one comes without a reason."""
    found = rows.order_by("-edition").first()
    if found is not None and not reason:
        told: Any = found
        text = "A figure for this was entered on {day} from '{source}'. Say why it changes, or leave it as it stands."
        values = {"day": told.made_at.date(), "source": told.source}
        raise refused_for([Fault("reason", "missing_reason", text, values)])
    return found
