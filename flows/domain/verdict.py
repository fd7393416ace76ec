"""What follows from all that was found: the gate."""

from dataclasses import dataclass
from enum import StrEnum

from flows.domain.finding import Finding, Standing
from flows.domain.findings import Findings


class Decision(StrEnum):
    """What the gate says about one dataset."""

    PUBLISH = "publish"
    PUBLISH_WITH_WARNINGS = "publish-with-warnings"
    NEEDS_A_PERSON = "needs-a-person"
    """Nothing but what a named person may let pass stands in the way."""
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Verdict:
    """All findings about one dataset in one run, and what follows from them."""

    findings: Findings

    def __post_init__(self) -> None:
        object.__setattr__(self, "findings", Findings.of(self.findings))

    @property
    def decision(self) -> Decision:
        if self.findings.count(Standing.BLOCK):
            return Decision.HOLD
        if self.findings.count(Standing.PERSON):
            return Decision.NEEDS_A_PERSON
        if self.findings.count(Standing.WARN):
            return Decision.PUBLISH_WITH_WARNINGS
        return Decision.PUBLISH

    @property
    def fit(self) -> bool:
        """Whether the dataset may be published."""
        return self.decision in (Decision.PUBLISH, Decision.PUBLISH_WITH_WARNINGS)

    @property
    def blocking(self) -> tuple[Finding, ...]:
        """The first of what stands in the way; `findings` counts them all."""
        return tuple(finding for finding in self.findings.at_hand if finding.blocks)
