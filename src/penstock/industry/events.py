"""Events of licensing: the name, what the person did, and who sees it."""

_BOTH = "the applicant and the authority"
_HELD = "the holder and the authority"
EVENTS = {
    "licensing.drafted": ("wrote a draft", "the applicant"),
    "licensing.draft_saved": ("saved the draft", "the applicant"),
    "licensing.discarded": ("discarded the draft", "the applicant"),
    "licensing.applied": ("handed the application in", _BOTH),
    "licensing.asked": ("asked the applicant; the clock stands still", _BOTH),
    "licensing.mended": ("changed the application while asked", _BOTH),
    "licensing.supplied": ("answered what the authority asked", _BOTH),
    "licensing.withdrawn": ("withdrew the application", _BOTH),
    "licensing.granted": ("granted what was applied for", _BOTH),
    "licensing.granted_by_two": ("granted what was applied for, as the second of two", _BOTH),
    "licensing.granted_by_two.proposed": ("proposed to grant what was applied for", "the authority"),
    "licensing.granted_by_two.declined": ("declined to grant it as proposed", "the authority"),
    "licensing.refused": ("refused what was applied for", _BOTH),
    "licensing.rule_set": ("said how many sign a licence", "the authority"),
    "licence.granted": ("granted the licence", _HELD),
    "licence.suspended": ("suspended the licence", _HELD),
    "licence.reinstated": ("reinstated the licence", _HELD),
    "licence.revoked": ("revoked the licence", _HELD),
    "licence.revoked.proposed": ("proposed to revoke the licence", "the authority"),
    "licence.revoked.declined": ("declined to revoke the licence", "the authority"),
    "licence.surrendered": ("gave the licence back", _HELD),
    "licence.renewed": ("renewed the licence", _HELD),
    "licence.amended": ("amended the licence", _HELD),
    "licence.replaced": ("replaced the licence by another", _HELD),
    "licence.expired": ("found the licence expired", _HELD),
}
