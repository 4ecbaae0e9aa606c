"""Field types of the directory: several choices, e-mail, telephone, language and time zone."""

import re
from functools import cache
from zoneinfo import available_timezones

import pycountry
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from penstock.kernel.forms.types import FieldType, Invalid

_PHONE = re.compile(r"\+[0-9][0-9 ()./-]{4,28}[0-9]( ?(ext\.?|x) ?[0-9]{1,6})?", re.IGNORECASE)


class Email(FieldType):
    """An e-mail address."""

    control = "email"
    longest = 254

    def parse(self, raw: object) -> str | None:
        """The address in small letters."""
        text = self.clean(raw).lower()
        if not text:
            return None
        try:
            validate_email(text)
        except ValidationError:
            raise Invalid("not_an_email", "'{given}' is no e-mail address.", given=text) from None
        return text


class Phone(FieldType):
    """A telephone number with its country code, as ITU-T E.123 writes it."""

    control = "tel"
    longest = 40

    def parse(self, raw: object) -> str | None:
        """The number with single spaces."""
        text = " ".join(self.clean(raw).split())
        if text and not _PHONE.fullmatch(text):
            raise Invalid("not_a_number", "Write the number like +56 2 2345 6789, not '{given}'.", given=text)
        return text or None


@cache
def _languages() -> dict[str, str]:
    """The codes of ISO 639-1 with their names."""
    return {one.alpha_2: one.name for one in pycountry.languages if hasattr(one, "alpha_2")}


class Language(FieldType):
    """A language by its code of ISO 639-1 or its English name."""

    def parse(self, raw: object) -> str | None:
        """The code."""
        text = self.clean(raw).casefold()
        if not text or text in _languages():
            return text or None
        for code, name in _languages().items():
            if text in {part.strip().casefold() for part in re.split(r"[;(]", name)}:
                return code
        raise Invalid("unknown_language", "'{given}' is no language known by ISO 639-1.", given=text)

    def show(self, value: str | None) -> str:
        """The name."""
        return _languages().get(value or "", value or "")


class Zone(FieldType):
    """A time zone by its name in the tz database."""

    def parse(self, raw: object) -> str | None:
        """The name."""
        text = self.clean(raw)
        if text and text not in available_timezones():
            raise Invalid("unknown_zone", "'{given}' is no time zone; write it like America/Santiago.", given=text)
        return text or None
