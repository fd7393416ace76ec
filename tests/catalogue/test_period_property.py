"""`period` of a field: which column tells the time that a table is about."""

from pathlib import Path

import pytest
import yaml

from flows.catalogue.table_schemas import PERIOD_TYPES, load_table_schema
from flows.checks.release.periods import TYPES


def loaded(folder: Path, **field: object) -> list[str]:
    schema = {
        "name": "diw/factories",
        "version": "1.0",
        "title": "โรงงาน",
        "fields": [{"name": "month", "title": "เดือน", **field}],
    }
    (folder / "diw").mkdir()
    (folder / "diw/factories.yaml").write_text(yaml.safe_dump(schema, allow_unicode=True), encoding="utf-8")
    found, mistakes = load_table_schema(folder, "diw/factories")
    assert (found is None) is bool(mistakes)
    return mistakes


@pytest.mark.parametrize("kind", PERIOD_TYPES)
@pytest.mark.parametrize("period", [True, False])
def test_a_column_of_time_may_say_whether_it_is_the_period(tmp_path: Path, kind: str, period: bool) -> None:
    assert loaded(tmp_path, type=kind, period=period) == []


@pytest.mark.parametrize("kind", ["string", "integer", "number", "boolean", "any", "time"])
def test_no_other_column_may(tmp_path: Path, kind: str) -> None:
    (mistake,) = loaded(tmp_path, type=kind, period=True)
    assert f"period: a {kind} tells no time" in mistake


def test_it_is_yes_or_no(tmp_path: Path) -> None:
    (mistake,) = loaded(tmp_path, type="year", period="fiscal")
    assert "period" in mistake


def test_what_may_be_marked_can_be_read() -> None:
    assert set(PERIOD_TYPES) == set(TYPES)
