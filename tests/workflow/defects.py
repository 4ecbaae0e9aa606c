"""Defects to plant: a line of the house replaced by a wrong one, for as long as a test lasts."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import pytest

from penstock.kernel import workflow
from penstock.notices import services
from penstock.notices.answering import conditions, replies, silence
from penstock.notices.drafts import outlook
from penstock.notices.states import NOTICES
from penstock.notices.tracks import waiting


@dataclass(frozen=True, slots=True)
class Defect:
    """In `module`, the function `name` has `right` replaced by `wrong`; `also` lists who imported it by name."""

    what: str
    module: ModuleType
    name: str
    right: str
    wrong: str
    also: Sequence[ModuleType] = field(default=())

    def plant(self, patch: pytest.MonkeyPatch) -> None:
        """Put the defect in; a line that no longer stands there once is an error of this list."""
        source = inspect.getsource(getattr(self.module, self.name))
        assert source.count(self.right) == 1, f"'{self.right}' stands {source.count(self.right)} times in {self.name}"
        for table in (NOTICES.effects, NOTICES.guards):
            for verb, registered in list(table.items()):
                patch.setitem(table, verb, registered)
        made: dict[str, Any] = {}
        exec(compile(source.replace(self.right, self.wrong), self.what, "exec"), vars(self.module), made)  # noqa: S102
        for place in (self.module, *self.also):
            patch.setattr(place, self.name, made[self.name])


DEFECTS = (
    Defect(
        "the same person may sign twice",
        workflow,
        "confirm",
        "_refuse_for(reason_against_confirming(step, signature, viewer))",
        "pass",
    ),
    Defect(
        "what the first signed is not compared",
        workflow,
        "confirm",
        "if signature.digest != signed_digest(step.verb, signature.data, case):",
        "if not signature.digest:",
    ),
    Defect(
        "the clock runs on while information is awaited",
        services,
        "_ask",
        "clocks.stop(taking.case, _calendar(taking.case), on=today())",
        "pass",
    ),
    Defect(
        "a notice lapses on its last day",
        services,
        "_not_yet",
        "notice.due_on <= clocks.last_ended_day()",
        "notice.due_on <= today()",
    ),
    Defect(
        "a notice that is sent stays invisible to the other side",
        outlook,
        "addressing",
        "[opener_id, counterpart.id, office.id]",
        "[opener_id, office.id]",
        also=(services,),
    ),
    Defect(
        "a notice that is sent is seen by a third government",
        services,
        "_submit",
        "list(going.audience)",
        "[*going.audience, *(g.counterpart_id for g in desk.governments.values() if g.code == 'KE')]",
    ),
    Defect(
        "the other side may act",
        workflow,
        "reason_against",
        "getattr(case, workflow.sides[step.side]) != viewer.organisation_id",
        "case.pk is None",
    ),
    Defect(
        "a higher quantity does not reopen the clock",
        outlook,
        "amendment",
        'judged.values["quantity"] > notice.quantity',
        'judged.values["quantity"] < 0',
        also=(services,),
    ),
    Defect(
        "an unanswered notice is released at once",
        silence,
        "reason_against_release",
        "last > clocks.last_ended_day()",
        "last is None",
    ),
    Defect(
        "a ceiling is not held against the quantity",
        conditions,
        "_is_too_much",
        'counted.to_base(notice.quantity) > ceiling.to_base(Decimal(notice.terms["ceiling"]))',
        "False",
    ),
    Defect(
        "what was allowed for a time is allowed for ever",
        conditions,
        "reason_against_release",
        'date.fromisoformat(terms["valid_until"]) < today()',
        "not terms",
    ),
    Defect(
        "more time is asked for without end",
        replies,
        "_may_prolong",
        "notice.prolonged < most",
        "most",
    ),
    Defect(
        "a voluntary notice has a clock",
        waiting,
        "wait",
        "if notice.track == VOLUNTARY:",
        "if not notice.track:",
        also=(services,),
    ),
    Defect(
        "conditions outlive what they were given for",
        waiting,
        "ask_anew",
        "notice.prolonged, notice.terms = 0, {}",
        "notice.prolonged = 0",
        also=(services,),
    ),
    Defect(
        "a statutory notice is closed like a voluntary one",
        replies,
        "_may_close",
        "notice.track == VOLUNTARY",
        "notice.track",
    ),
    Defect(
        "a proposed objection is on everybody's record",
        workflow,
        "_own_act",
        "audience=[viewer.organisation_id]",
        "audience=case.audience",
    ),
)
