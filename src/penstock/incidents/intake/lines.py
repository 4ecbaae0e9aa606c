"""A line of a file becomes an incident: each of its values is understood once, and the answers are put together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from penstock.incidents.fields import INCIDENT
from penstock.incidents.intake.mapping import CHOSEN, LEGS, PLAIN, Columns
from penstock.incidents.intake.understood import amounts, days, places
from penstock.incidents.intake.understood.answers import NOTHING, Understood
from penstock.incidents.intake.understood.choices import chosen
from penstock.incidents.intake.understood.naming import AS_NAMED, Naming, domain_of
from penstock.incidents.particulars.facts import SEIZURE
from penstock.kernel.clock import today
from penstock.kernel.forms.types import Invalid

LONGEST_PLACE = LONGEST_PACKAGING = LONGEST_NAME = 200
Said = Mapping[tuple[str, str], str]
"""What a person said that a value means, by topic and value: another wording for it."""


@dataclass(slots=True)
class Meaning:
    """What a value means, and how many lines hold it."""

    topic: str
    given: str
    understood: Understood
    lines: int = 0
    said: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it was understood: the incident's answers as they are kept and as values, or why there are none."""

    number: int
    kept: Mapping[str, Any]
    values: Mapping[str, Any]
    faults: tuple[dict[str, str], ...]


BLANK = {one.name: None for one in INCIDENT.fields}
BLANK_SUBSTANCE = {one.name: None for one in INCIDENT.lines["substances"].fields}


