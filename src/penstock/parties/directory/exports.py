"""The directory for other programs: as CSV, and as vCard 4.0 (RFC 6350)."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from penstock.parties.directory.fields import FORMS
from penstock.parties.directory.models import Entry

COLUMNS = ("country", "government", "kind", "authority", "verified_on", "stale_on")
LONGEST_LINE = 75
"""Octets of a line of a vCard before it is folded (RFC 6350, section 3.2)."""


def answer_columns() -> list[str]:
    """The fields of all kinds of entries, each once."""
    return list(dict.fromkeys(field.name for form in FORMS.values() for field in form.fields))


def as_csv(entries: Iterable[Entry]) -> str:
    """A line for each entry, with a column for each question of any kind; several answers are parted by semicolons."""
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, [*COLUMNS, *answer_columns()], restval="")
    writer.writeheader()
    for one in entries:
        row = {
            "country": one.government_id,
            "government": one.government.name,
            "kind": one.kind,
            "authority": one.organisation.name if one.organisation else "",
            "verified_on": one.verified_on.isoformat(),
            "stale_on": one.stale_on.isoformat() if one.stale_on else "",
        }
        for name, kept in one.content.items():
            row[name] = "; ".join(kept) if isinstance(kept, list) else kept or ""
        writer.writerow({key: _cell(text) for key, text in row.items()})
    return sheet.getvalue()


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a telephone number keeps its plus sign."""
    is_formula = text[:1] in {"=", "@", "\t", "\r"} or (text[:1] in {"+", "-"} and not text[1:2].isdigit())
    return f"'{text}" if is_formula else text


def as_vcards(entries: Iterable[Entry]) -> str:
    """A card for each entry, with CRLF at the end of each line as the standard asks."""
    return "".join(line for one in entries for line in _card(one))


def _card(one: Entry) -> Iterator[str]:
    content = one.content
    is_person = one.kind in {"person", "focal point"}
    office = one.organisation.name if one.organisation else content.get("agency") or one.government.name
    yield _line("BEGIN:VCARD")
    yield _line("VERSION:4.0")
    yield _line(f"UID:urn:uuid:{one.pk}")
    yield _line(f"KIND:{'individual' if is_person else 'org'}")
    yield _line(f"FN:{_text(one.name)}")
    for code in ("ar", "zh", "fr", "ru", "es"):
        if content.get(f"name_{code}"):
            yield _line(f"FN;LANGUAGE={code}:{_text(content[f'name_{code}'])}")
    yield _line(f"ORG:{_component(office)}")
    yield from _details(content)
    if content.get("address"):
        # The form asks for one address text, so it stands whole in the component of the street.
        yield _line(f"ADR;TYPE=work:;;{_component(content['address'])};;;;{_component(one.government.name)}")
    yield _line(f"REV:{one.updated_at:%Y%m%dT%H%M%SZ}")
    yield _line("END:VCARD")


def _details(content: Mapping[str, Any]) -> Iterator[str]:
    if content.get("post"):
        yield _line(f"TITLE:{_text(content['post'])}")
    if content.get("role"):
        yield _line(f"ROLE:{_text(FORMS['focal point'].field('role').type.show(content['role']))}")
    for name, kind in (("phone", "voice"), ("fax", "fax")):
        if content.get(name):
            yield _line(f'TEL;VALUE=text;TYPE="work,{kind}":{_text(content[name])}')
    if content.get("email"):
        yield _line(f"EMAIL;TYPE=work:{_text(content['email'])}")
    for code in content.get("languages") or ():
        yield _line(f"LANG:{code}")
    if content.get("zone"):
        yield _line(f"TZ:{_text(content['zone'])}")
    if str(content.get("website") or "").startswith(("http://", "https://")):
        yield _line(f"URL:{content['website']}")
    if content.get("hours"):
        yield _line(f"NOTE:{_text(content['hours'])}")


def _text(text: str) -> str:
    """A value of one text: backslash, comma and line break are escaped (section 3.4)."""
    return text.replace("\\", "\\\\").replace(",", "\\,").replace("\r\n", "\n").replace("\n", "\\n")


def _component(text: str) -> str:
    """One component of several, in which the semicolon is escaped too."""
    return _text(text).replace(";", "\\;")


def _line(text: str) -> str:
    """A line, folded so that none is longer than 75 octets and no character is cut."""
    folded, width = [""], 0
    for character in text:
        size = len(character.encode())
        if width + size > LONGEST_LINE:
            folded.append(" ")
            width = 1
        folded[-1] += character
        width += size
    return "\r\n".join(folded) + "\r\n"
