"""A rule of the gate, as data: what it asks, why, and how to satisfy it."""

from collections.abc import Iterator, Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from flows.domain.finding import Finding, Place, Severity
from flows.domain.text import Text


class Source(BaseModel):
    """Where a rule comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mark: Literal["official", "own", "technical"]
    """official: a law, standard or portal's guide says so. own: our own indicator. technical: a format's definition."""
    name: str
    url: str | None = None


class Rule(BaseModel):
    """One rule. Its texts may hold `{placeholders}` that a finding fills in."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    slug: str
    severity: Severity
    title: Text
    message: Text
    """What is wrong, with placeholders."""
    why: Text
    fix: Text
    example: str | None = None
    """A right value or file, as the steward would write it."""
    source: Source
    personal: bool = False
    """Findings of this rule never carry a value."""
    waivable: bool = True
    """Whether a declaration may waive it, with a reason and an end."""
    person_decides: bool = False
    """A blocking finding that a named person may let pass for the very data that were looked at: `perd approve`."""
    adjustable: tuple[Severity, ...] = ()
    """The severities that a dataset may declare instead of `severity`; none for most rules."""


class RuleBook:
    """All rules by slug, and the one place where a `Finding` is worded."""

    def __init__(self, rules: Mapping[str, Rule], version: str) -> None:
        self._rules = dict(rules)
        self.version = version
        """Digest of the rule files: part of every fingerprint, so that a new rule looks at old data again."""

    def __getitem__(self, slug: str) -> Rule:
        return self._rules[slug]

    def __contains__(self, slug: str) -> bool:
        return slug in self._rules

    def __iter__(self) -> Iterator[Rule]:
        return iter(self._rules.values())

    def finding(self, slug: str, place: Place | None = None, value: str | None = None, **words: object) -> Finding:
        """A finding of the rule `slug`; `words` fill the placeholders of its texts."""
        rule = self._rules[slug]
        shown = None if rule.personal else value
        filled = {**words, "value": shown if shown is not None else ""}
        return Finding(
            rule=slug,
            severity=rule.severity,
            message=rule.message.filled(**filled),
            fix=rule.fix.filled(**filled),
            place=place or Place(),
            value=shown,
            person_decides=rule.person_decides and rule.severity is Severity.BLOCK,
        )
