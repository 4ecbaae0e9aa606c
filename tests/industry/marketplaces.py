"""How the stories of platforms are told: a marketplace, what its policy says, a notice to it, and its answer."""

from typing import Any

from penstock.industry.platforms import services
from penstock.industry.platforms.asking import links
from penstock.industry.platforms.asking import services as asking
from penstock.industry.platforms.asking.models import PlatformNotice
from penstock.industry.platforms.leads import services as leads
from penstock.industry.platforms.leads.models import Lead
from penstock.industry.platforms.models import Platform, PolicyCheck
from penstock.industry.platforms.posting import questions_for
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor
from tests.industry.landscape import in_days


def a_platform(**changes: Any) -> dict[str, Any]:
    """The profile of an invented marketplace."""
    known = {"name": "Bazaar Invented", "kind": "marketplace", "seat": "NL", "presence": "both"}
    more = {"contact": "Trust desk", "email": "trust@bazaar.example", "hours": "48", "sellers": ["phone"]}
    return {**known, **more, "keeps": ["identity", "offers"], "months": "12", **changes}


def a_check(kind: str = "marketplace", **changes: Any) -> dict[str, Any]:
    """What a policy says: everything but what is changed."""
    said: dict[str, Any] = {"read_on": in_days(0)}
    for one in questions_for(kind):
        said |= {one.code: "yes", f"{one.code}_passage": f"Section on {one.name}"}
    return {**said, **changes}


def an_item(**changes: Any) -> dict[str, Any]:
    """A post that a notice is about."""
    known = {"sort": "post", "where": "bazaar.example/offer/1", "offered": "Anhydride, 25 kg, no papers"}
    return {**known, "substance": "acetic-anhydride", "seen_on": in_days(-1), **changes}


def a_notice(**changes: Any) -> dict[str, Any]:
    """What is asked of a platform."""
    known = {"wants": ["take down", "keep"], "answer_days": "5", "contact": "Desk, +31 70 555 0199"}
    return {**known, "basis": "monitoring", "silence": "silent", "items": [an_item()], **changes}


def an_answer(**changes: Any) -> dict[str, Any]:
    """What a platform answers."""
    return {"name": "Ana Example, trust desk", "outcome": "acted", "did": ["take down", "keep"], **changes}


def entered(by: Actor, **changes: Any) -> Platform:
    """An officer enters a platform."""
    with acting(by.viewer) as viewer:
        return services.enter(viewer=viewer, raw=a_platform(**changes))


def looked_at(by: Actor, platform: Platform, **changes: Any) -> PolicyCheck:
    """An officer checks its policy."""
    with acting(by.viewer) as viewer:
        return services.check_policy(viewer=viewer, platform_id=platform.pk, raw=a_check(platform.kind, **changes))


def written(by: Actor, platform: Platform, **changes: Any) -> PlatformNotice:
    """An officer writes a draft."""
    with acting(by.viewer) as viewer:
        return asking.draft_notice(viewer=viewer, platform_id=platform.pk, raw=a_notice(**changes))


def stepped(by: Actor, notice: PlatformNotice, verb: str, **raw: Any) -> PlatformNotice:
    """An officer takes a step of a notice."""
    with acting(by.viewer) as viewer:
        return asking.take_step(viewer=viewer, notice_id=notice.pk, verb=verb, raw=raw)


def linked(by: Actor, notice: PlatformNotice, **raw: Any) -> str:
    """An officer makes a link; answers its secret."""
    with acting(by.viewer) as viewer:
        _row, link = links.make_link(viewer=viewer, notice_id=notice.pk, raw={"days": "10", **raw})
    return link.rstrip("/").rpartition("/")[2]


def a_lead(**changes: Any) -> dict[str, Any]:
    """What a courier reports."""
    known = {"country": "NL", "sort": "parcel", "where": "CN-EX-5501", "product": "acetic anhydride"}
    more = {"seen_on": in_days(-1), "became": "held", "reporter": "courier", "name": "Invented Couriers"}
    return {**known, **more, "signs": ["false contents"], "words": "Declared as paint.", **changes}


def reported(**changes: Any) -> tuple[Lead, str]:
    """Somebody reports without an account; answers the lead and its code."""
    return leads.report(asker="192.0.2.7", raw=a_lead(**changes))


def led(by: Actor, lead: Lead, verb: str, **raw: Any) -> Lead:
    """An officer takes a step of a lead."""
    with acting(by.viewer) as viewer:
        return leads.take_step(viewer=viewer, lead_id=lead.pk, verb=verb, raw=raw)
