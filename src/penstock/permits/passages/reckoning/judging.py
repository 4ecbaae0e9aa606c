"""What is judged of a passage: whether its permits stand, its days, its lines, and whether its figures agree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from penstock.catalogue.amounts import plain
from penstock.catalogue.substances import substance
from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault, Refused
from penstock.permits.ledger.keeping import Overdrawn
from penstock.permits.models import Line, Permit
from penstock.permits.passages.models import Goods, Passage
from penstock.permits.states import STATES


def against_standing(permit: Permit) -> Refused | None:
    """Why nothing may leave under a permit: it is not in force."""
    if permit.state == "issued":
        return None
    said = STATES[permit.state].lower()
    return Refused("not_in_force", f"Nothing may leave now: {permit.reference} is {said}.")


def against_day(permit: Permit, on: date | None, field: str) -> Iterator[Fault]:
    """What speaks against a day on which goods leave: the permit does not cover it."""
    if on is None:
        return
    if on < permit.valid_from:
        text = "The permit holds from {first} on. Enter that day or a later one."
        yield Fault(field, "before_the_permit", text, {"first": permit.valid_from})
    elif permit.valid_until and on > permit.valid_until:
        text = "The permit holds until {last}. Enter that day or an earlier one, or have it extended."
        yield Fault(field, "after_the_permit", text, {"last": permit.valid_until})


def not_yet(on: date, field: str) -> Iterator[Fault]:
    """What has happened did not happen tomorrow."""
    if on > today():
        yield Fault(field, "not_yet", "{day} has not come yet. Enter the day on which it happened.", {"day": on})


def after_leaving(passage: Passage, on: date, field: str) -> Iterator[Fault]:
    """What speaks against the day of something that happened after goods left."""
    if passage.left_on and on < passage.left_on:
        text = "It left on {left}. Enter that day or a later one."
        yield Fault(field, "before_leaving", text, {"left": passage.left_on})
    yield from not_yet(on, field)


def against_lines(
    entered: Sequence[Mapping[str, Any]], lines: Mapping[int, Line], *, is_whole: bool
) -> Iterator[Fault]:
    """What speaks against the lines of a sheet: they are not those of the goods, or not all of them."""
    known = ", ".join(str(one) for one in sorted(lines))
    for place, one in enumerate(entered):
        if one["line"] is not None and int(one["line"]) not in lines:
            text = "There is no line {number} here. Enter one of: {known}."
            yield Fault(f"goods-{place}-line", "unknown_line", text, {"number": one["line"], "known": known})
    if is_whole:
        missing = sorted(lines.keys() - {int(one["line"]) for one in entered if one["line"] is not None})
        if missing:
            text = "Enter the quantity of every line; 0 where there was nothing. Missing: {missing}."
            said = {"missing": ", ".join(substance(lines[one].substance).name for one in missing)}
            yield Fault(f"goods-{len(entered)}-quantity", "missing_line", text, said)
    else:
        yield from against_nothing(entered)


def against_nothing(entered: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """Something leaves, or nothing is announced."""
    if entered and all(one["quantity"] == 0 for one in entered):
        text = "Nothing at all needs no passage. Enter a quantity, or cancel."
        yield Fault("goods-0-quantity", "nothing_at_all", text)


def beyond_the_permit(short: Overdrawn, entered: Sequence[Mapping[str, Any]], lines: Mapping[int, Line]) -> Fault:
    """What the database refused, said at the first line of that substance."""
    account = short.account
    place = next(place for place, one in enumerate(entered) if lines[int(one["line"])].substance == account.substance)
    text = "The permit leaves {missing} of {name} less than this. Lower the quantity, or ask for another permit."
    said = {"missing": f"{plain(short.missing):f} {account.unit}", "name": substance(account.substance).name}
    return Fault(f"goods-{place}-quantity", "beyond_the_permit", text, said)


def differs_on_arrival(goods: Iterable[Goods]) -> bool:
    """Whether something else arrived than left."""
    return any(one.left is not None and one.arrived != one.left for one in goods)


def differs_in_the_end(goods: Iterable[Goods]) -> bool:
    """Whether something else was endorsed than was recorded to have left, or to have arrived."""
    return any(
        one.endorsed != recorded for one in goods for recorded in (one.left, one.arrived) if recorded is not None
    )


def side_by_side(goods: Iterable[Goods]) -> dict[str, Any]:
    """The figures of each line at each stage, as the record keeps them."""
    stages = ("planned", "left", "arrived", "endorsed")
    return {
        "figures": [
            {
                "line": one.number,
                "substance": one.line.substance,
                "unit": one.line.unit,
                **{stage: f"{plain(found):f}" for stage in stages if (found := one.at(stage)) is not None},
            }
            for one in goods
        ]
    }
