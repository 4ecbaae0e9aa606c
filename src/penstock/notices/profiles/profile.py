"""A profile as it is written in YAML: the class is the layout of the file, and its JSON schema."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

FACTS = (
    "own_reference",
    "reference",
    "opener",
    "counterpart",
    "sent_on",
    "due_on",
    "working_days",
    "edition",
    "answer",
)
"""What a printed form can say of a notice besides its answers."""


class Strict(BaseModel):
    """A piece of a profile; a word that is not documented is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Strict):
    """A box of the form: its number and wording, and what stands in it."""

    box: str = Field("", description="The number the form gives it, where it has one.")
    label: str = Field(description="The form's own wording.")
    fields: tuple[str, ...] = Field((), description="The fields of a shipment that stand in it.")
    facts: tuple[Literal[FACTS], ...] = Field((), description="What else of the notice stands in it.")  # type: ignore[valid-type]
    text: str = Field("", description="What is printed in it whatever was entered.")
    required: tuple[str, ...] = Field((), description="Those of its fields that must be answered.")
    basis: str = Field("", description="The article that asks for it; the profile's where it is empty.")
    verified: bool | None = Field(None, description="Whether it was compared with its source; else as the profile.")

    @model_validator(mode="after")
    def _asks_for_its_own(self) -> "Row":
        if set(self.required) - set(self.fields):
            message = f"box {self.box} {self.label} requires fields that do not stand in it"
            raise ValueError(message)
        if not (self.fields or self.facts or self.text):
            message = f"box {self.box} {self.label} holds nothing"
            raise ValueError(message)
        return self


class Part(Strict):
    """A part of the form under its heading."""

    title: str = ""
    rows: Annotated[tuple[Row, ...], Field(min_length=1)]


class Applies(Strict):
    """To which notices a profile speaks; empty means any."""

    exporting: Annotated[tuple[str, ...], Field(description="Exporting countries, by their two letters.")] = ()
    importing: Annotated[tuple[str, ...], Field(description="Importing countries, by their two letters.")] = ()
    track: Annotated[str, Field(description="The track of the notice: statutory or voluntary.")] = ""


class Profile(Strict):
    """What a form asks for and how it is printed.

    One that `demands` is binding for every notice it applies to. One that is `offered` binds those who choose it.
    """

    id: str
    title: str = Field(description="The form's heading as it is printed.")
    name: str = Field(description="What people call it.")
    source: str
    basis: str = Field(description="The law that asks for what it requires.")
    verified: bool = Field(description="Whether somebody compared it with its source.")
    note: str = ""
    strength: Literal["demands", "offered"]
    applies: Applies = Applies()
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

    @property
    def rows(self) -> Iterator[Row]:
        """The boxes in the order of the printed form."""
        return (row for part in self.parts for row in part.rows)

    def demanded(self) -> dict[str, str]:
        """The fields that must be answered, each with its basis."""
        return {name: row.basis or self.basis for row in self.rows for name in row.required}

    def is_verified(self, row: Row) -> bool:
        """Whether a box was compared with its source."""
        return self.verified if row.verified is None else row.verified

    def speaks_to(self, exporting: str, importing: str, track: str) -> bool:
        """Whether it applies to a notice between two countries on a track."""
        return (
            (not self.applies.exporting or exporting in self.applies.exporting)
            and (not self.applies.importing or importing in self.applies.importing)
            and self.applies.track in {"", track}
        )


@cache
def profiles() -> MappingProxyType[str, Profile]:
    """The shipped profiles by their id, those that demand first."""
    found = [
        Profile.model_validate(yaml.safe_load(file.read_text("utf-8")))
        for file in files("penstock.notices.profiles").iterdir()
        if file.name.endswith(".yaml")
    ]
    found.sort(key=lambda one: (one.strength != "demands", one.id != "treaty", one.id))
    return MappingProxyType({one.id: one for one in found})


TITLES = {one.id: one.name for one in profiles().values() if one.strength == "offered"}
"""The forms to choose from, by their id."""
