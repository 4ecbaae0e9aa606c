"""Checks of the parties: registered, licensed for the substance, in good standing; screened; no open incidents."""

from collections.abc import Callable

from django.urls import reverse

from penstock.catalogue.substances import substance
from penstock.notices.checks.elsewhere import Party
from penstock.notices.checks.findings import Finding, Link, Tone
from penstock.notices.checks.matter import Matter
from penstock.parties.companies.models import STANDINGS, Company
from penstock.parties.companies.standing import BARRED, Standing
from penstock.parties.duties import READ_INCIDENTS

LICENSING = "1988 Convention, article 12(8)"
SCREENED_AS = {"exporter": "The exporter", "importer": "The importer", "consignee": "The consignee"}
WORDS: dict[str, tuple[Tone, str]] = {
    "yes": ("fine", "{who} {name} is registered and licensed for this in {country}."),
    "no": ("warning", "{who} {name} is not registered, or not licensed for this, in {country}."),
    "expired": ("warning", "{who} {name} was licensed for this in {country}, and is not any more."),
    "cannot say": ("cannot say", "Nothing can be told of {who} {name} in the register of {country}."),
}
MOST_SHOWN = 3


def standing_of(role: str) -> Callable[[Matter], Finding | None]:
    """The check of one party, by its role."""

    def check(matter: Matter) -> Finding | None:
        party = matter.parties.get(role)
        if party is None:
            return None
        return _whole(role, party) if party.whole else _told(role, party)

    return check


def _told(role: str, party: Party) -> Finding:
    """What other countries' authorities learn: one word."""
    tone, text = WORDS[party.word]
    return Finding(tone, text, _values(role, party), LICENSING)


def _values(role: str, party: Party) -> dict[str, object]:
    return {"who": SCREENED_AS[role], "name": party.asked.name, "country": party.asked.country}


def _whole(role: str, party: Party) -> Finding:
    """What the country's own authorities read in their register."""
    known, values = party.whole, _values(role, party)
    if known is None or not known.is_kept:
        return Finding("cannot say", "No register of companies is kept here yet for {country}.", values, LICENSING)
    company = known.company
    if company is None:
        return Finding("warning", "{who} {name} is not in your register of companies.", values, LICENSING)
    values |= {
        "known": company.name,
        "standing": STANDINGS[company.standing].lower(),
        "numbers": ", ".join(known.numbers) or "none",
        "until": known.until_on,
        "missing": ", ".join(substance(one).name for one in party.asked.substances if one not in known.licensed),
    }
    tone, text = _judged(known, company)
    links = (Link(f"{company.number} {company.name}", reverse("register_company", args=[company.pk])),)
    return Finding(tone, text, values, LICENSING, links)


def _judged(known: Standing, company: Company) -> tuple[Tone, str]:
    """How a company of the register bears, and the sentence that says it."""
    missing = set(known.asked.substances) - set(known.licensed)
    ended = bool(missing) and missing <= set(known.lapsed)
    judgements: tuple[tuple[bool, Tone, str], ...] = (
        (not known.is_sure, "look",
         "{who} {name} is not in your register; {known} is like it. Make sure whether they are one."),
        (company.standing in BARRED, "warning", "{who} {known} is in your register as: {standing}."),
        (ended, "warning",
         "{who} {known}: its licence for {missing} ({numbers}) ended, or is suspended or revoked, by the dispatch."),
        (bool(missing), "warning", "{who} {known} is registered, but has no licence for {missing}."),
        (company.standing == "watched", "look", "{who} {known} is licensed ({numbers}), and under review."),
        (known.until_on is not None, "fine",
         "{who} {known} is registered, in good standing and licensed ({numbers}, until {until})."),
        (True, "fine", "{who} {known} is registered, in good standing and licensed ({numbers})."),
    )  # fmt: skip
    return next((tone, text) for holds, tone, text in judgements if holds)


def screening(matter: Matter) -> Finding | None:
    """The names of all parties against the lists that the viewer's office may use."""
    if not matter.lists:
        return Finding("cannot say", "No screening list is loaded, so no party was screened.")
    sources = "; ".join(f"{one.title}, {one.source}, as of {one.as_of}" for one in matter.lists)
    links = (Link("Screening lists", reverse("register_screening")),)
    if not matter.screened:
        values: dict[str, object] = {"names": sum(one.names for one in matter.lists), "lists": len(matter.lists)}
        text = "No party's name is like one of {names} names on {lists} list(s). Names in Han characters are compared"
        text += " only as they are written."
        return Finding("fine", text, values, sources, links)
    shown = [
        f"{one.asked} ~ {one.entry.name} ({one.entry.list.title} {one.entry.number}, {one.likeness.score:.2f})".replace(
            " ,", ","
        )
        for one in matter.screened[:MOST_SHOWN]
    ]
    values = {"count": len(matter.screened), "shown": "; ".join(shown)}
    text = "{count} name(s) on screening lists are like a party's: {shown}. Likeness is no identity: compare addresses."
    return Finding("warning", text, values, sources, links)


def incidents(matter: Matter) -> Finding | None:
    """Open incidents on any party, as far as the viewer reads incidents and was given the names."""
    if not matter.viewer.has(READ_INCIDENTS):
        return Finding("cannot say", "You do not read incidents; a focal point of your office can look.")
    if not matter.incidents:
        return Finding("fine", "No open incident that you see names a party.")
    values = {"count": len(matter.incidents), "shown": "; ".join(matter.incidents[:MOST_SHOWN])}
    return Finding("warning", "{count} open incident(s) name a party: {shown}.", values)
