"""The command says in one line what is wrong, and loads no more than it needs."""

import subprocess
import sys

import pytest

from tests.commands.house import penstock

UNREACHABLE = "postgresql://penstock_app@127.0.0.1:1/penstock"


def loaded_by(statement):
    code = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_it_starts_without_loading_django():
    assert "django" not in loaded_by("import penstock.commands.__main__")
    assert "django" in loaded_by("import penstock.settings")  # the check can fail


@pytest.mark.parametrize(
    ("arguments", "changes", "code", "complaint"),
    [
        (["demo"], {"PORT": "eighty"}, 2, "'eighty' is not a port"),
        (["serve", "--port", "0"], {}, 2, "'0' is not a port"),
        (["worker"], {"DATABASE_URL": UNREACHABLE}, 2, "PENSTOCK_SECRET_KEY is not set"),
        (["migrate"], {"DATABASE_URL": UNREACHABLE, "PENSTOCK_SECRET_KEY": "x"}, 2, "DATABASE_OWNER_URL is not set"),
        (
            ["migrate"],
            {"DATABASE_URL": UNREACHABLE, "DATABASE_OWNER_URL": UNREACHABLE, "PENSTOCK_SECRET_KEY": "x"},
            1,
            "the database cannot be reached",
        ),
        (["demo"], {"PENSTOCK_VAR": "/proc/nowhere"}, 1, "/proc/nowhere cannot be made"),
    ],
)
def test_trouble_is_one_clear_line(place, arguments, changes, code, complaint):
    done = penstock(place / "var", *arguments, **changes)
    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith(f"penstock: {complaint}")
    assert done.stderr.count("\n") == 1


def test_every_subcommand_explains_itself(place):
    done = penstock(place / "var", "--help")
    assert done.returncode == 0
    for name in ("demo", "serve", "worker", "migrate", "check", "record"):
        assert f"    {name}" in done.stdout
