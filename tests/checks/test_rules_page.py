"""docs/rules.md is what the rule files say."""

import subprocess
import sys

from flows.checks import Licence
from flows.checks.rules_page import page
from flows.domain.rule import RuleBook
from tests.checks.conftest import PROJECT


def test_the_committed_page_is_current(rules: RuleBook, licences: dict[str, Licence]) -> None:
    written = (PROJECT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == page(rules, licences), "run: python -m flows.checks.rules_page > docs/rules.md"


def test_the_page_has_a_heading_for_every_rule_and_a_line_for_every_licence(
    rules: RuleBook, licences: dict[str, Licence]
) -> None:
    lines = page(rules, licences).splitlines()
    for rule in rules:
        assert lines.count(f"## {rule.slug}") == 1
    for name in licences:
        assert sum(line.startswith(f"| `{name}` |") for line in lines) == 1


def test_the_command_writes_it(rules: RuleBook, licences: dict[str, Licence]) -> None:
    command = [sys.executable, "-m", "flows.checks.rules_page"]
    told = subprocess.run(command, cwd=PROJECT, capture_output=True, check=True, timeout=60)
    assert told.stdout.decode("utf-8") == page(rules, licences)
