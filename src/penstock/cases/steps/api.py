"""The acts on one case as operations: a regime says how its cases are found and told, and which steps they have."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from inspect import Parameter, Signature, signature
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema
from ninja.responses import Response

from penstock.kernel.doors.access import answer_once, opened_by, viewer_in
from penstock.kernel.doors.shapes import PROBLEMS, body_of
from penstock.kernel.viewer import Viewer
from penstock.kernel.workflow import Step, Workflow, open_signature, open_steps

Raw = Mapping[str, Any]
Act = Callable[[Viewer, Any, Raw], Any]
"""Does something to a case that was found, with what was entered; answers the case as it is then."""
Take = Callable[[Viewer, Any, str, Raw], Any]
"""Takes the step of a verb on a case, likewise."""
Sign = Callable[[Viewer, Any], Any]
"""Confirms or declines what waits on a case, likewise."""


class OpenStep(Schema):
    """A step that may be taken from here, or the reason against it."""

    verb: str
    label: str
    needs_second: bool
    reason: str | None


class FirstSignature(Schema):
    """A first signature that waits for the second."""

    verb: str
    by: str
    at: datetime


def told_steps(flow: Workflow, case: Any, viewer: Viewer) -> list[dict[str, Any]]:
    """The steps of the viewer's side from the present state, as `OpenStep`."""
    return [
        {
            "verb": step.verb,
            "label": step.label,
            "needs_second": step.second,
            "reason": reason.message if reason else None,
        }
        for step, reason in open_steps(flow, case, viewer)
    ]


def told_signature(case: Any, viewer: Viewer) -> dict[str, Any] | None:
    """What waits on a case for its second signature, as `FirstSignature`."""
    first = open_signature(case, viewer)
    return {"verb": first.verb, "by": first.person_name, "at": first.signed_at.isoformat()} if first else None


def entered(body: Any) -> dict[str, Any]:
    """What a body says, by its names; what it leaves out is left out."""
    return dict(body.model_dump(exclude_none=True)) if body is not None else {}


def asked_body(step: Step) -> Any:
    """The body of the form of a step, as strict as the step is; None where it asks for nothing."""
    return body_of(step.form, strict=not step.lenient) if step.form else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acts:
    """The operations that do something to one case of a regime, and answer the case as it is then.

    Their addresses begin with `path` and their ids with `name`; whatever `find` takes beside the viewer stands in
    the address, and `whole` tells the case as `shape`: the one that the act answered, or, where it `is_read_again`,
    the one that is found then. Where it `is_restated`, the description of an operation is its summary again.
    """

    router: Router
    path: str
    name: str
    shape: type[Schema]
    find: Callable[..., Any]
    whole: Callable[[Viewer, Any], dict[str, Any]]
    is_read_again: bool = False
    is_restated: bool = False

    def add(self, verb: str, act: Act, *, duty: str, summary: str, body: Any = None, about: str | None = None) -> None:
        """Add an operation that acts once for each key; `body` is what it asks for, `about` its description."""

        def operation(request: HttpRequest, body: Any = None, **named: Any) -> Response:
            viewer = viewer_in(request)

            def done() -> tuple[int, Any]:
                case = act(viewer, self.find(viewer, **named), entered(body))
                return 200, self.whole(viewer, self.find(viewer, **named) if self.is_read_again else case)

            return answer_once(request, done)

        operation.__name__, operation.__doc__ = f"{self.name}_{verb}", f"{summary}." if self.is_restated else about
        operation.__signature__ = self._signature(body)  # type: ignore[attr-defined]
        self.router.add_api_operation(
            f"{self.path}/{verb}",
            ["POST"],
            opened_by(duty)(operation),
            response={200: self.shape, **PROBLEMS},
            summary=summary,
            operation_id=f"{self.name}_{verb}",
        )

    def _signature(self, body: Any) -> Signature:
        """What an operation takes, for ninja to read: the request, what the address names, and the body."""
        kind = Parameter.POSITIONAL_OR_KEYWORD
        _viewer, *named = signature(self.find).parameters.values()
        asked = [Parameter("body", kind, annotation=body)] if body is not None else []
        return Signature([Parameter("request", kind, annotation=HttpRequest), *named, *asked])

    def add_steps(
        self, steps: Iterable[Step], take: Take, *, body: Callable[[Step], Any] = asked_body, duty: str = ""
    ) -> None:
        """Add an operation for each step that a person takes, under its own duty unless one is given."""
        for step in steps:
            if step.duty != "system":
                self.add(
                    step.verb,
                    _taking(take, step.verb),
                    duty=duty or step.duty,
                    summary=step.label + (" (first of two signatures)" if step.second else ""),
                    body=body(step),
                    about=f"{step.label}: from {', '.join(step.from_)} to {step.to}, by the {step.side}.",
                )

    def add_signatures(self, *, confirm: Sign, decline: Sign, duty: str) -> None:
        """Add the operations that confirm and decline a first signature."""
        self.add("confirm", _signing(confirm), duty=duty, summary="Give the second signature")
        self.add("decline", _signing(decline), duty=duty, summary="Decline the first signature")


def _taking(take: Take, verb: str) -> Act:
    return lambda viewer, case, raw: take(viewer, case, verb, raw)


def _signing(sign: Sign) -> Act:
    return lambda viewer, case, _raw: sign(viewer, case)
