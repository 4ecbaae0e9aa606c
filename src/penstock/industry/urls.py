"""The addresses of industry."""

from django.urls import include, path

urlpatterns = [
    path("", include("penstock.industry.applications.urls")),
    path("", include("penstock.industry.fees.urls")),
    path("", include("penstock.industry.licences.urls")),
    path("", include("penstock.industry.inspections.urls")),
    path("", include("penstock.industry.returns.urls")),
    path("", include("penstock.industry.evidence.urls")),
    path("", include("penstock.industry.checking.urls")),
    path("", include("penstock.industry.mapping.urls")),
    path("", include("penstock.industry.partnership.urls")),
    path("", include("penstock.industry.platforms.urls")),
    path("", include("penstock.industry.consultations.urls")),
    path("", include("penstock.industry.trust.urls")),
    path("", include("penstock.industry.guidance.urls")),
    path("", include("penstock.industry.contacts.urls")),
    path("", include("penstock.industry.benchmarks.urls")),
]
