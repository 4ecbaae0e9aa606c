"""Settings of an instance, read from the environment; `docs/reference/settings.md` lists each of them.

Two database roles are used: the owner migrates, the application role serves and cannot bypass row-level security.
"""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def database_from(url: str) -> dict[str, object]:
    """Django's settings for a `postgresql://` address; a socket directory may be given as `?host=/path`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        message = f"DATABASE_URL: '{parts.scheme}' is not a PostgreSQL address; write postgresql://user@host/name"
        raise ImproperlyConfigured(message)
    query = {key: values[0] for key, values in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": str(parts.port or query.get("port", "")),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }


def _flag(name: str, *, default: bool) -> bool:
    return os.environ.get(name, "yes" if default else "no").lower() in {"1", "yes", "true", "on"}


VAR = Path(os.environ.get("PENSTOCK_VAR", "var")).resolve()
EXERCISE = _flag("PENSTOCK_EXERCISE", default=False)
# Only an exercise may call its own machine, and only where that is asked for.
WEBHOOKS_TO_LOOPBACK = EXERCISE and _flag("PENSTOCK_WEBHOOKS_TO_LOOPBACK", default=False)
DEBUG = False
SECRET_KEY = os.environ.get("PENSTOCK_SECRET_KEY", "")
# What the codes of printed forms are keyed with: kept apart, since papers outlive a change of the other key.
FORM_KEY = os.environ.get("PENSTOCK_FORM_KEY", "")
BASE_URL = os.environ.get("PENSTOCK_BASE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = [host for host in os.environ.get("PENSTOCK_HOSTS", "127.0.0.1,localhost").split(",") if host]
SECURE = BASE_URL.startswith("https://")
# Where `penstock live` is reached: an address of its own, or a path that a proxy leads there; empty for none.
LIVE_URL = os.environ.get("PENSTOCK_LIVE_URL", "")

DATABASES = {"default": database_from(os.environ.get("DATABASE_URL", "postgresql://penstock_app@localhost/penstock"))}
DATABASE_APPLICATION_ROLE = os.environ.get("PENSTOCK_APPLICATION_ROLE", "penstock_app")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "parties.Person"

INSTALLED_APPS = [
    "penstock.kernel",
    "penstock.parties",
    "penstock.catalogue.adoption",
    "penstock.cases",
    "penstock.surveillance",
    "penstock.notices",
    "penstock.incidents",
    "penstock.permits",
    "penstock.industry",
    "penstock.orders",
    "penstock.operations",
    "penstock.alerts",
    "penstock.exchange",
    "penstock.web",
    "penstock.api",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "django_htmx",
    "django_cotton",
    "ninja",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "penstock.web.middleware.content_policy",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "penstock.web.middleware.acting_viewer",
]

ROOT_URLCONF = "penstock.urls"
WSGI_APPLICATION = "penstock.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "penstock.web.context.shell",
            ],
        },
    },
]
COTTON_DIR = "parts"

LANGUAGE_CODE = "en"
# Only the languages whose catalogue is there are offered; every sentence is marked for the others.
LANGUAGES = [("en", "English")]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
FILES_ROOT = VAR / "files"
FILE_SIZE_LIMIT = int(os.environ.get("PENSTOCK_FILE_LIMIT_BYTES", str(20 * 1024 * 1024)))
DATA_UPLOAD_MAX_MEMORY_SIZE = FILE_SIZE_LIMIT

# Counters of who asks how often lie here too: a table that is cleared at Django's 300 entries forgets them too soon.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "kernel_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "penstock.web.accounts.ClosedAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "5/5m/key,30/m/ip"}
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("PENSTOCK_SMTP_HOST", "127.0.0.1")
EMAIL_PORT = int(os.environ.get("PENSTOCK_SMTP_PORT", "1025"))
EMAIL_HOST_USER = os.environ.get("PENSTOCK_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PENSTOCK_SMTP_PASSWORD", "")
EMAIL_USE_TLS = _flag("PENSTOCK_SMTP_TLS", default=False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("PENSTOCK_MAIL_FROM", "penstock@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("PENSTOCK_LOG", "WARNING")},
}
