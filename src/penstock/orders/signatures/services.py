"""Writes of papers that customers sign: a link, a signature, a paper taken in, a verification, an end."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from penstock.cases.services import given
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.delivery.outbox import send
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NOBODY, SYSTEM, NotVisible, Refused, Viewer
from penstock.orders.customers.services import note, strictly
from penstock.orders.signatures.fields import ENDING, LINK, PAPER, SIGNING, VERIFICATION
from penstock.orders.signatures.models import SignedPaper
from penstock.parties.duties import KEEP_CUSTOMERS

LINK_LIFE = timedelta(days=14)
Row = TypeVar("Row", bound=SignedPaper)


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def hash_of(text: str) -> str:
    """SHA-256 of a text, as the signer sees it beneath."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers(Generic[Row]):
    """A kind of papers: its table, the word that its acts begin with, where its link and its page are, its letters."""

    model: type[Row]
    word: str
    signed_at: str
    kept_at: str
    asks: str
    please: str
    signed: str
    then: str

    def make_link(self, *, viewer: Viewer, paper_id: UUID, raw: Mapping[str, Any]) -> tuple[Row, str]:
        """Make the link by which a customer signs without an account, mailed where an address is given.

        An older link ends. Answers the row and the link, which is not kept: whoever loses it makes another.
        """
        viewer.needs(KEEP_CUSTOMERS)
        email = strictly(LINK, raw).values["email"] or ""
        with transaction.atomic():
            row = self._locked(viewer, paper_id)
            _refuse_signed(row)
            secret = secrets.token_urlsafe(32)
            row.link_digest, row.link_until, row.link_email = digest_of(secret), now() + LINK_LIFE, email
            row.save(update_fields=["link_digest", "link_until", "link_email"])
            link = f"{settings.BASE_URL}/{self.signed_at}/{secret}/"
            if email:
                body = _(self.please) % {"day": row.link_until.date()}
                subject = _(self.asks) % {"company": viewer.organisation_name}
                send("mail", {"to": email, "subject": subject, "body": f"{body}\n\n{link}\n"})
            self.note(viewer, "link_made", row, {"until": row.link_until.isoformat(), "email": email})
        return row, link

    def to_sign(self, secret: str) -> Row:
        """The paper that a link is for, while it may be signed; NotVisible for every other link."""
        with acting(SYSTEM):
            return self._of_link(secret)

    def _of_link(self, secret: str, *, lock: bool = False) -> Row:
        rows = self.model.objects.visible_to(SYSTEM).select_related("customer", "organisation")  # type: ignore[attr-defined]
        rows = rows.select_for_update(of=("self",)) if lock else rows
        row: Row | None = rows.filter(
            link_digest=digest_of(secret), link_until__gt=now(), ended_at__isnull=True, signed_at__isnull=True
        ).first()
        if row is None:
            raise NotVisible
        return row

    def sign(self, *, secret: str, raw: Mapping[str, Any]) -> Row:
        """Sign through a link: the words as they were shown, by name and position; the link is spent."""
        values = strictly(SIGNING, raw).values
        with acting(SYSTEM):
            row = self._of_link(secret, lock=True)
            if raw.get("text_hash") != row.text_hash or hash_of(row.text) != row.text_hash:
                raise Refused("other_text", _("This is not the text that was shown to you. Open the link again."))
            row.signed_at, row.signed_how = now(), "link"
            row.signer_name, row.signer_post, row.link_digest = values["signer_name"], values["signer_post"], ""
            row.save(update_fields=["signed_at", "signed_how", "signer_name", "signer_post", "link_digest"])
            signer = Viewer(
                person_id=NOBODY,
                organisation_id=row.organisation_id,
                name=row.signer_name,
                organisation_name=row.customer.name,
            )
            self.note(signer, "signed", row, {"by": row.signer_name, "post": row.signer_post, "how": "link"})
            address = f"{settings.BASE_URL}/{self.kept_at}/{row.pk}/"
            about = {"subject": _(self.signed) % {"name": row.customer.name}}
            send("announcement", {"organisation": str(row.organisation_id), "duty": KEEP_CUSTOMERS, **about,
                                  "body": f"{_(self.then)}\n\n{address}\n"})  # fmt: skip
        return row

    def take_paper(
        self, *, viewer: Viewer, paper_id: UUID, raw: Mapping[str, Any], name: str, chunks: Iterable[bytes]
    ) -> Row:
        """Keep the paper on which a customer signed."""
        viewer.needs(KEEP_CUSTOMERS)
        values = strictly(PAPER, raw).values
        with transaction.atomic():
            row = self._locked(viewer, paper_id)
            _refuse_signed(row)
            kept = given(viewer, name, chunks)
            row.file = {key: kept[key] for key in ("name", "sha256", "size", "media_type")}
            row.signed_at = datetime.combine(values["signed_on"], datetime.min.time(), UTC)
            row.signed_how, row.link_digest = "paper", ""
            row.signer_name, row.signer_post = values["signer_name"], values["signer_post"]
            row.save()
            told = {"by": row.signer_name, "post": row.signer_post, "how": "paper", "sha256": row.file["sha256"]}
            self.note(viewer, "signed", row, told)
        return row

    def verify(self, *, viewer: Viewer, paper_id: UUID, raw: Mapping[str, Any]) -> Row:
        """Say how a signed paper was verified; from then on it counts."""
        viewer.needs(KEEP_CUSTOMERS)
        values = strictly(VERIFICATION, raw).values
        with transaction.atomic():
            row = self._locked(viewer, paper_id)
            if not row.signed_at:
                text = _("It is not signed yet: make a link for the customer, or take the paper in.")
                raise Refused("not_signed", text)
            if row.verified_at:
                raise Refused("verified_before", _("It was verified before, by %(name)s.") % {"name": row.verified_by})
            row.verified_at, row.verified_by, row.verified_how = now(), viewer.name, values["verified_how"]
            row.save(update_fields=["verified_at", "verified_by", "verified_how"])
            self.note(viewer, "verified", row, {"how": row.verified_how})
        return row

    def end(self, *, viewer: Viewer, paper_id: UUID, raw: Mapping[str, Any]) -> Row:
        """End a paper before its last day, with the reason."""
        viewer.needs(KEEP_CUSTOMERS)
        values = strictly(ENDING, raw).values
        with transaction.atomic():
            row = self._locked(viewer, paper_id)
            row.ended_at, row.end_reason, row.link_digest = now(), values["reason"], ""
            row.save(update_fields=["ended_at", "end_reason", "link_digest"])
            self.note(viewer, "ended", row, {"reason": row.end_reason})
        return row

    def _locked(self, viewer: Viewer, paper_id: UUID) -> Row:
        rows = self.model.objects.visible_to(viewer).select_related("customer")  # type: ignore[attr-defined]
        row: Row | None = rows.select_for_update(of=("self",)).filter(pk=paper_id, ended_at__isnull=True).first()
        if row is None:
            raise NotVisible
        return row

    def note(self, viewer: Viewer, act: str, row: Row, data: Mapping[str, Any]) -> None:
        """Put an act on the record, for the company alone."""
        name = f"{self.word}.{act}"
        told = {self.word: str(row.pk), "customer": row.customer.number, "text_hash": row.text_hash, **data}
        if viewer.person_id == NOBODY:
            audience = [row.organisation_id]
            record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=audience, data=told))
        else:
            note(viewer, name, told)


def _refuse_signed(row: SignedPaper) -> None:
    if row.signed_at:
        raise Refused("signed_before", _("It is signed already. Draw up another where something else is declared."))
