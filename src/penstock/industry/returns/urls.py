"""The addresses of annual returns and of the journal, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.industry.returns.pages import journal, views
from penstock.industry.returns.reminding.views import day_page
from penstock.industry.returns.states import RETURNS, TONES

REGIMES[RETURNS.kind] = Regime(route="annual_return", tones=TONES)

urlpatterns = [
    path("returns/", views.return_list, name="annual_returns"),
    path("returns/day/", day_page, name="annual_return_day"),
    path("returns/journal/", journal.journal, name="journal"),
    path("returns/journal/new/", journal.entry, name="journal_entry"),
    path("returns/journal/load/", journal.load, name="journal_load"),
    path("licences/<str:reference>/returns/new/", views.new, name="annual_return_new"),
    path("returns/<str:reference>/", views.return_page, name="annual_return"),
    path("returns/<str:reference>/edit/", views.edit, name="annual_return_edit"),
    path("returns/<str:reference>/rows.csv", views.sheet, name="annual_return_sheet"),
    path("returns/<str:reference>/steps/<slug:verb>/", views.step, name="annual_return_step"),
]
