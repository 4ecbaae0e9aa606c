"""The least that Django needs to render a part: no database, no app of the product."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
KERNEL = ROOT / "src/penstock/kernel"

SECRET_KEY = "only for the gallery of parts"  # noqa: S105 - it protects nothing
ALLOWED_HOSTS = ["*"]
INSTALLED_APPS = ["django_htmx", "django_cotton", "django.contrib.staticfiles"]
ROOT_URLCONF = "tests.parts.gallery_urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [KERNEL / "templates", ROOT / "src/penstock/web/templates", ROOT / "tests/parts/templates"],
        "APP_DIRS": True,
        # A variable that is missing must not pass for an empty one: see `gallery.check_invalid`.
        "OPTIONS": {"string_if_invalid": "", "context_processors": ["django.template.context_processors.csrf"]},
    },
]
COTTON_DIR = "parts"
STATIC_URL = "/static/"
STATICFILES_DIRS = [KERNEL / "static"]
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGES = [
    ("ar", "العربية"),
    ("zh-hans", "中文"),
    ("en", "English"),
    ("fr", "Français"),
    ("ru", "Русский"),
    ("es", "Español"),
]
