"""The addresses of platforms, of notices to them with the link for the answer, and of leads with their public form."""

from django.urls import path

from penstock.cases.pages import REGIMES, Regime
from penstock.industry.platforms.asking import public
from penstock.industry.platforms.asking.pages import views as asking
from penstock.industry.platforms.asking.states import PLATFORM_NOTICES, TONES
from penstock.industry.platforms.leads import public as reporting
from penstock.industry.platforms.leads.pages import views as leads
from penstock.industry.platforms.leads.states import LEADS
from penstock.industry.platforms.leads.states import TONES as LEAD_TONES
from penstock.industry.platforms.pages import views

REGIMES[PLATFORM_NOTICES.kind] = Regime(route="platform_notice", tones=TONES)
REGIMES[LEADS.kind] = Regime(route="lead", tones=LEAD_TONES)
ONE, NOTICE = "platforms/<uuid:platform_id>/", "platforms/notices/<str:reference>/"

urlpatterns = [
    path("platforms/", views.platform_list, name="platforms"),
    path("platforms/new/", views.enter, name="platform_new"),
    path("platforms/measures/", asking.measures, name="platform_measures"),
    path(ONE, views.platform_page, name="platform"),
    path(f"{ONE}change/", views.change, name="platform_change"),
    path(f"{ONE}check/", views.check, name="platform_check"),
    path(f"{ONE}notices/new/", asking.new, name="platform_notice_new"),
    path("platforms/notices/", asking.notice_list, name="platform_notices"),
    path(NOTICE, asking.notice_page, name="platform_notice"),
    path(f"{NOTICE}edit/", asking.edit, name="platform_notice_edit"),
    path(f"{NOTICE}link/", asking.link, name="platform_notice_link"),
    path(f"{NOTICE}steps/<slug:verb>/", asking.step, name="platform_notice_step"),
    path("platforms/leads/", leads.lead_list, name="leads"),
    path("platforms/leads/<str:reference>/", leads.lead_page, name="lead"),
    path("platforms/leads/<str:reference>/steps/<slug:verb>/", leads.step, name="lead_step"),
    path("report/", reporting.report_page, name="lead_report"),
    path("report/standing/", reporting.standing_page, name="lead_standing"),
    path("respond/<str:secret>/", public.respond, name="platform_respond"),
]
