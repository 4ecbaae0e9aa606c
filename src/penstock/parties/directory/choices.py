"""Several answers to be ticked; apart from the other types, since commands use it that start without Django."""

from collections.abc import Sequence

from penstock.kernel.forms.types import Choice, Listed


class Several(Listed):
    """Any number of a few answers, each to be ticked."""

    control = "checkboxes"

    def __init__(self, each: Choice) -> None:
        """Offer the answers of a choice; in one line they are parted by semicolons, since labels hold spaces."""
        super().__init__(each, spaced=True)

    def choices(self) -> Sequence[tuple[str, str]]:
        """Codes and labels."""
        return self.each.choices()
