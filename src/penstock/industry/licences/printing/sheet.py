"""What stands on the paper of a licence, and the paper itself: PDF/A with a symbol, signed with the authority's key."""

from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from penstock.cases.printing.glyphs import FONT
from penstock.cases.printing.sealing import Seal, seal_of, sealed
from penstock.cases.printing.symbols import symbol
from penstock.cases.printing.typesetting import broken, typeset
from penstock.cases.secrecy.sight import content_for
from penstock.catalogue.countries import country_name
from penstock.catalogue.substances import substance
from penstock.industry.applications.law import demands
from penstock.industry.licences.fields import ACTIVITIES, DOCUMENTS, SORTS
from penstock.industry.licences.models import Allowance, OperatorLicence
from penstock.industry.licences.queries import allowances_of
from penstock.industry.licences.states import STATES
from penstock.kernel.clock import now
from penstock.kernel.models import Event
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Viewer

ON_PAPER = ("licence.granted", "licence.renewed", "licence.amended")


def check_address(reference: str) -> str:
    """Where anybody checks the number of a licence; the page begins with the number."""
    return f"{settings.BASE_URL}{reverse('licence_check')}?{urlencode({'number': reference})}"


def pdf_of(viewer: Viewer, held: OperatorLicence) -> bytes:
    """The paper of a licence as it stands now, signed over all of it; what is not in force says so across the page."""
    seal = seal_of(held.opener)
    made = typeset(_source(), told(held, allowances_of(viewer, held), seal))
    return sealed(made, seal, name=held.opener.name, country=held.country, reference=held.reference)


@lru_cache(maxsize=1)
def _source() -> bytes:
    return files("penstock.industry.licences.printing").joinpath("licence.typ").read_bytes()


def told(held: OperatorLicence, allowed: Sequence[Allowance], seal: Seal) -> dict[str, Any]:
    """What the typesetter is told."""
    content, made = content_for(SYSTEM, held), now()
    how = _("Whether this licence is valid today: read the symbol, or enter the number at %(address)s.")
    signature = _("Issued electronically and signed in this file with key %(kid)s, on %(day)s.")
    across = "" if held.state == "granted" else _(STATES[held.state]).upper()
    return {
        "font": FONT,
        "language": (get_language() or "en")[:2],
        "made": [made.year, made.month, made.day],
        "title": _(DOCUMENTS[held.document]),
        "reference": held.reference,
        "authority": held.opener.name,
        "country": country_name(held.country, get_language() or "en") or held.country,
        "address": held.opener.address,
        "marking": f"TLP:{held.marking}",
        "law": [broken(one) for one in _law(held, allowed)],
        "qr": symbol(check_address(held.reference), quiet=2),
        "symbol": _("Symbol that leads to the check of the number"),
        "how": how % {"address": f"{settings.BASE_URL}{reverse('licence_check')}"},
        "boxes": [
            {"label": label, "lines": [broken(line) for line in lines if line]}
            for label, lines in _boxes(held, content)
        ],
        "heads": [_("Activity"), _("Substance"), _("Site"), _("Most in a year")],
        "lines": [[broken(cell) for cell in _line(one)] for one in allowed],
        "conditions_label": _("Conditions"),
        "conditions": broken(str(content.get("conditions") or "")),
        "signed_label": _("For the licensing authority"),
        "signed_by": _signatories(held),
        "signature": signature % {"kid": seal.kid, "day": made.date().isoformat()},
        "across": _("EXERCISE") if settings.EXERCISE and not across else across,
        "missing": "",
    }


def _law(held: OperatorLicence, allowed: Sequence[Allowance]) -> list[str]:
    """The rows of law that ask for the document, each once; one that nobody compared with its text says so."""
    lines = [{"activity": one.activity, "substance": one.substance} for one in allowed]
    found = [one.duty for one in demands(held.country, lines, held.valid_from) if one.duty is not None]
    unread = _("not compared with its text yet")
    return list(dict.fromkeys(one.source if one.verified else f"{one.source} ({unread})" for one in found))


def _boxes(held: OperatorLicence, content: Any) -> list[tuple[str, tuple[str, ...]]]:
    until = held.valid_until.isoformat() if held.valid_until else _("without an end")
    sites = tuple(
        f"{at}. {site['name']}, {site.get('address') or ''}" for at, site in enumerate(content.get("sites") or (), 1)
    )
    officer = tuple(str(content.get(one) or "") for one in ("officer_name", "officer_post"))
    return [
        (_("Number and edition"), (f"{held.reference}, {held.edition}",)),
        (_("State when it was printed"), (_(STATES[held.state]), held.reason if held.state != "granted" else "")),
        (_("Granted on"), (held.granted_on.isoformat(),)),
        (_("Valid from"), (held.valid_from.isoformat(),)),
        (_("Last day"), (until,)),
        (_("Holder"), (held.holder_name, held.company_number, str(content.get("address") or ""))),
        (_("Kind of operator"), tuple(_(SORTS[one]) for one in held.sorts if one in SORTS)),
        (_("Sites"), sites),
        (_("Responsible officer"), officer),
    ]


def _line(one: Allowance) -> tuple[str, str, str, str]:
    mixed = _("in mixtures up to %(percent)s %%") % {"percent": f"{one.percent.normalize():f}"} if one.percent else ""
    most = f"{one.quantity.normalize():f} {one.unit}" if one.quantity else ""
    return _(ACTIVITIES[one.activity]), f"{substance(one.substance).name} {mixed}".strip(), one.site, most


def _signatories(held: OperatorLicence) -> list[str]:
    """Who granted, renewed or amended it; the paper names them, so they are read as the system."""
    with acting(SYSTEM):
        acts = (
            Event.objects.visible_to(SYSTEM)
            .filter(case_id=held.pk, name__in=ON_PAPER)
            .exclude(person_id=SYSTEM.person_id)
        )
        return list(dict.fromkeys(acts.order_by("seq").values_list("person_name", flat=True)))
