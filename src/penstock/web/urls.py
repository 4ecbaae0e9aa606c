"""The addresses of the pages; what others wrote is wrapped, so that every route says which duty opens it."""

from functools import wraps
from typing import Any

from allauth.account import views as account
from django.http import HttpRequest, HttpResponse
from django.urls import include, path, re_path
from django.views.i18n import set_language

from penstock.kernel.routes import ANYBODY, SIGNED_IN, door
from penstock.web import views


def opened_to(duty: str, view: Any) -> Any:
    """A view of somebody else's behind a door of ours."""

    @door(duty)
    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        answer: HttpResponse = view(request, *args, **kwargs)
        return answer

    return opened


urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("search/", views.search, name="search"),
    path("health/", views.health, name="health"),
    path("language/", opened_to(ANYBODY, set_language), name="set_language"),
    path("accounts/login/", opened_to(ANYBODY, account.login), name="account_login"),
    path("accounts/logout/", opened_to(SIGNED_IN, account.logout), name="account_logout"),
    path("accounts/inactive/", opened_to(ANYBODY, account.account_inactive), name="account_inactive"),
    # The directory keeps accounts and addresses, so these lead nowhere; the names are asked for all the same.
    path("accounts/signup/", views.closed, name="account_signup"),
    path("accounts/email/", views.closed, name="account_email"),
    path("accounts/email/sent/", views.closed, name="account_email_verification_sent"),
    path("accounts/email/<str:key>/", views.closed, name="account_confirm_email"),
    path("accounts/password/set/", views.closed, name="account_set_password"),
    path("accounts/again/", opened_to(SIGNED_IN, account.reauthenticate), name="account_reauthenticate"),
    path("accounts/password/", opened_to(SIGNED_IN, account.password_change), name="account_change_password"),
    path("accounts/reset/", opened_to(ANYBODY, account.password_reset), name="account_reset_password"),
    path("accounts/reset/sent/", opened_to(ANYBODY, account.password_reset_done), name="account_reset_password_done"),
    re_path(
        r"^accounts/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        opened_to(ANYBODY, account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "accounts/reset/done/",
        opened_to(ANYBODY, account.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
    path("", include("penstock.catalogue.pages.urls")),
    path("", include("penstock.web.directory.urls")),
    path("", include("penstock.cases.urls")),
    path("", include("penstock.notices.urls")),
    path("", include("penstock.incidents.urls")),
    path("", include("penstock.permits.urls")),
    path("", include("penstock.industry.urls")),
    path("", include("penstock.operations.urls")),
    path("", include("penstock.alerts.urls")),
    path("", include("penstock.surveillance.urls")),
    path("", include("penstock.exchange.urls")),
]
