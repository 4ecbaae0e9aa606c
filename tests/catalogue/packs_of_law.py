"""Packs of law for tests: an invented schedule of Thirdland, written by its officers."""

from penstock.catalogue.adoption import services
from penstock.catalogue.adoption.fields import PACK
from penstock.catalogue.adoption.models import Proposal
from penstock.kernel.rowsecurity import acting
from tests.cast import Actor

ENTRIES = (
    "entry,list,rule,substance,covers,named_esters,except,definition,hs,min_percent,wording,authority,from,to,"
    "precision,source,verified\n"
)
THRESHOLDS = "list,entry,operation,per,of,amount,unit,effect,note,from,to,source,verified\n"
SUBSTANCES = "id,name,cas,hs_2022,formula,smiles,inchikey,salts,source,verified\n"


def about(jurisdiction: str, version: str = "1", title: str = "Invented schedule", **lists: str) -> str:
    """A pack.yaml with one list, or with those given by code and title."""
    listed = "".join(
        f'  {code}: {{title: "{said}", regime: precursor}}\n' for code, said in (lists or {"A": "Schedule A"}).items()
    )
    return (
        f"title: {title}\njurisdiction: {jurisdiction}\nsource: An invented act\nverified: false\nlanguages: [en]\n"
        f'lists:\n{listed}editions:\n  - {{version: "{version}", day: 2026-01-01, note: "As invented."}}\n'
    )


def entry(substance: str, since: str = "2026-01-01", until: str = "", **changes: str) -> str:
    """One row of entries.csv."""
    values = {"entry": substance, "list": "A", "wording": substance, "verified": "no", **changes}
    return (
        f"{values['entry']},{values['list']},substance,{substance},,,,,,,{values['wording']},,{since},{until},day,"
        f"An invented act,{values['verified']}\n"
    )


def threshold(entry_id: str, amount: str) -> str:
    """One row of thresholds.csv."""
    return f"A,{entry_id},any,year,customer,{amount},kg,duties-from,,2026-01-01,,An invented act,no\n"


def own_substance(id_: str, cas: str = "") -> str:
    """One row of substances.csv."""
    return f"{id_},{id_.title()},{cas},,,,,,An invented act,no\n"


def a_pack(jurisdiction: str = "KE", **changes: str) -> dict[str, str]:
    """What is entered for a pack that may be adopted; `changes` replaces single files or the id."""
    return {
        "id": f"{jurisdiction.lower()}-schedule",
        "pack": about(jurisdiction),
        "entries": ENTRIES + entry("ethanol-of-tests") + entry("acetone"),
        "substances": SUBSTANCES + own_substance("ethanol-of-tests"),
        "thresholds": THRESHOLDS + threshold("acetone", "100"),
        **changes,
    }


def a_proposal(by: Actor, raw: dict[str, str] | None = None) -> Proposal:
    """A pack that somebody began to write."""
    with acting(by.viewer) as viewer:
        return services.draft_pack(viewer=viewer, raw=raw or a_pack(by.office.government_id or "UN"))


def edited(by: Actor, draft: Proposal, **changes: str) -> Proposal:
    """A pack of which somebody changed files."""
    with acting(by.viewer) as viewer:
        raw = {"id": draft.pack, **draft.content, **changes}
        assert raw.keys() <= {one.name for one in PACK.fields}
        return services.take_step(viewer=viewer, proposal_id=draft.pk, verb="edit", raw=raw)


def proposed(by: Actor, draft: Proposal) -> Proposal:
    """A pack with the first of two signatures."""
    with acting(by.viewer) as viewer:
        return services.take_step(viewer=viewer, proposal_id=draft.pk, verb="adopt")


def confirmed(by: Actor, draft: Proposal) -> Proposal:
    """A pack with both."""
    with acting(by.viewer) as viewer:
        return services.confirm_adoption(viewer=viewer, proposal_id=draft.pk)


def adopted(first: Actor, second: Actor, raw: dict[str, str] | None = None) -> Proposal:
    """A pack that two people adopted."""
    return confirmed(second, proposed(first, a_proposal(first, raw)))
