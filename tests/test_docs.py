"""The documentation names every setting, command and rule, and nothing that is gone."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from flows.checks.rulebook import load_rules
from flows.settings import Settings

ROOT = Path(__file__).resolve().parents[1]


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_has_its_line_and_no_line_is_left_over() -> None:
    declared = {f"PERD_{name.upper()}" for name in Settings.model_fields}
    documented = set(re.findall(r"^\| `(PERD_[A-Z_]+)` \|", page("docs/settings.md"), re.MULTILINE))
    assert documented == declared


def test_every_rule_has_its_heading_and_no_heading_is_left_over() -> None:
    rules = {rule.slug for rule in load_rules(ROOT / "schemas/rules")}
    documented = set(re.findall(r"^#+ `?([a-z]+/[a-z0-9-]+)`?", page("docs/rules.md"), re.MULTILINE))
    assert documented == rules


def commands() -> list[str]:
    """`perd`'s own commands and sub-commands, as typer knows them."""
    import typer

    from flows.cli import app

    root = typer.main.get_command(app)
    found = []
    for name, command in root.commands.items():  # type: ignore[attr-defined]
        below = getattr(command, "commands", {})
        found += [f"{name} {word}" for word in below] or [name]
    return found


@pytest.mark.parametrize("command", commands())
def test_every_command_is_described(command: str) -> None:
    assert f"perd {command}" in page("docs/commands.md")


def test_every_make_target_of_the_readme_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", page("Makefile"), re.MULTILINE))
    named = set(re.findall(r"`?make ([a-z]+)", page("README.md")))
    assert named and named <= targets


def test_every_link_between_pages_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "datasets/README.md"]
    links = [
        (path, target)
        for path in pages
        for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8"))
    ]
    assert len(links) > 10
    for path, target in links:
        assert (path.parent / target).exists(), f"{path.relative_to(ROOT)} links to {target}"


def test_the_command_line_starts_without_prefect() -> None:
    """`perd --help` is quick: what is heavy is imported by the commands that need it."""
    code = "import sys, flows.cli; sys.exit('prefect' in sys.modules or 'frictionless' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
