"""The map of the mapping: a grid of sectors against what is known of each; a table stands behind it."""

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from penstock.industry.mapping.fields import CHANNEL, EXISTS, LAW, RISK
from penstock.industry.mapping.reporting.measures import OfSector, Stand

LEFT, CELL, HIGH, TOP = 270, 104, 26, 34
GOOD, HALF = 80, 40
LONGEST = 36
TONE_OF = {
    "exists": {"yes": "ok", "no": "ok", "unknown": "warn"},
    "law": {"full": "ok", "part": "warn", "none": "bad", "unknown": "warn"},
    "channel": {
        "named": "ok",
        "association": "ok",
        "online": "ok",
        "informal": "warn",
        "none": "bad",
        "unknown": "warn",
    },
    "risk": {"low": "ok", "medium": "warn", "high": "bad", "unknown": "warn"},
}
NAMED_CHANNEL = {
    "named": "named",
    "association": "association",
    "online": "online",
    "informal": "informal",
    "none": "none",
    "unknown": "not known",
}
NAMED_LAW = {"full": "covered", "part": "in part", "none": "not covered", "unknown": "not known"}
NAMED_RISK = {"low": "low", "medium": "medium", "high": "high", "unknown": "not judged"}
NAMED_EXISTS = {"yes": "yes", "no": "no", "unknown": "not known"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One answer: where it stands, how it is toned, its few words, and the whole of it."""

    x: int
    text: str
    tone: str
    whole: str


@dataclass(frozen=True, slots=True)
class Band:
    """A sector's row of the grid."""

    code: str
    name: str
    short: str
    y: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The whole drawing."""

    width: int
    height: int
    heads: tuple[tuple[int, str], ...]
    bands: tuple[Band, ...]


def grid(stand: Stand, on: date) -> Grid:
    """The grid of a stand on a day."""
    heads = (_("Reviewed"), _("Exists"), _("Found"), _("Members"), _("Law"), _("Channel"), _("Risk"))
    bands = tuple(
        Band(one.sector.code, one.sector.name, _short(one.sector.name), TOP + place * HIGH, _cells(one, on))
        for place, one in enumerate(stand.sectors)
    )
    return Grid(
        LEFT + CELL * len(heads),
        TOP + HIGH * len(bands) + 6,
        tuple((LEFT + CELL * place, text) for place, text in enumerate(heads)),
        bands,
    )


def _short(name: str) -> str:
    return name if len(name) <= LONGEST else name[: LONGEST - 1].rstrip(" ,") + "…"


def _cells(one: OfSector, on: date) -> tuple[Cell, ...]:
    said = (
        _reviewed(one, on),
        (_named(NAMED_EXISTS, one.exists), TONE_OF["exists"].get(one.exists, ""), _named(EXISTS, one.exists)),
        _found(one),
        (f"{one.members} %" if one.members else "–", _level(one.members), _("members of an association")),  # noqa: RUF001 - a sign for nothing known
        (_named(NAMED_LAW, one.law), TONE_OF["law"].get(one.law, ""), _named(LAW, one.law)),
        (_named(NAMED_CHANNEL, one.channel), TONE_OF["channel"].get(one.channel, ""), _named(CHANNEL, one.channel)),
        (_named(NAMED_RISK, one.risk), TONE_OF["risk"].get(one.risk, ""), _named(RISK, one.risk)),
    )
    return tuple(Cell(LEFT + CELL * place, *each) for place, each in enumerate(said))


def _named(words: dict[str, str], code: str) -> str:
    return _(words[code]) if code in words else "–"  # noqa: RUF001 - a sign for nothing known


def _reviewed(one: OfSector, on: date) -> tuple[str, str, str]:
    if one.sector.reviewed_on is None:
        return _("never"), "", _("never reviewed")
    text = f"{one.sector.reviewed_on:%Y-%m}"
    return (text, "warn", _("to be reviewed again")) if one.is_due(on) else (text, "ok", _("reviewed"))


def _found(one: OfSector) -> tuple[str, str, str]:
    if one.estimated is None:
        return str(one.found), "", _("found; no estimate of how many there are")
    text = f"{one.found} / {one.estimated}"
    return text, _level(str(one.reached or 0)) if one.estimated else "ok", _("found, of those estimated")


def _level(percent: str) -> str:
    if not percent:
        return ""
    value = float(percent)
    return "ok" if value >= GOOD else "warn" if value >= HALF else "bad"
