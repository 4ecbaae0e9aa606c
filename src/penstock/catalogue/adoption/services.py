"""Writes of packs of law: drafting, saving the files, and adoption by two people."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from penstock.catalogue.adoption import queries
from penstock.catalogue.adoption.drafting import pack_of
from penstock.catalogue.adoption.fields import LONGEST_FILE, PACK, YAML, file_name
from penstock.catalogue.adoption.models import Edition, Proposal
from penstock.catalogue.adoption.states import KEEP_LAW, PROPOSALS
from penstock.catalogue.law.packs import FILES
from penstock.kernel import numbers, record, workflow
from penstock.kernel.models import Signature
from penstock.kernel.viewer import Refused, Viewer
from penstock.kernel.workflow import Effect, Taking, refused_for

PROPOSALS.model = Proposal
BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, ValueError, OSError)
"""What reading a ZIP that is damaged, encrypted or packed in an unknown way may raise."""
_FIELD_OF = {file_name(field): field for field in (*YAML, *FILES)}


def draft_pack(*, viewer: Viewer, raw: Mapping[str, Any]) -> Proposal:
    """Begin a pack from whatever is there yet; Refused for those who may not keep law."""
    viewer.needs(KEEP_LAW)
    with transaction.atomic():
        kept = dict(PACK.read(raw, strict=False).kept)
        draft = Proposal(
            pack=str(kept.pop("id") or ""),
            content=_filled(kept),
            jurisdiction=queries.home_of(viewer),
            organisation_id=viewer.organisation_id,
            organisation_name=viewer.organisation_name,
            begun_by=viewer.name,
            audience=[viewer.organisation_id],
        )
        workflow.begin(PROPOSALS, draft).save(force_insert=True)
        act = record.Act(
            name="law.drafted", case_id=draft.pk, viewer=viewer, audience=draft.audience, data={"pack": draft.pack}
        )
        record.append(act)
    return draft


def take_step(*, viewer: Viewer, proposal_id: UUID, verb: str, raw: Mapping[str, Any] | None = None) -> Proposal:
    """Take a step of the workflow; NotVisible or Refused where it may not be."""
    taken: Proposal = workflow.advance(PROPOSALS, proposal_id, verb, viewer, raw)
    return taken


def confirm_adoption(*, viewer: Viewer, proposal_id: UUID) -> Proposal:
    """Give the second signature: from now on the pack is law for every question of the instance."""
    taken: Proposal = workflow.confirm(PROPOSALS, proposal_id, viewer)
    return taken


def decline_adoption(*, viewer: Viewer, proposal_id: UUID) -> Proposal:
    """Decline what another person proposed, or take back one's own proposal."""
    taken: Proposal = workflow.decline(PROPOSALS, proposal_id, viewer)
    return taken


def unpacked(uploads: Iterable[tuple[str, bytes]]) -> dict[str, str]:
    """The files of a pack by field, from a ZIP or from single files; Refused when one is none of a pack's.

    A folder's name is taken for the pack's id. The handbook that the template brings is left out.
    """
    found: dict[str, str] = {}
    for path, content in _opened(uploads):
        folder, _slash, name = path.replace("\\", "/").rpartition("/")
        if not name or name.startswith(".") or name.lower() == "readme.md":
            continue
        if name not in _FIELD_OF:
            raise Refused("strange_file", f"{name} is no file of a pack; a pack has {', '.join(_FIELD_OF)}.")
        if _FIELD_OF[name] in found:
            raise Refused("file_twice", f"{name} is there twice; hand in one pack at a time.")
        found[_FIELD_OF[name]] = _text(name, content)
        if folder:
            found["id"] = folder.rpartition("/")[2]
    if not found.keys() - {"id"}:
        raise Refused(
            "no_pack", "No file of a pack is in there; hand in pack.yaml with its CSV files, or all as a ZIP."
        )
    return found


def _opened(uploads: Iterable[tuple[str, bytes]]) -> Iterable[tuple[str, bytes]]:
    for name, content in uploads:
        if not content.startswith(b"PK\x03\x04"):
            yield name, content
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                for one in packed.infolist()[:100]:
                    if not one.is_dir():
                        with packed.open(one) as file:
                            yield one.filename, file.read(LONGEST_FILE * 4 + 1)
        except BROKEN as wrong:
            raise Refused("unreadable", f"{name} cannot be read as a ZIP file.") from wrong


def _text(name: str, content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        place = content[: wrong.start].count(b"\n") + 1
        raise Refused("encoding", f"{name}, line {place}: this is not UTF-8; save the file as UTF-8.") from None
    if len(text) > LONGEST_FILE:
        raise Refused("too_long", f"{name} is longer than {LONGEST_FILE:,} characters.")
    return text


def _filled(kept: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(text) for name, text in kept.items() if text}


@PROPOSALS.effect("edit")
def _edit(taking: Taking) -> Effect:
    kept = dict(taking.kept)
    taking.case.pack = str(kept.pop("id") or "")
    taking.case.content = _filled(kept)
    return Effect()


@PROPOSALS.guard("adopt")
def _faulty(draft: Proposal, _viewer: Viewer) -> str | None:
    found = queries.faults_against(draft, queries.book_in_force())
    return f"The pack cannot be adopted yet. {found[0].message}" if found else None


@PROPOSALS.effect("adopt")
def _adopt(taking: Taking) -> Effect:
    draft = taking.case
    # The number's row lock puts the adopters in line: what another has just adopted is in the book that is asked next.
    number = numbers.take("law editions")
    faults = queries.faults_against(draft, queries.book_in_force())
    if faults:
        raise refused_for(faults)
    pack = pack_of(draft.pack, draft.content)
    digest = digest_of(draft.content)
    signature = Signature.objects.filter(case_id=draft.pk, verb="adopt", outcome="confirmed").latest("signed_at")
    Edition(
        number=number,
        pack=pack.id,
        version=pack.version,
        title=pack.title,
        jurisdiction=pack.jurisdiction,
        content=draft.content,
        digest=digest,
        proposal_id=draft.pk,
        organisation_name=draft.organisation_name,
        proposed_by=signature.person_name,
        confirmed_by=taking.viewer.name,
    ).save(force_insert=True)
    return Effect(data={"pack": pack.id, "version": pack.version, "digest": digest, "number": number})


def digest_of(content: Mapping[str, str]) -> str:
    """SHA-256 over the files of a pack as canonical JSON (sorted keys, no spaces, UTF-8)."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()
