"""The report of a mapping in words, for the page that prints and for the PDF alike."""

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

import typst
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from penstock.cases.printing.glyphs import FONT, spelled, unprintable
from penstock.industry.mapping import queries
from penstock.industry.mapping.fields import CHANNEL, EXISTS, LAW, MAPPING, REASONS, REVIEW, RISK
from penstock.industry.mapping.models import HOW, VERDICTS, IndustryMapping, Survey
from penstock.industry.mapping.reporting.measures import OfRegion, OfSector, Stand, said, stand_of
from penstock.kernel.clock import now
from penstock.kernel.viewer import Viewer

Told = dict[str, Any]
MOST_SURVEYS = 200


def report_of(viewer: Viewer, mapping: IndustryMapping, stand: Stand) -> Told:
    """Everything the report says, as plain texts."""
    return {
        "title": _("The industry of %(country)s: mapping report") % {"country": mapping.government.name},
        "office": viewer.organisation_name,
        "day": now().date().isoformat(),
        "about": _pairs(MAPPING, mapping.content),
        "progress": [
            [_("Sectors reviewed"), f"{stand.reviewed} / {len(stand.sectors)}"],
            [_("To be reviewed now"), str(stand.due)],
            [_("Companies found"), str(stand.found)],
            *([_(text), str(number)] for text, number in said(stand.by_verdict, VERDICTS)),
            [_("Lines of files still to be mended"), str(stand.faulty)],
        ],
        "how": [[_(text), str(number)] for text, number in said(stand.by_how, HOW)],
        "survey": _("%(sent)s links sent, %(answered)s answered, %(taken)s answers taken over")
        % {"sent": stand.sent, "answered": stand.answered, "taken": stand.taken},
        "answers": [_survey(one) for one in _answered(viewer)],
        "region_heads": [_("Region"), _("Companies"), _("Sectors")],
        "regions": [_region(one, stand) for one in stand.regions],
        "heads": [_("Sector"), _("Exists"), _("Found"), _("Law"), _("Channel"), _("Risk")],
        "table": [_row(one) for one in stand.sectors],
        "sectors": [_sector(one) for one in stand.sectors if one.sector.edition],
        "unreviewed": [one.sector.name for one in stand.sectors if not one.sector.edition],
        "retired": [
            [one.name, f"{one.retired_on}: {one.reason}"]
            for one in queries.sectors(viewer, with_retired=True)
            if one.retired_on
        ],
        "labels": {
            "progress": _("Progress"),
            "how": _("How companies were found"),
            "regions": _("Where companies are"),
            "survey": _("Surveys"),
            "sectors": _("Sectors"),
            "unreviewed": _("Not reviewed yet"),
            "retired": _("Retired sectors"),
            "gaps": _("Gaps"),
        },
    }


def _answered(viewer: Viewer) -> list[Survey]:
    return list(queries.surveys(viewer).filter(answered_at__isnull=False)[:MOST_SURVEYS])


def _survey(one: Survey) -> list[str]:
    if one.taken_at:
        how = _("answered on %(day)s, taken over by %(name)s on %(taken)s") % {
            "day": one.answered_at and one.answered_at.date(),
            "name": one.taken_by,
            "taken": one.taken_at.date(),
        }
    elif one.set_aside:
        how = _("answered, set aside: %(reason)s") % {"reason": one.set_aside}
    else:
        how = _("answered on %(day)s, not looked through yet") % {"day": one.answered_at and one.answered_at.date()}
    return [one.found.name, how]


def _pairs(form: Any, kept: Told) -> list[list[str]]:
    found = (one for answers in form.answers(kept).values() for one in answers)
    return [[_(one.field.label), one.shown] for one in found if one.shown]


def _region(one: OfRegion, stand: Stand) -> list[str]:
    names = {each.sector.code: each.sector.name for each in stand.sectors}
    among = "; ".join(f"{text}: {number}" for text, number in said(one.sectors, names))
    return [one.name or _("Not known"), str(one.found), among]


def _row(one: OfSector) -> list[str]:
    found = f"{one.found} / {one.estimated}" if one.estimated is not None else str(one.found)
    words = ((EXISTS, one.exists), (LAW, one.law), (CHANNEL, one.channel), (RISK, one.risk))
    exists, law, channel, risk = (_(of.get(code, "–")) for of, code in words)  # noqa: RUF001 - a sign for nothing known
    return [one.sector.name, exists, found, law, channel, risk]


def _sector(one: OfSector) -> Told:
    reasons = [_(REASONS[code]) for code in one.sector.content.get("risk_reasons") or () if code in REASONS]
    return {
        "name": one.sector.name,
        "about": one.sector.about,
        "rows": _pairs(REVIEW, {**one.sector.content, "risk_reasons": None, "gaps": None})
        + ([[_("What makes the risk"), "; ".join(reasons)]] if reasons else []),
        "gaps": one.sector.content.get("gaps") or "",
        "when": _("Reviewed on %(day)s by %(name)s, edition %(edition)s")
        % {"day": one.sector.reviewed_on, "name": one.sector.person_name, "edition": one.sector.edition},
    }


def pdf_of(viewer: Viewer, mapping: IndustryMapping) -> bytes:
    """The report as a PDF."""
    told = report_of(viewer, mapping, stand_of(viewer))
    told |= {
        "font": FONT,
        "language": (get_language() or "en")[:2],
        "across": _("EXERCISE") if settings.EXERCISE else "",
    }
    text = json.dumps(told, ensure_ascii=False)
    missing = unprintable(text)
    made: bytes = typst.compile(
        _source(), sys_inputs={"told": spelled(text, missing) if missing else text}, font_paths=_fonts()
    )
    return made


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    """The fonts of this machine, looked for once."""
    return typst.Fonts()


@lru_cache(maxsize=1)
def _source() -> bytes:
    return files("penstock.industry.mapping.reporting").joinpath("report.typ").read_bytes()
