"""An empty house with a database of its own, set up as a newcomer's, gone when the measurement ends."""

import contextlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.db import connection

from measuring import PLACE
from penstock.commands.running import roles
from penstock.commands.running.cluster import Cluster
from penstock.commands.running.processes import python
from penstock.settings import database_from


@contextlib.contextmanager
def fresh_house() -> Iterator[Cluster]:
    """Start PostgreSQL with its usual settings, migrate, and point Django at it as the application role."""
    Path(PLACE.name).chmod(0o755)
    with Cluster(Path(PLACE.name, "postgres")) as cluster:
        roles.prepare(cluster.url("postgres", "postgres"))
        os.environ["DATABASE_URL"] = cluster.url(roles.APPLICATION, roles.DATABASE)
        os.environ["DATABASE_OWNER_URL"] = cluster.url(roles.OWNER, roles.DATABASE)
        subprocess.run(python("penstock.commands", "migrate"), check=True)
        connection.settings_dict.update(database_from(os.environ["DATABASE_URL"]))
        yield cluster
        connection.close()
