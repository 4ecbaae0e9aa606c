"""Reads of arrangements; everybody who is signed in may know who answers for a territory."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from penstock.catalogue.countries import country
from penstock.kernel.viewer import NotVisible
from penstock.notices.models import Arrangement
from penstock.parties.models import Organisation


def arrangements() -> "QuerySet[Arrangement]":
    """Every arrangement there is or was, by territory, the newest first."""
    return Arrangement.objects.select_related("authority")


def in_force(on: date) -> Mapping[str, Arrangement]:
    """The arrangement of each territory that has one on a day."""
    rows = arrangements().filter(Q(until_on__isnull=True) | Q(until_on__gte=on), since_on__lte=on)
    return {one.territory: one for one in rows.order_by("since_on")}


def arrangement_for(territory: str, on: date) -> Arrangement | None:
    """The arrangement for one territory on a day, if there is one."""
    rows = arrangements().filter(Q(until_on__isnull=True) | Q(until_on__gte=on), since_on__lte=on, territory=territory)
    return rows.order_by("-since_on").first()


def arrangement(arrangement_id: UUID) -> Arrangement:
    """One arrangement; NotVisible when there is none."""
    found = arrangements().filter(pk=arrangement_id).first()
    if found is None:
        raise NotVisible
    return found


def authorities() -> "QuerySet[Organisation]":
    """Those that may be named in an arrangement."""
    return Organisation.objects.filter(kind="authority").select_related("government")


def name_of(territory: str) -> str:
    """A territory's name, or its code where it has none here."""
    found = country(territory)
    return found.name if found else territory
