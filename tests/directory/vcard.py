"""A strict reader of vCard 4.0, written from RFC 6350 and sharing nothing with the house."""

import re

_NAME = re.compile(r"[A-Za-z0-9-]+")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"\x00-\x1f]*"|[^";:,\x00-\x1f]*)')
ONCE = {"KIND", "N", "BDAY", "GENDER", "REV", "UID", "PRODID", "VERSION"}
STRUCTURED = {"ADR": 7, "ORG": None}


def read(text):
    """Every card as a list of (name, parameters, value); ValueError at whatever the standard does not allow."""
    if not text:
        return []
    if not text.endswith("\r\n") or "\n" in text.replace("\r\n", "") or "\r" in text.replace("\r\n", ""):
        raise ValueError("lines end with CR LF")
    lines = text[:-2].split("\r\n")
    if any(len(line.encode()) > 75 for line in lines):
        raise ValueError("a line is longer than 75 octets")
    cards = []
    for line in re.sub("\r\n[ \t]", "", text[:-2]).split("\r\n"):
        name, parameters, value = _split(line)
        if name == "BEGIN":
            cards.append([])
        if not cards:
            raise ValueError("a property outside a card")
        cards[-1].append((name, parameters, _value(name, value)))
    for card in cards:
        _check(card)
    return cards


def _split(line):
    found = _NAME.match(line)
    if not found:
        raise ValueError(f"no name: {line!r}")
    name, rest, parameters = found[0].upper(), line[found.end() :], {}
    while match := _PARAMETER.match(rest):
        parameters[match[1].upper()] = match[2].strip('"')
        rest = rest[match.end() :]
    if not rest.startswith(":"):
        raise ValueError(f"no colon: {line!r}")
    return name, parameters, rest[1:]


def _value(name, text):
    if name in STRUCTURED:
        parts = [_unescaped(one) for one in _components(text)]
        if STRUCTURED[name] and len(parts) != STRUCTURED[name]:
            raise ValueError(f"{name} has {len(parts)} components")
        return parts
    return text if name in {"UID", "URL", "REV", "KIND", "VERSION", "BEGIN", "END", "LANG"} else _unescaped(text)


def _components(text):
    parts = [""]
    for piece in re.findall(r"\\.|;|[^\\;]+", text):
        if piece == ";":
            parts.append("")
        else:
            parts[-1] += piece
    return parts


def _unescaped(text):
    if re.search(r"\\(?![\\,;nN])", re.sub(r"\\\\", "", text)):
        raise ValueError(f"an unknown escape: {text!r}")
    if re.search(r"(?<!\\)(?:\\\\)*,", text):
        raise ValueError(f"an unescaped comma: {text!r}")
    return re.sub(r"\\([\\,;nN])", lambda one: "\n" if one[1] in "nN" else one[1], text)


def _check(card):
    names = [name for name, _parameters, _value in card]
    if names[:2] != ["BEGIN", "VERSION"] or names[-1] != "END" or names.count("BEGIN") != 1:
        raise ValueError("BEGIN, VERSION ... END")
    if card[1][2] != "4.0" or "FN" not in names:
        raise ValueError("version 4.0 with FN")
    twice = {name for name in ONCE if names.count(name) > 1}
    if twice:
        raise ValueError(f"only once: {twice}")
