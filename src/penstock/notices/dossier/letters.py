"""What is mailed after a step: to which side, who of it, under which subject, and the sentence."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from penstock.notices.drafts.outlook import copies_of
from penstock.notices.models import Notice
from penstock.notices.particulars.tracks import VOLUNTARY
from penstock.parties.duties import ANSWER_NOTICES, READ_CASES, SEND_NOTICES


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: the organisation it goes to, the duty of those who get it, the subject, and the sentence."""

    to: Callable[[Notice], UUID | None]
    duty: str
    subject: str
    body: str


def _importing(notice: Notice) -> UUID | None:
    return notice.counterpart_id


def _exporting(notice: Notice) -> UUID | None:
    return notice.opener_id


LETTERS = {
    "submit": Letter(_importing, ANSWER_NOTICES, "For your answer:", "A planned shipment awaits your answer."),
    "amend": Letter(_importing, ANSWER_NOTICES, "Amended:", "A notice sent to you was amended."),
    "withdraw": Letter(_importing, ANSWER_NOTICES, "Withdrawn:", "A notice sent to you was withdrawn."),
    "release": Letter(_importing, ANSWER_NOTICES, "Released:", "A shipment notified to you was released for export."),
    "close": Letter(_importing, ANSWER_NOTICES, "Closed:", "A voluntary notice sent to you was closed by its sender."),
    "ask": Letter(_exporting, SEND_NOTICES, "Information requested:", "The importing side requests information."),
    "supply": Letter(_importing, ANSWER_NOTICES, "Information supplied:", "What you asked for was supplied."),
    "prolong": Letter(_exporting, SEND_NOTICES, "More time:", "The importing side asks for more time to answer."),
    "clear": Letter(_exporting, SEND_NOTICES, "No objection:", "The importing side has no objection."),
    "allow": Letter(
        _exporting, SEND_NOTICES, "Conditions:", "The importing side has no objection under conditions. Read them."
    ),
    "object": Letter(_exporting, SEND_NOTICES, "Objection:", "The importing side objects. Do not release."),
    "unknown": Letter(
        _exporting, SEND_NOTICES, "Not known:", "The importing side does not know a company. Do not release."
    ),
    "lift": Letter(_exporting, SEND_NOTICES, "Objection lifted:", "The importing side lifted its objection."),
    "lapse": Letter(_exporting, SEND_NOTICES, "No answer in time:", "The time for an answer passed without one."),
    "move": Letter(
        _importing, ANSWER_NOTICES, "Now statutory:", "A voluntary notice sent to you is a statutory one from today."
    ),
}
_ASKING = {"submit", "amend"}
_COPIED = {"submit", "amend", "withdraw", "release"}
_COPY = "Your authority has a copy of this notice, and nothing to answer."


def letters_after(verb: str, notice: Notice) -> list[Letter]:
    """What is mailed after a step of this notice, to the side concerned and to the authorities that have a copy."""
    letter = LETTERS.get(verb)
    if letter is None:
        return []
    copied = copies_of(notice.content.get("copied_to") or ()) if verb in _COPIED else ()
    copies = [Letter(_always(one.id), READ_CASES, f"Copy. {letter.subject}", _COPY) for one in copied]
    return _to_the_side(letter, verb, notice) + copies


def _always(organisation_id: UUID) -> Callable[[Notice], UUID]:
    return lambda _notice: organisation_id


def _to_the_side(letter: Letter, verb: str, notice: Notice) -> list[Letter]:
    """An emergency goes to everybody of the importing side who reads; a voluntary notice asks for nothing."""
    if verb == "move":
        return [letter, Letter(_exporting, SEND_NOTICES, letter.subject, "A voluntary notice of yours is statutory.")]
    if verb in _ASKING and notice.is_emergency:
        body = f"Emergency. {letter.body} Lives may hang on it: answer within days."
        return [replace(letter, duty=READ_CASES, subject=f"EMERGENCY. {letter.subject}", body=body)]
    if verb == "submit" and notice.track == VOLUNTARY:
        return [replace(letter, subject="For your information:", body="A voluntary notice came. No answer is owed.")]
    return [letter]
