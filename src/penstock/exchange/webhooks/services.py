"""Writes of endpoints: an organisation registers where its systems are told, and rotates, tests, stops and resumes."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.exchange.models import Endpoint
from penstock.exchange.webhooks.addresses import Unfit, target_of
from penstock.exchange.webhooks.signing import secret_of
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Invalid, Listed, Text
from penstock.kernel.models import ChainHead
from penstock.kernel.viewer import Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import CONNECT_SYSTEMS, READ_INCIDENTS

MOST_ENDPOINTS = 10
BOTH_SECRETS_FOR = timedelta(hours=24)


class EventName(Text):
    """The name of an event, or the beginning of several, such as `notice`."""

    def parse(self, raw: object) -> str | None:
        """The name in small letters; Invalid when it is written otherwise."""
        text = self.clean(raw).lower().rstrip(".*")
        if text and not all(part.isidentifier() for part in text.split(".")):
            raise Invalid("event_name", "Write the name of an event, such as notice.sent, not '{given}'.", given=text)
        return text or None


class HookAddress(Text):
    """An address that a webhook may be sent to."""

    def parse(self, raw: object) -> str | None:
        """The address; Invalid when it is none that is called."""
        url = self.clean(raw)
        try:
            if url:
                target_of(url)
        except Unfit as unfit:
            raise Invalid("unfit_address", str(unfit).replace("{", "{{").replace("}", "}}")) from None
        return url or None


ENDPOINT = Form(
    name="webhook",
    sections=(
        Section(
            title="Where to",
            fields=(
                Field(name="label", label="Name", type=Text(80), required=True, help="What your people call it"),
                Field(
                    name="url",
                    label="Address",
                    type=HookAddress(500),
                    required=True,
                    help="An https address on the public Internet that takes POST requests",
                ),
                Field(
                    name="kinds",
                    label="Events",
                    type=Listed(EventName(80)),
                    help="Names of events or their beginnings, parted by spaces; empty for all",
                ),
                Field(
                    name="body",
                    label="What is told",
                    type=Choice({"brief": "Event, reference, time and link", "full": "Also what the step said"}),
                    help="The content of a case never leaves by a webhook; it is fetched by the link",
                ),
                Field(
                    name="incidents",
                    label="Incidents",
                    type=Choice({"no": "Left out", "yes": "Acts of incidents, alerts and operations are told too"}),
                    help="Only somebody who reads incidents can ask for them",
                ),
            ),
        ),
    ),
)


def register(*, viewer: Viewer, raw: Mapping[str, Any]) -> Endpoint:
    """Register an endpoint, which is told of acts from now on; Refused with every fault of what was entered."""
    viewer.needs(CONNECT_SYSTEMS)
    reading = ENDPOINT.read(raw, strict=True)
    wants = reading.values.get("incidents") == "yes" and not viewer.has(READ_INCIDENTS)
    refused = [Fault("incidents", "missing_duty", "You do not read incidents, so this webhook cannot either.")]
    if reading.faults or wants:
        raise refused_for([*reading.faults, *(refused if wants else ())])
    with transaction.atomic():
        # The head is locked by whoever acts; nothing is missed or told twice at the beginning.
        head = ChainHead.objects.select_for_update().get(id=1)
        own = Endpoint.objects.visible_to(viewer).filter(organisation_id=viewer.organisation_id)
        if own.count() >= MOST_ENDPOINTS:
            raise Refused("too_many", f"An organisation has at most {MOST_ENDPOINTS} webhooks. Remove one first.")
        if own.filter(url=reading.values["url"]).exists():
            raise refused_for([Fault("url", "known_address", "There is a webhook to this address already.")])
        endpoint = Endpoint(
            organisation_id=viewer.organisation_id,
            label=reading.values["label"],
            url=reading.values["url"],
            kinds=list(reading.values["kinds"] or ()),
            is_full=reading.values["body"] == "full",
            duties=[READ_INCIDENTS] if reading.values["incidents"] == "yes" else [],
            person_name=viewer.name,
            after_seq=head.seq,
            audience=[viewer.organisation_id],
        )
        endpoint.save(force_insert=True)
        _on_record(endpoint, "webhook.registered", viewer, {"url": endpoint.url, "duties": endpoint.duties})
    return endpoint


def secret(*, viewer: Viewer, endpoint_id: UUID) -> str:
    """The secret of an endpoint; that it was looked at is kept in the access log."""
    endpoint = _locked(viewer, endpoint_id)
    record.note_access(viewer, f"the secret of webhook {endpoint.id}", "read")
    return secret_of(endpoint.id, endpoint.generation)


def rotate(*, viewer: Viewer, endpoint_id: UUID, at_once: bool = False) -> Endpoint:
    """Give an endpoint a new secret; the former one signs too for a day, unless `at_once` ends it."""
    with transaction.atomic():
        endpoint = _locked(viewer, endpoint_id)
        endpoint.generation += 1
        endpoint.former_until = None if at_once else now() + BOTH_SECRETS_FOR
        endpoint.save(update_fields=["generation", "former_until"])
        _on_record(endpoint, "webhook.secret_rotated", viewer, {"at_once": at_once})
    return endpoint


def ask_test(*, viewer: Viewer, endpoint_id: UUID) -> Endpoint:
    """Have the worker send one test message, also to an endpoint that is stopped."""
    with transaction.atomic():
        endpoint = _locked(viewer, endpoint_id)
        endpoint.test_asked_at, endpoint.test_answer = now(), ""
        endpoint.save(update_fields=["test_asked_at", "test_answer"])
    return endpoint


def stop(*, viewer: Viewer, endpoint_id: UUID) -> Endpoint:
    """Tell an endpoint nothing more until it is resumed."""
    with transaction.atomic():
        endpoint = _locked(viewer, endpoint_id)
        if endpoint.stopped_at is None:
            end(endpoint, viewer, because="by hand")
    return endpoint


def end(endpoint: Endpoint, viewer: Viewer, *, because: str) -> None:
    """Stop a locked endpoint, for a reason that is on the record."""
    endpoint.stopped_at, endpoint.stopped_because = now(), because
    endpoint.save(update_fields=["stopped_at", "stopped_because"])
    _on_record(endpoint, "webhook.stopped", viewer, {"because": because})


def resume(*, viewer: Viewer, endpoint_id: UUID, from_now: bool = False) -> Endpoint:
    """Let an endpoint go on where it stopped, or `from_now`, leaving out what happened meanwhile."""
    with transaction.atomic():
        endpoint = _locked(viewer, endpoint_id)
        if from_now:
            endpoint.after_seq = ChainHead.objects.get(id=1).seq
        endpoint.stopped_at, endpoint.stopped_because, endpoint.failing_since = None, "", None
        endpoint.attempts, endpoint.due_at = 0, now()
        endpoint.save()
        _on_record(endpoint, "webhook.resumed", viewer, {"from_now": from_now})
    return endpoint


def remove(*, viewer: Viewer, endpoint_id: UUID) -> None:
    """Forget an endpoint; what it was stays on the record."""
    with transaction.atomic():
        endpoint = _locked(viewer, endpoint_id)
        _on_record(endpoint, "webhook.removed", viewer, {"url": endpoint.url})
        endpoint.delete()


def _locked(viewer: Viewer, endpoint_id: UUID) -> Endpoint:
    viewer.needs(CONNECT_SYSTEMS)
    found = Endpoint.objects.visible_to(viewer).select_for_update().filter(pk=endpoint_id).first()
    if found is None:
        raise NotVisible
    return found


def _on_record(endpoint: Endpoint, name: str, viewer: Viewer, data: Mapping[str, Any]) -> None:
    told = {"endpoint": str(endpoint.id), "label": endpoint.label, **data}
    audience: Sequence[UUID] = [endpoint.organisation_id]
    record.append(record.Act(name=name, case_id=None, viewer=viewer, audience=audience, data=told))


Act = Callable[[Viewer, UUID], Endpoint]
ACTS: dict[str, tuple[str, Act]] = {
    "rotate": (
        "Change the secret; the former one signs too for a day",
        lambda viewer, one: rotate(viewer=viewer, endpoint_id=one),
    ),
    "replace-secret": (
        "Change the secret at once, as when it became known",
        lambda viewer, one: rotate(viewer=viewer, endpoint_id=one, at_once=True),
    ),
    "test": ("Send a test message", lambda viewer, one: ask_test(viewer=viewer, endpoint_id=one)),
    "stop": ("Stop the webhook", lambda viewer, one: stop(viewer=viewer, endpoint_id=one)),
    "resume": (
        "Let it go on where it stopped",
        lambda viewer, one: resume(viewer=viewer, endpoint_id=one),
    ),
    "resume-from-now": (
        "Let it go on with what happens from now on",
        lambda viewer, one: resume(viewer=viewer, endpoint_id=one, from_now=True),
    ),
}
"""What may be done with an endpoint, by the name that both doors give it."""
