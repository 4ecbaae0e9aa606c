"""What the measurements share: a house of their own, a world to fill it with, and the page of figures.

Django is set up as soon as this is imported; `house.fresh_house` says later where the database is.
"""

import os
import tempfile

import django

PLACE = tempfile.TemporaryDirectory(prefix="penstock-bench-", dir="/tmp")
os.environ["PENSTOCK_VAR"] = PLACE.name
os.environ["PENSTOCK_LOG"] = "ERROR"
os.environ["PENSTOCK_SECRET_KEY"] = "only for measurements, where nothing is secret, and long enough"  # noqa: S105
os.environ["DATABASE_URL"] = "postgresql://nobody@/not_started"
os.environ["DJANGO_SETTINGS_MODULE"] = "penstock.settings"
django.setup()
