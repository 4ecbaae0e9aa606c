"""What every paper that a customer signs has, whatever stands on it."""

from typing import Any
from uuid import UUID

from django.db import models

from penstock.kernel.clock import new_id, now
from penstock.orders.customers.models import Customer
from penstock.parties.models import Organisation


class SignedPaper(models.Model):
    """A paper for a customer's signature, under words that do not change.

    `text` is exactly what the signer reads, `text_hash` its SHA-256. It is signed on a paper that was given (`file`),
    or through a link whose secret is kept only as `link_digest` and is good once.
    """

    customer: Customer
    customer_id: UUID

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    from_on = models.DateField()
    until_on = models.DateField()
    text = models.TextField()
    text_hash = models.TextField()
    link_digest = models.TextField(default="")
    link_until = models.DateTimeField(null=True)
    link_email = models.TextField(default="")
    signed_at = models.DateTimeField(null=True)
    signed_how = models.TextField(default="")
    signer_name = models.TextField(default="")
    signer_post = models.TextField(default="")
    file: Any = models.JSONField(default=dict)
    verified_at = models.DateTimeField(null=True)
    verified_by = models.TextField(default="")
    verified_how = models.TextField(default="")
    reminded_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.TextField(default="")
    asked_by = models.TextField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.text_hash
