"""Writes a report as goAML (report schema 5): an activity with the other party and the goods, or a transaction.

The order and the lengths of elements follow the published schemas. Code lists there hold but a dash for what each
financial intelligence unit fills in for itself (indicators, roles, kinds of goods): the dash stands here too, and the
signs are told in words. Nothing is invented: what is not known is left out, or is a dash where the schema wants a word.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from penstock.catalogue.substances import substance
from penstock.kernel.viewer import Refused
from penstock.orders.reports.fields import BECAME, DELIVERY, INSTRUCTIONS, ORDER, SORTS, THEFT
from penstock.orders.reports.models import SuspiciousReport
from penstock.orders.reports.signs.known import labels

DASH = "-"
UNKNOWN = "Unknown"
NO_NUMBER = 1
"""Stands where no number of the reporting entity is given: the schema wants one, and each unit gives its own."""
LONGEST_COMMENT, LONGEST_NAME, LONGEST_LINE, LONGEST_TOWN = 8000, 255, 100, 255


def report_xml(report: SuspiciousReport, content: Mapping[str, Any], *, entity: int = NO_NUMBER) -> bytes:
    """The report as a goAML `report`: a transaction where a price was named for an order or delivery, and an activity.

    `content` is what the viewer may read of it, `entity` the number under which the unit knows the reporter.
    """
    root = Element("report")
    _add(root, "rentity_id", str(entity))
    _add(root, "rentity_branch", report.opener.name[:LONGEST_NAME] or DASH)
    _add(root, "submission_code", "E")
    _add(root, "report_code", "STR" if _is_paid(report, content) else "SAR")
    _add(root, "entity_reference", report.reference)
    _add(root, "report_date", _instant(report.sent_at.date().isoformat() if report.sent_at else None))
    _add(root, "currency_code_local", str(content.get("currency") or DASH).upper())
    _person(_add(root, "reporting_person"), str(content.get("contact_name") or report.opener.name))
    _address(_add(root, "location"), report.opener.address, report.opener.government_id or DASH)
    _add(root, "reason", _reason(report, content))
    _add(root, "action", _action(report))
    if _is_paid(report, content):
        _transaction(root, report, content)
    _activity(_add(root, "activity"), report, content)
    _add(_add(root, "report_indicators"), "indicator", DASH)
    return _written(root)


def report_data_xml(report: SuspiciousReport, content: Mapping[str, Any]) -> bytes:
    """The transaction alone as goAML `reportdata`; Refused where no price was named, for then there is none."""
    if not _is_paid(report, content):
        raise Refused(
            "no_transaction", "No order or delivery with a value is reported here, so there is no transaction."
        )
    root = Element("reportdata")
    _transaction(_add(root, "transactions"), report, content)
    return _written(root)


def _written(root: Element) -> bytes:
    indent(root)
    text: bytes = tostring(root, xml_declaration=True, encoding="UTF-8")
    return text


def _add(parent: Element, name: str, text: str | None = None) -> Element:
    child = SubElement(parent, name)
    child.text = text
    return child


def _maybe(parent: Element, name: str, text: object, longest: int = LONGEST_NAME) -> None:
    if text:
        _add(parent, name, str(text)[:longest])


def _instant(day: object) -> str:
    return f"{day or '1753-01-01'}T00:00:00"


def _is_paid(report: SuspiciousReport, content: Mapping[str, Any]) -> bool:
    return report.sort in {ORDER, DELIVERY} and bool(content.get("value"))


def _person(parent: Element, name: str) -> None:
    """A name in two parts, as the schema wants them: the last word is taken for the last name."""
    first, _space, last = name.strip().rpartition(" ")
    _add(parent, "first_name", (first or DASH)[:LONGEST_LINE])
    _add(parent, "last_name", (last or DASH)[:LONGEST_LINE])


def _address(parent: Element, line: str, country: str) -> None:
    _add(parent, "address_type", DASH)
    _add(parent, "address", (line or DASH)[:LONGEST_LINE])
    _add(parent, "city", (line.rpartition(",")[2].strip() or DASH)[:LONGEST_TOWN])
    _add(parent, "country_code", country)


def _reason(report: SuspiciousReport, content: Mapping[str, Any]) -> str:
    said = [SORTS.get(report.sort, ""), *(labels()[one] for one in report.signs), content.get("explanation")]
    return "\n".join(str(one) for one in said if one)[:LONGEST_COMMENT]


def _action(report: SuspiciousReport) -> str:
    told = [BECAME.get(report.became, ""), INSTRUCTIONS.get(report.instruction, "")]
    return "\n".join(one for one in told if one)[:LONGEST_COMMENT]


def _other_party(parent: Element, content: Mapping[str, Any]) -> None:
    """The other party as a person or an entity, by what the reporter knows."""
    name = str(content.get("party_name") or UNKNOWN)
    if content.get("party_being") == "person":
        _person(_add(parent, "person"), name)
        return
    entity = _add(parent, "entity")
    _add(entity, "name", name[:LONGEST_NAME])
    if content.get("party_address") and content.get("party_country"):
        addresses = _add(entity, "addresses")
        _address(_add(addresses, "address"), str(content["party_address"]), str(content["party_country"]))
    _maybe(entity, "incorporation_country_code", content.get("party_country"))


def _said_of_party(content: Mapping[str, Any]) -> str:
    names = ("party_contact", "party_numbers", "party_said")
    return "\n".join(str(content[name]) for name in names if content.get(name))[:LONGEST_COMMENT]


def _activity(parent: Element, report: SuspiciousReport, content: Mapping[str, Any]) -> None:
    party = _add(_add(parent, "report_parties"), "report_party")
    _other_party(party, content)
    if report.sort != THEFT:
        _maybe(party, "country", content.get("party_country"))
    _maybe(party, "reason", _reason(report, content), LONGEST_COMMENT)
    _maybe(party, "comments", _said_of_party(content), LONGEST_COMMENT)
    _goods(parent, report, content)


def _goods(parent: Element, report: SuspiciousReport, content: Mapping[str, Any]) -> None:
    item = _add(_add(parent, "goods_services"), "item")
    _add(item, "item_type", DASH)
    _add(item, "description", "\n".join(_described(report, content))[:LONGEST_COMMENT])
    _maybe(item, "estimated_value", _number(content.get("value")))
    _maybe(item, "status_comments", BECAME.get(report.became), 500)
    _maybe(item, "size", _number(content.get("quantity")))
    _maybe(item, "size_uom", content.get("unit"))
    _maybe(item, "identification_number", content.get("cas_number"))


def _described(report: SuspiciousReport, content: Mapping[str, Any]) -> Iterable[str]:
    yield str(content.get("product") or UNKNOWN)
    yield from (substance(one).name for one in report.substances)
    yield from filter(None, [content.get("more_goods")])


def _number(kept: object) -> str:
    return f"{Decimal(str(kept)):f}" if kept else ""


def _transaction(parent: Element, report: SuspiciousReport, content: Mapping[str, Any]) -> None:
    one = _add(parent, "transaction")
    _add(one, "transactionnumber", str(content.get("order_reference") or report.reference)[:LONGEST_LINE])
    _add(one, "internal_ref_number", report.reference)
    _add(one, "transaction_location", (report.opener.address or DASH)[:LONGEST_NAME])
    _add(one, "transaction_description", "\n".join(_described(report, content))[:LONGEST_COMMENT])
    _add(one, "date_transaction", _instant(content.get("happened_on")))
    _add(one, "transmode_code", DASH)
    _add(one, "amount_local", _number(content.get("value")))
    party = _add(_add(one, "involved_parties"), "party")
    _add(party, "role", DASH)
    _other_party(party, content)
    _add(party, "country", str(content.get("party_country") or DASH))
    _maybe(party, "comments", _said_of_party(content), LONGEST_COMMENT)
    _goods(one, report, content)
