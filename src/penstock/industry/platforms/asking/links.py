"""The link by which a platform answers without an account: its secret is told once and kept only as a hash."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from penstock.cases import queries as case_queries
from penstock.cases.models import Attachment
from penstock.cases.secrecy.sight import content_for
from penstock.cases.services import tell
from penstock.industry.platforms.asking.models import PlatformNotice
from penstock.industry.platforms.asking.services import take_step
from penstock.industry.platforms.asking.states import AWAITED, PLATFORM_NOTICES
from penstock.kernel.clock import today
from penstock.kernel.delivery.outbox import send
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, NotVisible, Viewer
from penstock.parties.duties import WORK_WITH_PLATFORMS

SECRET_BYTES = 32
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody with a link is shown: the notice, what it says, and the files that prove it, by name and hash."""

    notice: PlatformNotice
    content: Mapping[str, Any]
    evidence: tuple[Attachment, ...]

    @property
    def may_acknowledge(self) -> bool:
        """Whether nobody has said yet that it was received."""
        return bool(self.notice.state == "sent")


def make_link(*, viewer: Viewer, notice_id: UUID, raw: Mapping[str, Any]) -> tuple[PlatformNotice, str]:
    """Make the link to a notice that was sent, and mail it where an address is given; answers it, told this once."""
    with transaction.atomic():
        secret = secrets.token_urlsafe(SECRET_BYTES)
        row = take_step(viewer=viewer, notice_id=notice_id, verb="link", raw=raw, digest=digest_of(secret))
        link = f"{settings.BASE_URL}/respond/{secret}/"
        if row.link_email:
            subject = _("%(office)s writes to you") % {"office": viewer.organisation_name}
            # A mailbox is read by many: what it is about stands behind the link alone.
            body = _("Please read and answer here, until %(day)s:") % {"day": row.link_until}
            send("mail", {"to": row.link_email, "subject": subject, "body": f"{body}\n\n{link}\n"})
    return row, link


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def asked_by(secret: str) -> Asked:
    """What a link asks, while it can be answered; NotVisible for every other link."""
    with acting(SYSTEM) as system:
        row = _found(system, secret)
        return Asked(row, content_for(system, row), tuple(case_queries.attachments(system, row)))


def _found(system: Viewer, secret: str) -> PlatformNotice:
    rows = PlatformNotice.objects.visible_to(system).select_related("opener", "opener__government", "platform")
    row = rows.filter(link_digest=digest_of(secret), link_until__gte=today(), state__in=AWAITED).first()
    if row is None:
        raise NotVisible
    return row


def acknowledge(*, secret: str, raw: Mapping[str, Any]) -> PlatformNotice:
    """Say through a link that the notice was received."""
    return _through(secret, "receive", raw)


def reply(*, secret: str, raw: Mapping[str, Any]) -> PlatformNotice:
    """Answer through a link, once; NotVisible for a wrong or spent one, Refused with what is to be mended."""
    return _through(secret, "reply", raw)


def _through(secret: str, verb: str, raw: Mapping[str, Any]) -> PlatformNotice:
    """Take a step as whoever holds the link: the record names them as they name themselves."""
    with acting(SYSTEM) as system:
        notice_id, to = (found := _found(system, secret)).pk, found.platform.name
        # Whoever answered at the same moment has spent the link: the row is asked again under its lock.
        if PLATFORM_NOTICES.lock(system, notice_id).link_digest != digest_of(secret):
            raise NotVisible
        named = str(raw.get("received_by" if verb == "receive" else "name") or "")[:LONGEST_NAME].strip()
        by = replace(SYSTEM, name=named or to, organisation_name=to)
        row = take_step(viewer=by, notice_id=notice_id, verb=verb, raw=raw)
        if verb == "reply":
            body = "A platform has answered. Read what it did."
            tell(row, row.opener_id, duty=WORK_WITH_PLATFORMS, subject="Answer of a platform:", body=body)
    return row
