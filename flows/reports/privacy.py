"""The report's own guard: a value that may be personal data is not carried into any report.

The gate has taken them out already (flows/domain/personal.py); whoever hands findings to a report may not have. So the
report looks again, and guards its outcome's words as well, which may repeat a finding's message.
"""

from collections.abc import Sequence
from dataclasses import replace

from flows.domain.errors import PipelineError
from flows.domain.finding import Finding
from flows.domain.outcome import Failed, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.personal import without_personal_values
from flows.domain.rule import RuleBook
from flows.domain.text import Text
from flows.reports.words import OUR_BUG, SEE_THE_FINDINGS

__all__ = ["guarded", "without_personal_values"]

_FORESEEN = frozenset(kind.__name__ for kind in PipelineError.__subclasses__())


def guarded(outcome: Outcome, findings: Sequence[Finding], rules: RuleBook) -> Outcome:
    """The outcome without values: its own copy of the findings, and its reason, which may repeat a finding's message.

    The reason of an error that nobody foresaw is left out altogether: such a text quotes whatever the program held.
    """
    match outcome:
        case Published() | Unchanged():
            return replace(outcome, findings=without_personal_values(outcome.findings, rules))
        case Held():
            every = (*findings, *outcome.findings)
            return replace(
                outcome,
                findings=without_personal_values(outcome.findings, rules),
                reason=_reason_without_values(outcome.reason, every, without_personal_values(every, rules)),
            )
        case Failed() if outcome.kind not in _FORESEEN:
            return replace(outcome, reason=OUR_BUG.filled(kind=outcome.kind))
        case Failed() | Unreachable() | Waiting():
            return outcome


def _reason_without_values(reason: Text, before: Sequence[Finding], after: Sequence[Finding]) -> Text:
    """Before and after the guard, in the same order: what the guard reworded is reworded in the reason, too."""
    th, en = reason.th, reason.en
    reworded = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    for old, new in reworded:
        th = th.replace(old.message.th, new.message.th)
        en = en.replace(old.message.en, new.message.en)
    if any(old.value and old.value in th + en for old, _ in reworded):
        return SEE_THE_FINDINGS
    return Text(th=th, en=en)
