"""The forms of a suspicious report: the one page on which it is made, and what each step asks for."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from penstock.catalogue.fields import CasNumber, Country, Currency, Quantity, Unit
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Number, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.orders.reports.signs.known import groups, signs_in

__all__ = [
    "ACKNOWLEDGEMENT",
    "ANSWER",
    "CLOSING",
    "FEEDBACK",
    "GRADING",
    "INSTRUCTION",
    "MORE",
    "POLICE_TOLD",
    "QUESTION",
    "REPORT",
    "VOICE",
]

ENQUIRY, ORDER, DELIVERY, THEFT, LOSS = "enquiry", "order", "delivery", "theft", "loss"
SORTS = {
    ENQUIRY: "An enquiry",
    ORDER: "An order",
    DELIVERY: "A delivery",
    THEFT: "A theft",
    LOSS: "A loss",
}
TITLES = {
    ENQUIRY: "Suspicious enquiry",
    ORDER: "Suspicious order",
    DELIVERY: "Suspicious delivery",
    THEFT: "Theft",
    LOSS: "Loss",
}
TRADES = frozenset({ENQUIRY, ORDER, DELIVERY})
"""What has another party to it."""
BECAME = {
    "open": "Nothing yet: it waits",
    "held": "We hold it",
    "refused": "We refused it",
    "delivered": "It was delivered",
    "gone": "It is gone",
}
BEINGS = {"company": "A company", "person": "A person", "unknown": "Nobody knows"}
YES = {"yes": "Yes", "no": "No"}
GRADES = {
    "high": "High: act now",
    "medium": "Medium: look into it",
    "low": "Low: keep it",
    "none": "Nothing in it",
}
INSTRUCTIONS = {
    "hold": "Hold it until you hear from us",
    "watch": "Deliver it as we arrange with you",
    "refuse": "Refuse it",
    "free": "Nothing stands against it: decide yourself",
}
RESULTS = {
    "diversion": "An attempt at diversion was found",
    "investigation": "It went into an investigation",
    "incident": "It was reported as an incident",
    "warning": "Others were warned",
    "legitimate": "It turned out to be legitimate",
    "nothing": "It could not be cleared up",
}
LED_TO = {
    "helped": "It helped: it led to a measure or a case",
    "warned": "Others were warned by it",
    "kept": "It is kept, and weighs with what comes next",
    "legitimate": "It turned out to be legitimate",
    "untold": "What it led to may not be told",
}


def _one(name: str, title: str, *fields: Field) -> Form:
    return Form(name=name, sections=(Section(title=title, fields=fields),))


WHAT = Section(
    title="What happened",
    fields=(
        Field(name="sort", label="What is reported", type=Choice(SORTS), required=True),
        Field(name="became", label="What became of the goods", type=Choice(BECAME), required=True),
        Field(name="happened_on", label="Day it happened", type=Day(), required=True),
        Field(
            name="aware_on",
            label="Day you became aware",
            type=Day(),
            required=True,
            help="The clocks of law run from it",
        ),
        Field(
            name="instruction_wanted",
            label="Do you want an instruction before you go on?",
            type=Choice(YES),
            help="The office sees that you wait for it",
        ),
    ),
)
GOODS = Section(
    title="The goods",
    fields=(
        Field(name="product", label="Product", type=Text(200), required=True, help="As it was asked for or lost"),
        Field(name="cas_number", label="CAS number", type=CasNumber(), help="Where you know it"),
        Field(name="quantity", label="Quantity", type=Quantity()),
        Field(name="unit", label="Unit", type=Unit()),
        Field(name="more_goods", label="Other goods with it", type=Paragraphs(2000)),
        Field(name="order_reference", label="Your number of the order", type=Text(60)),
        Field(name="value", label="Value", type=Number(above=Decimal(0))),
        Field(name="currency", label="Currency", type=Currency(), help="Three letters such as EUR"),
    ),
)
PARTY = Section(
    title="The other party",
    fields=(
        Field(name="party_being", label="Who it is", type=Choice(BEINGS)),
        Field(name="party_name", label="Name", type=Text(200), help="As they gave it"),
        Field(name="party_country", label="Country", type=Country()),
        Field(name="party_address", label="Address", type=Text(300)),
        Field(name="party_contact", label="Telephone, e-mail or handle", type=Text(300)),
        Field(name="party_numbers", label="Numbers they showed", type=Text(300), help="Of a licence or a register"),
        Field(name="party_said", label="What they said it is for, and where it goes", type=Paragraphs(2000)),
    ),
)
WHY = Section(
    title="Why it is suspicious",
    fields=(
        *(Field(name=one.field, label=one.label, type=Several(Choice(one.signs))) for one in groups()),
        Field(name="explanation", label="In your own words", type=Paragraphs(), help="One sentence is enough"),
    ),
)
ALREADY = Section(
    title="Whom you have told, and whom to ask",
    fields=(
        Field(name="police_on", label="Day you told the police", type=Day(), help="Leave it empty if you have not"),
        Field(name="police_at", label="Which station, and its file number", type=Text(200)),
        Field(name="contact_name", label="Whom to ask at your company", type=Text(120)),
        Field(name="contact_reach", label="How to reach them", type=Text(200), help="A telephone that is answered"),
        Field(
            name="taken_from",
            label="Who reported it by telephone",
            type=Text(200),
            help="For offices that take a report down; companies leave it empty",
        ),
    ),
)


def it_has_happened(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Nothing is reported before its day, nor known before it happened."""
    for name in ("happened_on", "aware_on", "police_on"):
        if values[name] and values[name] > today():
            yield Fault(name, "future_date", "{given} is still to come: enter the day it was.", {"given": values[name]})
    happened, aware = values["happened_on"], values["aware_on"]
    if happened and aware and aware < happened:
        text = "You cannot have known of it before it happened: one of the two days is wrong."
        yield Fault("aware_on", "aware_before", text)


