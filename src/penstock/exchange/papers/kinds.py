"""Every kind of paper, made from the workflow's table and its forms: a new step or field is here by itself."""

from collections.abc import Iterator
from dataclasses import dataclass

from penstock.exchange.papers.shapes import LONGEST_ID, Shape, Slot, answered, counted, fields_of, said
from penstock.exchange.permits.shapes import PERMITS
from penstock.kernel.forms.specification import Form
from penstock.kernel.workflow import Workflow
from penstock.notices.fields import SHIPMENT
from penstock.notices.states import NOTICES
from penstock.parties.directory.fields import FORMS

FIRST, DRAFT = "notice", "notice.draft"
SIGNATURES = {
    "confirm": "Give the second signature to what a colleague proposed",
    "decline": "Decline the first signature of a colleague, or take back one's own",
}
_TOLD = (
    said("at", "when it was done (told, never sent)"),
    said("by", "the authority that did it (told, never sent)"),
    said("state", "the state of the case from then on (told, never sent)"),
    counted("edition", "the edition of the content that this made (told, never sent)"),
    said("due_on", "the last day for an answer, where the case waits for one now (told, never sent)"),
    said("stage", "`proposed` where it is the first of two signatures (told, never sent)"),
)
_ID = said("id", "your own id of the paper, kept for ever: sent again it does nothing", longest=LONGEST_ID)
_ON = said("on", "the reference of the case")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of paper: the verb it takes on a case, the form of its content, and whether others may send it."""

    name: str
    about: str
    verb: str = ""
    form: Form | None = None
    strict: bool = True
    names_case: bool = True
    is_taken: bool = True
    event: str = ""

    @property
    def shape(self) -> Shape:
        """The shape of the paper."""
        on = Slot(name=_ON.name, schema=_ON.schema, required=self.names_case, about=_ON.about)
        fields = fields_of(self.form, strict=self.strict) if self.form else ()
        return Shape(name=self.name, about=self.about, marks=(_ID, on, *_TOLD), fields=fields)


def _kinds(flow: Workflow, form: Form, submitting: str) -> Iterator[Kind]:
    """The kinds of a regime: a whole case at once, a draft of one, each step, and the two signatures."""
    sent = flow.step(submitting).event
    yield Kind(name=flow.kind, about="Draft and send at once; nothing is kept of one with faults", form=form,
               names_case=False, event=sent)  # fmt: skip
    yield Kind(name=f"{flow.kind}.draft", about="Begin a draft", form=form, strict=False, names_case=False)
    for step in flow.steps:
        yield Kind(
            name=f"{flow.kind}.{step.verb}",
            about=f"{step.label}: from {', '.join(step.from_)}, by the {step.side}",
            verb=step.verb,
            form=step.form,
            strict=not step.lenient,
            is_taken=step.duty != "system",
            event="" if step.to == flow.initial or step.event == sent else step.event,
        )
    for verb, about in SIGNATURES.items():
        yield Kind(name=f"{flow.kind}.{verb}", about=about, verb=verb)


KINDS = {one.name: one for one in _kinds(NOTICES, SHIPMENT, "submit")}
"""Every kind of paper by its name."""
BY_EVENT = {one.event: one for one in KINDS.values() if one.event}
"""The kind in which an act of the record is told; drafts are not."""

PAPERS = Shape(
    name="papers",
    about="Papers, in order",
    listed="papers",
    marks=(
        said("next", "what to ask for as `since` the next time (told, never sent)"),
        answered("more", "whether there is more already (told, never sent)"),
    ),
    parts=tuple(one.shape for one in KINDS.values()),
)
FAULT = Shape(
    name="fault",
    about="One thing wrong with one field or mark of a paper",
    marks=(
        said("field", "its name", required=True),
        said("code", "a stable word for programs", required=True),
        said("message", "a sentence that says how to mend it", required=True, longest=5000),
    ),
)
RECEIPT = Shape(
    name="receipt",
    about="What became of one paper",
    listed="faults",
    marks=(
        _ID,
        said("of", "the kind of the paper", required=True),
        said(
            "outcome",
            "`done`, `proposed` (the first of two signatures), or `refused`: nothing was changed",
            required=True,
        ),
        said("reference", "the case"),
        said("state", "the state of the case"),
        counted("edition", "the edition of its content"),
        said("due_on", "the last day for an answer, while one is awaited"),
        said("code", "why it was refused, a stable word for programs"),
        said("message", "the same as a sentence", longest=5000),
    ),
    parts=(FAULT,),
)
RECEIPTS = Shape(
    name="receipts", about="What became of each paper, in the order they came", listed="receipts", parts=(RECEIPT,)
)
GOVERNMENT = Shape(
    name="government",
    about="A government: to whom its notices go, and its entries in the directory",
    listed="entries",
    marks=(
        said("country", "its code (ISO 3166-1)", required=True),
        said("name", "its name", required=True),
        answered("party", "whether it is a party to the 1988 Convention", required=True),
        said("party_since", "since when"),
        counted("reply_days", "working days it takes to answer a notice", required=True),
        said("counterpart", "the authority that answers; without one, the secretariat does"),
    ),
    parts=tuple(
        Shape(
            name=kind.replace(" ", "-"),
            about=f"An entry of the directory: {kind}",
            marks=(
                said("verified_on", "the day somebody last said that it is right", required=True),
                said("stale_on", "since when nobody has said so"),
            ),
            fields=fields_of(form, strict=True),
        )
        for kind, form in FORMS.items()
    ),
)
DIRECTORY = Shape(name="directory", about="The governments", listed="governments", parts=(GOVERNMENT,))
CASE = Shape(
    name="case",
    about="How a case stands, and who was given which edition of it",
    listed="readings",
    marks=(
        said("reference", "its reference", required=True),
        said("state", "its state", required=True),
        counted("edition", "the newest edition of its content", required=True),
        said("waits_for", "the authority whose turn it is"),
        said("due_on", "the last day for an answer, while the clock runs"),
    ),
    parts=(
        Shape(
            name="reading",
            about="The first time that a person, or a system for them, was given an edition",
            marks=(
                said("by", "the authority", required=True),
                said("person", "the person", required=True),
                said("at", "when", required=True),
                counted("edition", "which edition", required=True),
            ),
        ),
    ),
)
DOCUMENTS = (PAPERS, RECEIPTS, DIRECTORY, CASE, PERMITS)
"""What a document can be."""
