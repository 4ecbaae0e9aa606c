"""The addresses of needs: statements, figures, balances and guides."""

from django.urls import path

from penstock.permits.needs import views
from penstock.permits.needs.balances import views as balances
from penstock.permits.needs.guides import views as guides

urlpatterns = [
    path("balances/", balances.balance_list, name="balances"),
    path("balances/state/", views.new_statement, name="statement_new"),
    path("balances/report/", views.new_figure, name="figure_new"),
    path("balances/ship/", views.ship, name="may_ship"),
    path("balances/load/<slug:kind>/", views.load, name="needs_load"),
    path("balances/template/<slug:kind>/", views.template, name="needs_template"),
    path("balances/guides/", guides.guides, name="guides"),
    path("balances/guides/<slug:name>/", guides.guide, name="guide"),
    path("balances/<str:country>/<slug:name>/<int:year>/<str:unit>/", balances.balance_page, name="balance"),
]
