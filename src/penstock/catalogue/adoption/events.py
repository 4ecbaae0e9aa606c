"""Events of packs of law: the name, what the person did, and who sees it."""

EVENTS = {
    "law.drafted": ("began to write a pack of law", "the authority that writes it"),
    "law.draft_saved": ("saved the files of the pack", "the authority that writes it"),
    "law.discarded": ("discarded the draft of the pack", "the authority that writes it"),
    "law.adoption.proposed": ("proposed the pack for adoption", "the authority that writes it"),
    "law.adoption.declined": ("declined the proposed pack", "the authority that writes it"),
    "law.adoption": ("adopted the pack, as the second of two people", "the authority that writes it"),
}
