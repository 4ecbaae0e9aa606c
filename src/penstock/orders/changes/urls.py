"""The address of what a change of the law touches."""

from django.urls import path

from penstock.orders.changes import views

urlpatterns = [path("orders/law/", views.law_changes, name="order_law")]
