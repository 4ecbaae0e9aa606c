"""Events of trust: the name, what the person did, and who sees it."""

_BOTH = "the authority and the company"
EVENTS = {
    "trust.asked": ("asked to be vetted as a trusted partner", _BOTH),
    "trust.begun": ("began to vet a company as a trusted partner", _BOTH),
    "trust.judged": ("judged the criteria of trust", _BOTH),
    "trust.granted": ("granted trust, as the second of two", _BOTH),
    "trust.granted.proposed": ("proposed to grant trust", "the authority"),
    "trust.granted.declined": ("declined to grant trust as proposed", "the authority"),
    "trust.refused": ("refused trust", _BOTH),
    "trust.suspended": ("suspended trust", _BOTH),
    "trust.reinstated": ("reinstated trust", _BOTH),
    "trust.withdrawn": ("withdrew trust", _BOTH),
    "trust.given_up": ("gave trust up", _BOTH),
    "trust.expired": ("found the last day of trust passed", _BOTH),
}
