"""Reads of proposed and adopted packs, and the book of law that follows from them."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db import connection

from penstock.catalogue.adoption.drafting import bound_with, faults_in, pack_of
from penstock.catalogue.adoption.fields import YAML, file_name
from penstock.catalogue.adoption.models import Edition, Proposal
from penstock.catalogue.law.book import INTERNATIONAL, Book, shipped_book
from penstock.catalogue.law.packs import FILES, PACKS
from penstock.catalogue.law.reading import PackError
from penstock.kernel.models import Signature
from penstock.kernel.viewer import Fault, NotVisible, Viewer
from penstock.kernel.workflow import open_signature

UNION = "EU"
# Written out: nearly every page and answer asks this first, and putting the sentence together costs more than asking.
NEWEST = "SELECT id FROM catalogue_edition ORDER BY number DESC LIMIT 1"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class InForce:
    """The book in force, and why an adopted pack is left out of it, by pack; as a rule none is."""

    book: Book
    set_aside: Mapping[str, str]


def book_in_force() -> Book:
    """The packs that ship with the newest edition of each adopted pack; one small query when nothing has changed."""
    return law_in_force().book


def law_in_force() -> InForce:
    """Like `book_in_force`, with what was left out.

    Editions are numbered under a row lock in the order of their commits, so the newest one stands for all of them.
    """
    with connection.cursor() as cursor:
        cursor.execute(NEWEST)
        newest = next((row[0] for row in cursor.fetchall()), None)
    return InForce(shipped_book(), {}) if newest is None else _as_of(newest)


@lru_cache(maxsize=4)
def _as_of(newest: UUID) -> InForce:
    """The law as it stands with an edition as the newest: computed once in a process."""
    number = Edition.objects.values_list("number", flat=True).get(id=newest)
    rows = Edition.objects.filter(number__lte=number).order_by("pack", "-number").distinct("pack")
    book, aside = shipped_book(), {}
    for edition in sorted(rows, key=lambda one: one.number):
        # A new release may ship what an adopted pack defines too: that one pack is set aside, and the rest is law.
        try:
            book = bound_with(book, pack_of(edition.pack, edition.content))
        except PackError as wrong:
            logger.warning("the adopted pack %s is set aside: %s", edition, wrong)
            aside[edition.pack] = str(wrong)
    return InForce(book, aside)


def books_around(edition: Edition) -> tuple[Book, Book]:
    """The book of law before an edition was adopted, and the one with it."""
    before = Edition.objects.filter(number__lt=edition.number).order_by("-number").values_list("id", flat=True).first()
    return (_as_of(before).book if before else shipped_book()), _as_of(edition.pk).book


def home_of(viewer: Viewer) -> str:
    """The jurisdiction whose law a viewer's organisation writes: its country's, or the international law."""
    return viewer.country or INTERNATIONAL


def jurisdictions_taken() -> dict[str, str]:
    """The jurisdiction of every pack that ships or was adopted, by id; of more than one country, it is nobody's."""
    adopted = dict(Edition.objects.order_by("number").values_list("pack", "jurisdiction"))
    shipped = {id_: pack.jurisdiction for id_, pack in shipped_book().packs.items()}
    return adopted | {id_: "" if own in {INTERNATIONAL, UNION} else own for id_, own in shipped.items()}


def editions(pack: str) -> list[Edition]:
    """The adopted editions of a pack, the newest first."""
    return list(Edition.objects.filter(pack=pack).order_by("-number"))


def newest_editions() -> dict[str, Edition]:
    """The newest edition of each adopted pack, by its id."""
    return {one.pack: one for one in Edition.objects.order_by("pack", "-number").distinct("pack")}


def files_of(pack: str) -> dict[str, str]:
    """The files of a pack in force by field, as they ship or as they were adopted; NotVisible when there is none."""
    edition = Edition.objects.filter(pack=pack).order_by("-number").first()
    if edition is not None:
        return dict(edition.content)
    if pack not in shipped_book().packs:
        raise NotVisible
    paths = {field: PACKS / pack / file_name(field) for field in (*YAML, *FILES)}
    return {field: path.read_text(encoding="utf-8") for field, path in paths.items() if path.exists()}


def proposal(viewer: Viewer, proposal_id: UUID) -> Proposal:
    """The proposal, if this viewer may see it; NotVisible otherwise."""
    found = Proposal.objects.visible_to(viewer).filter(pk=proposal_id).first()
    if found is None:
        raise NotVisible
    return found


def proposals(viewer: Viewer) -> list[Proposal]:
    """The proposals of the viewer's organisation, the newest change first, at most a hundred."""
    return list(Proposal.objects.visible_to(viewer).order_by("-updated_at", "-id")[:100])


def waiting(viewer: Viewer) -> list[tuple[Proposal, Signature]]:
    """The proposals that wait for the second signature of somebody in the viewer's organisation."""
    drafts = Proposal.objects.visible_to(viewer).filter(state="draft", organisation_id=viewer.organisation_id)
    signed = [(one, open_signature(one, viewer)) for one in drafts.order_by("updated_at")]
    return [(one, signature) for one, signature in signed if signature]


def kept(draft: Proposal) -> dict[str, str]:
    """What was entered in the form of a proposal."""
    return {"id": draft.pack, **draft.content}


def faults_against(draft: Proposal, book: Book) -> tuple[Fault, ...]:
    """Everything against adopting a proposal beside the book in force."""
    found = faults_in(kept(draft), jurisdiction=draft.jurisdiction, book=book, taken=jurisdictions_taken())
    if found:
        return found
    version = pack_of(draft.pack, draft.content).version
    if Edition.objects.filter(pack=draft.pack, version=version).exists():
        text = "pack.yaml: version '{version}' was adopted before; put a new edition on top of `editions`."
        return (Fault("pack", "version_taken", text, {"version": version}),)
    return ()
