"""The forms of platforms: the profile, and the check of a policy, question by question."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import lru_cache
from typing import Any

from penstock.catalogue.fields import Country
from penstock.industry.mapping.fields import Ahead, Count, Past
from penstock.industry.platforms.models import KINDS
from penstock.industry.platforms.posting import questions_for
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Listed, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.parties.directory.types import Email, Phone

__all__ = ["PLATFORM", "check_form"]

LOOKED_AT_AGAIN = timedelta(days=365)
"""After how long a policy is to be looked at again, where an officer says nothing else."""
PRESENCE = {"here": "Established in our country", "used": "Used by people in our country", "both": "Both"}
SELLERS = {
    "none": "Not at all, or by an e-mail address alone",
    "phone": "By a telephone number",
    "papers": "By papers of identity",
    "register": "By a register of companies",
    "payment": "By an account at a bank",
    "licence": "By their licence for chemicals",
}
KEEPS = {
    "identity": "Who has an account",
    "sign-in": "Sign-ins with time and address of the network",
    "offers": "Offers, also those taken down",
    "messages": "Messages between buyer and seller",
    "payments": "Payments",
    "parcels": "Senders, receivers and contents of parcels",
}
VERDICTS = {
    "yes": "Says it",
    "partly": "Says it in part",
    "no": "Does not say it",
    "unknown": "Could not be found out",
}
GAPS = ("no", "partly", "unknown")
QUOTED = {"yes", "partly"}


def no_check_and_another(values: Mapping[str, Any]) -> Iterable[Fault]:
    """Who checks nobody checks nothing else."""
    if values["sellers"] and "none" in values["sellers"] and len(values["sellers"]) > 1:
        text = "'Not at all' fits with no other answer. Take one of them back."
        yield Fault("sellers", "none_and_others", text)


PLATFORM = Form(
    name="platform",
    sections=(
        Section(
            title="The service",
            fields=(
                Field(name="name", label="Name", type=Text(200), required=True),
                Field(name="kind", label="What it is", type=Choice(KINDS), required=True),
                Field(name="seat", label="Where it is established", type=Country(), required=True),
                Field(name="presence", label="What it has to do with us", type=Choice(PRESENCE), required=True),
                Field(name="address", label="Address on the Internet", type=Text(300)),
                Field(name="languages", label="Languages", type=Listed(Text(60)), help="Several with a semicolon"),
                Field(name="about", label="What is known of it", type=Paragraphs(2000)),
            ),
        ),
        Section(
            title="Point of contact for authorities",
            fields=(
                Field(name="contact", label="Desk or person", type=Text(200)),
                Field(name="email", label="E-mail", type=Email()),
                Field(name="phone", label="Telephone", type=Phone()),
                Field(name="office_seat", label="Country of the contact", type=Country()),
                Field(name="hours", label="Answers within, in hours", type=Count(), help="As it says itself"),
            ),
        ),
        Section(
            title="What it checks and keeps",
            fields=(
                Field(name="sellers", label="How it checks who offers or sends", type=Several(Choice(SELLERS))),
                Field(name="keeps", label="What it keeps", type=Several(Choice(KEEPS))),
                Field(name="months", label="How long, in months", type=Count()),
                Field(name="kept_note", label="On what is kept", type=Paragraphs(1000)),
                Field(name="policy_address", label="Where its policy stands", type=Text(300)),
            ),
        ),
    ),
    rules=(no_check_and_another,),
)


@lru_cache(maxsize=16)
def check_form(kind: str) -> Form:
    """The check of a policy of a platform of this kind: a verdict and the passage for each question."""
    questions = questions_for(kind)

    def quoted(values: Mapping[str, Any]) -> Iterable[Fault]:
        for one in questions:
            if values[one.code] in QUOTED and not values[f"{one.code}_passage"]:
                text = "Quote the passage that says so, or choose another answer."
                yield Fault(f"{one.code}_passage", "passage_missing", text)

    asked = tuple(
        Section(
            title=one.name,
            fields=(
                Field(name=one.code, label=one.text, type=Choice(VERDICTS), required=True, basis=one.source),
                Field(name=f"{one.code}_passage", label=f"Passage: {one.name}", type=Paragraphs(3000)),
            ),
        )
        for one in questions
    )
    about = Section(
        title="The policy",
        fields=(
            Field(name="read_on", label="Read on", type=Past(), required=True),
            Field(name="edition_of", label="Its edition or date", type=Text(100), help="As it stands in the policy"),
            Field(name="next_on", label="Look at it again on", type=Ahead(), help="In a year, where it is left empty"),
        ),
    )
    return Form(name=f"policy check of a {kind}", sections=(about, *asked), rules=(quoted,))


def gaps_in(kind: str, content: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a policy lacks, as name of the question and verdict, in the order of the list."""
    found = ((one.name, str(content.get(one.code) or "unknown")) for one in questions_for(kind))
    return [(name, verdict) for name, verdict in found if verdict in GAPS]


def usual_next() -> str:
    """The day in a year on which a policy is usually looked at again."""
    return (today() + LOOKED_AT_AGAIN).isoformat()
