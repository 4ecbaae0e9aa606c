"""What a set of rules makes of an application: pure, so that the same is done, simulated and tested."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from penstock.kernel.viewer import Viewer
from penstock.permits.applications.fields import APPLICATION
from penstock.permits.applications.judging.issuing import lines_of
from penstock.permits.applications.models import Application
from penstock.permits.handling.routing.fields import RULES
from penstock.permits.ledger.drawing import summed

Rule = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What rules look at of an application; `amounts` are pure substance by unit."""

    stage: str
    paper: str
    direction: str
    regime: str
    country: str
    substances: frozenset[str]
    amounts: Mapping[str, Decimal]
    applicant: str
    is_first: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An agency that a rule asks, what, and how many working days it has."""

    agency: str
    question: str
    days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """Where rules put an application; without a `queue` it goes to the default one. `rule` chose the queue."""

    queue: str = ""
    rule: str = ""
    person: str = ""
    asked: tuple[Asked, ...] = ()
    flags: tuple[str, ...] = ()
    fired: tuple[str, ...] = ()


def rules_in(content: Mapping[str, Any]) -> Sequence[Rule]:
    """The rules of a set as values, in their order."""
    rules: Sequence[Rule] = RULES.read(content, strict=False).values["rules"]
    return rules


def matter_of(viewer: Viewer, application: Application, stage: str) -> Matter:
    """What rules look at of an application as it stands."""
    values = APPLICATION.read(application.content, strict=False).values
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for _substance, amount, unit in summed(lines_of(values, application.content)):
        amounts[unit] = max(amounts[unit], amount)
    return Matter(
        stage=stage,
        paper=application.paper,
        direction=application.direction,
        regime=application.regime,
        country=application.other_country,
        substances=frozenset(application.substances),
        amounts=amounts,
        applicant=application.applicant_name,
        is_first=not _applied_before(viewer, application, application.sent_at),
    )


def _applied_before(viewer: Viewer, application: Application, at: datetime | None) -> bool:
    """Whether the same applicant lodged another before; of what was keyed in, by the name of the company."""
    rows = Application.objects.visible_to(viewer).filter(counterpart=application.counterpart_id, sent_at__lt=at)
    rows = rows.filter(opener=application.opener_id).exclude(pk=application.pk)
    if application.is_keyed_in:
        rows = rows.filter(applicant_name__iexact=application.applicant_name)
    return rows.exists()


def fits(rule: Rule, matter: Matter) -> bool:
    """Whether everything that a rule asks for is so; what it does not ask does not matter."""
    chosen = (
        ("stages", matter.stage),
        ("papers", matter.paper),
        ("directions", matter.direction),
        ("regimes", matter.regime),
        ("countries", matter.country),
    )
    if any(rule[name] and value not in rule[name] for name, value in chosen):
        return False
    if rule["substances"] and not matter.substances & set(rule["substances"]):
        return False
    if rule["over"] and matter.amounts.get(rule["unit"] or "kg", Decimal(0)) <= rule["over"]:
        return False
    if rule["applicant"] and rule["applicant"].casefold() not in matter.applicant.casefold():
        return False
    return rule["first"] is None or (rule["first"] == "yes") == matter.is_first


def judge(rules: Iterable[Rule], matter: Matter) -> Outcome:
    """Go through rules in their order: the first that names a queue, or an officer, chooses it; the others add.

    A rule that says so is the last that is looked at. An agency is asked once, as the first rule asks it.
    """
    queue = rule_name = person = ""
    asked: dict[str, Asked] = {}
    flags: dict[str, None] = {}
    fired = []
    for rule in rules:
        if not fits(rule, matter):
            continue
        fired.append(rule["name"] or "")
        if rule["queue"] and not queue:
            queue, rule_name = rule["queue"], rule["name"] or ""
        person = person or rule["person"] or ""
        for agency in rule["agencies"] or ():
            asked.setdefault(agency, Asked(agency=agency, question=rule["question"] or "", days=int(rule["days"] or 1)))
        flags |= dict.fromkeys(rule["flags"] or ())
        if rule["last"]:
            break
    return Outcome(
        queue=queue,
        rule=rule_name,
        person=person,
        asked=tuple(asked.values()),
        flags=tuple(flags),
        fired=tuple(fired),
    )
