"""What ends a command early without being a defect of the program."""


class Trouble(Exception):  # noqa: N818  it is the word people see, and no error of ours
    """A foreseeable cause, told to the person in one line; `code` becomes the exit code."""

    def __init__(self, message: str, code: int = 1) -> None:
        """Keep the line to print and the exit code."""
        super().__init__(message)
        self.code = code
