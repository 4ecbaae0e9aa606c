"""Events of the exchange: the name, what the person did, and who sees it; none is itself told by a webhook."""

EVENTS = {
    "webhook.registered": ("registered a webhook", "the organisation"),
    "webhook.secret_rotated": ("rotated a webhook's secret", "the organisation"),
    "webhook.stopped": ("stopped a webhook", "the organisation"),
    "webhook.resumed": ("let a webhook go on", "the organisation"),
    "webhook.removed": ("removed a webhook", "the organisation"),
}
