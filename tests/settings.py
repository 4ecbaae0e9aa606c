"""Settings of the tests: those of an instance, with an environment of their own and cheap password hashes."""

import os
import tempfile

# pytest-django reads the settings before any fixture runs; the fixtures put the real addresses in later.
os.environ["DATABASE_URL"] = "postgresql://penstock_app@/not_set_up?host=/nonexistent"
os.environ["PENSTOCK_SECRET_KEY"] = "only for tests, where nothing is secret; long enough to please the checks"  # noqa: S105
os.environ["PENSTOCK_EXERCISE"] = "yes"
os.environ["PENSTOCK_WEBHOOKS_TO_LOOPBACK"] = "yes"
_VAR = tempfile.TemporaryDirectory(prefix="penstock-test-var-")
os.environ["PENSTOCK_VAR"] = _VAR.name
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "yes"  # Playwright runs an event loop in the thread of the tests.

from penstock.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WHITENOISE_AUTOREFRESH = True  # or each new client would read every static file first
