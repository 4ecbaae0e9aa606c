"""Who else knows of open matters that name a person or company; regimes register themselves and know not each other."""

from collections.abc import Callable, Sequence

from penstock.kernel.viewer import Viewer

Asked = Callable[[Viewer, Sequence[Sequence[str]]], Sequence[Sequence[str]]]
OPEN_MATTERS: list[Asked] = []
"""Each answers, for each list of names, the references of open matters which the viewer sees and which name one."""


def open_matters(viewer: Viewer, named: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """For each list of names, the references of open matters that name one of them, as far as the viewer sees."""
    told = [ask(viewer, named) for ask in OPEN_MATTERS]
    return [tuple(dict.fromkeys(one for of in told for one in of[at])) for at in range(len(named))]
