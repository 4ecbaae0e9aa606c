"""Answers that are chosen among what there is today, such as colleagues or queues, and how a page offers them."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.forms.types import Listed, Text

LONGEST_ID = 40
Offer = tuple[str, str]


class Chosen(Text):
    """One thing of the house by its id; the page offers those there are, and the service knows them."""

    def __init__(self) -> None:
        """Take an id."""
        super().__init__(LONGEST_ID)


class Ticked(Listed):
    """Several things of the house by their ids, each to be ticked."""

    control = "checkboxes"

    def __init__(self) -> None:
        """Take ids."""
        super().__init__(Chosen())


def offering(sections: list[dict[str, Any]], offers: Mapping[str, Iterable[Offer]], *, empty: str) -> Any:
    """Sections of a form with what may be chosen in some fields; `empty` is how choosing nothing is said."""
    for one in (field for section in sections for row in section["rows"] for field in row):
        name = one["name"].rpartition("-")[2]
        if name in offers:
            choices = [{"value": value, "label": label} for value, label in offers[name]]
            if one["kind"] != "checkboxes":
                one["kind"], choices = "select", [{"value": "", "label": empty}, *choices]
            one["choices"] = choices
    return sections
