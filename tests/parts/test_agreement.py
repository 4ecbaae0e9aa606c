"""Options, templates, skeletons and the reference say the same thing."""

import re
import shutil
from pathlib import Path

import pytest

from .conftest import ROOT, Run
from .folders import PARTS, SKELETONS, all_parts
from .reference import PATH, reference

FORBIDDEN = re.compile(
    r"<style|\sstyle=|\son[a-z]+=|javascript:|<script(?![^>]*src=)|hx-on|(?:src|href)=\"(?:https?:)?//", re.IGNORECASE
)
PHYSICAL = re.compile(r"[\s;{](?:[a-z]+-)?(?:left|right)\b|(?:float|text-align): ?(?:left|right)\b")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
WEB = ROOT / "src/penstock/web/templates"
STATIC = ROOT / "src/penstock/kernel/static/penstock"


def test_options_and_templates_agree(run_gallery: Run) -> None:
    ended = run_gallery("--drift")
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("index.html", "{{ slot }}", "{{ slot }}{{ stray }}"), "badge: stray is used, not documented"),
        (("index.html", 'hint=""', 'hint="" secret=""'), "badge: secret is declared, not documented"),
        (("options.yaml", "{name: hint,", "{name: hints,"), "badge: hints is documented, not used"),
    ],
)
def test_a_planted_disagreement_is_found(
    run_gallery: Run, tmp_path: Path, change: tuple[str, str, str], complaint: str
) -> None:
    file, old, new = change
    folder = tmp_path / "badge"
    shutil.copytree(PARTS / "badge", folder)
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    ended = run_gallery("--drift", str(folder))
    assert ended.returncode == 1
    assert complaint in ended.stdout.splitlines()


def test_a_list_key_that_nobody_documented_is_found(run_gallery: Run, tmp_path: Path) -> None:
    folder = tmp_path / "timeline"
    shutil.copytree(PARTS / "timeline", folder)
    index = folder / "index.html"
    index.write_text(index.read_text(encoding="utf-8").replace("item.body", "item.words"), encoding="utf-8")
    said = run_gallery("--drift", str(folder)).stdout.splitlines()
    assert "timeline: items: key words is used, not documented" in said
    assert "timeline: items: key body is documented, not used" in said


def test_nothing_that_people_type_becomes_markup(run_gallery: Run) -> None:
    ended = run_gallery("--hostile")
    assert (ended.returncode, ended.stdout) == (0, ""), ended.stderr


def test_the_reference_is_fresh() -> None:
    assert (ROOT / PATH).read_text(encoding="utf-8") == reference(), f"python -m tests.parts.gallery --reference {PATH}"


def test_the_gallery_is_one_page_without_a_server(run_gallery: Run, tmp_path: Path) -> None:
    ended = run_gallery(str(tmp_path / "out.html"))
    assert ended.returncode == 0, ended.stderr
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "/static/" not in page
    assert all(f'id="part-{part.tag}"' in page for part in all_parts())


def test_templates_hold_nothing_that_the_content_policy_forbids() -> None:
    paths = [
        *PARTS.rglob("*.html"),
        *SKELETONS.glob("*.html"),
        *WEB.glob("[45]*.html"),
        *(WEB / "account").glob("*.html"),
    ]
    found = {str(path): FORBIDDEN.findall(path.read_text(encoding="utf-8")) for path in paths}
    assert not {path: words for path, words in found.items() if words}


def test_styles_turn_with_the_direction_of_the_script() -> None:
    styles = {path.name: COMMENT.sub("", path.read_text(encoding="utf-8")) for path in STATIC.glob("*.css")}
    found = {name: PHYSICAL.findall(text) for name, text in styles.items()}
    assert not {name: words for name, words in found.items() if words}


def test_every_style_is_used() -> None:
    styles = COMMENT.sub("", "".join(path.read_text(encoding="utf-8") for path in STATIC.glob("*.css")))
    styled = {
        name for selector in re.findall(r"([^{}]+)\{", styles) for name in re.findall(r"\.([a-z][a-z-]+)", selector)
    }
    paths = [*PARTS.rglob("*.html"), *PARTS.rglob("*.yaml"), *SKELETONS.glob("*.html"), *WEB.rglob("*.html")]
    templates = "".join(path.read_text(encoding="utf-8") for path in paths)
    assert not {name for name in styled if name not in templates and not name.startswith("htmx-")}
