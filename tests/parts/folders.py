"""Parts as they lie on the disk: a folder with a template, its options and its examples."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

TEMPLATES = Path(__file__).parents[2] / "src/penstock/kernel/templates"
PARTS = TEMPLATES / "parts"
SKELETONS = TEMPLATES / "skeletons"


@dataclass(frozen=True)
class Part:
    """One part and what its `options.yaml` says of it."""

    name: str
    folder: Path
    said: dict[str, Any]

    @property
    def tag(self) -> str:
        """The name as pages write it, after `c-`."""
        return self.name.replace("_", "-")

    @property
    def options(self) -> dict[str, dict[str, Any]]:
        """The options by name."""
        return {option["name"]: option for option in self.said["options"]}

    @property
    def slots(self) -> dict[str, dict[str, Any]]:
        """The slots by name; the one without a name is called slot."""
        return {slot["name"]: slot for slot in self.said["slots"]}


def part_at(folder: Path) -> Part:
    """The part that lies in `folder`."""
    return Part(folder.name, folder, yaml.safe_load((folder / "options.yaml").read_text(encoding="utf-8")))


def all_parts() -> list[Part]:
    """Every part, by name."""
    return [part_at(folder) for folder in sorted(PARTS.iterdir()) if folder.is_dir()]


def skeletons() -> dict[str, Any]:
    """What `skeletons/options.yaml` says."""
    return dict(yaml.safe_load((SKELETONS / "options.yaml").read_text(encoding="utf-8")))
