"""The cast on the Monday on which the stories begin."""

from tests.monday import cast, everybody

__all__ = ["cast", "everybody"]
