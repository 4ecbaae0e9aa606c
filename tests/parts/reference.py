"""Write `docs/reference/parts.md` from the options of the parts: `python -m tests.parts.gallery --reference FILE`."""

from typing import Any

from .folders import Part, all_parts, skeletons

PATH = "docs/reference/parts.md"
HEAD = """# Web parts

Generated from the `options.yaml` of every part and of the skeletons;
`python -m tests.parts.gallery --reference {path}` writes it again.
A part is used as `<c-name option="text" :option="thing">content</c-name>` in any template. With a colon the value is
a variable or a Python literal, without one it is text. Give what people typed only to options that are listed.
`python -m tests.parts.gallery FILE.html` writes one page with every example.
"""


def reference() -> str:
    """The whole page."""
    parts = all_parts()
    index = [f"- [{part.tag}](#{part.tag}): {part.said['summary']}" for part in parts]
    chapters = [_chapter(part) for part in parts]
    return "\n".join([HEAD.format(path=PATH), *index, "", *chapters, _skeleton_chapter()])


def _cell(value: Any) -> str:
    """A value as text for a Markdown table."""
    if isinstance(value, list):
        value = ", ".join(f"`{item}`" if item else "empty" for item in value)
    return str(value).replace("|", "\\|")


def _keys(option: dict[str, Any]) -> str:
    """What the things of a list are made of."""
    said = "; ".join(f"`{key}`: {meaning.rstrip('.')}" for key, meaning in option.get("keys", {}).items())
    deeper = "; ".join(f"`{key}`: {meaning.rstrip('.')}" for key, meaning in option.get("item_keys", {}).items())
    return (f" Each has {said}." if said else "") + (f" Each of its own list has {deeper}." if deeper else "")


def _row(name: str, option: dict[str, Any]) -> str:
    meaning = _cell(option["meaning"] + _keys(option))
    return f"| `{name}` | {meaning} | {_cell(option['default']) or 'empty'} | {_cell(option['allowed'])} |"


def _chapter(part: Part) -> str:
    lines = [f"## {part.tag}", "", part.said["summary"], ""]
    if part.said.get("extra_attributes"):
        lines += ["Other attributes, such as those of htmx, are passed on to the element.", ""]
    if part.options:
        lines += ["| option | meaning | default | allowed |", "| --- | --- | --- | --- |"]
        lines += [_row(name, option) for name, option in part.options.items()]
        lines.append("")
    lines += [f"- Slot `{name}`: {slot['meaning']}" for name, slot in part.slots.items()]
    lines += ["", "```html", part.said["examples"][0]["source"].strip(), "```", ""]
    return "\n".join(lines)


def _skeleton_chapter() -> str:
    said = skeletons()
    lines = ["## Skeletons", "", said["summary"], "", "| skeleton | blocks |", "| --- | --- |"]
    lines += [f"| `skeletons/{name}` | {_cell(blocks)} |" for name, blocks in said["blocks"].items()]
    for title, keys in (("From the shell", said["shell"]), ("From the page", said["pages"])):
        lines += ["", f"| {title} | meaning |", "| --- | --- |"]
        lines += [f"| `{name}` | {_cell(meaning)} |" for name, meaning in keys.items()]
    return "\n".join(lines) + "\n"
