"""The addresses of industry."""

from django.urls import include, path

urlpatterns = [
    path("", include("penstock.industry.mapping.urls")),
    path("", include("penstock.industry.partnership.urls")),
]
