"""The ASGI application of the process for live updates; pages and the API are served by `penstock.wsgi`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.settings")
django.setup()

from penstock.exchange.live.server import application  # noqa: E402 - it needs Django set up

__all__ = ["application"]
