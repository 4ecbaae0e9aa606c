"""The rules of CAP 1.2 for the parts used, as its data dictionary has them; shares no code with the house.

The schema that OASIS publishes was not at hand. What stands here: the order of elements, how often each may stand,
the enumerations, the form of instants and identifiers, and the rules between elements.
"""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from xml.etree.ElementTree import fromstring as _read

SPACE = "{urn:oasis:names:tc:emergency:cap:1.2}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")
# Element, least and most; the order is the schema's.
ALERT = (
    ("identifier", 1, 1), ("sender", 1, 1), ("sent", 1, 1), ("status", 1, 1), ("msgType", 1, 1), ("source", 0, 1),
    ("scope", 1, 1), ("restriction", 0, 1), ("addresses", 0, 1), ("code", 0, 99), ("note", 0, 1),
    ("references", 0, 1), ("incidents", 0, 1), ("info", 0, 99),
)  # fmt: skip
INFO = (
    ("language", 0, 1), ("category", 1, 99), ("event", 1, 1), ("responseType", 0, 99), ("urgency", 1, 1),
    ("severity", 1, 1), ("certainty", 1, 1), ("audience", 0, 1), ("eventCode", 0, 99), ("effective", 0, 1),
    ("onset", 0, 1), ("expires", 0, 1), ("senderName", 0, 1), ("headline", 0, 1), ("description", 0, 1),
    ("instruction", 0, 1), ("web", 0, 1), ("contact", 0, 1), ("parameter", 0, 99), ("resource", 0, 99), ("area", 0, 99),
)  # fmt: skip
AREA = (("areaDesc", 1, 1), ("polygon", 0, 99), ("circle", 0, 99), ("geocode", 0, 99))
PAIR = (("valueName", 1, 1), ("value", 1, 1))
VALUES = {
    "status": {"Actual", "Exercise", "System", "Test", "Draft"},
    "msgType": {"Alert", "Update", "Cancel", "Ack", "Error"},
    "scope": {"Public", "Restricted", "Private"},
    "category": {
        "Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other",
    },
    "urgency": {"Immediate", "Expected", "Future", "Past", "Unknown"},
    "severity": {"Extreme", "Severe", "Moderate", "Minor", "Unknown"},
    "certainty": {"Observed", "Likely", "Possible", "Unlikely", "Unknown"},
}  # fmt: skip


def _parsed(message: bytes) -> Element:
    return _read(message)  # noqa: S314  the house wrote it


def faults(message: bytes) -> list[str]:
    """What in a message is against the rules."""
    return list(_faults(_parsed(message)))


def text(message: bytes, name: str) -> str:
    """The text of the first element of this name."""
    return next((one.text or "" for one in _parsed(message).iter(SPACE + name)), "")


def texts(message: bytes, name: str) -> list[str]:
    """The texts of all elements of this name."""
    return [one.text or "" for one in _parsed(message).iter(SPACE + name)]


def _faults(root: Element) -> Iterator[str]:
    if root.tag != f"{SPACE}alert":
        yield f"the root is {root.tag}"
        return
    yield from _children(root, ALERT)
    yield from _of_head(root)
    for name, rules in (("info", INFO), ("area", AREA), ("geocode", PAIR), ("eventCode", PAIR), ("parameter", PAIR)):
        for one in root.iter(SPACE + name):
            yield from _children(one, rules)
    for one in root.iter():
        yield from _of_value(one.tag.removeprefix(SPACE), one.text or "")


def _of_head(root: Element) -> Iterator[str]:
    for name in ("identifier", "sender"):
        if re.search(r"[\s,<&]", _one(root, name)):
            yield f"{name} holds a space, a comma, < or &"
    if _one(root, "scope") == "Restricted" and not _one(root, "restriction"):
        yield "a restricted message says no restriction"
    if _one(root, "msgType") in {"Update", "Cancel"} and not _one(root, "references"):
        yield "an update or cancel names no message"
    for one in _one(root, "references").split():
        parts = one.split(",")
        if len(parts) != 3 or not INSTANT.fullmatch(parts[2]):
            yield f"reference {one}"


def _of_value(name: str, value: str) -> Iterator[str]:
    if name in VALUES and value not in VALUES[name]:
        yield f"{name} is {value}"
    if name in {"sent", "effective", "onset", "expires"} and not INSTANT.fullmatch(value):
        yield f"{name} is {value}"


def _one(root: Element, name: str) -> str:
    return root.findtext(SPACE + name) or ""


def _children(parent: Element, rules: tuple[tuple[str, int, int], ...]) -> Iterator[str]:
    names = [one.tag.removeprefix(SPACE) for one in parent]
    order = [name for name, _least, _most in rules]
    yield from (f"{name} is unknown here" for name in names if name not in order)
    known = [order.index(name) for name in names if name in order]
    if known != sorted(known):
        yield f"out of order: {names}"
    for name, least, most in rules:
        if not least <= names.count(name) <= most:
            yield f"{name} stands {names.count(name)} times"
        if any(not one.text and not len(one) for one in parent.findall(SPACE + name)):
            yield f"{name} is empty"
