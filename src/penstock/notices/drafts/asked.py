"""The form of a draft as its page asks it: first what is required and usual, the rest of each section folded away."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from penstock.cases import pages
from penstock.kernel.viewer import Fault
from penstock.notices.profiles.asking import form_for, offered_for, profiles_for

BESIDE = (
    ("track", "emergency"),
    ("reference", "national_form"),
    ("exporter_name", "exporter_country"),
    ("exporter_contact", "exporter_licence", "business_number"),
    ("importer_name", "importer_country"),
    ("importer_contact", "importer_licence"),
    ("consignee_address", "consignee_country"),
    ("cas_number", "hs_code"),
    ("goods_form", "salt_name", "concentration"),
    ("quantity", "unit", "packages"),
    ("package_kind", "package_size", "gross_quantity"),
    ("carrier", "vehicle"),
    ("transport_document", "customs_office"),
    ("port_of_exit", "point_of_entry"),
    ("transit_countries", "dispatch_on", "arrival_on"),
    ("span", "last_dispatch_on"),
    ("export_permit", "export_permit_until"),
    ("import_permit", "import_permit_until"),
    ("broker_name", "broker_address"),
    ("forwarder_name", "forwarder_address"),
    ("customs_broker_name", "customs_broker_address"),
)
USUAL = frozenset(
    [
        "track",
        "emergency",
        "reference",
        "national_form",
        "exporter_name",
        "exporter_address",
        "exporter_country",
        "importer_name",
        "importer_address",
        "importer_country",
        "consignee_name",
        "goods_description",
        "substances",
        "cas_number",
        "hs_code",
        "quantity",
        "unit",
        "packages",
        "transport_mode",
        "port_of_exit",
        "point_of_entry",
        "transit_countries",
        "dispatch_on",
        "span",
        "end_use",
        "export_permit",
        "import_permit",
        "remarks",
    ]
)
"""What is shown at once although nobody requires it; the rest is folded away until it is asked for or answered."""


def asked(kept: Mapping[str, Any], faults: Iterable[Fault] = (), *, track: str = "") -> list[dict[str, Any]]:
    """The sections with the rows shown at once, and under `more` those folded away; nothing entered is hidden.

    `track` is the one the notice goes by, where that is not the one it declares.
    """
    places = reverse("places")
    suggestions = {"port_of_exit": places, "point_of_entry": places}
    form = form_for({**kept, "track": track} if track else kept)
    drawn = pages.sections(form, kept, faults, beside=BESIDE, suggestions=suggestions)
    for section, part in zip(drawn, form.sections, strict=True):
        rows = [(row, [one for one in row if _is_first(one)]) for row in section["rows"]]
        section["rows"] = [first for _row, first in rows if first]
        section["more"] = [rest for row, first in rows if (rest := [one for one in row if one not in first])]
        section["more_count"] = sum(map(len, section["more"]))
        section["help"] = _who_asks(kept, {one.name: one.label for one in part.fields})
    _propose(drawn, kept)
    return drawn


def _is_first(control: Mapping[str, Any]) -> bool:
    return bool(control["required"] or control["value"] or control["errors"] or control["name"] in USUAL)


def _who_asks(kept: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    """Which profile requires which of a section's fields, and on what basis, in one sentence for each."""
    said = []
    for one in profiles_for(kept):
        wanted = [_(labels[name]) for name in one.demanded() if name in labels]
        if wanted:
            told = {"profile": _(one.name), "basis": one.basis, "fields": ", ".join(wanted)}
            said.append(_("%(profile)s (%(basis)s) asks for: %(fields)s.") % told)
            if not one.verified:
                said.append(_("That was not compared with its source."))
    return " ".join(said)


def _propose(drawn: Iterable[dict[str, Any]], kept: Mapping[str, Any]) -> None:
    """Say at the choice of a national form which one is made for this notice."""
    offered = [_(one.name) for one in offered_for(kept)]
    for section in drawn:
        for row in section["rows"]:
            for control in row:
                if control["name"] == "national_form" and offered and not control["value"]:
                    made_for = _("Made for this exporting country: %(forms)s.") % {"forms": ", ".join(offered)}
                    control["help"] = f"{control['help']}. {made_for}"
