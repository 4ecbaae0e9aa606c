"""Events of registers: the name, what the person did, and who sees it."""

OWN = "the country's authorities"
OFFICE = "the office itself"

EVENTS = {
    "register.company_kept": ("kept a company in the register", OWN),
    "register.licence_kept": ("kept a licence of a company", OWN),
    "register.requirement_stated": ("stated an annual requirement", "the country's authorities and the secretariat"),
    "register.place_kept": ("marked a place for a closer look", OFFICE),
    "register.place_ended": ("took the mark from a place", OFFICE),
    "register.imported": ("loaded a file into a register", OFFICE),
    "register.list_loaded": ("loaded a screening list", OFFICE),
    "register.list_ended": ("ended a screening list", OFFICE),
}
