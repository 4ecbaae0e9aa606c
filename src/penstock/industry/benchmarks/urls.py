"""The address of benchmarks."""

from django.urls import path

from penstock.industry.benchmarks import views

urlpatterns = [path("industry/partnership/benchmarks/", views.home, name="benchmarks")]
