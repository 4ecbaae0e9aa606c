"""Sources: collections of others' servers that the worker fetches into an organisation's inbox."""

import base64
import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction

from penstock.exchange.taxii.doors import MEDIA_TYPE
from penstock.exchange.taxii.inbox import posting
from penstock.exchange.taxii.inbox.envelopes import Object, Unreadable, read_envelope
from penstock.exchange.taxii.models import Source
from penstock.exchange.taxii.paging import Misasked, time_of
from penstock.exchange.webhooks.posting import Fetched, fetch
from penstock.exchange.webhooks.services import HookAddress
from penstock.kernel import record
from penstock.kernel.clock import now
from penstock.kernel.crashes import crash_point
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Text
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import NOBODY, SYSTEM, Fault, NotVisible, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import CONNECT_SYSTEMS

MOST_SOURCES, MOST_PAGES, AT_ONCE = 10, 40, 500
LARGEST_PAGE = 10 * 1024 * 1024
AGAIN, LONGEST_WAIT = timedelta(minutes=15), timedelta(hours=6)
FORGOTTEN = {400, 404, 410, 422}
CIRCLES = "The server leads in circles: it says that there is more, and gives the same again."
SOURCE = Form(
    name="TAXII source",
    sections=(
        Section(
            title="Where from",
            fields=(
                Field(name="label", label="Name", type=Text(80), required=True, help="What your people call it"),
                Field(
                    name="url",
                    label="Address of the collection",
                    type=HookAddress(500),
                    required=True,
                    help="An https address such as https://host/taxii/collections/id/",
                ),
                Field(name="username", label="User name", type=Text(200), help="Empty where a token is given alone"),
                Field(name="secret", label="Password or token", type=Text(500), help="Kept sealed, never shown again"),
            ),
        ),
    ),
)


def add(*, viewer: Viewer, raw: Mapping[str, Any]) -> Source:
    """Add a source, which is fetched from now on; Refused with every fault of what was entered."""
    viewer.needs(CONNECT_SYSTEMS)
    reading = SOURCE.read(raw, strict=True)
    if reading.faults:
        raise refused_for(reading.faults)
    values = reading.values
    url = values["url"] if values["url"].endswith("/") else f"{values['url']}/"
    with transaction.atomic():
        own = sources(viewer)
        if len(own) >= MOST_SOURCES:
            raise Refused("too_many", f"An organisation has at most {MOST_SOURCES} sources. Remove one first.")
        if any(one.url == url for one in own):
            raise refused_for([Fault("url", "known_address", "There is a source at this address already.")])
        source = Source(
            organisation_id=viewer.organisation_id,
            label=values["label"],
            url=url,
            username=values["username"] or "",
            secret=_box().encrypt(values["secret"].encode()).decode() if values["secret"] else "",
            made_by=viewer.name,
        )
        source.save(force_insert=True)
        _on_record("source.added", viewer, source)
    return source


def sources(viewer: Viewer) -> list[Source]:
    """The sources of the viewer's organisation."""
    return list(Source.objects.visible_to(viewer))


def stop(*, viewer: Viewer, source_id: UUID) -> None:
    """Fetch nothing more from a source until it is resumed."""
    with transaction.atomic():
        source = _locked(viewer, source_id)
        if source.stopped_at is None:
            source.stopped_at = now()
            source.save(update_fields=["stopped_at"])
            _on_record("source.stopped", viewer, source)


def resume(*, viewer: Viewer, source_id: UUID) -> None:
    """Fetch from a source at once, and go on where it was left."""
    with transaction.atomic():
        source = _locked(viewer, source_id)
        source.stopped_at, source.attempts, source.due_at = None, 0, now()
        source.save(update_fields=["stopped_at", "attempts", "due_at"])
        _on_record("source.resumed", viewer, source)


def remove(*, viewer: Viewer, source_id: UUID) -> None:
    """Forget a source; what was fetched from it stays in the inbox."""
    with transaction.atomic():
        source = _locked(viewer, source_id)
        _on_record("source.removed", viewer, source)
        source.delete()


