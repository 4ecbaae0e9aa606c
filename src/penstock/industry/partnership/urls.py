"""The addresses of partnership."""

from django.urls import path

from penstock.industry.partnership import views

urlpatterns = [
    path("industry/partnership/", views.home, name="partnership"),
    path("industry/partnership/association/", views.association, name="industry_association"),
    path("industry/partnership/new/", views.draft, name="industry_agreement_new"),
    path("industry/partnership/<uuid:agreement_id>/", views.agreement, name="industry_agreement"),
    path("industry/partnership/<uuid:agreement_id>/change/", views.rewrite, name="industry_agreement_change"),
    path("industry/partnership/<uuid:agreement_id>/party/", views.party, name="industry_agreement_party"),
    path(
        "industry/partnership/<uuid:agreement_id>/paper/<uuid:partner_id>/",
        views.paper,
        name="industry_agreement_paper",
    ),
    path("industry/partnership/<uuid:agreement_id>/review/", views.review, name="industry_agreement_review"),
    path("industry/partnership/<uuid:agreement_id>/end/", views.end, name="industry_agreement_end"),
    path("industry/partnership/<uuid:agreement_id>/sign/", views.sign, name="industry_agreement_sign"),
    path("industry/partnership/<uuid:agreement_id>/assess/", views.assess, name="industry_agreement_assess"),
]
