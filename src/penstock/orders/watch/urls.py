"""The addresses of the watch."""

from django.urls import path

from penstock.orders.watch.pages import one, views

urlpatterns = [
    path("order-watch/", views.home, name="watch"),
    path("order-watch/look/", views.look, name="watch_look"),
    path("order-watch/history/", views.history, name="watch_history"),
    path("order-watch/history/template/", views.template, name="watch_template"),
    path("order-watch/setting/", views.setting, name="watch_setting"),
    path("order-watch/rounds/<int:round_number>/", views.one_round, name="watch_round"),
    path("order-watch/rounds/<int:round_number>/progress/", views.progress, name="watch_progress"),
    path("order-watch/standouts/<uuid:standout_id>/", one.standout, name="standout"),
    path("order-watch/standouts/<uuid:standout_id>/<slug:verb>/", one.decide, name="standout_decide"),
]
