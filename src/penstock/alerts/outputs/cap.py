"""An alert as a message of the Common Alerting Protocol, version 1.2 (OASIS, 2010).

It holds what the reader of the alert may read, and no more: it is written from the same content, marked with the same
TLP, and restricted in scope unless that is CLEAR. A correction is an `Update` and a retraction a `Cancel`, both of
which name the messages before them.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings

from penstock.alerts.desks import DESKS
from penstock.alerts.fields import INDICATORS
from penstock.alerts.models import Alert
from penstock.cases.models import TLP
from penstock.cases.secrecy.sight import content_for
from penstock.catalogue.countries import country
from penstock.catalogue.naming.identifying import known_substance
from penstock.catalogue.substances import substance
from penstock.kernel.viewer import Refused, Viewer

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MEDIA_TYPE = "application/cap+xml"
URGENCY = {"now": "Immediate", "soon": "Expected", "aware": "Future"}
CERTAINTY = {"observed": "Observed", "likely": "Likely", "possible": "Possible"}
EVERYWHERE = "Wherever the recipients are competent"


def cap_of(viewer: Viewer, alert: Alert) -> bytes:
    """The message of the alert as it stands, for this viewer; Refused before its release."""
    if not alert.issued_at:
        raise Refused("not_released", "The alert has not been released, so there is no message yet.")
    root = Element("alert", xmlns=NAMESPACE)
    for name, value in _head(alert):
        SubElement(root, name).text = value
    info = SubElement(root, "info")
    for name, said in _info(viewer, alert):
        if isinstance(said, str):
            SubElement(info, name).text = said
        else:
            _pair(info, name, *said)
    area, countries = SubElement(info, "area"), list(content_for(viewer, alert).get("route") or ())
    named = ", ".join(found.name if (found := country(code)) else code for code in countries)
    SubElement(area, "areaDesc").text = named or EVERYWHERE
    for code in countries:
        _pair(area, "geocode", "ISO3166-1", code)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _pair(under: Element, name: str, named: str, value: str) -> None:
    pair = SubElement(under, name)
    SubElement(pair, "valueName").text, SubElement(pair, "value").text = named, value


def instant(at: datetime) -> str:
    """An instant as the protocol writes it: whole seconds, and UTC as -00:00, for the letter Z is not allowed."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S-00:00")


def _sender() -> str:
    return urlsplit(settings.BASE_URL).hostname or "penstock"


def _identifier(alert: Alert, number: int) -> str:
    return f"{alert.reference}.{number}"


def _head(alert: Alert) -> Iterator[tuple[str, str]]:
    issued = alert.issued_at
    kind = "Cancel" if alert.state == "retracted" else ("Alert" if len(issued) == 1 else "Update")
    yield "identifier", _identifier(alert, len(issued))
    yield "sender", _sender()
    yield "sent", instant(issued[-1])
    yield "status", "Exercise" if settings.EXERCISE else "Actual"
    yield "msgType", kind
    yield "source", alert.opener.name
    if alert.marking == "CLEAR":
        yield "scope", "Public"
    else:
        yield "scope", "Restricted"
        yield "restriction", TLP[alert.marking]
    yield "code", f"TLP:{alert.marking}"
    if kind == "Cancel":
        yield "note", "Retracted: do not act on it any more."
    before = [f"{_sender()},{_identifier(alert, n)},{instant(at)}" for n, at in enumerate(issued[:-1], 1)]
    if before:
        yield "references", " ".join(before)


def _info(viewer: Viewer, alert: Alert) -> Iterator[tuple[str, str | tuple[str, str]]]:
    content = content_for(viewer, alert)
    indicators = [str(INDICATORS[one]) for one in content.get("indicators") or ()]
    yield "language", "en"
    yield "category", "Security"
    yield "event", f"{DESKS[alert.kind].letter}: {', '.join(indicators)}"
    yield "urgency", "Past" if alert.state in {"retracted", "expired"} else URGENCY[str(content["urgency"])]
    yield "severity", "Unknown"
    yield "certainty", CERTAINTY[str(content["certainty"])]
    for one in content.get("indicators") or ():
        yield "eventCode", ("penstock:indicator", one)
    if alert.expires_on:
        # In force to the end of its last day wherever on earth that ends last.
        end = datetime.combine(alert.expires_on, time(), UTC) + timedelta(days=1, hours=12)
        yield "effective", instant(alert.issued_at[0])
        yield "expires", instant(end)
    yield "senderName", alert.opener.name
    yield "headline", str(content["headline"])
    looked_for = [f"What to look for: {content['look_for']}"] if content.get("look_for") else []
    yield "description", "\n\n".join([str(content["text"]), *looked_for])
    yield "instruction", str(content["action"])
    yield "web", f"{settings.BASE_URL}/{DESKS[alert.kind].path}/{alert.reference}/"
    if content.get("contact"):
        yield "contact", str(content["contact"])
    for one in content.get("substances") or ():
        known = substance(one) if known_substance(one) == one else None
        yield "parameter", ("penstock:substance", known.name if known else one)
        if known and known.cas:
            yield "parameter", ("penstock:cas", known.cas)
