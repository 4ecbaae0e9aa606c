"""What a form asks about secrecy: which answers, from whom, and to which other authorities a copy goes."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.catalogue.fields import Country
from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, Listed, Several

LAW = "1988 Convention, article 12(10)(b)"
COPIED, SECRETARIAT, COLLEAGUES = "copied", "secretariat", "colleagues"
SECRET_FROM = {
    COPIED: "Authorities that get a copy",
    SECRETARIAT: "The secretariat",
    COLLEAGUES: "People of the two sides who look on, without a duty to send or answer",
}


def confidential(sections: Iterable[Section], *, never: Iterable[str] = ()) -> Section:
    """The section in which the sender says what is secret; every field of `sections` may be, but those in `never`."""
    open_names = set(never)
    offered = {one.name: one.label for section in sections for one in section.fields if one.name not in open_names}
    return Section(
        title="Confidential",
        fields=(
            Field(
                name="copied_to",
                label="Copy to the authorities of",
                type=Listed(Country()),
                help="Country codes with a space between them, such as those of transit countries",
            ),
            Field(
                name="secret_fields",
                label="What is a trade secret",
                type=Several(Choice(offered)),
                help="Only those who decide on the shipment read it; what would give it away is hidden with it",
            ),
            Field(
                name="secret_from",
                label="Whom it is kept from",
                type=Several(Choice(SECRET_FROM)),
                help="Nothing ticked keeps it from all of them. The two sides themselves always read it",
            ),
        ),
    )


def kept_from(values: Mapping[str, Any]) -> frozenset[str]:
    """From whom the secret fields are kept: from all whom it can be, where nobody is named."""
    return frozenset(values.get("secret_from") or SECRET_FROM)


def sealed(values: Mapping[str, Any], gives_away: Mapping[str, Iterable[str]]) -> list[str]:
    """The names of what is hidden: the secret fields, with whatever would give them away."""
    marked = list(values.get("secret_fields") or ())
    beside = {name for one in marked for name in gives_away.get(one, ())}
    return sorted({*marked, *beside})
