"""Events of platforms, notices to them and leads: the name, what the person did, and who sees it."""

_OWN = "the country's authorities"
_OFFICE = "the office that writes"
_LANDED = "the office where it landed"
EVENTS = {
    "platform.entered": ("entered a platform", _OWN),
    "platform.changed": ("changed the profile of a platform", _OWN),
    "platform.policy_checked": ("checked the policy of a platform", _OWN),
    "platform.policy_due": ("was reminded that a policy is to be looked at again", _OWN),
    "platform_notice.drafted": ("wrote a draft", _OFFICE),
    "platform_notice.draft_saved": ("saved the draft", _OFFICE),
    "platform_notice.discarded": ("discarded the draft", _OFFICE),
    "platform_notice.sent": ("sent the notice", _OFFICE),
    "platform_notice.link_made": ("made a link by which the platform answers", _OFFICE),
    "platform_notice.acknowledged": ("noted that the platform has received it", _OFFICE),
    "platform_notice.received": ("received it, through the link", _OFFICE),
    "platform_notice.answered": ("entered what the platform answered", _OFFICE),
    "platform_notice.replied": ("answered, through the link", _OFFICE),
    "platform_notice.closed": ("closed the notice", _OFFICE),
    "platform_notice.reminded": ("reminded that an answer is due", _OFFICE),
    "lead.reported": ("reported it, without an account", _LANDED),
    "lead.taken": ("took the lead up", _LANDED),
    "lead.told": ("told whoever reported it", _LANDED),
    "lead.added": ("added what was learned since", _LANDED),
    "lead.closed": ("closed the lead", _LANDED),
    "lead.reopened": ("opened the lead again", _LANDED),
    "lead.taken_onward": ("took the lead onward, without whom it is about", _LANDED),
}
