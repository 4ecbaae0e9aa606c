"""What ends a command early without being a defect of the program, and the reading of arguments that may do so."""

import argparse
from datetime import date


class Trouble(Exception):  # noqa: N818  it is the word people see, and no error of ours
    """A foreseeable cause, told to the person in one line; `code` becomes the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        """Keep the line to print and the exit code."""
        super().__init__(message)
        self.code = code


def day(text: str) -> date:
    """Return the day of an argument; one that cannot be read ends the command with the way to write it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"'{text}' is no day; write it as YYYY-MM-DD") from None
