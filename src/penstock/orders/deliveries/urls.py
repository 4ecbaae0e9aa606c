"""The addresses of deliveries."""

from django.urls import path

from penstock.orders.deliveries import views

urlpatterns = [
    path("deliveries/", views.delivery_list, name="deliveries"),
    path("deliveries/new/", views.new, name="delivery_new"),
    path("deliveries/<uuid:delivery_id>/", views.delivery_page, name="delivery"),
    path("deliveries/<uuid:delivery_id>/arrive/", views.arrive, name="delivery_arrive"),
    path("deliveries/<uuid:delivery_id>/explain/", views.explain, name="delivery_explain"),
]
