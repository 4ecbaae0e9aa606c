"""The addresses of customers."""

from django.urls import path

from penstock.orders.customers import views

urlpatterns = [
    path("customers/", views.customer_list, name="customers"),
    path("customers/new/", views.new, name="customer_new"),
    path("customer-licences/<uuid:licence_id>/end/", views.end_licence, name="customer_licence_end"),
    path("customers/<str:number>/", views.customer_page, name="customer"),
    path("customers/<str:number>/edit/", views.correct, name="customer_edit"),
    path("customers/<str:number>/identity/", views.identity, name="customer_identity"),
    path("customers/<str:number>/sites/", views.site, name="customer_site"),
    path("customers/<str:number>/licences/", views.licence, name="customer_licence"),
    path("customers/<str:number>/capacity/", views.capacity, name="customer_capacity"),
    path("customers/<str:number>/links/", views.link, name="customer_link"),
    path("customers/<str:number>/parting/", views.part, name="customer_part"),
    path("customers/<str:number>/supply/", views.supply, name="customer_supply"),
]