def it_says_why(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A sign is ticked, or something is said in words."""
    if not signs_in(values) and not values["explanation"]:
        text = "Tick what struck you, or say it in a sentence."
        yield Fault("explanation", "no_reason", text)


def it_names_somebody(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A trade has another party: a name, a way to reach them, or the word that nobody knows."""
    known = values["party_name"] or values["party_contact"] or values["party_being"] == "unknown"
    if values["sort"] in TRADES and not known:
        text = "Say who it was, or how they wrote to you; if nobody knows, choose that."
        yield Fault("party_name", "nobody_named", text)


def quantity_has_unit(values: Mapping[str, Any]) -> Iterable[Fault]:
    """A number without a unit says nothing."""
    if values["quantity"] is not None and not values["unit"]:
        yield Fault("unit", "missing_unit", "Say in which unit the quantity is.")
    if values["value"] is not None and not values["currency"]:
        yield Fault("currency", "missing_currency", "Say in which currency the value is.")


def became_fits(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What was stolen or lost is gone; an enquiry delivers nothing."""
    sort, became = values["sort"], values["became"]
    if sort in {THEFT, LOSS} and became and became not in {"gone", "held"}:
        yield Fault("became", "not_gone", "What was stolen or lost is gone, or you hold what was found again.")
    if sort == ENQUIRY and became in {"delivered", "gone"}:
        yield Fault("became", "only_asked", "It was only asked for: choose what became of the enquiry.")


REPORT = Form(
    name="suspicious report",
    sections=(WHAT, GOODS, PARTY, WHY, ALREADY),
    rules=(it_has_happened, it_says_why, it_names_somebody, quantity_has_unit, became_fits),
)


def not_in_future(values: Mapping[str, Any]) -> Iterable[Fault]:
    """What was told was told."""
    if values["on"] and values["on"] > today():
        yield Fault("on", "future_date", "{given} is still to come: enter the day it was.", {"given": values["on"]})


VOICE = Form(
    name="report by voice",
    sections=(
        Section(
            title="What you told by voice",
            fields=(
                Field(name="on", label="Day", type=Day(), required=True),
                Field(name="told_to", label="Whom you told", type=Text(200), required=True, help="Name and office"),
                Field(name="words", label="What you told", type=Paragraphs(2000)),
            ),
        ),
    ),
    rules=(not_in_future,),
)
POLICE_TOLD = Form(
    name="police told of a report",
    sections=(
        Section(
            title="The police were told",
            fields=(
                Field(name="on", label="Day", type=Day(), required=True),
                Field(name="told_to", label="Station", type=Text(200), required=True),
                Field(name="file_number", label="File number", type=Text(100)),
            ),
        ),
    ),
    rules=(not_in_future,),
)
ACKNOWLEDGEMENT = _one(
    "acknowledgement of a report",
    "Acknowledgement",
    Field(
        name="words", label="What the company is told", type=Paragraphs(2000), help="It knows at once that you read it"
    ),
    Field(name="ask", label="Whom the company may call", type=Text(200)),
)
QUESTION = _one(
    "question on a report", "Question", Field(name="question", label="Question", type=Paragraphs(2000), required=True)
)
ANSWER = _one("answer on a report", "Answer", Field(name="answer", label="Answer", type=Paragraphs(), required=True))
MORE = _one(
    "addition to a report", "What you learned since", Field(name="words", label="What is new", type=Paragraphs(),
                                                            required=True)
)  # fmt: skip
GRADING = _one(
    "grade of a report",
    "Grade",
    Field(name="grade", label="Grade", type=Choice(GRADES), required=True),
    Field(name="note", label="Why", type=Paragraphs(2000), help="Your office alone reads it"),
)
INSTRUCTION = _one(
    "instruction on a report",
    "Instruction",
    Field(name="instruction", label="Instruction", type=Choice(INSTRUCTIONS), required=True),
    Field(name="until", label="Until", type=Day(), help="The last day, where it ends"),
    Field(
        name="words", label="In words", type=Paragraphs(2000), help="What the company is to do, and to say nothing of"
    ),
)
FEEDBACK = _one(
    "feedback on a report",
    "What the report led to",
    Field(name="led_to", label="What the company is told", type=Choice(LED_TO), required=True),
    Field(name="words", label="In words, as far as may be told", type=Paragraphs(2000)),
)
CLOSING = Form(
    name="closing of a report",
    sections=(
        Section(
            title="Within the office",
            fields=(
                Field(name="result", label="What came of it", type=Choice(RESULTS), required=True),
                Field(name="note", label="Note", type=Paragraphs(2000), help="Your office alone reads both"),
            ),
        ),
        Section(
            title="What the company is told",
            fields=(
                Field(name="led_to", label="It is told", type=Choice(LED_TO), required=True),
                Field(name="words", label="In words, as far as may be told", type=Paragraphs(2000)),
            ),
        ),
    ),
)
