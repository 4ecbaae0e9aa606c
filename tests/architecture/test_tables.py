"""Every table declares who sees its rows, and the migrations make exactly the tables that the models describe."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.test.utils import isolate_apps

from penstock.kernel.rowsecurity import FRAMEWORK_TABLES, open_because, policy_of
from tests.architecture.house import listed


def unfenced(found: Iterable[type[models.Model]]) -> list[str]:
    """Tables that neither declare a policy nor are excused with a reason."""
    return [
        model._meta.db_table
        for model in found
        if policy_of(model) is None and not FRAMEWORK_TABLES.get(model._meta.db_table)
    ]


def missing_migrations(state: ProjectState) -> list[str]:
    """Changes that no migration makes; the database is not asked."""
    loader = MigrationLoader(None)
    changes = MigrationAutodetector(loader.project_state(), state).changes(graph=loader.graph)
    return [
        f"{app}: {operation.describe()}"
        for app, migrations in changes.items()
        for migration in migrations
        for operation in migration.operations
    ]


def test_every_table_is_fenced():
    found = unfenced(apps.get_models(include_auto_created=True))
    assert not found, listed(found)


def test_migrations_are_complete():
    found = missing_migrations(ProjectState.from_apps(apps))
    assert not found, listed(found)


@isolate_apps("penstock.cases")
def test_a_planted_table_is_caught():
    class Hole(models.Model):
        class Meta:
            app_label = "cases"

    class Explained(models.Model):
        row_policy = open_because("it is planted")

        class Meta:
            app_label = "cases"

    assert unfenced([Hole, Explained]) == ["cases_hole"]


def test_a_planted_change_is_caught():
    state = ProjectState.from_apps(apps)
    state.remove_model("cases", "case")
    assert missing_migrations(state)
