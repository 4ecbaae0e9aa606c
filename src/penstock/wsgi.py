"""The WSGI application that the server loads."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from penstock.catalogue.law.book import shipped_book

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "penstock.settings")
application = get_wsgi_application()

# Routes and the shipped law stay as long as the process. The garbage collector stops every request for as long as it
# walks through them (half a second), so they are read now and taken out of its rounds.
get_resolver().url_patterns.copy()
shipped_book()
gc.collect()
gc.freeze()
