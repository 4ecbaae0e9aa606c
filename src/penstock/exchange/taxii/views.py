"""The addresses of the TAXII server."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from penstock.cases.models import Receipt
from penstock.cases.services import note_editions_read
from penstock.exchange.taxii.collections import STIX_TYPE, Collection, collection, collections
from penstock.exchange.taxii.doors import MEDIA_TYPE, answer, refusal, taxii
from penstock.exchange.taxii.inbox import posting
from penstock.exchange.taxii.inbox.envelopes import read_envelope
from penstock.exchange.taxii.joining import as_joined
from penstock.exchange.taxii.models import Posting, StixNotice, StixObject, Written
from penstock.exchange.taxii.paging import Asked, Page, Row, asked_of, page, written_time
from penstock.kernel.viewer import NotVisible, Viewer
from penstock.parties.duties import READ_CASES, REPORT_INCIDENTS

if TYPE_CHECKING:
    from django.db.models import QuerySet

LARGEST = 10 * 1024 * 1024
ROOT = "/taxii2/penstock/"
ALL_FILTERS = ("id", "type", "version", "spec_version")


@taxii(READ_CASES, "GET")
def discovery(_request: HttpRequest, _viewer: Viewer, _followed: int | None) -> HttpResponse:
    """Where everything is."""
    root = f"{settings.BASE_URL}{ROOT}"
    about = "Incidents released to your organisation, and the notices that it sent or got."
    return answer({"title": "Penstock", "description": about, "default": root, "api_roots": [root]})


@taxii(READ_CASES, "GET")
def api_root(_request: HttpRequest, _viewer: Viewer, _followed: int | None) -> HttpResponse:
    """What the root speaks, and how much it takes at once."""
    return answer({"title": "Penstock", "versions": [MEDIA_TYPE], "max_content_length": LARGEST})


@taxii(READ_CASES, "GET")
def all_collections(_request: HttpRequest, viewer: Viewer, _followed: int | None) -> HttpResponse:
    """The viewer's collections."""
    return answer({"collections": [one.told for one in collections(viewer)]})


@taxii(READ_CASES, "GET")
def one_collection(_request: HttpRequest, viewer: Viewer, _followed: int | None, name: str) -> HttpResponse:
    """One of them."""
    return answer(collection(viewer, name).told)


@taxii(READ_CASES, "GET", "POST")
def objects(request: HttpRequest, viewer: Viewer, followed: int | None, name: str) -> HttpResponse:
    """Read the objects of a collection, or put some into one's own inbox."""
    found = collection(viewer, name)
    if request.method == "POST":
        return _post(request, viewer, found)
    asked = _asked(request, viewer, found)
    given = page(_enveloped(found.rows(followed)), asked, _within(viewer, found, request))
    return _envelope(viewer, given)


@taxii(READ_CASES, "GET", "DELETE")
def one_object(request: HttpRequest, viewer: Viewer, followed: int | None, name: str, object_id: str) -> HttpResponse:
    """The versions of one object; or take versions out of one's own inbox."""
    found = collection(viewer, name)
    asked = asked_of(request.GET.dict(), "version", "spec_version")
    if request.method == "DELETE":
        if not found.is_inbox or not viewer.has(REPORT_INCIDENTS):
            return refusal(403, "Nothing is taken out of this collection by you.")
        posting.remove(viewer=viewer, object_id=object_id, asked=asked)
        return answer({})
    rows = found.rows(followed).filter(object_id=object_id)
    if not rows.exists():
        raise NotVisible
    return _envelope(viewer, page(_enveloped(rows), asked, _within(viewer, found, request)))


@taxii(READ_CASES, "GET")
def manifest(request: HttpRequest, viewer: Viewer, followed: int | None, name: str) -> HttpResponse:
    """What is in a collection, without the objects themselves."""
    found = collection(viewer, name)
    asked = _asked(request, viewer, found)
    given = page(found.rows(followed).defer("text"), asked, _within(viewer, found, request))
    listed = [
        {
            "id": one.object_id,
            "date_added": written_time(one.added_at),
            "version": one.version_text,
            "media_type": STIX_TYPE.replace("2.1", one.spec_version),
        }
        for one in given.rows
    ]
    return answer(_paged("objects", listed, given), headers=_dates(given.rows))


