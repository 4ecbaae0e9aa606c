"""Which kind of notice it is: its track, and whether lives hang on the answer."""

from collections.abc import Iterable, Mapping
from typing import Any

from penstock.kernel.forms.specification import Field, Section
from penstock.kernel.forms.types import Choice, Paragraphs
from penstock.kernel.viewer import Fault

STATUTORY, VOLUNTARY = "statutory", "voluntary"
TRACKS = {
    STATUTORY: "Statutory: substances of the Tables, or under a duty to notify",
    VOLUNTARY: "Voluntary: any other substance; nobody has to answer",
}

EMERGENCIES = {
    "medical": "Medical emergency",
    "disaster": "Relief in a disaster",
}

KIND_OF_NOTICE = Section(
    title="Kind of notice",
    fields=(
        Field(
            name="track",
            label="Track",
            type=Choice(TRACKS),
            help="Statutory if left empty. What stands on a Table is moved to the statutory track by itself",
        ),
        Field(
            name="emergency",
            label="Emergency",
            type=Choice(EMERGENCIES),
            help="Only if lives hang on it: the answer is asked for within three working days",
        ),
        Field(
            name="emergency_reason",
            label="What the emergency is, and for whom",
            type=Paragraphs(2000),
            help="Only for an emergency",
        ),
    ),
)


def track_in(content: Mapping[str, Any]) -> str:
    """Return the track that the answers of a form declare; statutory where they say nothing that can be read."""
    declared = str(content.get("track") or "").strip().casefold()
    # The label is understood too, as in every choice.
    return VOLUNTARY if declared.startswith(VOLUNTARY) else STATUTORY


def an_emergency_is_explained(values: Mapping[str, Any]) -> Iterable[Fault]:
    """An emergency has a reason, and asks for an answer."""
    if values["emergency"] and not values["emergency_reason"]:
        text = "Say what the emergency is, and for whom the goods are; the answer hangs on it."
        yield Fault("emergency_reason", "missing_emergency_reason", text)
    if values["emergency"] and values["track"] == VOLUNTARY:
        text = "An emergency asks for an answer within days, and a voluntary notice for none. Choose one of the two."
        yield Fault("emergency", "emergency_is_statutory", text)
