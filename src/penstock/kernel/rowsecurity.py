"""The second fence: PostgreSQL's row-level security, declared on each model as `row_policy` and laid after migration.

A transaction without a viewer sees no row. The application role owns no table and cannot bypass the policies.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from penstock.kernel.crashes import crash_point
from penstock.kernel.viewer import Viewer

SEES = """
CREATE OR REPLACE FUNCTION penstock_sees(audience uuid[]) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT current_setting('penstock.scope', true) = 'all'
      OR NULLIF(current_setting('penstock.organisation', true), '')::uuid = ANY (audience)
      OR NULLIF(current_setting('penstock.circles', true), '')::uuid[] && audience
$$
"""

FRAMEWORK_TABLES = {
    "account_emailaddress": "read at sign-in, before there is a viewer",
    "account_emailconfirmation": "read at sign-in, before there is a viewer",
    "auth_group": "unused; duties take the place of groups",
    "auth_permission": "unused; duties take the place of permissions",
    "auth_group_permissions": "unused",
    "django_content_type": "names of tables only",
    "django_session": "keyed by a secret; read before there is a viewer",
    "django_migrations": "names of migrations only",
    "kernel_cache": "counters of the sign-in limiter",
}


HELD_STILL: list[Callable[[], AbstractContextManager[None]]] = []
"""What the floors above hold still while somebody acts, such as the edition of a rule that answers go by."""

EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
APPEND_ONLY = "SELECT, INSERT"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPolicy:
    """Who may see (`read`) and write (`write`) a row, as SQL conditions; an open table gives its `reason` instead."""

    read: str = ""
    write: str = ""
    reason: str = ""
    grants: str = EVERYTHING

    def __post_init__(self) -> None:
        """Refuse a policy that neither fences nor explains itself."""
        if not self.read and not self.reason:
            message = "a table is fenced by `read` or open for a `reason`"
            raise ValueError(message)


def seen_by(column: str = "audience", *, write: str = "", grants: str = EVERYTHING) -> RowPolicy:
    """Rows whose array `column` of organisations and circles holds one of the viewer's."""
    return RowPolicy(read=f"penstock_sees({column})", write=write, grants=grants)


def within(column: str, table: str, *, grants: str = EVERYTHING) -> RowPolicy:
    """Rows that hang on a row of `table`, and are seen by whoever sees that one."""
    # Both names stand in our own models; nothing from outside comes near this text.
    condition = f"EXISTS (SELECT 1 FROM {table} parent WHERE parent.id = {column})"  # noqa: S608
    return RowPolicy(read=condition, grants=grants)


def open_because(reason: str, *, grants: str = EVERYTHING) -> RowPolicy:
    """A table without a fence, for a reason that can be read."""
    return RowPolicy(reason=reason, grants=grants)


def policy_of(model: type[models.Model]) -> RowPolicy | None:
    """The policy a model declares itself (not one it inherits from a parent table)."""
    for base in model.__mro__:
        if base is not model and getattr(base, "_meta", None) and not base._meta.abstract:  # type: ignore[attr-defined]
            break
        if "row_policy" in vars(base):
            return cast("RowPolicy", vars(base)["row_policy"])
    return None


def secure_tables(owner: BaseDatabaseWrapper) -> None:
    """Lay every policy and grant, through the owner's connection; doing it again changes nothing."""
    role = settings.DATABASE_APPLICATION_ROLE
    with transaction.atomic(using=owner.alias), owner.cursor() as cursor:
        cursor.execute(SEES)
        cursor.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(sql.Identifier(role)))
        cursor.execute(sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {}").format(sql.Identifier(role)))
        for statement in statements(role):
            cursor.execute(statement)
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        present = {row[0] for row in cursor.fetchall()}
        for table in present & FRAMEWORK_TABLES.keys():
            cursor.execute(_grant(table, EVERYTHING, role))


def statements(role: str) -> Iterator[str]:
    """The SQL that fences every table of the house."""
    for model in apps.get_models(include_auto_created=True):
        policy, table = policy_of(model), model._meta.db_table
        if policy is None:
            continue
        yield f'REVOKE ALL ON "{table}" FROM "{role}"'
        yield _grant(table, policy.grants, role)
        if policy.read:
            yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
            yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
            yield f'DROP POLICY IF EXISTS fence ON "{table}"'
            yield f'CREATE POLICY fence ON "{table}" USING ({policy.read}) WITH CHECK ({policy.write or policy.read})'


def _grant(table: str, grants: str, role: str) -> str:
    return f'GRANT {grants} ON "{table}" TO "{role}"'


# Read before they are set: OFFSET keeps PostgreSQL from making one row of both.
SET_VIEWER = """
SELECT organisation, circles, scope, set_config('penstock.organisation', %s, true),
  set_config('penstock.circles', %s, true), set_config('penstock.scope', %s, true)
FROM (SELECT COALESCE(current_setting('penstock.organisation', true), '') AS organisation,
  COALESCE(current_setting('penstock.circles', true), '') AS circles,
  COALESCE(current_setting('penstock.scope', true), '') AS scope OFFSET 0) AS before
"""


def _set_viewer(*settings: str) -> tuple[str, ...]:
    """Say for whom the policies read from now on: organisation, circles, scope; answers for whom they did before."""
    with connection.cursor() as cursor:
        cursor.execute(SET_VIEWER, settings)
        return cast("tuple[str, ...]", cursor.fetchone()[:3])


@contextmanager
def acting(viewer: Viewer) -> Iterator[Viewer]:
    """Open a transaction in which the database shows what `viewer` may see, and nothing when it ends."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), ExitStack() as held:
        for hold in HELD_STILL:
            held.enter_context(hold())
        circles = f"{{{','.join(map(str, viewer.circles))}}}" if viewer.circles else ""
        before = _set_viewer(str(viewer.organisation_id), circles, "all" if viewer.is_system else "own")
        yield viewer
        # An exception rolls the setting back with the savepoint, and the end of the transaction forgets it.
        if not is_outermost:
            _set_viewer(*before)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> int:
    """Insert many rows at the speed of COPY, through the fence; answers how many.

    PostgreSQL refuses COPY into a table with policies, so the rows go to a temporary table first and then through
    the policy's check as one INSERT.
    """
    target, names = sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, columns))
    staging = sql.Identifier(f"staging_{table}")
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMP TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA").format(
                staging, names, target
            )
        )
        with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(staging, names)) as copy:
            for row in rows:
                copy.write_row(row)
        crash_point("after_copy_before_insert")
        cursor.execute(sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(target, names, names, staging))
        count: int = cursor.rowcount
        cursor.execute(sql.SQL("DROP TABLE {}").format(staging))
    return count


def copy_models(model: type[models.Model], objects: Iterable[models.Model]) -> None:
    """Insert many unsaved objects of one model, its parent tables first, at the speed of COPY.

    They are gone through once for each table.
    """
    for parent in model._meta.parents:
        copy_models(parent, objects)
    columns = [one for one in model._meta.local_fields if one.db_type(connection)]
    copy_rows(
        model._meta.db_table,
        [cast("str", one.column) for one in columns],
        ([_copied(one, item) for one in columns] for item in objects),
    )


def _copied(column: "models.Field[Any, Any]", item: models.Model) -> Any:
    value = column.value_from_object(item)
    return json.dumps(value) if isinstance(column, models.JSONField) and value is not None else value
