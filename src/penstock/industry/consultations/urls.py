"""The addresses of consultations, and how they appear on pages of steps."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.industry.consultations.pages import views
from penstock.industry.consultations.states import CONSULTATIONS, TONES

REGIMES[CONSULTATIONS.kind] = Regime(route="consultation", tones=TONES)
HOME = "industry/partnership/consultations/"

urlpatterns = [
    path(HOME, views.home, name="consultations"),
    path(f"{HOME}new/", views.new, name="consultation_new"),
    path(f"{HOME}shared/", views.shared, name="consultations_shared"),
    path(f"{HOME}<str:reference>/", views.consultation, name="consultation"),
    path(f"{HOME}<str:reference>/steps/<slug:verb>/", views.step, name="consultation_step"),
    path(f"{HOME}<str:reference>/reply/", views.reply, name="consultation_reply"),
    path(f"{HOME}<str:reference>/unused/", views.unused, name="consultation_unused"),
    path(f"{HOME}<str:reference>/received/", views.received, name="consultation_received"),
    path(f"{HOME}<str:reference>/share/", views.share, name="consultation_share"),
    path(f"{HOME}<str:reference>/unshare/", views.unshare, name="consultation_unshare"),
]
