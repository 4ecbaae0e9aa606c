"""The addresses of the work inside an authority."""

from django.urls import include, path

urlpatterns = [
    path("", include("penstock.permits.handling.advice.urls")),
    path("", include("penstock.permits.handling.routing.urls")),
    path("", include("penstock.permits.handling.changing.urls")),
]
