"""The two fences, each to be switched off, and the search for rows that somebody sees and should not."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from penstock.alerts import models as alerts
from penstock.cases.assignments.models import WithinOffice
from penstock.cases.enquiries.models import OfEnquiry
from penstock.cases.lists.models import OfExport, OfPerson, Searches
from penstock.cases.models import Cases, Links, OfCase
from penstock.cases.registers import models as registers
from penstock.exchange.misp import models as misp
from penstock.exchange.taxii import models as taxii
from penstock.incidents import models as incidents
from penstock.incidents.linking import models as linking
from penstock.industry.contacts.models import OtherSide
from penstock.industry.fees.models import InCountry
from penstock.industry.guidance.models import ForCountry
from penstock.industry.partnership import models as partnership
from penstock.industry.returns.reminding.models import ReturnDays
from penstock.kernel import rowsecurity
from penstock.kernel.models import VisibleRows
from penstock.kernel.rowsecurity import acting, policy_of
from penstock.kernel.viewer import SYSTEM, Viewer
from penstock.notices.models import OfBatch
from penstock.notices.responsiveness.models import OfNotice
from penstock.operations import models as operations
from penstock.orders.reports.models import Judgements
from penstock.parties.circles.models import Circles
from penstock.parties.companies.models import OfCompany, OfOwnAuthority
from penstock.parties.directory.models import Entries, ForOffices
from penstock.parties.signing import SigningRules
from penstock.permits.applications.models import Recommendations
from penstock.permits.ledger.models import OfAccount
from penstock.permits.papers.models import Checks, OfAuthority
from penstock.permits.passages.models import BorderOffices
from penstock.surveillance.models import (
    CopiesSeen,
    EntriesSeen,
    OfCopy,
)
from tests.isolation.audiences import audience_of
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
    operations.Projects,
    operations.NamedIncidents,
    registers.ForOffices,
    registers.Screenings,
    registers.OfScreening,
    Cases,
    incidents.OfIncident,
    incidents.Names,
    incidents.Own,
    linking.Marks,
    linking.Hints,
    alerts.Own,
    taxii.Objects,
    taxii.OfNotices,
    taxii.OfOrganisation,
    misp.Keepsakes,
    Checks,
    OfAuthority,
    Recommendations,
    SigningRules,
    OfAccount,
    BorderOffices,
    OfCompany,
    Judgements,
    ReturnDays,
    partnership.OfAgreement,
    OtherSide,
    ForCountry,
    InCountry,
)
"""The classes whose `visible_to` is the first fence."""


@contextmanager
def first_fence_off(patch: pytest.MonkeyPatch, *classes: type) -> Iterator[None]:
    """The application shows every row; the policies are alone."""
    with patch.context() as inner:
        for one in classes or FILTERS:
            inner.setattr(one, "visible_to", lambda rows, _viewer, **_how: rows.all())
        yield


@contextmanager
def second_fence_off(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """The policies show every row; the application is alone."""
    laid = rowsecurity._set_viewer
    with patch.context() as inner:
        inner.setattr(rowsecurity, "_set_viewer", lambda *settings: laid(*settings[:2], "all"))
        yield


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
