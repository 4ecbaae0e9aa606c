"""The addresses of held orders, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.orders.holds import views
from penstock.orders.holds.states import HOLDS, TONES

REGIMES[HOLDS.kind] = Regime(route="held_order", tones=TONES)

urlpatterns = [
    path("held-orders/", views.held_list, name="held_orders"),
    path("held-orders/<str:reference>/", views.held_page, name="held_order"),
    path("held-orders/<str:reference>/steps/<slug:verb>/", views.step, name="held_order_step"),
]
