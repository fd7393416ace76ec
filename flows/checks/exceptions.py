"""Exceptions to the rules: with a reason, for a time, and never for those that forbid it."""

from dataclasses import replace

from flows.checks.subject import Subject
from flows.domain.finding import Finding


class Exceptions:
    """What one dataset's declaration excepts today, to be applied to each finding."""

    def __init__(self, subject: Subject) -> None:
        declared = subject.dataset.declared
        self._waivers = [
            waiver
            for waiver in declared.waivers
            if waiver.until >= subject.today and subject.rules[waiver.rule].waivable
        ]
        self._severities = {
            slug: severity
            for slug, severity in declared.severities.items()
            if severity in subject.rules[slug].adjustable
        }

    def __call__(self, finding: Finding) -> Finding:
        """The finding with the declared severity, and waived where a waiver is in force.

        A waiver holds through its last day, `until`, in Bangkok; after it the finding counts again. A waiver for one
        resource does not cover the others.
        """
        if finding.rule in self._severities:
            finding = replace(finding, severity=self._severities[finding.rule])
        for waiver in self._waivers:
            if waiver.rule == finding.rule and waiver.resource in (None, finding.place.resource):
                return replace(finding, waived=waiver.reason)
        return finding
