"""Writes of platforms: their profiles, and the checks of their policies."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.industry.mapping.office import strictly
from penstock.industry.platforms.fields import LOOKED_AT_AGAIN, PLATFORM, check_form, gaps_in
from penstock.industry.platforms.models import Platform, PolicyCheck
from penstock.industry.platforms.office import note, own_country
from penstock.kernel.clock import now, today
from penstock.kernel.forms.specification import Reading
from penstock.kernel.viewer import Fault, NotVisible, Viewer
from penstock.kernel.workflow import refused_for


def enter(*, viewer: Viewer, raw: Mapping[str, Any]) -> Platform:
    """Enter a platform that is found in one's country or used by its people."""
    with transaction.atomic():
        country = own_country(viewer)
        row = Platform(government_id=country)
        _write(viewer, row, strictly(PLATFORM, raw))
        row.save(force_insert=True)
        note("platform.entered", viewer, country, {"platform": str(row.pk), "content": row.content})
    return row


def change(*, viewer: Viewer, platform_id: UUID, raw: Mapping[str, Any]) -> Platform:
    """Change the profile of a platform; what it was stays on the record."""
    with transaction.atomic():
        row = held(viewer, platform_id)
        _write(viewer, row, strictly(PLATFORM, raw))
        row.save()
        note("platform.changed", viewer, row.government_id, {"platform": str(row.pk), "content": row.content})
    return row


def check_policy(*, viewer: Viewer, platform_id: UUID, raw: Mapping[str, Any]) -> PolicyCheck:
    """Write what the policy of a platform says of each question, as a new edition; the former ones stay."""
    with transaction.atomic():
        row = held(viewer, platform_id)
        reading = strictly(check_form(row.kind), raw)
        row.edition += 1
        row.next_on = reading.values["next_on"] or today() + LOOKED_AT_AGAIN
        row.person_name, row.updated_at = viewer.name, now()
        row.save()
        check = PolicyCheck(
            platform=row,
            government_id=row.government_id,
            edition=row.edition,
            kind=row.kind,
            content=dict(reading.kept),
            person_name=viewer.name,
        )
        check.save(force_insert=True)
        told = {"platform": str(row.pk), "edition": row.edition, "gaps": len(gaps_in(row.kind, check.content))}
        note("platform.policy_checked", viewer, row.government_id, told)
    return check


def held(viewer: Viewer, platform_id: UUID) -> Platform:
    """A platform, locked; NotVisible when there is none for this viewer."""
    own_country(viewer)
    row = Platform.objects.visible_to(viewer).select_for_update().filter(pk=platform_id).first()
    if row is None:
        raise NotVisible
    return row


def _write(viewer: Viewer, row: Platform, reading: Reading) -> None:
    values = reading.values
    others = Platform.objects.visible_to(viewer).filter(government=row.government_id, name__iexact=values["name"])
    if others.exclude(pk=row.pk).exists():
        text = "A platform of this name is entered already. Change that one, or tell them apart by their names."
        raise refused_for([Fault("name", "platform_known", text)])
    row.name, row.kind, row.seat = values["name"], values["kind"], values["seat"]
    row.content, row.person_name, row.updated_at = dict(reading.kept), viewer.name, now()
