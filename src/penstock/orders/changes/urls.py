"""The addresses of what a change of the law touches, and of the tasks that it leaves."""

from django.urls import path

from penstock.orders.changes import views

urlpatterns = [
    path("orders/law/", views.law_changes, name="order_law"),
    path("orders/law/tasks/", views.task_list, name="law_tasks"),
    path("orders/law/tasks/<uuid:task_id>/", views.task_page, name="law_task"),
    path("orders/law/tasks/<uuid:task_id>/settle/", views.task_settle, name="law_task_settle"),
]
