"""The collections an organisation has: what it may read of all, and its own inbox."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from django.db.models import QuerySet

from penstock.exchange.stix.identifiers import NAMESPACE
from penstock.exchange.taxii import keeping, notices
from penstock.exchange.taxii.models import Posted, StixObject
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import READ_INCIDENTS

STIX_TYPE = "application/stix+json;version=2.1"
TO_PASS_ON = ("CLEAR", "GREEN")
Rows = Callable[[int | None], QuerySet[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """A collection of one viewer's; `rows` are asked with how far the record was followed, which matters `of_cases`.

    Some are told `by_circles`, so what is new in them depends on when the reader joined.
    """

    id: UUID
    title: str
    description: str
    alias: str
    rows: Rows
    of_cases: bool = False
    by_circles: bool = False
    is_inbox: bool = False

    @property
    def told(self) -> dict[str, Any]:
        """The collection as TAXII describes it."""
        return {
            "id": str(self.id),
            "title": self.title,
            "description": self.description,
            "alias": self.alias,
            "can_read": True,
            "can_write": self.is_inbox,
            "media_types": [STIX_TYPE],
        }

    def is_called(self, name: str) -> bool:
        """Whether an address names this collection."""
        return name in {str(self.id), self.alias}


def collections(viewer: Viewer) -> Iterable[Collection]:
    """Every collection of the viewer's, by what the viewer reads."""
    if viewer.has(READ_INCIDENTS):
        yield from _of_incidents(viewer)
    yield Collection(
        id=uuid5(NAMESPACE, "collection/notices"),
        title="Notices",
        description="Consignments that your organisation notified or was notified of before their export.",
        alias="notices",
        rows=partial(notices.told_to, viewer),
        of_cases=True,
    )
    yield Collection(
        id=uuid5(NAMESPACE, "collection/reference"),
        title="Reference",
        description="Organisations, substances, markings and the extension, to which the other collections refer.",
        alias="reference",
        rows=lambda _followed: StixObject.objects.visible_to(viewer).filter(case__isnull=True),
    )


def _of_incidents(viewer: Viewer) -> Iterable[Collection]:
    yield Collection(
        id=uuid5(NAMESPACE, "collection/incidents"),
        title="Incidents",
        description="Incidents released to your organisation: seizures, stopped shipments, diversions and the like.",
        alias="incidents",
        rows=partial(keeping.told_to, viewer),
        of_cases=True,
        by_circles=True,
    )
    yield Collection(
        id=uuid5(NAMESPACE, "collection/incidents to pass on"),
        title="Incidents to pass on",
        description="Those among them that bear TLP:CLEAR or TLP:GREEN.",
        alias="incidents-to-pass-on",
        rows=lambda followed: keeping.told_to(viewer, followed).filter(marking__in=TO_PASS_ON),
        of_cases=True,
        by_circles=True,
    )
    yield Collection(
        id=inbox_id(viewer.organisation_id),
        title="Inbox",
        description="What your systems put here and what is fetched for you; nobody else reads it.",
        alias="inbox",
        rows=lambda _followed: Posted.objects.visible_to(viewer),
        is_inbox=True,
    )


def inbox_id(organisation_id: UUID) -> UUID:
    """The identifier of an organisation's inbox."""
    return uuid5(NAMESPACE, f"inbox/{organisation_id}")


def collection(viewer: Viewer, name: str) -> Collection:
    """The viewer's collection with this identifier or alias; NotVisible for everybody else's."""
    found = next((one for one in collections(viewer) if one.is_called(name)), None)
    if found is None:
        raise NotVisible
    return found


def follows(viewer: Viewer, name: str) -> bool:
    """Whether what a collection tells follows the record, so that nothing stale may be read of it."""
    return any(one.of_cases for one in collections(viewer) if one.is_called(name))
