"""Render every example of every part, and pages as an officer would see them.

`python -m tests.parts.gallery OUT.html` writes one page that needs no server;
`--site FOLDER` writes the gallery and the example pages in several languages for the browser tests;
`--reference FILE` writes the reference; `--drift [FOLDER]` names what options and templates disagree about;
`--hostile` names the options through which markup gets onto the page.
"""

import argparse
import os
import re
import sys
from pathlib import Path
from typing import Any

import django
from django import forms
from django.template import Context, engines
from django.template.loader import render_to_string
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

from .drift import problems_of, problems_of_skeletons
from .folders import Part, all_parts, part_at
from .pages import PAGES, shell
from .reference import reference

STYLES = ("base.css", "forms.css", "parts.css")
ACCOUNT = Path(__file__).parents[2] / "src/penstock/web/templates/account"
STATIC = Path(__file__).parents[2] / "src/penstock/kernel/static/penstock"


INJECTED = "<script>"
HOSTILE = f'"\'>{INJECTED}alert(1)</script>"'
NOT_TEXT = ("form", "bound field", "number")


class ExampleForm(forms.Form):
    """A form with faults in it."""

    email = forms.EmailField(label="E-mail")
    note = forms.CharField(label="Note", help_text="One line.", required=False, widget=forms.Textarea({"rows": 2}))
    agreed = forms.BooleanField(label="I agree", help_text="You can change it later.")
    way = forms.ChoiceField(label="Way", choices=[("sea", "By sea"), ("air", "By air")], widget=forms.RadioSelect)
    secret = forms.CharField(label="Word", widget=forms.PasswordInput({"autocomplete": "current-password"}))
    kept = forms.CharField(widget=forms.HiddenInput, required=False)


def rendered(source: str, context: dict[str, Any]) -> str:
    """Template source with parts in it, rendered."""
    template = engines["django"].from_string(CottonCompiler().process(source))
    return str(template.template.render(Context({"csrf_token": "example", **context})))


def examples_of(part: Part) -> list[dict[str, str]]:
    """The examples of a part with what they become."""
    shown = []
    for number, example in enumerate(part.said["examples"], 1):
        context = dict(example.get("context", {}))
        if example.get("form"):
            context["form"] = ExampleForm({"email": "nobody", "way": "rail"}, auto_id=f"{part.name}-{number}-%s")
        shown.append(
            {
                "title": example["title"],
                "source": example["source"].strip(),
                "html": rendered(example["source"], context),
            }
        )
    return shown


def gallery() -> str:
    """The page with every part."""
    parts = [{"tag": part.tag, "summary": part.said["summary"], "examples": examples_of(part)} for part in all_parts()]
    return render_to_string("gallery.html", {**shell(), "page_title": "Parts", "parts": parts})


def standalone(page: str) -> str:
    """The same page with the styles in it and without scripts, to be opened from a disk."""
    css = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
    page = re.sub(r'<(link rel="(stylesheet|icon)"|script)[^>]*>(</script>)?', "", page)
    return page.replace("</head>", f"<style>{css}</style></head>")


class SignInForm(forms.Form):
    """The shape of the sign-in library's form."""

    login = forms.EmailField(label="E-mail", widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label="Password",
        help_text="<a href='/reset'>Forgot your password?</a>",
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


def _account_pages() -> dict[str, dict[str, Any]]:
    """The pages on the way in, as somebody sees them who is not signed in yet."""
    nobody = {"viewer": None, "navigation": []}
    names = sorted(path.stem for path in ACCOUNT.glob("*.html") if path.stem != "form")
    return {f"account/{name}": {**nobody, "form": SignInForm({"login": "nobody"})} for name in names}


def write_site(folder: Path) -> None:
    """Every page in English and Arabic, and the broken one that the checker must find."""
    for language in ("en", "ar"):
        with translation.override(language):
            (folder / f"gallery.{language}.html").write_text(gallery(), encoding="utf-8")
            for name, context in {**PAGES, **_account_pages()}.items():
                page = render_to_string(f"{name}.html", {**shell(), **context})
                (folder / f"{name.replace('/', '-')}.{language}.html").write_text(page, encoding="utf-8")
    page = (folder / "gallery.en.html").read_text(encoding="utf-8")
    planted = page.replace('<div id="gallery">', '<div id="gallery"><input type="text" name="planted">', 1)
    (folder / "planted.en.html").write_text(planted, encoding="utf-8")
    done = rendered('<c-progress id="job" label="Reading the file" value=30 max=30 state="done" />', {})
    (folder / "job").write_text(done, encoding="utf-8")
    (folder / "suggest").write_text('<option value="Westwind">Westwind, Lima</option>', encoding="utf-8")


def _hostile(option: dict[str, Any]) -> Any:
    """What somebody with bad intentions would put where an option is filled from what people typed."""
    if option["allowed"] == "list":
        inner = dict.fromkeys(option.get("item_keys", {}), HOSTILE)
        return [{key: [inner] if key in {"readers", "cells"} else HOSTILE for key in option["keys"]}]
    return [HOSTILE] if option["allowed"].__class__ is str and option["allowed"].startswith("list of") else HOSTILE


def found_holes() -> list[str]:
    """The options of parts through which markup gets onto the page; none when everything is escaped."""
    if INJECTED not in rendered("{{ given|safe }}", {"given": HOSTILE}):
        return ["this check would see nothing"]
    holes = []
    for part in all_parts():
        for name, option in part.options.items():
            if option["allowed"] in NOT_TEXT:
                continue
            others = [f'{other}="x"' for other in {"url", "name", "title", "code"} & set(part.options) - {name}]
            source = f'<c-{part.tag} {" ".join(others)} :{name}="given">content</c-{part.tag}>'
            if INJECTED in rendered(source, {"given": _hostile(option)}):
                holes.append(f"{part.name}: {name}")
        source = f'<c-{part.tag} :data-x="given" />'
        if part.said.get("extra_attributes") and INJECTED in rendered(source, {"given": HOSTILE}):
            holes.append(f"{part.name}: other attributes")
    return holes


def found_drift(folder: str) -> list[str]:
    """What one folder, or else every part and the skeletons, disagree about."""
    if folder:
        return problems_of(part_at(Path(folder)))
    return [problem for part in all_parts() for problem in problems_of(part)] + problems_of_skeletons()


def main(arguments: list[str]) -> int:
    """Do what the command line asks."""
    parser = argparse.ArgumentParser(prog="python -m tests.parts.gallery", description=__doc__)
    parser.add_argument("out", nargs="?", type=Path)
    parser.add_argument("--site", type=Path)
    parser.add_argument("--reference", type=Path)
    parser.add_argument("--drift", nargs="?", const="", default=None)
    parser.add_argument("--hostile", action="store_true")
    asked = parser.parse_args(arguments)
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.parts.gallery_settings"
    django.setup()
    if asked.out:
        asked.out.write_text(standalone(gallery()), encoding="utf-8")
    if asked.site:
        write_site(asked.site)
    if asked.reference:
        asked.reference.write_text(reference(), encoding="utf-8")
    problems = found_drift(asked.drift) if asked.drift is not None else []
    problems += found_holes() if asked.hostile else []
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