@taxii(READ_CASES, "GET")
def versions(request: HttpRequest, viewer: Viewer, followed: int | None, name: str, object_id: str) -> HttpResponse:
    """The versions that there are of an object, newest first."""
    found = collection(viewer, name)
    asked = asked_of(request.GET.dict(), "spec_version")
    rows = found.rows(followed).filter(object_id=object_id)
    if not rows.exists():
        raise NotVisible
    given = page(rows.defer("text"), asked, _within(viewer, found, request))
    newest = sorted(given.rows, key=lambda one: one.version, reverse=True)
    return answer(_paged("versions", [one.version_text for one in newest], given), headers=_dates(given.rows))


@taxii(READ_CASES, "GET")
def status(_request: HttpRequest, viewer: Viewer, _followed: int | None, status_id: UUID) -> HttpResponse:
    """What became of an envelope that one's organisation sent."""
    return answer(_status(posting.status_of(viewer, status_id)))


def _post(request: HttpRequest, viewer: Viewer, found: Collection) -> HttpResponse:
    if not found.is_inbox or not viewer.has(REPORT_INCIDENTS):
        return refusal(403, "Nothing is put into this collection by you.")
    if int(request.headers.get("Content-Length") or 0) > LARGEST:
        return refusal(413, f"An envelope has at most {LARGEST} bytes; send more of them.")
    return answer(_status(posting.post(viewer=viewer, objects=read_envelope(request.body))), 202)


def _status(one: Posting) -> dict[str, object]:
    return {
        "id": str(one.pk),
        "status": "complete",
        "request_timestamp": written_time(one.requested_at),
        "total_count": len(one.successes) + len(one.failures),
        "success_count": len(one.successes),
        "successes": one.successes,
        "failure_count": len(one.failures),
        "failures": one.failures,
        "pending_count": 0,
        "pendings": [],
    }


def _asked(request: HttpRequest, viewer: Viewer, found: Collection) -> Asked:
    """What is asked of a collection, and of what its reader joined since."""
    asked = asked_of(request.GET.dict(), *ALL_FILTERS)
    return as_joined(viewer, asked) if found.by_circles else asked


def _within(viewer: Viewer, found: Collection, request: HttpRequest) -> str:
    """What a place holds for; a client may change the size of its pages on the way."""
    asked = sorted((key, value) for key, value in request.GET.items() if key not in {"next", "limit"})
    return f"{viewer.organisation_id} {found.id} {request.path} {asked}"


def _enveloped(rows: "QuerySet[Row]") -> "QuerySet[Row]":
    return rows.only(*rows.model.enveloped)


def _envelope(viewer: Viewer, given: Page) -> HttpResponse:
    """The objects as they were written, put together as text."""
    _note_read(viewer, given.rows)
    parts = [f'"objects":[{",".join(one.text for one in given.rows)}]'] if given.rows else []
    if given.rows:
        parts.append('"more":true' if given.next else '"more":false')
    if given.next:
        parts.append(f'"next":"{given.next}"')
    return HttpResponse("{" + ",".join(parts) + "}", content_type=MEDIA_TYPE, headers=_dates(given.rows))


def _note_read(viewer: Viewer, rows: Iterable[Written]) -> None:
    """Keep that this person's system was given these editions, as when they are opened on a page."""
    given = {(one.case_id, one.edition) for one in rows if isinstance(one, StixObject | StixNotice) and one.case_id}
    if given:
        known = Receipt.objects.filter(person_id=viewer.person_id, case__in={of for of, _edition in given})
        fresh = given - set(known.values_list("case_id", "edition"))
        note_editions_read(viewer=viewer, editions=sorted(fresh))


def _paged(name: str, listed: Sequence[object], given: Page) -> dict[str, object]:
    told: dict[str, object] = {name: listed, "more": bool(given.next)} if listed else {}
    return {**told, "next": given.next} if given.next else told


def _dates(rows: Sequence[Written]) -> dict[str, str]:
    if not rows:
        return {}
    first, last = rows[0].added_at, rows[-1].added_at
    return {"X-TAXII-Date-Added-First": written_time(first), "X-TAXII-Date-Added-Last": written_time(last)}
