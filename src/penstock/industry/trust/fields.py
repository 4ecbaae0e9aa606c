"""The forms of trust: asking for it, judging the criteria, granting it until a day, and the reasons against it."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from penstock.industry.partnership.fields import Ahead
from penstock.industry.trust.criteria import CRITERIA
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Invalid, Paragraphs, Text
from penstock.kernel.viewer import Fault

LONG = 3000
LONGEST = timedelta(days=3 * 366)
VERDICTS = {"met": "Met", "part": "Not met, and bearable for the reason given", "not": "Not met"}


class WithinYears(Ahead):
    """A day ahead, at most three years."""

    def parse(self, raw: object) -> Any:
        """The day; Invalid when it lies farther away."""
        value: date | None = super().parse(raw)
        if value is not None and value > today() + LONGEST:
            raise Invalid("too_far", "{given} is more than three years away. Trust is vetted anew after that.",
                          given=value)  # fmt: skip
        return value


ASKING = Form(
    name="asking to be trusted",
    sections=(Section(title="Your request", fields=(
        Field(name="reason", label="Why you ask, and what you offer", type=Paragraphs(LONG), required=True),
        Field(name="contact", label="Who answers questions", type=Text(200), required=True,
              help="With telephone or e-mail"),
    )),),
)  # fmt: skip
BEGINNING = Form(
    name="vetting begun by the authority",
    sections=(Section(title="The vetting", fields=(
        Field(name="company", label="Company", type=Text(60), required=True),
        Field(name="reason", label="Why it is vetted", type=Paragraphs(LONG), required=True),
    )),),
)  # fmt: skip


def _reasoned(values: Mapping[str, Any]) -> Iterable[Fault]:
    for one in CRITERIA:
        if values[f"verdict_{one.code}"] in {"part", "not"} and not values[f"note_{one.code}"]:
            yield Fault(f"note_{one.code}", "missing_reason", "Say why it is not met, and why that is bearable or not.")


JUDGEMENT = Form(
    name="criteria of trust",
    sections=tuple(
        Section(title=one.label, fields=(
            Field(name=f"verdict_{one.code}", label="Judgement", type=Choice(VERDICTS), required=True),
            Field(name=f"note_{one.code}", label="Reason or evidence", type=Paragraphs(LONG)),
        ))
        for one in CRITERIA
    ),
    rules=(_reasoned,),
)  # fmt: skip
GRANT = Form(
    name="trust granted",
    sections=(Section(title="Decision", fields=(
        Field(name="until_on", label="Until", type=WithinYears(), required=True),
        Field(name="note", label="What goes with it", type=Paragraphs(LONG), help="The company reads it"),
    )),),
)  # fmt: skip
REASON = Form(
    name="reason about trust",
    sections=(Section(title="Reason", fields=(
        Field(name="reason", label="Why", type=Paragraphs(LONG), required=True, help="The company reads it"),
    )),),
)  # fmt: skip
