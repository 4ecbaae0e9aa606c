"""Whether so much may be shipped to a country: yes, no, or to be asked, and why; never how much is left.

Exporting governments must stay within the importer's estimates (1961 Convention, article 31(1)(b)), so they must be
able to ask. The answer names no figure of the other country. A patient asker could narrow the balance down by asking
again and again: so each question is on the record, and the country it is about reads who asked, when, and how much.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from penstock.cases.registers.queries import requirements_for
from penstock.catalogue.amounts import Amount
from penstock.catalogue.countries import country_name
from penstock.kernel import record
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault, Refused, Viewer
from penstock.kernel.workflow import refused_for
from penstock.parties.duties import HANDLE_PERMITS
from penstock.permits.applications.judging.checks import permit_cited
from penstock.permits.ledger.drawing import accounts_of
from penstock.permits.ledger.keeping import offices_of, room
from penstock.permits.ledger.models import Account
from penstock.permits.ledger.pure import pure
from penstock.permits.needs.fields import QUESTION
from penstock.permits.needs.regimes import regime_of
from penstock.permits.needs.services import strictly
from penstock.permits.states import STANDING

YES, NO, ASK = "yes", "no", "ask"
WITHIN = "It is within what {country} stated that it needs in {year}, as far as it is known here."
ON_PAPER = "It is within what the import paper {paper} has left."


@dataclass(frozen=True, slots=True)
class Verdict:
    """Yes, no, or that the country is to be asked; and the reason in a sentence."""

    answer: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def reason(self) -> str:
        """The sentence in English."""
        return self.text.format(**self.values)


def may_ship(*, viewer: Viewer, raw: Mapping[str, Any]) -> Verdict:
    """Answer an exporting authority, and put the question on the record of both countries."""
    viewer.needs(HANDLE_PERMITS)
    with transaction.atomic():
        values = strictly(QUESTION, raw)
        amount = _pure(viewer, values)
        found = _judged(values, amount)
        told = {
            "country": values["country"],
            "substance": values["substance"],
            "year": int(values["year"]),
            "pure": f"{amount.quantity:f} {amount.unit}",
            "answer": found.answer,
        }
        audience = [viewer.organisation_id, *offices_of(values["country"])]
        record.append(
            record.Act(
                name="need.asked",
                case_id=None,
                viewer=viewer,
                audience=list(dict.fromkeys(audience)),
                data=told,
                duty=HANDLE_PERMITS,
            )
        )
    return found


def _pure(viewer: Viewer, values: Mapping[str, Any]) -> Amount:
    if values["country"] == viewer.country:
        text = "That is your own country: read its balance itself."
        raise refused_for([Fault("country", "own_country", text)])
    try:
        return pure(values["substance"], values["form"] or "", Amount(values["quantity"], values["unit"]))
    except KeyError:
        text = "No conversion factor is known for '{given}'. Write the form as the list has it, or the pure substance."
        raise refused_for([Fault("form", "unknown_form", text, {"given": values["form"]})]) from None


def _judged(values: Mapping[str, Any], amount: Amount) -> Verdict:
    if values["cited"]:
        return _by_paper(values, amount)
    country, substance, year = values["country"], values["substance"], int(values["year"])
    said = {"country": country_name(country, "en") or country, "year": year}
    with acting(SYSTEM):
        held = requirements_for(SYSTEM, country, {substance}, year).get(substance, [])
        rows = Account.objects.visible_to(SYSTEM).filter(permit__isnull=True, country=country, substance=substance)
        account = rows.filter(year=year, unit=amount.unit).first()
    if held and all(one.is_prohibited for one in held):
        return Verdict(NO, "{country} has prohibited the import of it.", said)
    regime = regime_of(substance)
    if not regime:
        return Verdict(ASK, "No convention controls it: ask the authority of {country} what it asks for.", said)
    if account is None or not account.is_bounded or (not account.granted and not account.confirmed):
        return _unstated(regime, said, is_stated=account is not None and account.is_bounded)
    if room(account) >= amount.quantity:
        return Verdict(YES, WITHIN, said)
    return _beyond(regime, said)


def _unstated(regime: str, said: Mapping[str, Any], *, is_stated: bool) -> Verdict:
    if regime == "narcotic":
        text = "{country} has no estimate for {year} here, so nothing may be exported to it (1961, article 31(1)(b))."
        return Verdict(NO, text, said)
    if is_stated:
        return _beyond(regime, said)
    return Verdict(ASK, "{country} stated nothing for {year}. Ask its authority before you decide.", said)


def _beyond(regime: str, said: Mapping[str, Any]) -> Verdict:
    if regime == "narcotic":
        text = "It is more than what is left of the estimates of {country} for {year} (1961, article 31(1)(b))."
        return Verdict(NO, text, said)
    text = "It is more than {country} stated that it needs in {year}. That is a guide: ask its authority to confirm it."
    return Verdict(ASK, text, said)


def _by_paper(values: Mapping[str, Any], amount: Amount) -> Verdict:
    """What rests on an import paper is on its country's account already, so that the paper alone is asked."""
    paper = permit_cited(values["cited"])
    fits = (
        paper is not None
        and paper.direction == "import"
        and paper.country == values["country"]
        and values["substance"] in paper.substances
    )
    if paper is None or not fits:
        text = (
            "No import paper {number} of that country for this substance was issued here. Check it, or leave it empty."
        )
        raise Refused("other_citation", text.format(number=values["cited"]), [
            Fault("cited", "other_citation", text, {"number": values["cited"]})
        ])  # fmt: skip
    said = {"paper": paper.reference}
    if paper.state not in STANDING[:1]:
        return Verdict(NO, "{paper} is not in force.", said)
    left = [one for one in accounts_of(paper) if one.substance == values["substance"] and one.unit == amount.unit]
    if left and room(left[0]) >= amount.quantity:
        return Verdict(YES, ON_PAPER, said)
    return Verdict(NO, "It is more than the import paper {paper} has left.", said)
