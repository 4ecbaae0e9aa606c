"""Writes of what an office shares of its mapping: numbers by sector, to the secretariat, until it is withdrawn."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from penstock.industry.mapping import queries
from penstock.industry.mapping.fields import SHARED
from penstock.industry.mapping.models import Summary
from penstock.industry.mapping.office import mapped_country, own_country, strictly
from penstock.industry.mapping.reporting.measures import stand_of, summarised
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.directory.queries import readers_of
from penstock.parties.duties import MAP_INDUSTRY


def share(*, viewer: Viewer, raw: Mapping[str, Any]) -> Summary:
    """Share the summary as it is now; it takes the place of the one that was shared before."""
    with transaction.atomic():
        country = mapped_country(viewer)
        words = strictly(SHARED, raw).values["note"] or ""
        _end(viewer)
        row = Summary(
            government_id=country,
            audience=readers_of(country),
            content={"sectors": summarised(stand_of(viewer))},
            note=words,
            person_name=viewer.name,
        )
        row.save(force_insert=True)
        _note("mapping.summary_shared", viewer, row)
    return row


def unshare(*, viewer: Viewer) -> Summary:
    """Share the summary no more; NotVisible where none is shared."""
    with transaction.atomic():
        own_country(viewer)
        row = _end(viewer)
        if row is None:
            raise NotVisible
        _note("mapping.summary_withdrawn", viewer, row)
    return row


def _end(viewer: Viewer) -> Summary | None:
    row = queries.own_summary(viewer)
    if row is not None:
        row.withdrawn_at = now()
        row.save()
    return row


def _note(name: str, viewer: Viewer, row: Summary) -> None:
    told = {"summary": str(row.pk), "country": row.government_id}
    act = record.Act(name=name, case_id=None, viewer=viewer, audience=list(row.audience), data=told, duty=MAP_INDUSTRY)
    record.append(act)
