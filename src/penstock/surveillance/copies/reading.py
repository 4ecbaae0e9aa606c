"""Opening a copy: the one way in which anybody but the owner reads entries, with its mark and its trace in the log."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from penstock.catalogue.naming.public_record import public_record
from penstock.engines.recognition.entries import Entry as KnownEntry
from penstock.engines.recognition.entries import KnownName, Recognition
from penstock.engines.recognition.names.ordinary import OrdinaryNames
from penstock.engines.recognition.recogniser import Recogniser
from penstock.kernel.clock import today
from penstock.kernel.record import note_access
from penstock.kernel.viewer import NotVisible, Refused, Viewer
from penstock.parties.duties import READ_LISTS
from penstock.surveillance.marks.mark import mark_of
from penstock.surveillance.marks.papers import MADE, Sheet, marked_rows
from penstock.surveillance.models import Copy, Entry, Opening
from penstock.surveillance.states import OPENED_COPIES

FORMS = {"page": "page", "csv": "CSV", "xlsx": "XLSX", "pdf": "PDF", "api": "API", "screening": "screening"}


def open_copy(*, viewer: Viewer, copy_id: UUID, form: str) -> Sheet:
    """The marked content of a copy in the viewer's name, noted as read; Refused while it cannot be read."""
    copy = _own(viewer, copy_id)
    if not is_readable(copy, viewer, today()):
        raise Refused("not_readable", "This copy cannot be read: it is not acknowledged, or has been closed.")
    _note(viewer, copy, form)
    the_list, mark = copy.edition.list, mark_of(copy.seed, viewer.person_id)
    line = f"Copy {mark.shown} for {viewer.name}, {copy.holder.name}; not to be passed on"
    return Sheet(
        title=the_list.title,
        edition=f"edition {copy.edition.number}",
        marking=f"TLP:{the_list.marking}",
        conditions=the_list.conditions,
        line=line,
        mark=mark,
        rows=marked_rows(contents_under([copy]), mark, line),
    )


def file_of(*, viewer: Viewer, copy_id: UUID, form: str) -> bytes:
    """A copy as a file (`csv`, `xlsx` or `pdf`); NotVisible for another form."""
    if form not in MADE:
        raise NotVisible
    return MADE[form](open_copy(viewer=viewer, copy_id=copy_id, form=form))


def _own(viewer: Viewer, copy_id: UUID) -> Copy:
    viewer.needs(READ_LISTS)
    rows = Copy.objects.visible_to(viewer).filter(holder_id=viewer.organisation_id)
    copy = rows.select_related("edition__list", "holder").filter(pk=copy_id).first()
    if copy is None:
        raise NotVisible
    return copy


def is_readable(copy: Copy, viewer: Viewer, on: date) -> bool:
    """Whether this viewer may read the content under a copy on a day: a person named on it, and nothing against it."""
    is_named = copy.holder_id == viewer.organisation_id and viewer.person_id in copy.people
    return is_named and viewer.has(READ_LISTS) and copy.state == OPENED_COPIES and on <= copy.expires_on


def contents_under(copies: Iterable[Copy]) -> list[dict[str, Any]]:
    """The entries that copies open, as they are kept; the caller has made sure that they may be read."""
    editions = [copy.edition_id for copy in copies]
    rows = Entry.objects.filter(edition_id__in=editions).order_by("edition_id", "line")
    return list(rows.values_list("content", flat=True))


def _note(viewer: Viewer, copy: Copy, form: str) -> None:
    Opening(copy=copy, person_id=viewer.person_id, person_name=viewer.name, form=form).save(force_insert=True)
    note_access(viewer, f"surveillance copy {copy.id} as {FORMS[form]}", "read")


@dataclass(frozen=True, slots=True)
class ListHit:
    """A hit on an entry of a surveillance list, with the list and edition it stands in."""

    list_title: str
    edition: int
    marking: str
    hit: Recognition


@dataclass(frozen=True, slots=True)
class ListRecogniser:
    """Recognises the entries of the lists that one viewer may read; give it to nobody else."""

    parts: tuple[tuple[str, int, str, Recogniser], ...]

    def recognise(self, text: str, cas: str | None = None) -> tuple[ListHit, ...]:
        """Every entry found in a text, the surest first; `cas` is a number from a column of its own."""
        found = [
            ListHit(title, edition, marking, hit)
            for title, edition, marking, recogniser in self.parts
            for hit in recogniser.recognise(text, cas, suspicious=False)
        ]
        return tuple(sorted(found, key=lambda one: -one.hit.confidence))


def recogniser_for(viewer: Viewer, on: date) -> ListRecogniser:
    """The recogniser of what this viewer may read on a day, empty for everybody else; noted as a read of each copy.

    Only entries that stand on their list on that day are recognised. Nothing of it is kept between calls.
    """
    if not viewer.has(READ_LISTS):
        return ListRecogniser(())
    rows = Copy.objects.visible_to(viewer).filter(holder_id=viewer.organisation_id, state=OPENED_COPIES)
    parts = []
    for copy in rows.select_related("edition__list"):
        if is_readable(copy, viewer, on) and is_readable(copy, viewer, today()):
            _note(viewer, copy, "screening")
            known = [_known(at, one) for at, one in enumerate(contents_under([copy])) if _stands(one, on)]
            the_list = copy.edition.list
            recogniser = Recogniser(known, _ordinary(), fuzzy=True)
            parts.append((the_list.title, copy.edition.number, f"TLP:{the_list.marking}", recogniser))
    return ListRecogniser(tuple(parts))


def _stands(content: dict[str, Any], on: date) -> bool:
    day = on.isoformat()
    return (content.get("from_on") or "") <= day and (not content.get("until_on") or day <= content["until_on"])


def _known(at: int, content: dict[str, Any]) -> KnownEntry:
    """An entry as the engine is told of it; only what is an identity, never its formula or rules."""
    return KnownEntry(
        id=str(at),
        name=content["name"],
        cas=content.get("cas_number"),
        names=tuple(KnownName(name) for name in content.get("other_names") or ()),
        inchikey=content.get("inchikey") or "",
    )


@cache
def _ordinary() -> OrdinaryNames:
    """The names of ordinary chemicals, read once in a process.

    No number of a list is asked for: what the record is asked is kept in a cache on disk, where others could read it.
    """
    return public_record(frozenset()).ordinary
