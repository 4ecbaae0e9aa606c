"""Issuing a permit on an application: what the paper says, until when, and what is missing where a balance is short."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from penstock.catalogue.amounts import Amount, plain
from penstock.catalogue.substances import substance
from penstock.kernel.clock import today
from penstock.kernel.viewer import Fault, NotVisible, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.models import Government
from penstock.permits.applications.fields import APPLICATION
from penstock.permits.applications.judging.checks import Standing, against_applying
from penstock.permits.applications.models import Application
from penstock.permits.ledger.drawing import Held
from penstock.permits.ledger.keeping import Move, Overdrawn, enter
from penstock.permits.ledger.pure import pure
from penstock.permits.models import Permit
from penstock.permits.services import Issuing, issue

ON_PAPER = (
    "paper", "direction", "purpose", "shipments", "own_name", "own_address", "own_licence", "other_country",
    "other_name", "other_address", "consignee", "own_place", "other_place", "transport_mode", "transit", "cited",
    "cited_issuer", "cited_on", "substances",
)  # fmt: skip
"""What of an application stands on the permit; the rest is between applicant and authority."""


def issue_on(application: Application, viewer: Viewer, decided: Mapping[str, Any]) -> Permit:
    """Issue what was applied for; Refused where the law, the days or a balance are against it."""
    values = APPLICATION.read(application.content, strict=True).values
    judged = against_applying(application, values)
    wanted = _issuing(application, values, judged, decided)
    for _attempt in range(len(wanted.lines) + 1):
        try:
            with transaction.atomic():
                return issue(viewer=viewer, wanted=wanted)
        except Overdrawn as short:
            _confirm_or_refuse(viewer, short, decided["exceeding"])
    raise AssertionError  # each line can be confirmed only once


def _issuing(
    application: Application, values: Mapping[str, Any], judged: Standing, decided: Mapping[str, Any]
) -> Issuing:
    start = decided["valid_from"] or max(values["valid_from"] or today(), today())
    other = Government.objects.select_related("counterpart").filter(code=values["other_country"]).first()
    opener, authority = application.opener, application.counterpart
    if authority is None:
        raise NotVisible
    return Issuing(
        paper=application.paper,
        direction=application.direction,
        regime=judged.regime,
        title=application.title,
        content=_content(application, decided),
        authority=authority,
        holder=opener if opener.kind == "company" else None,
        holder_name=values["own_name"],
        other=other.counterpart if other else None,
        other_country=values["other_country"],
        other_name=values["other_name"],
        lines=lines_of(values, application.content),
        valid_from=start,
        valid_until=_last_day(judged, values, decided, start),
        shipments=values["shipments"],
        marking=application.marking,
        applied_as=application.reference,
        cites=judged.cites,
        replaces=judged.replaces,
    )


def _content(application: Application, decided: Mapping[str, Any]) -> dict[str, Any]:
    said = {name: application.content.get(name) for name in ON_PAPER if application.content.get(name)}
    return {**said, "conditions": decided["conditions"]} if decided["conditions"] else said


def lines_of(values: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Held]:
    """The lines of an application as a permit holds them, with the pure substance in each."""
    found = []
    for line, content in zip(values["substances"], kept["substances"], strict=True):
        held = pure(line["substance"], line["form"] or "", Amount(line["quantity"], line["unit"]))
        found.append(Held(line["substance"], line["quantity"], line["unit"], held.quantity, held.unit, content))
    return found


def _last_day(judged: Standing, values: Mapping[str, Any], decided: Mapping[str, Any], start: date) -> date | None:
    """As decided, or as asked for, within what the law and the cited paper allow."""
    ends = (judged.terms.last_day, judged.cites.valid_until if judged.cites else values["cited_until"])
    most = min((one for one in ends if one), default=None)
    chosen: date | None = decided["valid_until"] or values["valid_until"] or most
    if chosen and chosen < start:
        raise refused_for(
            [Fault("valid_until", "before_the_first", "The last day comes before the first. Enter a later one.")]
        )
    if chosen and most and chosen > most:
        text = "It may stand until {last} at most: by law, or since the paper it rests on ends then."
        raise refused_for([Fault("valid_until", "beyond_the_law", text, {"last": most})])
    return chosen


def _confirm_or_refuse(viewer: Viewer, short: Overdrawn, confirmed: str | None) -> None:
    """Where the figure is a guide and its country confirmed that it may be exceeded, put that on the account."""
    account = short.account
    name, missing = substance(account.substance).name, f"{plain(short.missing):f} {account.unit}"
    if account.permit_id is not None:
        text = "The paper it rests on leaves {missing} of {name} less than this. Lower the quantity, or cite another."
        raise refused_for([Fault("exceeding", "beyond_the_citation", text, {"missing": missing, "name": name})])
    if account.regime == "narcotic":
        text = (
            "The estimates of {country} for {year} leave {missing} of {name} less than this (1961 Convention, articles"
            " 21 and 31). Refuse it, lower the quantity, or wait for a supplementary estimate."
        )
        said = {"country": account.country, "year": account.year, "missing": missing, "name": name}
        raise refused_for([Fault("exceeding", "beyond_the_estimate", text, said)])
    if not confirmed:
        text = (
            "What {country} said that it needs of {name} in {year} is exceeded by {missing}. Ask its authority, and"
            " enter here with what it confirmed that more may come; or refuse it."
        )
        said = {"country": account.country, "year": account.year, "missing": missing, "name": name}
        raise refused_for([Fault("exceeding", "beyond_the_guide", text, said)])
    enter(viewer, [Move(account=account, sort="confirmed", amount=short.missing, note=confirmed)])
