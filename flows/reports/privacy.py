"""The report's own guard: a value that may be personal data is not carried into any report.

The gate has taken them out already (flows/domain/personal.py); whoever hands findings to a report may not have. So the
report looks again, and guards its outcome's words as well, which may repeat a finding's message.
"""

from collections.abc import Sequence
from dataclasses import replace

from flows.domain.errors import PipelineError
from flows.domain.finding import Finding
from flows.domain.findings import Findings
from flows.domain.outcome import Failed, Fit, Held, Outcome, Published, Unchanged, Unreachable, Waiting
from flows.domain.personal import PersonalGuard
from flows.domain.text import Text
from flows.reports.words import OUR_BUG, SEE_THE_FINDINGS

Reported = Outcome | Fit
"""What a report may be about: how a dataset ended, or what a check says that it would."""


def guarded(outcome: Reported, guard: PersonalGuard, findings: Findings) -> Reported:
    """The outcome without values: its own copy of the findings, and its reason, which may repeat a finding's message.

    The reason of an error that nobody foresaw is left out altogether: such a text quotes whatever the program held.
    """
    match outcome:
        case Published() | Unchanged() | Fit():
            return replace(outcome, findings=outcome.findings.reworded(guard))
        case Held() | Waiting():
            return replace(
                outcome,
                findings=outcome.findings.reworded(guard),
                reason=_reason_without_values(outcome.reason, (*findings.at_hand, *outcome.findings.at_hand), guard),
            )
        case Failed() if outcome.kind not in _foreseen(PipelineError):
            return replace(outcome, reason=OUR_BUG.filled(kind=outcome.kind))
        case Failed() | Unreachable():
            return outcome


def _foreseen(kind: type[PipelineError]) -> set[str]:
    """Names of all kinds of it."""
    return {kind.__name__}.union(*(_foreseen(each) for each in kind.__subclasses__()))


def _reason_without_values(reason: Text, findings: Sequence[Finding], guard: PersonalGuard) -> Text:
    """What the guard rewords in the findings is reworded in the reason, too."""
    th, en = reason.th, reason.en
    reworded = [(old, new) for old in findings if (new := guard(old)) != old]
    for old, new in reworded:
        th = th.replace(old.message.th, new.message.th)
        en = en.replace(old.message.en, new.message.en)
    if any(old.value and old.value in th + en for old, _ in reworded):
        return SEE_THE_FINDINGS
    return Text(th=th, en=en)
