"""Registers industry with Django."""

from importlib import import_module

from django.apps import AppConfig


class IndustryConfig(AppConfig):
    """Industry as a Django application."""

    name = "penstock.industry"
    label = "industry"

    def ready(self) -> None:
        """Register effects and chores, which need the models."""
        import_module("penstock.industry.licences.services")
        import_module("penstock.industry.licences.chores")
        import_module("penstock.industry.applications.services")
        import_module("penstock.industry.fees.models")
        import_module("penstock.industry.inspections.services")
        import_module("penstock.industry.returns.services")
        import_module("penstock.industry.returns.reminding.chores")
        import_module("penstock.industry.mapping.models")
        import_module("penstock.industry.partnership.models")
        import_module("penstock.industry.platforms.asking.services")
        import_module("penstock.industry.platforms.leads.services")
        import_module("penstock.industry.platforms.asking.chores")
        import_module("penstock.industry.contacts.chores")
        import_module("penstock.industry.consultations.services")
        import_module("penstock.industry.consultations.chores")
        import_module("penstock.industry.trust.services")
        import_module("penstock.industry.trust.chores")
        import_module("penstock.industry.guidance.models")
