"""The embedded PostgreSQL: private, checked, and able to start after whatever happened before."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from penstock.commands.running import roles
from penstock.commands.running.cluster import Cluster
from penstock.commands.trouble import Trouble

HOLD = """
import sys, time
from pathlib import Path
from penstock.commands.running.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.start()
print(cluster.url("postgres", "postgres"), flush=True)
time.sleep(60)
"""


@pytest.fixture
def directory(place):
    return place / "postgres"


def ask(cluster, question, role="postgres", database="postgres"):
    with psycopg.connect(cluster.url(role, database), autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def hold(directory):
    """Another process that owns the running server."""
    process = subprocess.Popen([sys.executable, "-c", HOLD, str(directory)], stdout=subprocess.PIPE, text=True)
    return process, process.stdout.readline().strip()


def test_it_checks_its_pages_and_listens_on_a_private_socket_only(directory):
    with Cluster(directory) as cluster:
        assert ask(cluster, "SHOW data_checksums") == "on"
        assert ask(cluster, "SHOW listen_addresses") == ""
        sockets = Path(ask(cluster, "SHOW unix_socket_directories"))
        assert sockets.stat().st_mode & 0o077 == 0
    assert not sockets.exists()


def test_starting_twice_is_starting_once(directory):
    with Cluster(directory) as cluster:
        before = ask(cluster, "SELECT pg_postmaster_start_time()")
        cluster.start()
        assert ask(cluster, "SELECT pg_postmaster_start_time()") == before


def test_what_was_written_is_there_after_a_restart(directory):
    with Cluster(directory) as cluster:
        ask(cluster, "SELECT lo_create(4711)")
    with Cluster(directory) as cluster:
        assert ask(cluster, "SELECT count(*) FROM pg_largeobject_metadata WHERE oid = 4711") == 1


def test_another_process_uses_the_running_server_and_leaves_it_running(directory):
    owner, url = hold(directory)
    with owner:
        with Cluster(directory) as guest:
            assert not guest.is_ours
            assert guest.url("postgres", "postgres") == url
        psycopg.connect(url).close()
        owner.kill()


@pytest.mark.parametrize("also_the_server", [False, True])
def test_it_starts_after_its_owner_was_killed(directory, also_the_server):
    owner, _url = hold(directory)
    with owner:
        postmaster = int((directory / "postmaster.pid").read_text().split()[0])
        if also_the_server:
            os.kill(postmaster, signal.SIGKILL)
        owner.kill()
    with Cluster(directory) as cluster:
        assert cluster.is_ours
        assert ask(cluster, "SELECT 1") == 1


def test_a_killed_owner_takes_the_server_along(directory):
    owner, _url = hold(directory)
    with owner:
        postmaster = (directory / "postmaster.pid").read_text().split()[0]
        owner.kill()
    end = time.monotonic() + 60
    while Path(f"/proc/{postmaster}").exists() and time.monotonic() < end:
        time.sleep(0.05)
    assert not Path(f"/proc/{postmaster}").exists()


def test_it_starts_when_the_old_process_number_belongs_to_somebody_else(directory):
    with Cluster(directory):
        pass
    (directory / "postmaster.pid").write_text(f"{os.getpid()}\n{directory}\n1\n5432\n/nowhere\n\n1 1\nready\n")
    with Cluster(directory) as cluster:
        assert ask(cluster, "SELECT 1") == 1


def test_files_made_by_halves_are_made_again(directory):
    half = directory.with_suffix(".new")
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    with Cluster(directory) as cluster:
        assert ask(cluster, "SELECT 1") == 1


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [("notes.txt", "mine", "is not empty and no database"), ("PG_VERSION", "15\n", "is of PostgreSQL 15, not 18")],
)
def test_a_directory_of_somebody_else_is_left_alone(directory, name, text, complaint):
    directory.mkdir()
    (directory / name).write_text(text)
    with pytest.raises(Trouble, match=complaint), Cluster(directory):
        pass
    assert (directory / name).read_text() == text


def test_the_two_roles_are_what_they_should_be(directory):
    question = "SELECT rolsuper OR rolbypassrls OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
    with Cluster(directory) as cluster:
        for _time in range(2):
            roles.prepare(cluster.url("postgres", "postgres"))
        for role in (roles.OWNER, roles.APPLICATION):
            assert ask(cluster, question, role, roles.DATABASE) is False
        owner = cluster.url(roles.OWNER, roles.DATABASE)
        roles.admit(owner, cluster.url(roles.APPLICATION, roles.DATABASE))
        with pytest.raises(Trouble, match="may bypass row-level security"):
            roles.admit(owner, cluster.url("postgres", roles.DATABASE))
        with pytest.raises(Trouble, match="as an administrator: CREATE ROLE"):
            roles.admit(owner, "postgresql://nobody@/penstock")


def test_a_long_path_is_no_hindrance(place):
    deep = place.joinpath(*["a-rather-long-name-of-a-directory"] * 5)
    with Cluster(deep / "postgres") as cluster:
        assert ask(cluster, "SELECT 1") == 1
