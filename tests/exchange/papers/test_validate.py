"""`penstock papers validate`, as a person runs it: no database, and the words of the API."""

import pytest

from penstock.exchange.papers.kinds import PAPERS
from penstock.exchange.papers.shapes import NAMESPACE
from tests.commands.house import penstock
from tests.exchange.papers.making import FORMATS, a_document
from tests.exchange.papers.test_schemas import GOOD

SENTENCE = "1, notice 1: quantity: 'much' is not a number; write it like 1250.5. [not_a_number]"


@pytest.mark.parametrize("notation", FORMATS)
def test_a_good_file_passes_and_a_fault_is_named_in_either_notation(notation, tmp_path):
    file = tmp_path / f"papers.{notation}"
    file.write_bytes(FORMATS[notation].write(a_document("notice", GOOD), PAPERS))
    good = penstock(tmp_path, "papers", "validate", str(file))
    assert (good.returncode, good.stdout) == (0, f"{file.name}: papers, 1 parts, 0 faults\n"), good.stderr
    file.write_bytes(FORMATS[notation].write(a_document("notice", GOOD | {"quantity": "much"}), PAPERS))
    bad = penstock(tmp_path, "papers", "validate", str(file))
    assert (bad.returncode, bad.stdout.splitlines()[0]) == (1, SENTENCE), bad.stderr


def test_what_is_read_kindly_is_noted_and_what_is_hostile_or_absent_ends_the_command(tmp_path):
    file = tmp_path / "papers.xml"
    file.write_bytes(FORMATS["xml"].write(a_document("notice", GOOD | {"unit": "kgs"}), PAPERS))
    kind = penstock(tmp_path, "papers", "validate", str(file))
    assert kind.returncode == 0
    assert kind.stdout.startswith("note: it is read, but not as the schema has it: /papers/notice/unit")
    file.write_text(
        f'<!DOCTYPE papers [<!ENTITY x SYSTEM "file:///etc/passwd">]><papers xmlns="{NAMESPACE}">&x;</papers>'
    )
    hostile = penstock(tmp_path, "papers", "validate", str(file))
    assert (hostile.returncode, hostile.stdout) == (2, "")
    assert "[doctype]" in hostile.stderr
    absent = penstock(tmp_path, "papers", "validate", str(tmp_path / "none.xml"))
    assert absent.returncode == 2
    assert "No such file" in absent.stderr
