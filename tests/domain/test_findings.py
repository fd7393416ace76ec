"""All findings about a dataset, counted; and what the gate says of them."""

from dataclasses import replace

import pytest

from flows.domain.finding import Finding, Severity, Standing
from flows.domain.findings import NOTHING, Findings
from flows.domain.text import Text
from flows.domain.verdict import Decision, Verdict

WORDS = Text(th="ผิด", en="wrong")
BLOCK = Finding("table/type-error", Severity.BLOCK, WORDS, WORDS)
WARN = Finding("table/blank-row", Severity.WARN, WORDS, WORDS)
INFO = Finding("format/other-sheets", Severity.INFO, WORDS, WORDS)
PERSON = Finding("change/rows-dropped", Severity.BLOCK, WORDS, WORDS, person_decides=True)
WAIVED = replace(BLOCK, waived="ตกลงกันแล้ว")
APPROVED = replace(PERSON, approved="ผู้อำนวยการ: ตรวจแล้ว")


@pytest.mark.parametrize(
    ("findings", "decision"),
    [
        ([], Decision.PUBLISH),
        ([INFO, WAIVED], Decision.PUBLISH),
        ([APPROVED], Decision.PUBLISH),
        ([WARN, INFO], Decision.PUBLISH_WITH_WARNINGS),
        ([WARN, PERSON], Decision.NEEDS_A_PERSON),
        ([WARN, PERSON, BLOCK], Decision.HOLD),
        ([APPROVED, BLOCK], Decision.HOLD),
    ],
)
def test_the_gate_decides_by_what_weighs_most(findings: list[Finding], decision: Decision) -> None:
    verdict = Verdict(Findings.of(findings))
    assert verdict.decision is decision
    assert verdict.fit is decision.value.startswith("publish")
    assert bool(verdict.blocking) is not verdict.fit


def test_a_persons_yes_lets_pass_what_a_person_decides_and_nothing_else() -> None:
    findings = Findings.of([PERSON, BLOCK, PERSON, WARN]).approved("นายก: ดูแล้ว")
    assert [each.standing for each in findings] == [
        Standing.APPROVED, Standing.BLOCK, Standing.APPROVED, Standing.WARN
    ]  # fmt: skip
    assert findings.count(Standing.APPROVED) == 2
    assert findings.count(Standing.PERSON) == 0
    assert next(iter(findings)).approved == "นายก: ดูแล้ว"


def test_findings_are_counted_by_rule_and_by_what_they_amount_to() -> None:
    findings = Findings.of([BLOCK, WAIVED, BLOCK, WARN])
    assert findings.rules() == {"table/blank-row": 1, "table/type-error": 3}
    assert findings.rules(Standing.BLOCK) == {"table/type-error": 2}
    assert (len(findings), len(NOTHING)) == (4, 0)
    assert findings == Findings.of([BLOCK, WAIVED, BLOCK, WARN]) != Findings.of([BLOCK])
