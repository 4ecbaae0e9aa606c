"""The two fences, each to be switched off, and the search for rows that somebody sees and should not."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from penstock.cases.assignments.models import Assignment, WithinOffice
from penstock.cases.enquiries.models import Enquiry, OfEnquiry
from penstock.cases.lists.models import OfExport, OfPerson, Searches
from penstock.cases.models import Case, Cases, Comment, Link, Links, OfCase
from penstock.cases.registers import models as registers
from penstock.exchange.misp import models as misp
from penstock.exchange.models import DigestPlan, Endpoint
from penstock.exchange.taxii import models as taxii
from penstock.incidents import models as incidents
from penstock.kernel import rowsecurity
from penstock.kernel.models import Event, VisibleRows
from penstock.kernel.rowsecurity import acting, policy_of
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.notices.models import Batch, OfBatch
from penstock.notices.responsiveness.models import OfNotice
from penstock.parties.circles.models import Circle, Circles, Membership
from penstock.parties.circles.queries import FOCAL_POINTS
from penstock.parties.companies.models import Company, Licence, OfOwnAuthority
from penstock.parties.directory.models import Candidacy, Entries, ForOffices, Specimen
from penstock.parties.directory.models import Entry as DirectoryEntry
from penstock.parties.models import DutyHeld, Organisation
from penstock.surveillance.models import (
    CopiesSeen,
    Copy,
    Edition,
    EntriesSeen,
    Entry,
    OfCopy,
    SurveillanceList,
    Vetting,
)
from tests.isolation.world import World

OUTSIDERS = ("exporter_officer", "importer_officer", "third_officer", "fourth_officer", "secretariat_officer", "clerk")
FENCED = [model for model in apps.get_models() if (policy := policy_of(model)) and policy.read]
FILTERED = [model for model in FENCED if isinstance(model._default_manager.all(), VisibleRows)]


FILTERS = (
    VisibleRows,
    OfCase,
    WithinOffice,
    Links,
    OfBatch,
    EntriesSeen,
    CopiesSeen,
    OfCopy,
    Entries,
    ForOffices,
    OfEnquiry,
    OfExport,
    OfPerson,
    Searches,
    OfNotice,
    OfOwnAuthority,
    Circles,
    registers.ForOffices,
    registers.Screenings,
    registers.OfScreening,
    Cases,
    incidents.OfIncident,
    incidents.Names,
    incidents.Own,
    taxii.Objects,
    taxii.OfOrganisation,
    misp.Keepsakes,
)
"""The classes whose `visible_to` is the first fence."""


@contextmanager
def first_fence_off(patch: pytest.MonkeyPatch, *classes: type) -> Iterator[None]:
    """The application shows every row; the policies are alone."""
    with patch.context() as inner:
        for one in classes or FILTERS:
            inner.setattr(one, "visible_to", lambda rows, _viewer: rows.all())
        yield


@contextmanager
def second_fence_off(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The policies show every row; the application is alone."""
    laid = rowsecurity._set_viewer
    with patch.context() as inner:
        inner.setattr(rowsecurity, "_set_viewer", lambda *settings: laid(*settings[:2], "all"))
        yield


def opened(audience: Iterable[Any]) -> set[Any]:
    """The organisations of an audience, and today's members of its circles."""
    found = set(audience)
    found |= set(Membership.objects.filter(circle__in=found, until_on=None).values_list("organisation", flat=True))
    if FOCAL_POINTS in found:
        readers = DutyHeld.objects.filter(duty="read incidents", until_on=None)
        found |= set(readers.values_list("person__organisation", flat=True))
    return found


def audience_of(row: models.Model) -> set[Any]:
    """Who may see a row, read from the row by hand; its parent's where it has none of its own."""
    own = incidents.Message | Event | Case | Batch | Comment | Candidacy | Endpoint | DigestPlan | Enquiry
    if isinstance(row, own | SurveillanceList | Edition | Copy | Vetting):
        return opened(row.audience)
    if isinstance(row, Entry):
        held = Copy.objects.filter(edition_id=row.edition_id, state="acknowledged")
        return {row.edition.owner_id, *held.values_list("holder_id", flat=True)}
    if isinstance(row, DirectoryEntry | Specimen):
        everybody = Organisation.objects.all()
        offices = {one.id for one in everybody if one.kind != "company"}
        theirs = {one.id for one in everybody if one.government_id == row.government_id}
        return offices | theirs if isinstance(row, DirectoryEntry) and row.is_public else offices
    if isinstance(row, Link):
        return audience_of(row.one) & audience_of(row.other)
    if isinstance(row, Company | Licence | registers.Requirement | registers.Place):
        of_one = {"kind": "authority", "government": row.government_id} if isinstance(row, Company | Licence) else {}
        return {one.id for one in Organisation.objects.exclude(kind="company").filter(**of_one)}
    return _parents_audience_of(row)


def _readers_of(row: taxii.StixObject) -> set[Any]:
    """Who was told of an edition and sees its case, and a name only where it is given; everybody, of what is common."""
    if row.case is None:
        return set(Organisation.objects.values_list("pk", flat=True))
    readers = opened(row.audience) & audience_of(row.case)
    if row.party_id is None:
        return readers
    party = incidents.Party.objects.filter(pk=row.party_id).first()
    return readers & set(party.audience) if party else set()


def _parents_audience_of(row: models.Model) -> set[Any]:
    if isinstance(row, Circle):
        return opened([row.pk])
    if isinstance(row, taxii.StixObject):
        return _readers_of(row)
    own = incidents.Original | incidents.ReleaseRule | incidents.MessageLine | incidents.MessageMeaning
    if isinstance(row, Assignment | own | misp.Kept):
        return {row.organisation_id}
    for parent in ("case", "batch", "copy", "export", "list", "enquiry", "notice", "incident"):
        if isinstance(getattr(row, parent, None), models.Model):
            seen = audience_of(getattr(row, parent))
            return seen & set(row.audience) if isinstance(row, incidents.Party) else seen
    organisation = getattr(row, "organisation_id", None)
    return {organisation} if organisation else set()


def foreign_rows(model: type[models.Model], viewer: Viewer, seen: set[Any]) -> list[str]:
    """Rows among those seen that the viewer's organisation is not to see."""
    with acting(SYSTEM):
        rows = list(model._default_manager.filter(pk__in=list(seen)))
        return [f"{model.__name__} {row.pk}" for row in rows if viewer.organisation_id not in audience_of(row)]


def seen_by(model: type[models.Model], viewer: Viewer) -> set[Any]:
    """The keys of the rows that are seen through both fences, or through what is left of them."""
    with acting(viewer):
        rows = model._default_manager.all()
        shown = rows.visible_to(viewer) if isinstance(rows, VisibleRows) else rows
        return set(shown.values_list("pk", flat=True))


def holes(models_tried: list[type[models.Model]], world: World) -> list[str]:
    """Every foreign row that somebody sees."""
    found = []
    for key in OUTSIDERS:
        viewer = world.cast.everybody[key].viewer
        for model in models_tried:
            found += [f"{key}: {one}" for one in foreign_rows(model, viewer, seen_by(model, viewer))]
    return found
