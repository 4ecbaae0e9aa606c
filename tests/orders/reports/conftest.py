"""The cast on the Monday on which the stories begin, and the place from which pages are served."""

from tests.monday import cast, everybody, static

__all__ = ["cast", "everybody", "static"]
