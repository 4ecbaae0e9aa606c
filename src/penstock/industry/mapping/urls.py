"""The addresses of the mapping."""

from django.urls import path

from penstock.industry.mapping.pages import companies, files, reports, sectors, surveys
from penstock.industry.mapping.surveys import views

urlpatterns = [
    path("industry/mapping/", sectors.home, name="mapping"),
    path("industry/mapping/start/", sectors.start, name="mapping_start"),
    path("industry/mapping/sectors/new/", sectors.add, name="mapping_sector_new"),
    path("industry/mapping/sectors/<slug:sector_code>/", sectors.sector, name="mapping_sector"),
    path("industry/mapping/sectors/<slug:sector_code>/review/", sectors.review, name="mapping_review"),
    path("industry/mapping/sectors/<slug:sector_code>/retire/", sectors.retire, name="mapping_retire"),
    path("industry/mapping/companies/", companies.company_list, name="mapping_companies"),
    path("industry/mapping/companies/new/", companies.enter, name="mapping_company_new"),
    path("industry/mapping/companies/<uuid:found_id>/", companies.company, name="mapping_company"),
    path("industry/mapping/companies/<uuid:found_id>/correct/", companies.correct, name="mapping_company_correct"),
    path("industry/mapping/companies/<uuid:found_id>/judge/", companies.judge, name="mapping_judge"),
    path("industry/mapping/companies/<uuid:found_id>/survey/", surveys.invite, name="mapping_invite"),
    path("industry/mapping/files/", files.file_list, name="mapping_files"),
    path("industry/mapping/files/load/", files.load, name="mapping_load"),
    path("industry/mapping/files/template/", files.template, name="mapping_template"),
    path("industry/mapping/files/<uuid:file_id>/", files.file_page, name="mapping_file"),
    path("industry/mapping/lines/<uuid:line_id>/", files.mend, name="mapping_mend"),
    path("industry/mapping/lines/<uuid:line_id>/drop/", files.drop, name="mapping_drop"),
    path("industry/mapping/surveys/", surveys.survey_list, name="mapping_surveys"),
    path("industry/mapping/surveys/<uuid:survey_id>/", surveys.survey, name="mapping_survey"),
    path("industry/mapping/surveys/<uuid:survey_id>/withdraw/", surveys.withdraw, name="mapping_survey_withdraw"),
    path("industry/mapping/surveys/<uuid:survey_id>/aside/", surveys.aside, name="mapping_survey_aside"),
    path("industry/mapping/report/", reports.report, name="mapping_report"),
    path("industry/mapping/report.pdf", reports.report_pdf, name="mapping_report_pdf"),
    path("industry/mapping/share/", reports.share, name="mapping_share"),
    path("industry/mapping/unshare/", reports.unshare, name="mapping_unshare"),
    path("industry/mapping/shared/", reports.shared, name="mapping_shared"),
    path("survey/<str:secret>/", views.survey, name="survey"),
]
