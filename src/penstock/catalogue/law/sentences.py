"""Records of law said in a line, for the terminal and wherever a table would be too much."""

from penstock.catalogue.law.differences import Change
from penstock.catalogue.law.records import Duty, Entry, Exemption, Threshold

_EFFECTS = {"duties-from": "duties from", "exempt-to": "exempt up to", "limit": "no more than"}


def of(record: Entry | Threshold | Duty | Exemption) -> str:
    """Say a record in a line, with its mark when it was not verified."""
    return _said(record) + ("" if record.verified else " [not verified]")


def _said(record: Entry | Threshold | Duty | Exemption) -> str:
    match record:
        case Entry():
            covers = f" with {', '.join(sorted(record.covers))}" if record.covers else ""
            return f"{record.wording}{covers}, since {record.since} ({record.source})"
        case Threshold():
            whose = f" by one {record.of}" if record.of else ""
            what = "" if record.operation == "any" else f", {record.operation}"
            return f"{_EFFECTS[record.effect]} {record.amount} {record.unit} per {record.per}{whose}{what}"
        case Duty():
            clock = f"{record.amount} {record.unit}" if record.amount is not None else ""
            due = f"by {record.due}" if record.due else ""
            what = "" if record.operation == "any" else f", {record.operation}"
            condition = f"({record.condition})" if record.condition else ""
            parts = (f"{record.who}{what}: {record.duty}", clock, record.anchor, due, condition)
            return " ".join(filter(None, parts))
        case Exemption():
            return f"exempt: {record.text}"


def of_change(change: Change) -> tuple[str, ...]:
    """Say a change in a line, with a line for each column that says something else."""
    record = change.record
    when = record.until if change.verdict == "ends" and record.until else record.since
    details = (f"  {each.column}: {shown(each.before)} becomes {shown(each.after)}" for each in change.details)
    return (f"{when} {change.title} {change.verdict}: {of(record)}", *details)


def shown(value: object) -> str:
    """Show a value of a record as its file has it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, frozenset | tuple):
        return " ".join(sorted(map(str, value)))
    return "" if value is None else str(value)