def fetch_one() -> bool:
    """Fetch one page from the source that is due longest, and keep how far that came; False when none is due."""
    with acting(SYSTEM):
        due = Source.objects.visible_to(SYSTEM).filter(stopped_at__isnull=True, due_at__lte=now())
        source = due.select_for_update(skip_locked=True, of=("self",)).select_related("organisation").order_by("due_at")
        one = source.first()
        if one is None:
            return False
        one.last_at = now()
        fault, more = _fetch(one)
        one.attempts = one.attempts + 1 if fault else 0
        one.last_answer = fault
        wait = min(AGAIN * 2 ** min(one.attempts, 5), LONGEST_WAIT) if fault else AGAIN
        one.due_at = now() if more else now() + wait
        crash_point("after_rows_before_commit")
        one.save()
    return True


def _fetch(source: Source) -> tuple[str, bool]:
    """Fetch the next page of a walk; answers what went wrong, or nothing, and whether to go on at once."""
    walk = source.walk or {"after": source.added_after, "next": "", "newest": source.added_after, "met": []}
    found = fetch(_address(source, walk["after"], walk["next"]), _headers(source), LARGEST_PAGE)
    if found.status != 200:  # noqa: PLR2004 - as HTTP numbers success
        # A server that knows a place no more is asked for the same pages anew; what is there already stays as it is.
        source.walk = {} if found.status in FORGOTTEN else source.walk
        return found.said, False
    try:
        objects, more, place = _page_of(found)
        newest = _newest(found, walk["newest"])
        with acting(_reader(source)) as viewer:
            kept = posting.post(viewer=viewer, objects=objects, source=source) if objects else None
    except (Unreadable, Misasked, posting.Full) as wrong:
        return str(wrong), False
    source.taken += len(kept.successes) if kept else 0
    if not more:
        source.walk, source.added_after = {}, newest
        return "", False
    step = place or newest
    if not objects or step in walk["met"]:
        source.walk = {}
        return CIRCLES, False
    # Some servers give no place, and are asked for what was added after the last.
    _keep_place(source, {**walk, "after": walk["after"] if place else newest, "next": place, "newest": newest}, step)
    return "", bool(source.walk.get("met"))


def _keep_place(source: Source, walk: Mapping[str, Any], step: str) -> None:
    """Keep how far a walk came; after so many pages others come first, and it goes on later."""
    met = [*walk["met"], step]
    source.walk = {**walk, "met": met if len(met) < MOST_PAGES else []}


def _page_of(found: Fetched) -> tuple[list[Object], bool, str]:
    objects = read_envelope(found.body)
    told = json.loads(found.body.decode("utf-8-sig"))
    place = told.get("next", "")
    return objects, told.get("more") is True, place if isinstance(place, str) else ""


def _newest(found: Fetched, before: str) -> str:
    """The newest date of addition so far; it never goes back."""
    last = found.headers.get("x-taxii-date-added-last", "")
    if not last:
        return before
    return last if not before or time_of(last) > time_of(before) else before


def _address(source: Source, after: str, place: str) -> str:
    asked = {"limit": str(AT_ONCE), "added_after": after, "next": place}
    return f"{source.url}objects/?{urlencode({name: value for name, value in asked.items() if value})}"


def _headers(source: Source) -> dict[str, str]:
    told = {"Accept": MEDIA_TYPE}
    secret = _box().decrypt(source.secret.encode()).decode() if source.secret else ""
    if source.username:
        named = base64.b64encode(f"{source.username}:{secret}".encode()).decode()
        return {**told, "Authorization": f"Basic {named}"}
    return {**told, "Authorization": f"Bearer {secret}"} if secret else told


def _box() -> Fernet:
    key = hashlib.sha256(b"taxii sources\0" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _reader(source: Source) -> Viewer:
    """The organisation itself, which keeps what is fetched for it."""
    return Viewer(
        person_id=NOBODY,
        organisation_id=source.organisation_id,
        name=f"Penstock, from {source.label}",
        organisation_name=source.organisation.name,
    )


def _locked(viewer: Viewer, source_id: UUID) -> Source:
    viewer.needs(CONNECT_SYSTEMS)
    found = Source.objects.visible_to(viewer).select_for_update().filter(pk=source_id).first()
    if found is None:
        raise NotVisible
    return found


def _on_record(name: str, viewer: Viewer, source: Source) -> None:
    act = record.Act(
        name=name,
        case_id=None,
        viewer=viewer,
        audience=[viewer.organisation_id],
        data={"label": source.label, "url": source.url},
        duty=CONNECT_SYSTEMS,
    )
    record.append(act)
