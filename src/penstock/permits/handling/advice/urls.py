"""The addresses of advice, and its card on the page of an application."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.permits.handling.advice import views
from penstock.permits.handling.advice.shown import panel
from penstock.permits.handling.advice.states import ADVICE, TONES
from penstock.permits.pages.frame import APPLICATION_PANELS

REGIMES[ADVICE.kind] = Regime(route="advice", tones=TONES)
APPLICATION_PANELS.append(panel)

urlpatterns = [
    path("handling/advice/", views.advice_list, name="advice_list"),
    path("handling/advice/<str:reference>/", views.advice_page, name="advice"),
    path("handling/advice/<str:reference>/<slug:verb>/", views.step, name="advice_step"),
    path("handling/applications/<str:reference>/advice/", views.ask, name="advice_ask"),
]
