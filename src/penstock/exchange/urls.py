"""The addresses of the exchange's pages."""

from django.urls import include, path

from penstock.exchange.agenda import views as agenda
from penstock.exchange.stix.views import schema
from penstock.exchange.webhooks import views as webhooks

urlpatterns = [
    path("webhooks/", webhooks.webhook_list, name="webhooks"),
    path("webhooks/<uuid:endpoint_id>/", webhooks.webhook, name="webhook"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("calendar/<str:secret>/deadlines.ics", agenda.deadlines, name="deadlines"),
    path("stix/<slug:name>.schema.json", schema, name="stix_schema"),
    path("", include("penstock.exchange.taxii.urls")),
    path("", include("penstock.exchange.misp.urls")),
]
