"""The addresses of work, queues and rules, and the card on the page of an application."""

from django.urls import path

from penstock.permits.handling.routing.pages import ruling, working
from penstock.permits.handling.routing.pages.shown import panel
from penstock.permits.pages.frame import APPLICATION_PANELS

APPLICATION_PANELS.append(panel)

urlpatterns = [
    path("handling/", working.work, name="handling"),
    path("handling/queues/", working.queue_list, name="queues"),
    path("handling/queues/new/", working.queue_new, name="queue_new"),
    path("handling/queues/<uuid:queue_id>/", working.queue_edit, name="queue_edit"),
    path("handling/applications/<str:reference>/queue/", working.place, name="application_place"),
    path("handling/rules/", ruling.rule_sets, name="rules"),
    path("handling/rules/<int:number>/", ruling.rule_set, name="rule_set"),
    path("handling/rules/<int:number>/simulation/", ruling.simulation, name="rule_simulation"),
    path("handling/rules/<int:number>/rules/<int:position>/", ruling.rule, name="rule"),
    path("handling/rules/<int:number>/rules/<int:position>/order/", ruling.order, name="rule_order"),
    path("handling/rules/<int:number>/steps/<slug:verb>/", ruling.step, name="rule_step"),
]
