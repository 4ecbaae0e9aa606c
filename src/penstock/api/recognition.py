"""What a text holds: the recogniser over the public API."""

from datetime import date
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from penstock.catalogue.naming.recognisers import recognise_many, said_of
from penstock.engines.recognition.judgement.confidence import DEFAULT_THRESHOLD
from penstock.kernel.clock import today
from penstock.kernel.doors.access import opened_by
from penstock.kernel.doors.shapes import PROBLEMS, Body
from penstock.kernel.routes import SIGNED_IN
from penstock.kernel.viewer import Fault
from penstock.kernel.workflow import refused_for

router = Router(tags=["reference"])

MOST_TEXTS = 1_000
MOST_CHARACTERS = 1_000_000


class Question(Body):
    """Texts to look at, by the law of a day (today) in some jurisdictions (all)."""

    text: str | None = None
    texts: list[str] | None = None
    on: date | None = None
    jurisdictions: list[str] | None = None
    threshold: float = Field(DEFAULT_THRESHOLD, ge=0, le=1)


class QuantityShape(Schema):
    """An amount with its unit as written."""

    amount: str
    unit: str
    written: str


class RecognitionShape(Schema):
    """One substance in a text; kind "unknown" is a chemical that bears marks of a listed one and has no id."""

    id: str
    name: str
    cas: str
    kind: str
    confidence: float
    reason: str
    matched: str
    span: list[int] | None
    spans: list[list[int]]
    quantity: QuantityShape | None
    percent: str | None
    salt: str
    base_factor: str | None
    parts: int
    rules: list[str]


class AnswerShape(Schema):
    """What was found in each text, in the order of the texts."""

    on: date
    results: list[list[RecognitionShape]]


@router.post("/recognise", response={200: AnswerShape, **PROBLEMS}, summary="Controlled substances in texts")
@opened_by(SIGNED_IN)
def recognise(request: HttpRequest, question: Question) -> dict[str, Any]:  # noqa: ARG001 - ninja's
    """Every controlled substance in a text, or in each of several, with the reason, the confidence and the rules met.

    At most 1,000 texts and 1,000,000 characters at once. Nothing is kept.
    """
    texts = _texts(question)
    day = question.on or today()
    answers = recognise_many(texts, on=day, jurisdictions=question.jurisdictions, threshold=question.threshold)
    return {"on": day, "results": [[said_of(one) for one in found] for found in answers]}


def _texts(question: Question) -> list[str]:
    if (question.text is None) == (question.texts is None):
        raise refused_for([Fault("texts", "one_of_two", "Give either `text` or `texts`.")])
    texts = [question.text] if question.text is not None else list(question.texts or ())
    if len(texts) > MOST_TEXTS:
        text = "{given} texts are too many; send at most {most} at once."
        raise refused_for([Fault("texts", "too_many_texts", text, {"given": len(texts), "most": MOST_TEXTS})])
    length = sum(map(len, texts))
    if length > MOST_CHARACTERS:
        text = "{given} characters are too many; send at most {most} at once."
        raise refused_for([Fault("texts", "too_long", text, {"given": length, "most": MOST_CHARACTERS})])
    return texts
