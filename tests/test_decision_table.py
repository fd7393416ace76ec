"""docs/decisions.md: every cell is run anew, and what must never change is written down here by hand."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from flows.checks import load_licences
from flows.decision_table.cells import CATEGORIES, NONE, Answer, Cell, answers, cells
from flows.decision_table.page import PROFILES, page
from flows.decision_table.samples import FORMATS, ROWS
from flows.domain.licence import Openness
from flows.domain.verdict import Decision

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
SCHEMAS = ROOT / "schemas"
LICENCES = load_licences(SCHEMAS / "rules")
TABLES = ("CSV", "XLSX")
"""Formats that are read as tables."""


ByProfile = Mapping[str, Mapping[Cell, Answer]]


@pytest.fixture(scope="module")
def by_profile() -> ByProfile:
    return {name: answers(SCHEMAS, name) for name in PROFILES}


@pytest.fixture(params=PROFILES)
def said(request: pytest.FixtureRequest, by_profile: ByProfile) -> Mapping[Cell, Answer]:
    return by_profile[request.param]


def test_the_committed_page_says_what_the_gate_does_in_every_cell(by_profile: ByProfile) -> None:
    written = (ROOT / "docs" / "decisions.md").read_text(encoding="utf-8")
    assert written == page(SCHEMAS, by_profile), "run: python -m flows.decision_table.page > docs/decisions.md"


def test_every_licence_category_and_format_is_asked_about(said: Mapping[Cell, Answer]) -> None:
    assert set(said) == set(cells(SCHEMAS))
    assert len(said) == (len(LICENCES) + 1) * 6 * len(FORMATS)
    assert {cell.licence for cell in said} == {*LICENCES, NONE}


@pytest.mark.parametrize("licence", ["CC-BY-4.0", "DGA-OGL", "ogl", "open-data-common"])
@pytest.mark.parametrize("name", TABLES)
def test_public_tables_under_an_open_licence_are_published(
    said: Mapping[Cell, Answer], licence: str, name: str
) -> None:
    assert said[Cell(licence, "public", name)] == Answer(Decision.PUBLISH, ())


def test_share_alike_is_published_with_a_warning(said: Mapping[Cell, Answer]) -> None:
    answer = said[Cell("CC-BY-SA-4.0", "public", "CSV")]
    assert answer == Answer(Decision.PUBLISH_WITH_WARNINGS, ("licence/share-alike",))


CLOSED = [id for id, licence in LICENCES.items() if licence.openness in (Openness.NOT_OPEN, Openness.UNKNOWN)]


@pytest.mark.parametrize("licence", [*CLOSED, NONE])
def test_without_an_open_licence_every_cell_is_held(said: Mapping[Cell, Answer], licence: str) -> None:
    found = [answer for cell, answer in said.items() if cell.licence == licence]
    assert len(found) == len(CATEGORIES) * len(FORMATS)
    for answer in found:
        assert answer.decision is Decision.HOLD
        assert any(rule.startswith("licence/") for rule in answer.rules)


def test_each_closed_licence_is_held_by_the_rule_that_says_why(said: Mapping[Cell, Answer]) -> None:
    held = {id: said[Cell(id, "public", "CSV")].rules for id in CLOSED}
    assert {id: rules for id, rules in held.items() if rules} == {
        "CC-BY-NC-4.0": ("licence/non-commercial",),
        "CC-BY-NC-SA-4.0": ("licence/non-commercial",),
        "CC-NC-any": ("licence/non-commercial",),
        "CC-BY-ND-4.0": ("licence/no-derivatives",),
        "CC-BY-NC-ND-4.0": ("licence/no-derivatives", "licence/non-commercial"),
        "GFDL-1.3": ("licence/not-open",),
        "other": ("licence/not-specified",),
        "not-specified": ("licence/not-specified", "metadata/unknown-item"),
    }


@pytest.mark.parametrize("category", [category for category in CATEGORIES if category != "public"])
def test_whatever_is_not_classed_as_public_is_held_in_every_cell(said: Mapping[Cell, Answer], category: str) -> None:
    rule = "metadata/missing-item" if category == NONE else "metadata/not-public"
    found = [answer for cell, answer in said.items() if cell.category == category]
    assert len(found) == (len(LICENCES) + 1) * len(FORMATS)
    assert all(answer.decision is Decision.HOLD and rule in answer.rules for answer in found)


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in TABLES])
def test_a_format_that_is_no_table_is_held_in_every_cell(said: Mapping[Cell, Answer], name: str) -> None:
    found = [answer for cell, answer in said.items() if cell.format == name]
    assert len(found) == (len(LICENCES) + 1) * len(CATEGORIES)
    for answer in found:
        assert answer.decision is Decision.HOLD
        assert sum(rule.startswith("format/") for rule in answer.rules) == 1


def test_nobody_can_approve_a_licence_a_category_or_a_format(said: Mapping[Cell, Answer]) -> None:
    assert Decision.NEEDS_A_PERSON not in {answer.decision for answer in said.values()}


def test_an_open_licence_that_the_portal_has_no_line_for_is_held(by_profile: ByProfile) -> None:
    assert {name: said[Cell("CC0-1.0", "public", "CSV")] for name, said in by_profile.items()} == {
        "data-go-th": Answer(Decision.HOLD, ("licence/not-on-portal",)),
        "plain": Answer(Decision.PUBLISH, ()),
    }


@pytest.mark.parametrize("name", ["XLSX", "XLS", "ODS"])
def test_the_workbooks_are_real_ones(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"sample.{name.lower()}"
    path.write_bytes(FORMATS[name]())
    with CalamineWorkbook.from_path(path) as book:
        assert book.get_sheet_by_index(0).to_python() == [list(row) for row in ROWS]
