"""What the law and the house have against an application before anybody at the authority looks at it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from penstock.kernel.clock import today
from penstock.kernel.rowsecurity import acting
from penstock.kernel.viewer import SYSTEM, Fault
from penstock.kernel.workflow import refused_for
from penstock.permits.applications.judging.papers import Terms, terms_of
from penstock.permits.applications.models import Application
from penstock.permits.models import Permit
from penstock.permits.states import STANDING


@dataclass(frozen=True, slots=True)
class Standing:
    """What an application is judged by: the terms of its paper, the permit it cites here, and the one it replaces."""

    terms: Terms
    cites: Permit | None
    replaces: Permit | None

    @property
    def regime(self) -> str:
        """The strictest kind of law it stands under."""
        return self.terms.regime


def against_applying(application: Application, values: Mapping[str, Any]) -> Standing:
    """Judge an application; Refused with every fault at once."""
    country = application.opener.government_id or ""
    start = max(values["valid_from"] or today(), today())
    substances = [one["substance"] for one in values["substances"]]
    terms = terms_of(country, values["paper"], values["direction"], substances, start)
    if terms is None:
        text = "The law of this country asks for no such paper for these substances. Choose another paper or operation."
        raise refused_for([Fault("paper", "no_such_paper", text)])
    cites = permit_cited(values["cited"])
    replaces = _own_permit(application, values["replaces"])
    faults = [
        *_bounds(terms, values, len(set(substances))),
        *_citation(terms, cites, values, application),
        *_replacement(replaces, values),
    ]
    if faults:
        raise refused_for(faults)
    return Standing(terms, cites, replaces)


def _bounds(terms: Terms, values: Mapping[str, Any], number: int) -> Iterator[Fault]:
    if terms.most_substances and number > terms.most_substances:
        text = "One paper covers at most {most} substances here. Apply for the others on another."
        yield Fault("substances-0-substance", "too_many_substances", text, {"most": terms.most_substances})
    if values["shipments"] == "many" and terms.shipments == "one":
        text = "This paper is for one shipment. Choose one shipment, or a paper that is for several."
        yield Fault("shipments", "one_shipment", text)
    if values["valid_until"] and terms.last_day and values["valid_until"] > terms.last_day:
        text = "The law allows this paper until {last}. Enter that day or an earlier one."
        yield Fault("valid_until", "beyond_the_law", text, {"last": terms.last_day})


def permit_cited(number: str | None) -> Permit | None:
    """The permit of the other country under this number, where it was issued here.

    Read as the system, for the applicant need not be among those who see it: what comes of it is one fault or none.
    """
    if not number:
        return None
    with acting(SYSTEM):
        return Permit.objects.visible_to(SYSTEM).filter(reference=number.strip().upper()).first()


def _citation(terms: Terms, cites: Permit | None, values: Mapping[str, Any], own: Application) -> Iterator[Fault]:
    if terms.cites and not values["cited"]:
        text = "This paper rests on one of the other country. Enter its number, its issuer and its date."
        yield Fault("cited", "missing_citation", text)
        return
    if values["cited"] and cites is None:
        for name, label in (("cited_issuer", "Issued by"), ("cited_on", "Issued on")):
            if not values[name]:
                yield Fault(name, f"missing_{name}", "{label} is missing.", {"label": label})
    if cites is None:
        return
    fits = (
        cites.country == values["other_country"]
        and cites.other_country == own.opener.government_id
        and cites.direction == "import"
        and {one["substance"] for one in values["substances"]} <= set(cites.substances)
    )
    if not fits:
        text = "{number} is no import paper of that country for these substances from yours. Check the number."
        yield Fault("cited", "other_citation", text, {"number": cites.reference})
    elif cites.state not in STANDING[:1] or (cites.valid_until and cites.valid_until < today()):
        text = "{number} is not in force any more. Ask the importer for one that is."
        yield Fault("cited", "citation_ended", text, {"number": cites.reference})


def _own_permit(application: Application, number: str | None) -> Permit | None:
    rows = Permit.objects.filter(reference=(number or "").strip().upper())
    held = rows.filter(holder=application.opener_id) | rows.filter(opener=application.opener_id)
    return held.first() if number else None


def _replacement(replaces: Permit | None, values: Mapping[str, Any]) -> Iterator[Fault]:
    if not values["replaces"]:
        return
    if replaces is None:
        text = "You hold no permit {number}. Enter the number of one of yours, or leave this empty."
        yield Fault("replaces", "unknown_permit", text, {"number": values["replaces"]})
    elif replaces.state not in STANDING:
        text = "{number} does not stand any more, so nothing can take its place. Leave this empty."
        yield Fault("replaces", "permit_ended", text, {"number": replaces.reference})
    elif replaces.paper != values["paper"]:
        text = "{number} is another kind of paper. Apply for the same kind, or leave this empty."
        yield Fault("replaces", "other_paper", text, {"number": replaces.reference})
