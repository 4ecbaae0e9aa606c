"""The addresses of trust, how it appears on pages of steps, and its card on the page of a licence."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.industry.licences.pages.frame import LICENCE_PANELS
from penstock.industry.trust import views
from penstock.industry.trust.states import TONES, TRUST

REGIMES[TRUST.kind] = Regime(route="trusted_partner", tones=TONES)
LICENCE_PANELS.append(views.panel)
HOME = "industry/partnership/trusted/"

urlpatterns = [
    path(HOME, views.home, name="trusted_partners"),
    path(f"{HOME}ask/", views.asking, name="trust_ask"),
    path(f"{HOME}vet/", views.beginning, name="trust_vet"),
    path(f"{HOME}<str:reference>/", views.trusted, name="trusted_partner"),
    path(f"{HOME}<str:reference>/signature/", views.signature, name="trusted_signature"),
    path(f"{HOME}<str:reference>/steps/<slug:verb>/", views.step, name="trusted_step"),
]
