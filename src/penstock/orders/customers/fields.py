"""The forms of customers, their sites, licences and verification; their field names are the columns of files."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.catalogue.fields import Country
from penstock.kernel.clock import today
from penstock.kernel.forms.specification import Field, Form, Section
from penstock.kernel.forms.types import Choice, Day, Invalid, Paragraphs, Several, Text
from penstock.kernel.viewer import Fault
from penstock.orders.customers.goods import ManyGoods
from penstock.orders.customers.sectors import CATEGORIES, trades

KINDS = {"licence": "Licence", "registration": "Registration", "permit": "Special permit"}
HOW = {
    "register": "Looked up in the authority's public register",
    "authority": "Asked of the authority",
    "original": "Original seen",
    "copy": "Copy compared with the register",
    "visit": "Visited on site",
    "identity": "Identity paper seen",
    "business register": "Looked up in the business register",
}


class OwnNumber(Text):
    """A number or code of the company's own, which stands in addresses too."""

    def parse(self, raw: object) -> str | None:
        """The number; Invalid where it holds a character that parts addresses."""
        text = self.clean(raw)
        if set(text) & set("/?#%\\"):
            raise Invalid("number_shape", "Write the number without / ? # % and \\, not '{given}'.", given=text)
        return text or None


def _one(name: str, *sections: Section, rules: Any = ()) -> Form:
    return Form(name=name, sections=sections, rules=tuple(rules))


IDENTITY = Section(
    title="Who it is",
    fields=(
        Field(
            name="number", label="Customer number", type=OwnNumber(60), required=True, help="The one of your own system"
        ),
        Field(name="name", label="Name", type=Text(), required=True),
        Field(name="other_names", label="Other names", type=Text(600), help="Parted by semicolons"),
        Field(name="register_number", label="Number in the business register", type=Text(80)),
        Field(name="country", label="Country", type=Country(), required=True),
        Field(name="address", label="Address", type=Text(), required=True),
        Field(name="email", label="E-mail", type=Text(200)),
        Field(name="phone", label="Telephone", type=Text(60)),
        Field(name="website", label="Web page", type=Text(200)),
    ),
)
BUSINESS = Section(
    title="What it does",
    fields=(
        Field(name="category", label="Category", type=Choice(CATEGORIES), required=True,
              help="Whoever sells on needs the licences of an operator"),
        Field(name="sector", label="Sector", type=Choice(trades().sectors), required=True),
        Field(name="end_uses", label="End uses", type=Several(Choice(trades().uses)), required=True,
              help="What it needs your goods for, as it says itself"),
        Field(name="note", label="Note", type=Paragraphs(2000)),
    ),
)  # fmt: skip
CUSTOMER = _one("customer", IDENTITY, BUSINESS)


def _not_in_the_future(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["verified_on"] and values["verified_on"] > today():
        yield Fault("verified_on", "verified_later", "It was verified on {given}: enter today or an earlier day.",
                    {"given": values["verified_on"]})  # fmt: skip


def _verified_how(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["verified_on"] and not values["verified_how"]:
        yield Fault("verified_how", "missing_verified_how", "Say how it was verified, or leave the day empty.")


def _in_order(values: Mapping[str, Any]) -> Iterable[Fault]:
    if values["from_on"] and values["until_on"] and values["until_on"] < values["from_on"]:
        yield Fault("until_on", "ends_before_start", "It begins on {given}: the last day is that day or a later one.",
                    {"given": values["from_on"]})  # fmt: skip


VERIFIED = (
    Field(name="verified_on", label="Verified on", type=Day(), help="Leave it empty until you did"),
    Field(name="verified_how", label="Verified how", type=Choice(HOW)),
)
IDENTIFICATION = _one(
    "customer identification",
    Section(
        title="Identity",
        fields=(
            Field(name="verified_on", label="Verified on", type=Day(), required=True),
            Field(name="verified_how", label="Verified how", type=Choice(HOW), required=True),
            Field(
                name="paper", label="Paper or register entry", type=Text(), required=True, help="Its number is enough"
            ),
        ),
    ),
    rules=(_not_in_the_future,),
)
SITE = _one(
    "customer site",
    Section(
        title="Site",
        fields=(
            Field(name="code", label="Code of the site", type=Text(60), required=True, help="As your orders name it"),
            Field(name="name", label="Name", type=Text()),
            Field(name="address", label="Address", type=Text(), required=True),
            Field(name="country", label="Country", type=Country(), required=True),
        ),
    ),
)
LICENCE = _one(
    "customer licence",
    Section(
        title="Licence",
        fields=(
            Field(name="kind", label="Kind", type=Choice(KINDS), required=True),
            Field(name="licence_number", label="Number", type=Text(100), required=True),
            Field(name="authority", label="Issued by", type=Text()),
            Field(name="goods", label="For", type=ManyGoods(), required=True,
                  help="Substances by name or CAS number, parted by semicolons"),
            Field(name="from_on", label="First day", type=Day(), required=True),
            Field(name="until_on", label="Last day", type=Day(), help="Empty where it has none"),
        ),
    ),
    Section(title="Verification", fields=VERIFIED),
    rules=(_in_order, _not_in_the_future, _verified_how),
)  # fmt: skip
LINKING = _one(
    "linked customer",
    Section(
        title="Belongs together",
        fields=(
            Field(name="other", label="Customer number of the other", type=Text(60), required=True),
            Field(name="why", label="Why they belong together", type=Text(), required=True,
                  help="One owner, one group, one address: their quantities add up from now on"),
        ),
    ),
)  # fmt: skip
STOPPING = _one(
    "stopped customer",
    Section(
        title="Supply",
        fields=(
            Field(name="stopped", label="Why nothing is supplied", type=Text(),
                  help="Leave it empty to supply again; every order is held meanwhile"),
        ),
    ),
)  # fmt: skip
