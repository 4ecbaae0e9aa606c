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
}
