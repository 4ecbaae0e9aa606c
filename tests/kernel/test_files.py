"""Files: kept once by the hash of their content, and judged by what they hold."""

import hashlib
import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from penstock.kernel import files
from penstock.kernel.viewer import Refused
from penstock.notices.profiles.profile import profiles
from penstock.notices.shipments.blanks import blank_xlsx

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
PROGRAM = b"\x7fELF\x02\x01\x01" + bytes(60)


@pytest.fixture(autouse=True)
def place(tmp_path, settings):
    settings.FILES_ROOT = tmp_path
    return tmp_path


def archive(*names: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name in names:
            packed.writestr(name, "<xml/>")
    return content.getvalue()


def test_a_sheet_is_told_from_any_other_archive():
    assert files.media_type_of(blank_xlsx(profiles()["treaty"])).endswith(".sheet")
    assert files.media_type_of(archive("word/document.xml")).endswith(".document")
    with pytest.raises(Refused, match="not accepted"):
        files.media_type_of(archive("setup.exe"))


def test_the_same_content_is_kept_once(place):
    first, again = (files.store([PDF[:10], PDF[10:]]) for _ in range(2))
    assert first == again
    assert first.sha256 == hashlib.sha256(PDF).hexdigest()
    assert len([path for path in place.rglob("*") if path.is_file()]) == 1
    assert files.content_of(first.sha256) == PDF


@pytest.mark.parametrize(
    ("content", "kind"), [(PDF, "application/pdf"), (PNG, "image/png"), (b"a;b\n1;2\n", "text/plain")]
)
def test_the_content_says_what_it_is(content, kind):
    assert files.store([content]).media_type == kind


@pytest.mark.parametrize("content", [PROGRAM, b"<html>\x00<script>", b"PK\x03\x04" + bytes(40), b"GIF89a" + bytes(20)])
def test_other_kinds_are_refused_and_leave_nothing_behind(content, place):
    with pytest.raises(Refused) as no:
        files.store([content])
    assert no.value.code == "file_type"
    assert not list(place.rglob("*"))


@pytest.mark.parametrize(("size", "code"), [(0, "file_empty"), (101, "file_size")])
def test_what_is_empty_or_too_large_is_refused_and_leaves_nothing_behind(size, code, place, settings):
    settings.FILE_SIZE_LIMIT = 100
    with pytest.raises(Refused) as no:
        files.store([b"a"] * size)
    assert no.value.code == code
    assert not list(place.rglob("*"))


def test_a_file_changed_where_it_is_kept_is_withheld():
    stored = files.store([PDF])
    files.path_of(stored.sha256).write_bytes(PDF + b"more")
    with pytest.raises(Refused) as no:
        files.content_of(stored.sha256)
    assert no.value.code == "file_changed"


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([b"", PDF, PNG, b"PK\x03\x04", b"II*\x00", b"\xff\xd8\xff"]))
def test_nothing_that_is_handed_in_crashes(content, start):
    with suppress(Refused):
        assert files.media_type_of(start + content) in files.ACCEPTED
