"""Events of surveillance lists: the name, what the person did, and who sees it; none holds a name from a list."""

EVENTS = {
    "surveillance.list_made": ("made a surveillance list", "the owner"),
    "surveillance.edition_drafted": ("began an edition", "the owner"),
    "surveillance.loaded": ("loaded a file into the draft", "the owner"),
    "surveillance.published": ("published the edition, as the second of two people", "the owner"),
    "surveillance.published.proposed": ("proposed to publish the edition", "the owner"),
    "surveillance.published.declined": ("declined to publish the edition", "the owner"),
    "surveillance.discarded": ("discarded the draft", "the owner"),
    "surveillance.superseded": ("found the edition superseded", "the owner and the holders of its copies"),
    "surveillance.recalled": ("recalled the edition", "the owner and the holders of its copies"),
    "surveillance.expired": ("found the edition expired", "the owner and the holders of its copies"),
    "surveillance.vetted": ("decided on a vetting", "the authority, and the association of a member"),
    "surveillance.vetting_revoked": ("revoked a vetting", "the authority, and the association of a member"),
    "surveillance.copy_given": ("handed out a copy", "the owner, the giver and the holder"),
    "surveillance.copy_acknowledged": ("acknowledged the conditions", "the owner, the giver and the holder"),
    "surveillance.copy_recalled": ("recalled the copy", "the owner, the giver and the holder"),
    "surveillance.copy_withdrawn": ("took the copy back", "the owner, the giver and the holder"),
    "surveillance.copy_fell": ("recalled the copy with the one it came from", "the owner, the giver and the holder"),
    "surveillance.copy_expired": ("found the copy expired", "the owner, the giver and the holder"),
    "surveillance.copy_returned": ("confirmed destruction or return", "the owner, the giver and the holder"),
}
