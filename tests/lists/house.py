"""What the stories of lists have in common: keeping a search, asking for an export, and a person at a page."""

from typing import Any

from django.test import Client

from penstock.cases.lists import queries, services
from penstock.cases.lists.exporting.writing import write_waiting
from penstock.cases.lists.models import Export, SavedSearch
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import THIRDLAND, Actor, a_sent_notice

SENT = "state=sent"
SECRET = {"secret_fields": "importer_name; importer_address; quantity", "copied_to": THIRDLAND}


def kept(by: Actor, name: str = "Sent", query: str = SENT, of: str = "notices", **raw: Any) -> SavedSearch:
    """A search that somebody keeps."""
    with acting(by.viewer) as viewer:
        return services.save_search(viewer=viewer, of=of, query=query, raw={"name": name, **raw})


def exported(by: Actor, kind: str = "csv", query: str = "", names: list[str] | None = None) -> tuple[Export, bytes]:
    """An export as the worker has written it, and its content as its maker fetches it."""
    asked = asked_for(by, kind, query, names)
    write_waiting()
    with acting(by.viewer) as viewer:
        row = queries.export(viewer, asked.pk)
        assert row.finished_at, row.failure
        return row, queries.content_of(viewer, row)


def asked_for(by: Actor, kind: str = "csv", query: str = "", names: list[str] | None = None) -> Export:
    """An export that waits for the worker."""
    raw = {"format": kind, "columns": "all"}
    with acting(by.viewer) as viewer:
        return services.ask_export(viewer=viewer, of="notices", query=query, raw=raw, names=names)


def the_export(row: Export) -> Export:
    """How an export stands."""
    with acting(SYSTEM):
        return Export.objects.get(pk=row.pk)


def at_the_page(by: Actor) -> Client:
    """Somebody who is signed in."""
    client = Client()
    assert by.person is not None
    client.force_login(by.person)
    return client


def several(by: Actor, count: int, **changes: Any) -> list[Any]:
    """Notices that are not taken for each other."""
    own = range(1, count + 1)
    return [
        a_sent_notice(by, **{"reference": f"EX-{n}", "importer_name": f"Quimicos {n}", "quantity": n, **changes})
        for n in own
    ]
