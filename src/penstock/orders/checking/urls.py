"""The addresses of checks."""

from django.urls import path

from penstock.orders.checking import views

urlpatterns = [
    path("orders/", views.check_list, name="order_checks"),
    path("orders/check/", views.check, name="order_check"),
    path("orders/files/", views.file, name="order_file"),
    path("orders/files/template/", views.file_template, name="order_file_template"),
    path("orders/lists/", views.lists, name="order_lists"),
    path("orders/lists/new/", views.new_list, name="order_list_new"),
    path("orders/checks/<uuid:check_id>/", views.checked, name="order_checked"),
]
