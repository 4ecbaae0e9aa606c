"""Partnership in the world of the matrix, and who gets which answer at its entrances, said by hand."""

from typing import Any
from uuid import uuid4

from penstock.industry.partnership import services
from penstock.kernel.rowsecurity import acting
from tests.cast import Cast
from tests.industry.partners import a_party, an_agreement, an_assessment, drafted, named
from tests.isolation.rights import JOIN, PARTNER, UNKNOWN_METHOD, Answer, Entrance, always


def no_agreement() -> dict[str, Any]:
    """Ids of nothing."""
    return {"agreement_id": uuid4(), "partner_id": uuid4(), "guidance_id": uuid4()}


def add_partnership(cast: Cast, marker: Any, name_it: Any) -> tuple[dict[str, Any], dict[str, frozenset[str]]]:
    """An agreement of Exportland's with its company, and one of Thirdland's with a stranger; what was assessed."""
    names, markers = {}, {}
    for officer, country, word in ((cast.exporter_officer, "NL", "ours"), (cast.third_officer, "KE", "foreign")):
        row = drafted(officer, title=marker(f"agreement{word}"))
        outside = named(officer, row, marker(f"party{word}"))
        parties = {country}
        with acting(officer.viewer) as viewer:
            raw = {"name": marker(f"association{word}"), "contact": "Secretary", "passes_alerts": "yes"}
            services.keep_association(viewer=viewer, raw=raw)
            services.assess(
                viewer=viewer, agreement_id=row.pk, raw=an_assessment(row, shown_policy=marker(f"assessed{word}"))
            )
        if country == "NL":
            named(officer, row, "Polder Solvents")
            parties.add("company")
        key = "agreement of industry" if country == "NL" else "foreign agreement of industry"
        names[key] = name_it(partnership={"agreement_id": row.pk, "partner_id": outside.pk})
        markers |= {marker(f"{part}{word}"): frozenset(parties) for part in ("agreement", "party")}
        markers |= {marker(f"{part}{word}"): frozenset({country}) for part in ("association", "assessed")}
    return names, markers


def sent(path: str) -> dict[str, Any]:
    """What a well-meaning person sends to an entrance of partnership."""
    last = path.rstrip("/").rpartition("/")[2]
    codes = ("policy", "customers", "declarations", "distributors", "suspicion", "tampering", "samples", "review")
    return {
        "association": {"name": "Another Federation", "contact": "Secretary", "passes_alerts": "no"},
        "new": an_agreement(),
        "change": an_agreement(title="Another title"),
        "party": a_party(name="Another Party BV"),
        "{partner_id}": {"signed_by": "Its chair", "signed_on": "2026-01-05", "paper": "Folder 12"},
        "review": {"finding": "It works.", "review_on": an_agreement()["review_on"]},
        "end": {"reason": "It is replaced."},
        "assess": {f"kept_{code}": "none" for code in codes},
    }.get(last, {})


def pages() -> dict[str, Entrance]:
    """The pages by method and path."""
    home, one, thing = "/industry/partnership/", "/industry/partnership/{agreement_id}/", "agreement of industry"
    rows: dict[str, tuple[str, str, Answer, Answer]] = {
        home: (JOIN, "", always(200), UNKNOWN_METHOD),
        f"{home}association/": (PARTNER, "", always(200), always(302)),
        f"{home}new/": (PARTNER, "", always(200), always(302)),
        one: (JOIN, thing, always(200), UNKNOWN_METHOD),
        f"{one}change/": (PARTNER, thing, always(200), always(302)),
        f"{one}party/": (PARTNER, thing, always(200), always(302)),
        f"{one}paper/{{partner_id}}/": (PARTNER, thing, always(200), always(302)),
        f"{one}review/": (PARTNER, thing, always(200), always(302)),
        f"{one}end/": (PARTNER, thing, always(200), always(302)),
        f"{one}sign/": (JOIN, thing, UNKNOWN_METHOD, always(302)),
        f"{one}assess/": (JOIN, thing, always(200), always(302)),
    }
    gets = {f"GET page {path}": Entrance(duty, names, get) for path, (duty, names, get, _post) in rows.items()}
    posts = {f"POST page {path}": Entrance(duty, names, post) for path, (duty, names, _get, post) in rows.items()}
    return gets | posts


def filling(path: str, ids: dict[str, Any]) -> dict[str, Any]:
    """What an address of partnership says; elsewhere an agreement is one on relief."""
    return ids if path.startswith(("/industry/partnership/", "/industry/agreements/", "/guidance/")) else {}
