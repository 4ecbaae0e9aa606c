"""Writes of declarations: asked, signed on paper or through a link, verified, ended."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
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
from penstock.orders.customers.queries import customer as customer_by_number
from penstock.orders.customers.services import note, strictly
from penstock.orders.declarations.fields import DECLARATION, ENDING, LINK, PAPER, SIGNING, VERIFICATION
from penstock.orders.declarations.models import Declaration
from penstock.orders.declarations.texts import hash_of, last_day, worded
from penstock.parties.duties import KEEP_CUSTOMERS

LINK_LIFE = timedelta(days=14)


def draw_up(*, viewer: Viewer, number: str, raw: Mapping[str, Any]) -> Declaration:
    """Draw up what a customer is to declare; its words do not change any more."""
    viewer.needs(KEEP_CUSTOMERS)
    values = strictly(DECLARATION, raw).values
    customer = customer_by_number(viewer, number)
    with transaction.atomic():
        row = Declaration(
            organisation_id=viewer.organisation_id,
            customer=customer,
            goods=values["goods"],
            use=values["use"],
            uses=values["uses"],
            quantity=values["quantity"],
            unit=values["unit"],
            span=values["span"],
            order_number=values["order_number"] or "",
            from_on=values["from_on"],
            until_on=last_day(values["span"], values["from_on"]),
            asked_by=viewer.name,
        )
        row.text = worded(row, customer, viewer.organisation_name, viewer.country)
        row.text_hash = hash_of(row.text)
        row.save(force_insert=True)
        _note(viewer, "declaration.drawn_up", row, {"text": row.text})
    return row


def make_link(*, viewer: Viewer, declaration_id: UUID, raw: Mapping[str, Any]) -> tuple[Declaration, str]:
    """Make the link by which a customer signs without an account, mailed where an address is given; an older one ends.

    Answers the row and the link, which is not kept: whoever loses it makes another.
    """
    viewer.needs(KEEP_CUSTOMERS)
    email = strictly(LINK, raw).values["email"] or ""
    with transaction.atomic():
        row = _locked(viewer, declaration_id)
        _refuse_signed(row)
        secret = secrets.token_urlsafe(32)
        row.link_digest, row.link_until, row.link_email = digest_of(secret), now() + LINK_LIFE, email
        row.save(update_fields=["link_digest", "link_until", "link_email"])
        link = f"{settings.BASE_URL}/declare/{secret}/"
        if email:
            subject = _("%(company)s asks for a declaration of end use") % {"company": viewer.organisation_name}
            body = _("Please read and sign the declaration here. The link works once, until %(day)s:")
            send("mail", {"to": email, "subject": subject,
                          "body": f"{body % {'day': row.link_until.date()}}\n\n{link}\n"})  # fmt: skip
        _note(viewer, "declaration.link_made", row, {"until": row.link_until.isoformat(), "email": email})
    return row, link


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def to_sign(secret: str) -> Declaration:
    """The declaration that a link is for, while it may be signed; NotVisible for every other link."""
    with acting(SYSTEM):
        rows = Declaration.objects.visible_to(SYSTEM).select_related("customer", "organisation")
        row = rows.filter(link_digest=digest_of(secret), link_until__gt=now(), ended_at__isnull=True).first()
    if row is None or row.signed_at:
        raise NotVisible
    return row


def sign(*, secret: str, raw: Mapping[str, Any]) -> Declaration:
    """Sign through a link: the words as they were shown, by name and position; the link is spent."""
    values = strictly(SIGNING, raw).values
    with acting(SYSTEM):
        rows = Declaration.objects.visible_to(SYSTEM).select_related("customer").select_for_update(of=("self",))
        row = rows.filter(link_digest=digest_of(secret), link_until__gt=now(), ended_at__isnull=True).first()
        if row is None or row.signed_at:
            raise NotVisible
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
        _note(signer, "declaration.signed", row, {"by": row.signer_name, "post": row.signer_post, "how": "link"})
        about = {"subject": _("Declaration signed by %(name)s") % {"name": row.customer.name}}
        body = _("A customer signed a declaration of end use. It covers orders once it is verified.")
        address = f"{settings.BASE_URL}/declarations/{row.pk}/"
        send("announcement", {"organisation": str(row.organisation_id), "duty": KEEP_CUSTOMERS, **about,
                              "body": f"{body}\n\n{address}\n"})  # fmt: skip
    return row


def take_paper(
    *, viewer: Viewer, declaration_id: UUID, raw: Mapping[str, Any], name: str, chunks: Iterable[bytes]
) -> Declaration:
    """Keep the paper on which a customer signed."""
    viewer.needs(KEEP_CUSTOMERS)
    values = strictly(PAPER, raw).values
    with transaction.atomic():
        row = _locked(viewer, declaration_id)
        _refuse_signed(row)
        kept = given(viewer, name, chunks)
        row.file = {
            "name": kept["name"],
            "sha256": kept["sha256"],
            "size": kept["size"],
            "media_type": kept["media_type"],
        }
        row.signed_at = datetime.combine(values["signed_on"], datetime.min.time(), UTC)
        row.signed_how, row.link_digest = "paper", ""
        row.signer_name, row.signer_post = values["signer_name"], values["signer_post"]
        row.save()
        told = {"by": row.signer_name, "post": row.signer_post, "how": "paper", "sha256": row.file["sha256"]}
        _note(viewer, "declaration.signed", row, told)
    return row


def verify(*, viewer: Viewer, declaration_id: UUID, raw: Mapping[str, Any]) -> Declaration:
    """Say how a signed declaration was verified; from then on it covers orders."""
    viewer.needs(KEEP_CUSTOMERS)
    values = strictly(VERIFICATION, raw).values
    with transaction.atomic():
        row = _locked(viewer, declaration_id)
        if not row.signed_at:
            raise Refused("not_signed", _("It is not signed yet: make a link for the customer, or take the paper in."))
        if row.verified_at:
            raise Refused("verified_before", _("It was verified before, by %(name)s.") % {"name": row.verified_by})
        row.verified_at, row.verified_by, row.verified_how = now(), viewer.name, values["verified_how"]
        row.save(update_fields=["verified_at", "verified_by", "verified_how"])
        _note(viewer, "declaration.verified", row, {"how": row.verified_how})
    return row


def end(*, viewer: Viewer, declaration_id: UUID, raw: Mapping[str, Any]) -> Declaration:
    """End a declaration before its last day, with the reason."""
    viewer.needs(KEEP_CUSTOMERS)
    values = strictly(ENDING, raw).values
    with transaction.atomic():
        row = _locked(viewer, declaration_id)
        row.ended_at, row.end_reason, row.link_digest = now(), values["reason"], ""
        row.save(update_fields=["ended_at", "end_reason", "link_digest"])
        _note(viewer, "declaration.ended", row, {"reason": row.end_reason})
    return row


def _locked(viewer: Viewer, declaration_id: UUID) -> Declaration:
    rows = Declaration.objects.visible_to(viewer).select_related("customer").select_for_update(of=("self",))
    row = rows.filter(pk=declaration_id, ended_at__isnull=True).first()
    if row is None:
        raise NotVisible
    return row


def _refuse_signed(row: Declaration) -> None:
    if row.signed_at:
        raise Refused("signed_before", _("It is signed already. Draw up another where something else is declared."))


def _note(viewer: Viewer, name: str, row: Declaration, data: Mapping[str, Any]) -> None:
    told = {"declaration": str(row.pk), "customer": row.customer.number, "text_hash": row.text_hash, **data}
    if viewer.person_id == NOBODY:
        audience = [row.organisation_id]
        record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=audience, data=told))
    else:
        note(viewer, name, told)
