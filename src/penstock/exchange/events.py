"""Events of the exchange: the name, what the person did, and who sees it; none is itself told by a webhook."""

EVENTS = {
    "webhook.registered": ("registered a webhook", "the organisation"),
    "webhook.secret_rotated": ("rotated a webhook's secret", "the organisation"),
    "webhook.stopped": ("stopped a webhook", "the organisation"),
    "webhook.resumed": ("let a webhook go on", "the organisation"),
    "agenda.address_made": ("made a secret address for the calendar", "the organisation"),
    "agenda.address_revoked": ("revoked the calendar's address", "the organisation"),
    "agenda.digest_planned": ("planned the daily digest", "the organisation"),
    "agenda.digest_ended": ("ended the daily digest", "the organisation"),
    "webhook.removed": ("removed a webhook", "the organisation"),
    "inbox.objects_kept": ("put objects into the inbox by TAXII", "the organisation"),
    "inbox.object_removed": ("took an object out of the inbox", "the organisation"),
    "inbox.draft_begun": ("began a draft from an object of the inbox", "the organisation"),
    "source.added": ("added a TAXII source", "the organisation"),
    "source.stopped": ("stopped a TAXII source", "the organisation"),
    "source.resumed": ("let a TAXII source go on", "the organisation"),
    "source.removed": ("removed a TAXII source", "the organisation"),
    "event.added": ("added the incident as an event of MISP", "the organisation"),
    "event.tagged": ("attached a tag by MISP", "the organisation"),
    "event.untagged": ("removed a tag by MISP", "the organisation"),
    "event.sighted": ("said by MISP that this was seen", "everyone it is released to"),
}
