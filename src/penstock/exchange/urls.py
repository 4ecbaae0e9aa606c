"""The addresses of the exchange's pages."""

from django.urls import path

from penstock.exchange.agenda import views as agenda
from penstock.exchange.webhooks import views as webhooks

urlpatterns = [
    path("webhooks/", webhooks.webhook_list, name="webhooks"),
    path("webhooks/<uuid:endpoint_id>/", webhooks.webhook, name="webhook"),
    path("agenda/", agenda.agenda, name="agenda"),
    path("calendar/<str:secret>/deadlines.ics", agenda.deadlines, name="deadlines"),
]
