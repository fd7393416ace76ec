"""The doctor's sentences: each is documented, says the same in both languages, and fits a narrow terminal."""

import re
from pathlib import Path
from string import Formatter

import pytest
from rich.cells import cell_len

from flows.portal.doctor import EXAMINATIONS, Weight
from flows.portal.doctor.finding import Says
from flows.portal.doctor.words import WORDS, found

ROOT = Path(__file__).resolve().parents[3]
NARROW = 74
"""Cells of a line in a terminal of 80."""


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize(("slug", "says"), WORDS.items(), ids=list(WORDS))
def test_both_languages_tell_the_same(slug: str, says: Says) -> None:
    told = [says.told, *([says.todo] if says.todo else [])]
    for text in told:
        assert placeholders(text.th) == placeholders(text.en)
        for piece in text.th.split(" "):
            assert cell_len(piece) <= NARROW, f"no blank to break the line at: {piece}"
    if says.weight in (Weight.ADVICE, Weight.FAULT) and slug != "address/gave-up":
        assert says.todo is not None, "who does what?"


def test_every_finding_belongs_to_an_examination() -> None:
    assert {slug.split("/")[0] for slug in WORDS} == {one.name for one in EXAMINATIONS}


def test_every_bad_finding_has_its_line_in_the_documentation_and_no_line_is_left_over() -> None:
    page = (ROOT / "docs/doctor.md").read_text(encoding="utf-8")
    bad = {slug for slug, says in WORDS.items() if says.weight in (Weight.ADVICE, Weight.FAULT)}
    assert set(re.findall(r"^\| `([a-z]+/[a-z-]+)` \|", page, re.MULTILINE)) == bad


def test_every_finding_is_said_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "flows/portal/doctor").glob("*.py"))
    made_up = {f"address/{how}" for how in ("busy", "web-page", "not-ckan")}
    assert {slug for slug in WORDS if f'"{slug}"' not in code} == made_up


def test_what_a_portal_wrote_cannot_play_with_the_terminal() -> None:
    said = found("address/sent-on", url="https://p.example", status=301, target="\x1b[2Jhttps://q", proposed="{url}")
    assert "\x1b" not in said.told.en and "U+001B" in said.told.en
    assert said.todo is not None and said.todo.en == "Set PERD_PORTAL_URL to {url}"
