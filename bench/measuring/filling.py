"""Fills a house with the notices of some years, by the services' own constructors and by COPY."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from random import Random

from measuring.shipments import shipments
from measuring.world import Officer
from penstock.catalogue.substances import tabled
from penstock.kernel import numbers, record, workflow
from penstock.kernel.clock import now
from penstock.kernel.rowsecurity import acting, copy_models
from penstock.notices.models import Notice
from penstock.notices.services import Desk, new_notice, series_of
from penstock.notices.states import NOTICES
from penstock.parties.models import Organisation

AT_ONCE = 2000
SHARE_OPEN = 0.1
YEARS = 3


def fill(officers: Mapping[str, Officer], count: int, seed: int) -> None:
    """So many notices, shared among all authorities; one in ten still awaits its answer."""
    random, made = Random(seed), 0  # noqa: S311  chance that can be repeated
    while made < count:
        for country, officer in officers.items():
            piece = min(AT_ONCE, count // len(officers) + 1, count - made)
            if piece > 0:
                importing = [code for code in officers if code != country]
                _lodge(officer, list(_contents(country, importing, piece, seed + made)), random)
                made += piece


def _contents(country: str, importing: Sequence[str], count: int, seed: int) -> Iterator[dict[str, object]]:
    named = [one.id for one in tabled()]
    for number, line in enumerate(shipments(count, seed=seed, exporting=country, importing=importing)):
        yield {**line, "quantity": line["quantity"] or "1", "substances": [named[number % len(named)]]}


def _lodge(officer: Officer, contents: Sequence[Mapping[str, object]], random: Random) -> None:
    viewer = officer.viewer
    with acting(viewer):
        opener = Organisation.objects.get(id=viewer.organisation_id)
        first = numbers.take(series_of(opener), len(contents))
        notices = [new_notice(opener, content, number=number) for number, content in enumerate(contents, start=first)]
        acts = workflow.begin_many(NOTICES, notices, "submit", viewer, Desk.open())
        for notice in notices:
            _age(notice, random)
        copy_models(Notice, notices)
        record.append_many(acts)


def _age(notice: Notice, random: Random) -> None:
    """Most notices are old and were released long ago."""
    if random.random() < SHARE_OPEN:
        notice.updated_at = now() - timedelta(minutes=random.randrange(14 * 24 * 60))
        return
    notice.updated_at = notice.sent_at = now() - timedelta(minutes=random.randrange(YEARS * 365 * 24 * 60))
    notice.state, notice.is_open = "released", False
    notice.due_on = notice.remind_on = notice.waits_for_id = None
