"""The addresses of customers, declarations and orders."""

from django.urls import include, path

urlpatterns = [
    path("", include("penstock.orders.customers.urls")),
    path("", include("penstock.orders.declarations.urls")),
    path("", include("penstock.orders.samples.urls")),
    path("", include("penstock.orders.deliveries.urls")),
    path("", include("penstock.orders.distribution.urls")),
    path("", include("penstock.orders.changes.urls")),
    path("", include("penstock.orders.checking.urls")),
    path("", include("penstock.orders.watch.urls")),
    path("", include("penstock.orders.holds.urls")),
    path("", include("penstock.orders.reports.urls")),
]
