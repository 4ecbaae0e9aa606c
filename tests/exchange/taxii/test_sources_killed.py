"""A worker that is killed while it fetches a source: what was fetched is there, and the next one goes on behind it."""

import os
import signal
import subprocess
import sys

import pytest

from penstock.exchange.taxii.inbox import sources
from penstock.exchange.taxii.models import Posted, Source
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM
from tests.cast import the_cast
from tests.exchange.taxii.test_sources import Server

FETCH = """
import django
django.setup()
from penstock.exchange.taxii.inbox.sources import fetch_one
while fetch_one():
    pass
"""
AT_ONCE = """
import django
django.setup()
from django.db import transaction
from penstock.exchange.taxii.inbox.sources import fetch_one
with transaction.atomic():
    while fetch_one():
        pass
"""
POINT = "after_rows_before_commit"


class Deadly(Server):
    """A collection that orders whoever reads its second page to die before that is committed."""

    def __init__(self, orders) -> None:
        self.orders = orders
        super().__init__()

    def answer(self, query):
        if query.get("next") == "2" and self.orders:
            (self.orders / POINT).touch()
            self.orders = None
        return super().answer(query)


@pytest.fixture
def there(committed, tmp_path):  # noqa: ARG001  commits must be real before there is what to fetch
    """Somebody's collection, and a source of Exportland's that leads to it."""
    one = Deadly(tmp_path)
    with acting(the_cast().exporter_head.viewer) as viewer:
        sources.add(viewer=viewer, raw={"label": "Theirs", "url": one.url})
    yield one
    one.close()


def process(program, database, orders):
    own = {"DJANGO_SETTINGS_MODULE": "penstock.settings", "PENSTOCK_CRASH_AT": str(orders)}
    environment = {**os.environ, **database.environment, **own}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)


def kept():
    with acting(SYSTEM):
        return Posted.objects.count(), Source.objects.get()


def test_what_was_fetched_before_the_kill_stays_and_the_next_goes_on(there, committed, tmp_path):
    killed = process(FETCH, committed, tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-1500:]
    count, source = kept()
    assert (count, source.walk["next"]) == (3, "2"), "the first page was committed, the second was not"
    asked = len(there.asked)
    went_on = process(FETCH, committed, tmp_path)
    assert went_on.returncode == 0, went_on.stderr[-1500:]
    assert there.asked[asked]["next"] == "2", "it goes on where it stopped"
    count, source = kept()
    assert (count, source.taken, source.walk, source.last_answer) == (7, 7, {}, "")


def test_the_control_fetches_all_in_one_transaction_and_loses_what_it_had(there, committed, tmp_path):
    killed = process(AT_ONCE, committed, tmp_path)
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-1500:]
    assert len(there.asked) == 2
    assert kept()[0] == 0
