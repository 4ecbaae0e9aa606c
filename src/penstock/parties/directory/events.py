"""Events of the directory: the name, what the person did, and who sees it."""

COUNTRY = "the country's authorities and the secretariat"
OFFICE = "the secretariat"

EVENTS = {
    "directory.added": ("added the entry", COUNTRY),
    "directory.corrected": ("corrected the entry", COUNTRY),
    "directory.ended": ("ended the entry", COUNTRY),
    "directory.verified": ("said that all entries of the country are right", COUNTRY),
    "directory.asked": ("asked whether the country's entries are right", COUNTRY),
    "directory.reminded": ("asked a second time", COUNTRY),
    "directory.stale": ("marked the country's entries as stale: nobody answered", COUNTRY),
    "directory.specimen_added": ("added a specimen", COUNTRY),
    "directory.specimen_ended": ("ended a specimen", COUNTRY),
    "directory.day_corrected": ("corrected a day of the calendar", COUNTRY),
    "directory.day_withdrawn": ("withdrew the correction of a day", COUNTRY),
    "directory.duties_changed": ("changed a person's duties", COUNTRY),
    "directory.delegated": ("left duties to a colleague", "the person's organisation"),
    "directory.delegation_ended": ("ended a delegation", "the person's organisation"),
    "candidacy.requested": ("asked to be a country's first administrator", OFFICE),
    "candidacy.confirmed.proposed": ("checked a candidacy, as the first of two people", OFFICE),
    "candidacy.confirmed.declined": ("declined the proposed confirmation", OFFICE),
    "candidacy.confirmed": ("confirmed a country's first administrator, as the second of two people", OFFICE),
    "candidacy.turned_down": ("turned a candidacy down", OFFICE),
}
