"""The addresses of samples, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.orders.samples import views
from penstock.orders.samples.states import SAMPLES, TONES

REGIMES[SAMPLES.kind] = Regime(route="sample", tones=TONES)

urlpatterns = [
    path("samples/", views.sample_list, name="samples"),
    path("samples/new/", views.new, name="sample_new"),
    path("samples/<str:reference>/", views.sample_page, name="sample"),
    path("samples/<str:reference>/steps/<slug:verb>/", views.step, name="sample_step"),
]