class LineReader:
    """Reads the lines of one file; what a value means is asked once, and remembered with the lines that hold it."""

    def __init__(self, columns: Columns, at: Mapping[str, Sequence[int]], sharing: Mapping[str, Any]) -> None:
        """Take the parts from the positions `at`; `sharing` holds who may see every incident of the message."""
        self.columns, self.at, self.sharing = columns, at, sharing
        self.meanings: dict[tuple[str, str], Meaning] = {}
        self.naming = Naming()
        self.order, self.mark = columns.days, columns.decimals
        self.latest = today()
        self._kinds = self._asking()
        given = {*at, *columns.fixed}
        self._meant_parts = [one for one in ("kind", "country", *LEGS, *CHOSEN[1:]) if one in {*given, "country"}]
        self._plain_parts = [one for one in PLAIN if one in given]
        self._plain: dict[tuple[str, str], Understood] = {}
        shared = {name: value for name, value in sharing.items() if value}
        self._shared = shared, {name: tuple(one) if isinstance(one, list) else one for name, one in shared.items()}

    def _asking(self) -> dict[str, Callable[[str], Understood]]:
        own: dict[str, Callable[[str], Understood]] = {
            "country": places.country,
            "substance": self.naming.meaning,
            "unit": amounts.unit,
        }
        legs = {name: self._leg(name) for name in LEGS}
        picks = {name: self._pick(name) for name in CHOSEN}
        return {**own, **legs, **picks}

    @staticmethod
    def _leg(name: str) -> Callable[[str], Understood]:
        return lambda text: places.leg(name, text) if text.strip() else NOTHING

    @staticmethod
    def _pick(name: str) -> Callable[[str], Understood]:
        return lambda text: chosen(name, text)

    def can_be_said(self, topic: str) -> bool:
        """Whether a topic's values have meanings of their own, which a person may put right."""
        return topic in self._kinds

    def recall(self, topic: str, given: str, understood: Understood, said: str = "") -> None:
        """Take a meaning as it was found before, or as a person said it."""
        self.meanings[topic, given] = Meaning(topic, given, understood, said=said)

    def say(self, topic: str, given: str, said: str) -> Understood:
        """Take another wording for a value; what that means is answered, and is a reason where it means nothing."""
        if topic == "substance" and said == AS_NAMED:
            found = Understood({"as_named": "yes"}, "a person says: in no register, to be kept as it is named")
        else:
            other = self._kinds[topic](said)
            found = Understood(other.answers, f"a person says: {said} ({other.how})", other.reason, other.proposals)
        self.recall(topic, given, found, said)
        return found

    def meaning(self, topic: str, given: str) -> Understood:
        """What a value means; one line more holds it."""
        known = self.meanings.get((topic, given))
        if known is None:
            known = self.meanings[topic, given] = Meaning(topic, given, self._kinds[topic](given))
        known.lines += 1
        return known.understood

    def _noted(self, topic: str, given: str, how: str) -> None:
        """Keep evidence of a way of reading that is the same for very many values."""
        known = self.meanings.get((topic, given))
        if known is None:
            known = self.meanings[topic, given] = Meaning(topic, given, Understood(how=how))
        known.lines += 1

    def cell(self, cells: Sequence[str], name: str) -> str:
        """What stands in a line for a part; several columns for one part are put side by side."""
        found = [cells[at].strip() for at in self.at.get(name, ()) if at < len(cells)]
        return "; ".join(one for one in found if one)

    def read(self, number: int, cells: Sequence[str]) -> Line:
        """One line, with every reason why it was not understood."""
        kept: dict[str, Any] = {}
        faults: list[dict[str, str]] = []
        found_words: list[str] = []

        def take(topic: str, given: str, understood: Understood) -> None:
            if understood.reason:
                faults.append({"topic": topic, "given": given, "reason": understood.reason})
            for name, value in understood.answers.items():
                if name == "in_words":
                    found_words.append(value)
                else:
                    kept[name] = value

        for name in self._meant_parts:
            given = self.cell(cells, name) or self.columns.fixed.get(name, "")
            take(name, given, self.meaning(name, given) if given or name == "country" else NOTHING)
        take("happened_on", self.cell(cells, "happened_on"), self._day(self.cell(cells, "happened_on")))
        for name in self._plain_parts:
            given = self.cell(cells, name) or self.columns.fixed.get(name, "")
            take(name, given, self._plainly(name, given))
        given = self.cell(cells, "substance")
        substance = self.meaning("substance", given)
        take("substance", given, Understood(reason=substance.reason))
        quantity = self._quantity(cells, take)
        if faults:
            return Line(number, {}, {}, tuple(faults))
        kept["place"] = self._place(cells, kept)
        words = "; ".join(one for one in (self.cell(cells, "in_words"), *found_words) if one)
        if words:
            kept["summary"] = words[:4000]
        packaging = self.cell(cells, "packaging")[:LONGEST_PACKAGING]
        beside = {**quantity, **({"packaging": packaging} if packaging else {})}
        kept["substances"] = _substances(given, substance, beside)
        return self._finished(number, kept, substance)

    def _day(self, given: str) -> Understood:
        if not given:
            return Understood(reason="The date is missing.")
        found = days.day(given, self.order)
        if not found.reason and date.fromisoformat(found.answers["happened_on"]) > self.latest:
            return Understood(reason=f"'{given}' is still to come.")
        if not found.reason:
            self._noted("happened_on", days.shape(given), found.how)
        return found

    def _quantity(self, cells: Sequence[str], take: Callable[[str, str, Understood], None]) -> dict[str, str]:
        """The amount in a unit that holds it exactly."""
        text = self.cell(cells, "quantity")
        read = amounts.amount(text, self.mark)
        if read.reason:
            take("quantity", text, Understood(reason=read.reason))
            return {}
        self._noted("quantity", read.how, read.how)
        if read.value is None:
            return {}
        given = self.cell(cells, "unit") or self.columns.fixed.get("unit", "")
        meant = self.meaning("unit", given)
        take("unit", given, Understood(reason=meant.reason))
        if meant.reason:
            return {}
        value, symbol, is_exact = amounts.measured(read.value, meant.answers)
        if not is_exact:
            self._noted("quantity", f"rounded, in {symbol}", "rounded to a millionth of the finest unit there is")
        if not value:
            self._noted("quantity", "too little", "less than a millionth of the finest unit: taken as not weighed")
            return {}
        return {"quantity": f"{value:f}", "unit": symbol}

    def _plainly(self, name: str, given: str) -> Understood:
        """An answer that is read as the sheet reads it."""
        found = self._plain.get((name, given)) if given else NOTHING
        if found is None:
            kind = INCIDENT.field(name).type
            try:
                found = Understood({name: kind.keep(kind.parse(given))}, "as the form reads it")
            except Invalid as wrong:
                found = Understood(reason=wrong.at(name).message)
            if len(self._plain) < LineReader.MOST_REMEMBERED:
                self._plain[name, given] = found
        return found

    MOST_REMEMBERED = 20_000

    def _place(self, cells: Sequence[str], kept: dict[str, Any]) -> str:
        place, region = self.cell(cells, "place"), self.cell(cells, "region")
        if place and not kept.get("locode") and (code := places.locode(kept["country"], place)):
            kept["locode"] = code
            self._noted("locode", code, f"the name of {code}, and of no other large place of the country")
        whole = ", ".join(dict.fromkeys(one for one in (place, region) if one))
        if len(whole) > LONGEST_PLACE:
            self._noted("place", "shortened", f"shortened to {LONGEST_PLACE} characters")
        return whole[:LONGEST_PLACE].strip()

    def _finished(self, number: int, kept: dict[str, Any], substance: Understood) -> Line:
        kept.setdefault("kind", SEIZURE)
        ids = tuple(substance.answers.get("substances", ()))
        on = date.fromisoformat(kept["happened_on"])
        kept.setdefault("domain", domain_of(ids, substance.answers.get("group", ""), on))
        kept = {name: value for name, value in kept.items() if value} | self._shared[0]
        values = {**BLANK, **kept, **self._shared[1], "happened_on": on, "equipment": ()}
        for name in ("transit_country", "concealment", "modus_operandi", "containers", "seals"):
            values[name] = tuple(kept[name]) if kept.get(name) else None
        values["substances"] = [_valued(one) for one in kept["substances"]]
        return Line(number, kept, values, ())


def _substances(named: str, meant: Understood, beside: Mapping[str, str]) -> list[dict[str, str]]:
    """A line of the sheet for each substance that the name means; the amount is of all of them, and said once."""
    answers = meant.answers
    ids = list(answers.get("substances", ()))
    first: dict[str, str] = {"named": named[:LONGEST_NAME], **beside}
    first |= {name: answers[name] for name in ("group", "cas_number") if name in answers}
    if ids:
        first["substance"] = ids[0]
    if len(ids) > 1:
        first["mixed_with"] = "The quantity is of all that are named together"
    return [first, *({"named": named[:LONGEST_NAME], "substance": one} for one in ids[1:])]


def _valued(line: Mapping[str, str]) -> dict[str, Any]:
    quantity = Decimal(line["quantity"]) if "quantity" in line else None
    return {**BLANK_SUBSTANCE, **line, "quantity": quantity}
