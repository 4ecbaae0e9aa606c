"""The consolidated list of the Security Council of the United Nations in its XML."""

from collections.abc import Iterator
from xml.etree import ElementTree as ET
from xml.parsers import expat

from penstock.engines.matching.screening.loading.reading import Read, Unread, date_of, told
from penstock.engines.matching.screening.parties import Entry, Identifier, Kind

LIST_ID = "UN-SC"
_NAMES = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_STREET = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_SORTS = {"INDIVIDUAL": Kind.PERSON, "ENTITY": Kind.COMPANY}
_SPACES = ("na", "n/a", "-")


def read_un(content: bytes) -> Read:
    """Read the file; one that declares entities of its own, or is no XML, is unread as a whole."""
    try:
        _refuse_declarations(content)
        root = ET.fromstring(content)  # noqa: S314 - what could be harmful was refused just before
    except (expat.ExpatError, ET.ParseError, ValueError) as fault:
        return Read((), (Unread(1, str(fault)),))
    return told(_entries(root))


def _refuse_declarations(content: bytes) -> None:
    """Entities of a file's own may grow without end or read other files; the list has none."""
    parser = expat.ParserCreate()

    def refuse(*_told: object) -> None:
        raise ValueError("the file declares entities of its own")

    parser.EntityDeclHandler = refuse
    parser.Parse(content, True)


def _entries(root: ET.Element) -> Iterator[Entry | Unread]:
    records = [record for sort in _SORTS for record in root.iter(sort)]
    if not records:
        yield Unread(1, "no individual and no entity in the file")
    for place, record in enumerate(records, 1):
        name = " ".join(part for tag in _NAMES if (part := _text(record, tag)))
        number = _text(record, "REFERENCE_NUMBER") or _text(record, "DATAID")
        if name and number:
            yield _entry(record, number, name)
        else:
            yield Unread(place, f"record {number or '?'} without a {'number' if name else 'name'}")


def _entry(record: ET.Element, number: str, name: str) -> Entry:
    sort = record.tag
    addresses = list(record.iter(f"{sort}_ADDRESS"))
    aliases = [_text(alias, "ALIAS_NAME") for alias in record.iter(f"{sort}_ALIAS")]
    nationalities = [value.text or "" for each in record.iter("NATIONALITY") for value in each.iter("VALUE")]
    countries = nationalities or [_text(address, "COUNTRY") for address in addresses]
    streets = [" ".join(part for tag in _STREET if (part := _text(address, tag))) for address in addresses]
    return Entry(
        id=number,
        names=(name,),
        kind=_SORTS[sort],
        countries=_each_once(countries),
        addresses=_each_once(streets),
        identifiers=tuple(_identifiers(record)),
        birth_dates=_each_once(each for born in record.iter("INDIVIDUAL_DATE_OF_BIRTH") for each in _births(born)),
        list_id=LIST_ID,
        aliases=_each_once([*aliases, _text(record, "NAME_ORIGINAL_SCRIPT")]),
    )


def _births(born: ET.Element) -> Iterator[str]:
    """A day or year, or the years between which it was."""
    found = date_of(_text(born, "DATE")) or date_of(_text(born, "YEAR"))
    first, last = _text(born, "FROM_YEAR"), _text(born, "TO_YEAR")
    if found:
        yield found
    elif first.isdigit() and last.isdigit():
        yield from map(str, range(int(first), min(int(last), int(first) + 20) + 1))


def _identifiers(record: ET.Element) -> Iterator[Identifier]:
    for document in record.iter("INDIVIDUAL_DOCUMENT"):
        kind, number = _text(document, "TYPE_OF_DOCUMENT").casefold(), _text(document, "NUMBER")
        if number:
            yield Identifier({"national identification number": "national id"}.get(kind, kind), number)


def _text(element: ET.Element, tag: str) -> str:
    found = " ".join((element.findtext(tag) or "").split())
    return "" if found.casefold() in _SPACES else found


def _each_once(texts: "Iterator[str] | list[str]") -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))
