"""What the worker does for messages: reading those that were handed in, and releasing those that were asked to be."""

from penstock.incidents.intake import releasing
from penstock.kernel.delivery.worker import every


@every(0.5)
def work_on_messages() -> None:
    """Read and release the messages that wait for it."""
    releasing.read_waiting()
    releasing.release_waiting()
