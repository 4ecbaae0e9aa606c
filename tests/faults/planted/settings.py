"""The settings of an instance, and the planted defects that PENSTOCK_PLANTED names."""

from penstock.settings import *  # noqa: F403
from penstock.settings import INSTALLED_APPS as _OURS

INSTALLED_APPS = [*_OURS, "tests.faults.planted.apps.PlantedConfig"]
