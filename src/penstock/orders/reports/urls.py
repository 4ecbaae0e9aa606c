"""The addresses of suspicious reports, and how their cases appear on pages that all regimes share."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.orders.reports.desk import page, views
from penstock.orders.reports.handed.views import file_page, template
from penstock.orders.reports.states import REPORTS, TONES

REGIMES[REPORTS.kind] = Regime(route="suspicious_report", tones=TONES)
ONE = "suspicious-reports/<str:reference>/"

urlpatterns = [
    path("suspicious-reports/", views.report_list, name="suspicious_reports"),
    path("suspicious-reports/new/", views.new, name="suspicious_report_new"),
    path("suspicious-reports/results/", views.results, name="suspicious_report_results"),
    path("suspicious-reports/file/", file_page, name="suspicious_report_handed"),
    path("suspicious-reports/file/template/", template, name="suspicious_report_template"),
    path(ONE, page.report_page, name="suspicious_report"),
    path(f"{ONE}edit/", views.edit, name="suspicious_report_edit"),
    path(f"{ONE}grade/", page.grade, name="suspicious_report_grade"),
    path(f"{ONE}files/", page.give, name="suspicious_report_give"),
    path(f"{ONE}files/<uuid:file_id>/", page.file, name="suspicious_report_file"),
    path(f"{ONE}goaml/<slug:shape>/", page.goaml, name="suspicious_report_goaml"),
    path(f"{ONE}steps/<slug:verb>/", page.step, name="suspicious_report_step"),
]
