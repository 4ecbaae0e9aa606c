"""Field types: each knows how to read, keep, show and describe one kind of answer; every door uses the same."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from penstock.kernel.viewer import Fault

Kept = str | list[str] | None
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")  # what XML 1.0 cannot carry, and a return


class Invalid(ValueError):  # noqa: N818 - it is an answer to a person
    """An answer that cannot be read: a stable code, and a sentence with `{names}` that says how to mend it."""

    def __init__(self, code: str, text: str, **values: object) -> None:
        """Say what is wrong and how to mend it."""
        super().__init__(text)
        self.code, self.text, self.values = code, text, values

    def at(self, field: str) -> Fault:
        """The same as a fault of a field."""
        return Fault(field, self.code, self.text, self.values)


class FieldType:
    """One line of text; the base of all field types."""

    control = "text"
    longest = 300

    def clean(self, raw: object) -> str:
        """Text as it was meant: composed Unicode, no control characters, no spaces around; too long is Invalid."""
        text = "" if raw is None else str(raw)
        if not (text.isascii() and text.isprintable()):
            text = _CONTROL.sub("", unicodedata.normalize("NFC", text))
        text = text.strip()
        if len(text) > self.longest:
            raise Invalid("too_long", "Shorten this to {longest} characters.", longest=self.longest)
        return text

    def parse(self, raw: object) -> Any:
        """The value of what was entered, None when nothing was; Invalid when it cannot be read."""
        return self.clean(raw) or None

    def keep(self, value: Any) -> Kept:
        """The value as it is stored and exchanged; `parse` reads it back to the same."""
        return None if value is None else str(value)

    def show(self, value: Any) -> str:
        """The value for people."""
        return "" if value is None else str(value)

    def line(self, kept: Any) -> str:
        """What is kept, in one line as it would be entered."""
        return "" if kept is None else str(kept)

    def choices(self) -> Sequence[tuple[str, str]]:
        """The answers to choose from, if they are few."""
        return ()

    def schema(self) -> dict[str, Any]:
        """The JSON schema of the kept value."""
        return {"type": "string", "maxLength": self.longest}


class Text(FieldType):
    """One line of text."""

    def __init__(self, longest: int = 300) -> None:
        """Allow at most `longest` characters."""
        self.longest = longest


class Paragraphs(FieldType):
    """Text of several lines."""

    control = "textarea"

    def __init__(self, longest: int = 5000) -> None:
        """Allow at most `longest` characters."""
        self.longest = longest


class Choice(FieldType):
    """One of a few answers, given as code and label."""

    control = "select"

    def __init__(self, options: Mapping[str, str]) -> None:
        """Offer the codes of `options` under their labels."""
        self.options = dict(options)

    def parse(self, raw: object) -> str | None:
        """The code chosen; a code or a label, in any case, is understood."""
        text = self.clean(raw)
        if not text:
            return None
        folded = text.casefold()
        for code, label in self.options.items():
            if folded in {code.casefold(), label.casefold()}:
                return code
        raise Invalid("unknown_choice", "'{given}' is none of: {known}.", given=text, known=", ".join(self.options))

    def show(self, value: str | None) -> str:
        """The label of the code."""
        return self.options.get(value or "", value or "")

    def choices(self) -> Sequence[tuple[str, str]]:
        """Codes and labels."""
        return tuple(self.options.items())

    def schema(self) -> dict[str, Any]:
        """The codes as an enumeration."""
        return {"type": "string", "enum": list(self.options)}


class Day(FieldType):
    """A calendar day, written YYYY-MM-DD."""

    control = "date"

    def parse(self, raw: object) -> date | None:
        """The day; Invalid when it is written otherwise or there is no such day."""
        if isinstance(raw, date):
            return date(raw.year, raw.month, raw.day)
        text = self.clean(raw)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise Invalid("date_format", "Write the date as YYYY-MM-DD, not '{given}'.", given=text)
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise Invalid("impossible_date", "There is no day '{given}' in the calendar.", given=text) from None

    def schema(self) -> dict[str, Any]:
        """A date string."""
        return {"type": "string", "format": "date"}


class Number(FieldType):
    """An exact decimal number, never a float; no exponent, at most 18 digits before and 6 after the point."""

    control = "number"

    def __init__(self, *, above: Decimal | None = None, whole: bool = False) -> None:
        """Accept numbers greater than `above`, and only whole ones if `whole`."""
        self.above, self.whole = above, whole

    def parse(self, raw: object) -> Decimal | None:
        """The number; a space or a no-break space may group thousands, a point marks decimals."""
        text = re.sub(r"[\s\u00a0\u202f]", "", self.clean(raw))
        if not text:
            return None
        if not re.fullmatch(r"[+-]?[0-9]{1,18}(\.[0-9]{1,6})?", text):
            raise Invalid("not_a_number", "'{given}' is not a number; write it like 1250.5.", given=text)
        try:
            value = Decimal(text)
        except InvalidOperation:  # pragma: no cover - the pattern leaves nothing Decimal refuses
            raise Invalid("not_a_number", "'{given}' is not a number; write it like 1250.5.", given=text) from None
        if self.above is not None and value <= self.above:
            raise Invalid("too_small", "This must be more than {above}, not {given}.", above=self.above, given=value)
        if self.whole and value != value.to_integral_value():
            raise Invalid("not_whole", "This must be a whole number, not {given}.", given=value)
        return value.normalize() + 0 if value else Decimal(0)

    def keep(self, value: Decimal | None) -> str | None:
        """The number in plain digits."""
        return None if value is None else f"{value:f}"

    def show(self, value: Decimal | None) -> str:
        """The number with its thousands parted by a thin no-break space."""
        return "" if value is None else f"{value:,f}".replace(",", "\u202f")

    def schema(self) -> dict[str, Any]:
        """A decimal as a string, so that nothing rounds it on the way."""
        return {"type": "string", "pattern": r"^[+-]?[0-9]{1,18}(\.[0-9]{1,6})?$"}


class Listed(FieldType):
    """Several answers of one type; written in one line they stand apart by spaces, or by semicolons if `spaced`."""

    longest = 2000

    def __init__(self, each: FieldType, *, spaced: bool = False) -> None:
        """Read each part as `each` does; `spaced` when an answer itself may hold spaces and commas."""
        self.each = each
        self.between = "; " if spaced else " "
        self._parting = re.compile(r";" if spaced else r"[\s,;]+")

    def parse(self, raw: object) -> tuple[Any, ...] | None:
        """The answers in the order given, each once; None when there is none."""
        pieces = [str(one) for one in raw] if isinstance(raw, list | tuple) else self._parting.split(self.clean(raw))
        values = [self.each.parse(piece) for piece in pieces if piece.strip()]
        return tuple(dict.fromkeys(values)) or None

    def keep(self, value: Sequence[Any] | None) -> list[str]:
        """The answers as a list."""
        return [str(self.each.keep(one)) for one in value or ()]

    def line(self, kept: Any) -> str:
        """The answers as they would be entered."""
        return self.between.join(kept) if isinstance(kept, list | tuple) else super().line(kept)

    def show(self, value: Sequence[Any] | None) -> str:
        """The answers parted by commas."""
        return ", ".join(self.each.show(one) for one in value or ())

    def schema(self) -> dict[str, Any]:
        """A list of the parts' schema."""
        return {"type": "array", "items": self.each.schema()}


class Several(Listed):
    """Any number of a few answers, each to be ticked."""

    control = "checkboxes"

    def __init__(self, each: Choice) -> None:
        """Offer the answers of a choice; in one line they are parted by semicolons, since labels hold spaces."""
        super().__init__(each, spaced=True)

    def choices(self) -> Sequence[tuple[str, str]]:
        """Codes and labels."""
        return self.each.choices()
