"""The addresses of an instance: the API's, and the pages'."""

from django.urls import include, path

from penstock.api.urls import urlpatterns as api_urls

urlpatterns = [path("api/v1/", include((api_urls, "api"), namespace="api-v1")), path("", include("penstock.web.urls"))]
