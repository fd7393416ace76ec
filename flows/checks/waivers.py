"""Exceptions to the rules: with a reason, for a time, and never for those that `rulebook.unwaivable` names."""

from collections.abc import Iterable
from dataclasses import replace

from flows.checks.rulebook import unwaivable
from flows.checks.subject import Subject
from flows.domain.dataset import Waiver
from flows.domain.finding import Finding, Verdict


def judge(subject: Subject, findings: Iterable[Finding]) -> Verdict:
    """The verdict on all findings about a dataset, waivers applied.

    A waiver holds through its last day, `until`, in Bangkok; after it the finding counts again. A waiver for
    one resource does not cover the others. Findings keep their order.
    """
    never = unwaivable(subject.rules)
    held = [
        waiver
        for waiver in subject.dataset.declared.waivers
        if waiver.until >= subject.today and waiver.rule not in never
    ]
    return Verdict(tuple(_waived(finding, held) for finding in findings))


def _waived(finding: Finding, waivers: Iterable[Waiver]) -> Finding:
    for waiver in waivers:
        if waiver.rule == finding.rule and waiver.resource in (None, finding.place.resource):
            return replace(finding, waived=waiver.reason)
    return finding
