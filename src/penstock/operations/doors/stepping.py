"""Acts that are no steps as operations of the API: each behind its duty and done once for each key."""

import inspect
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Response

from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.forms.specification import Form
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Workflow, open_steps

Told = dict[str, Any]
Names = Mapping[str, type]
REFERENCE: Names = {"reference": str}


def add_act(
    router: Router,
    path: str,
    act: Callable[..., Told | None],
    *,
    duty: str,
    name: str,
    label: str,
    shape: Any,
    about: str = "",
    form: Form | None = None,
    names: Names = REFERENCE,
    status: int = 200,
) -> None:
    """Put an act under a path: `act(viewer, raw, **names)` answers what is told after it.

    `names` are what the path holds; with a `form`, its fields are the body. `about` is the sentence of the contract.
    """

    def operation(request: HttpRequest, **given: Any) -> Response:
        viewer, body = viewer_in(request), given.pop("body", None)
        raw = {} if body is None else dict(body.model_dump(exclude_none=True))
        return answer_once(request, lambda: (status, act(viewer, raw, **given)))

    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    asked = {"request": HttpRequest, **names, **({"body": body_of(form, strict=True)} if form else {})}
    # Ninja reads from the signature what the path and the body hold.
    operation.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [inspect.Parameter(one, kind, annotation=of) for one, of in asked.items()]
    )
    operation.__name__, operation.__doc__ = name, about or f"{label}."
    answers = {status: shape, **PROBLEMS}
    router.add_api_operation(
        path, ["POST"], opened_by(duty)(operation), response=answers, summary=label, operation_id=name
    )


def verbs_open(flow: Workflow, case: Any, viewer: Viewer) -> list[str]:
    """The verbs of the steps that are open to somebody."""
    return [step.verb for step, reason in open_steps(flow, case, viewer) if reason is None]
