"""Which rules a chemical structure meets: the rulebook of structures over the public API."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from penstock.catalogue.law.book import Book
from penstock.catalogue.law.force import current_book
from penstock.catalogue.structures.rulebook import structure_rulebook
from penstock.engines.structures.answers import Answer, Hit, NearMiss
from penstock.kernel.clock import today
from penstock.kernel.doors.access import opened_by
from penstock.kernel.doors.shapes import PROBLEMS, Body
from penstock.kernel.routes import SIGNED_IN
from penstock.kernel.viewer import Fault
from penstock.kernel.workflow import refused_for

router = Router(tags=["reference"])


class StructureQuestion(Body):
    """A structure as SMILES or InChI, to be judged by the law of a day (today) in some jurisdictions (all)."""

    structure: str
    on: date | None = None
    jurisdictions: list[str] | None = None


class PartShape(Schema):
    """One connected piece: its kind, its standard SMILES, its atoms as given, and what was set aside to judge it."""

    kind: str
    smiles: str
    atoms: list[int]
    changes: list[str]


class NearMissShape(Schema):
    """A rule that is not met although it is close, and the sentence why not; `part` counts from 0."""

    rule: str
    name: str
    jurisdiction: str
    list_title: str
    wording: str
    verified: bool
    why: str
    atoms: list[int]
    part: int


class HitShape(Schema):
    """A rule that is met: the relation, by which atoms (from 0), how sure, and whose reading of the law it is."""

    rule: str
    name: str
    jurisdiction: str
    list_title: str
    wording: str
    verified: bool
    relation: str
    confidence: str
    reading: str
    why: list[str]
    atoms: list[int]
    part: int


class StructureAnswer(Schema):
    """What is said of a structure, with the day, the version of each pack, and the laws that were asked.

    Ten near misses are told at most; `more_near_misses` says how many there are beyond them.
    """

    structure: str
    on: date
    jurisdictions: list[str]
    packs: dict[str, str]
    hits: list[HitShape]
    near_misses: list[NearMissShape]
    more_near_misses: int
    parts: list[PartShape]


@router.post("/structures", response={200: StructureAnswer, **PROBLEMS}, summary="Rules that a structure meets")
@opened_by(SIGNED_IN)
def judge_structure(request: HttpRequest, question: StructureQuestion) -> dict[str, Any]:  # noqa: ARG001 - ninja's
    """Every rule that a structure meets, by which atoms and why, and why not for a near miss. Nothing is kept."""
    law, day = current_book(), question.on or today()
    where = _where(law, question.jurisdictions)
    answer = structure_rulebook(day, where).match(question.structure)
    if answer.refused:
        text = "{why}. Write one whole structure as SMILES, or as InChI beginning with InChI=."
        raise refused_for([Fault("structure", "unreadable", text, {"why": answer.refused})])
    return {"on": day, "jurisdictions": sorted(where), "packs": law.versions(), **_said(law, answer, day)}


def _where(law: Book, asked: list[str] | None) -> frozenset[str]:
    known = frozenset(pack.jurisdiction for pack in law.packs.values()) - {""}
    strange = sorted(frozenset(asked or ()) - known)
    if strange:
        text = "No law of '{given}' is here; there is that of {known}."
        given = {"given": strange[0][:40], "known": ", ".join(sorted(known))}
        raise refused_for([Fault("jurisdictions", "unknown_jurisdiction", text, given)])
    return known if asked is None else frozenset(asked)


def _said(law: Book, answer: Answer, day: date) -> dict[str, Any]:
    rules = {rule.key: rule for rule in law.rules_on(day)}

    def said(one: Hit | NearMiss) -> dict[str, Any]:
        rule = rules[one.rule]
        return {
            "rule": one.rule, "name": one.name, "why": one.why, "atoms": one.atoms, "part": one.part,
            "jurisdiction": rule.jurisdiction, "list_title": rule.list.title, "wording": rule.entry.wording,
            "verified": rule.entry.verified,
        }  # fmt: skip

    return {
        "structure": answer.text,
        "hits": [
            {**said(one), "relation": one.relation, "confidence": one.confidence, "reading": one.reading}
            for one in answer.hits
        ],
        "near_misses": [said(one) for one in answer.near_misses],
        "more_near_misses": answer.more_near_misses,
        "parts": [
            {"kind": one.kind, "smiles": one.smiles, "atoms": one.atoms, "changes": one.changes} for one in answer.parts
        ],
    }
