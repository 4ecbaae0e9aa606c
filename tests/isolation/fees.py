"""Fees of licensing in the world of the matrix, and who gets which answer at their entrances, said by hand."""

from typing import Any

from penstock.industry.applications.models import LicenceApplication
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import Actor, Cast
from tests.industry.till import a_fee, an_entry, entered, kept
from tests.isolation.rights import (
    HANDLE_LICENCES,
    READ_LICENCES,
    SIGN_LICENCES,
    UNKNOWN_METHOD,
    Answer,
    Entrance,
    always,
    by_method,
)


def keep_fees(cast: Cast, marker: Any, named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """A fee of Exportland's and one of Thirdland's, from before anything is handed in."""
    ours, theirs = marker("feeours"), marker("feetheirs")
    names = {
        "fee": named(fee_id=kept(cast.exporter_head, source=ours).pk),
        "foreign fee": named(fee_id=kept(cast.third_head, source=theirs).pk),
    }
    return names, {ours: frozenset({"NL", "company"}), theirs: frozenset({"KE"})}


def add_fees(cast: Cast, marker: Any, _named: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """What was paid on the applications of both."""
    paid: dict[str, tuple[Actor, str, frozenset[str]]] = {
        "licensingours": (cast.exporter_officer, marker("paidours"), frozenset({"NL", "company"})),
        "licensingforeign": (cast.third_officer, marker("paidtheirs"), frozenset({"KE"})),
    }
    for word, (officer, reference, _sees) in paid.items():
        with acting(SYSTEM):
            application = LicenceApplication.objects.visible_to(SYSTEM).get(content__guaranty=marker(word))
        entered(officer, application, reference=reference)
    return {}, {reference: sees for _officer, reference, sees in paid.values()}


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of fees."""
    last = path.rstrip("/").rpartition("/")[2]
    return {"fees": an_entry(), "end": {"until_on": "2999-01-01"}}.get(last, a_fee())


def api() -> dict[str, Entrance]:
    """The operations of the API."""
    one = "/licence-applications/{reference}/fees"
    return {
        "GET /licence-fees": Entrance(READ_LICENCES, "", always(200)),
        "POST /licence-fees": Entrance(SIGN_LICENCES, "", always(201)),
        "POST /licence-fees/{fee_id}/end": Entrance(SIGN_LICENCES, "fee", always(200)),
        f"GET {one}": Entrance(READ_LICENCES, "licensing", always(200)),
        f"POST {one}": Entrance(HANDLE_LICENCES, "licensing", always(201)),
    }


def pages() -> dict[str, Entrance]:
    """The pages by method and path, as the matrix names them."""
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        "/licence-fees/": (READ_LICENCES, "", always(200), UNKNOWN_METHOD),
        "/licence-fees/new/": (SIGN_LICENCES, "", always(200), always(302)),
        "/licence-fees/{fee_id}/end/": (SIGN_LICENCES, "fee", always(200), always(302)),
        "/licence-applications/{reference}/fees/": (HANDLE_LICENCES, "licensing", always(200), always(302)),
    }
    return by_method(rows)
