"""The addresses of passages, how their cases appear on pages that all regimes share, and the card on the permit."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.permits.pages.frame import PERMIT_PANELS
from penstock.permits.passages.pages import views
from penstock.permits.passages.pages.frame import permit_panel
from penstock.permits.passages.states import PASSAGES, TONES

REGIMES[PASSAGES.kind] = Regime(route="passage", tones=TONES)
PERMIT_PANELS.append(permit_panel)

urlpatterns = [
    path("permits/<str:reference>/passages/new/", views.new, name="passage_new"),
    path("passages/", views.passage_list, name="passages"),
    path("passages/expected/", views.expected, name="passages_expected"),
    path("passages/office/", views.office, name="passage_office"),
    path("passages/<str:reference>/", views.passage_page, name="passage"),
    path("passages/<str:reference>/steps/<slug:verb>/", views.step, name="passage_step"),
]
