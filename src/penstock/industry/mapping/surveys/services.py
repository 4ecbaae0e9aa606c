"""Writes of surveys: a link is made, a company answers by it once, and an officer takes the answer over."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.industry.mapping.fields import ANSWER, ASIDE, INVITATION, with_sectors
from penstock.industry.mapping.finding.services import found_form, held, rewrite
from penstock.industry.mapping.models import FoundCompany, IndustryMapping, Sector, Survey
from penstock.industry.mapping.office import note, own_country, strictly
from penstock.kernel.clock import now, today
from penstock.kernel.forms.specification import Form
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Refused, Viewer

SECRET_BYTES = 32
GIVES = ("name", "number", "sectors", "region", "address", "website", "chemicals", "other_chemicals")
"""What an answer says that the company found says too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody with a link is shown: the survey, whose it is, whom to ask back, and its form."""

    survey: Survey
    country: str
    contact: str
    basis: str
    form: Form

    @property
    def stands(self) -> str:
        """Whether it can be answered: `open`, `answered`, `withdrawn` or `expired`."""
        if self.survey.answered_at:
            return "answered"
        if self.survey.withdrawn_at:
            return "withdrawn"
        return "open" if today() <= self.survey.until_on else "expired"


def invite(*, viewer: Viewer, found_id: UUID, raw: Mapping[str, Any]) -> tuple[Survey, str]:
    """Make a link for a company found; answers the secret, which nobody can read again."""
    with transaction.atomic():
        found = held(viewer, found_id)
        values = strictly(INVITATION, raw).values
        secret = secrets.token_urlsafe(SECRET_BYTES)
        row = Survey(
            government_id=found.government_id,
            found=found,
            digest=digest_of(secret),
            office_name=viewer.organisation_name,
            words=values["words"] or "",
            person_name=viewer.name,
            until_on=today() + timedelta(days=int(values["days"])),
        )
        row.save(force_insert=True)
        told = {"survey": str(row.pk), "found": str(found.pk), "name": found.name, "until_on": str(row.until_on)}
        note("mapping.survey_sent", viewer, row.government_id, told)
    return row, secret


def withdraw(*, viewer: Viewer, survey_id: UUID) -> Survey:
    """Withdraw a link that nobody has answered."""
    with transaction.atomic():
        row = _held(viewer, survey_id)
        if row.answered_at or row.withdrawn_at:
            raise Refused("over", "This link was answered or withdrawn already.")
        row.withdrawn_at = now()
        row.save()
        note("mapping.survey_withdrawn", viewer, row.government_id, {"survey": str(row.pk)})
    return row


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def asked_by(secret: str) -> Asked | None:
    """What a link asks; None where there is no such link. The secret itself is what lets somebody see it."""
    with acting(SYSTEM) as system:
        row = Survey.objects.visible_to(system).select_related("found", "government").filter(digest=digest_of(secret))
        survey = row.first()
        return _asked(system, survey) if survey else None


def _asked(system: Viewer, survey: Survey) -> Asked:
    rows = Sector.objects.visible_to(system).filter(government=survey.government_id, retired_on__isnull=True)
    form = with_sectors(ANSWER, dict(rows.values_list("code", "name")))
    about = IndustryMapping.objects.visible_to(system).get(government=survey.government_id).content
    return Asked(survey, survey.government.name, about.get("contact") or "", about.get("basis") or "", form)


def answer(*, secret: str, raw: Mapping[str, Any]) -> Asked:
    """Answer by a link, once; NotVisible for a wrong one, Refused where it cannot be used any more."""
    with acting(SYSTEM) as system:
        rows = Survey.objects.visible_to(system).select_for_update(of=("self",)).select_related("found", "government")
        survey = rows.filter(digest=digest_of(secret)).first()
        if survey is None:
            raise NotVisible
        asked = _asked(system, survey)
        if asked.stands != "open":
            raise Refused("over", "This link cannot be used any more.")
        survey.content = strictly(asked.form, raw).kept
        survey.answered_at = now()
        survey.save()
        told = {"survey": str(survey.pk), "name": survey.found.name}
        note("mapping.survey_answered", system, survey.government_id, told)
    return asked


def proposed(found: FoundCompany, survey: Survey) -> dict[str, Any]:
    """The company found as it would be with the answer: what was answered stands in the place of what was known."""
    given = {name: survey.content[name] for name in GIVES if survey.content and survey.content.get(name)}
    return {**kept_of(found), **given, "how": "survey", "source": f"Survey answered on {survey.answered_at:%Y-%m-%d}"}


def kept_of(found: FoundCompany) -> dict[str, Any]:
    """A company found as its form keeps it."""
    own = {"name": found.name, "number": found.number, "sectors": found.sectors, "how": found.how}
    return {**found.content, **own, "source": found.source, "found_on": found.found_on.isoformat()}


def take_over(*, viewer: Viewer, survey_id: UUID, raw: Mapping[str, Any]) -> Survey:
    """Take an answer over into the company found, as the officer has looked through it."""
    with transaction.atomic():
        row = _answered(viewer, survey_id)
        found = held(viewer, row.found_id)
        rewrite(viewer, found, strictly(found_form(viewer), raw))
        row.taken_at, row.taken_by = now(), viewer.name
        row.save()
        told = {"survey": str(row.pk), "found": str(found.pk), "name": found.name}
        note("mapping.survey_taken_over", viewer, row.government_id, told)
    return row


def set_aside(*, viewer: Viewer, survey_id: UUID, raw: Mapping[str, Any]) -> Survey:
    """Set an answer aside, with the reason; it stays readable."""
    with transaction.atomic():
        row = _answered(viewer, survey_id)
        row.set_aside = strictly(ASIDE, raw).values["reason"]
        row.taken_by = viewer.name
        row.save()
        told = {"survey": str(row.pk), "reason": row.set_aside}
        note("mapping.survey_set_aside", viewer, row.government_id, told)
    return row


def _answered(viewer: Viewer, survey_id: UUID) -> Survey:
    row = _held(viewer, survey_id)
    if row.answered_at is None:
        raise Refused("unanswered", "Nobody has answered yet.")
    if row.taken_at or row.set_aside:
        raise Refused("settled", "This answer was taken over or set aside already.")
    return row


def _held(viewer: Viewer, survey_id: UUID) -> Survey:
    own_country(viewer)
    row = Survey.objects.visible_to(viewer).select_for_update().filter(pk=survey_id).first()
    if row is None:
        raise NotVisible
    return row
