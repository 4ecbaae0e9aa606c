"""The addresses that the shell and the account pages lead to; nothing answers there."""

from django.http import HttpResponse
from django.urls import path

NAMES = [
    "set_language",
    "account_login",
    "account_logout",
    "account_reset_password",
    "account_change_password",
    "account_set_password",
    "account_email",
    "account_reauthenticate",
    "directory_request",
]

urlpatterns = [path(f"{name}/", lambda _request: HttpResponse(), name=name) for name in NAMES]
