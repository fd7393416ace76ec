"""What the benches write is documented, and the pages say what was measured. Nothing is measured here."""

import json
from typing import Any

import pytest

from bench import keys, pages, results

BENCHES = keys.read()
A_FIGURE: dict[str, Any] = {"machine_cpu": "one of some kind", "date": "2026-11-29"} | {
    key: f"{nth}.0" for nth, key in enumerate(BENCHES.machine) if key.startswith("version_")
}


def everything() -> dict[str, Any]:
    """A number for every key."""
    numbers = {key: float(nth) for nth, key in enumerate(BENCHES.keys, start=1)}
    return BENCHES.with_what_follows(numbers | A_FIGURE)


def test_every_key_of_the_results_is_documented_and_none_follows_from_other_figures_than_those_there() -> None:
    measured = results.read()
    assert BENCHES.with_what_follows(measured) == measured


def test_the_results_are_flat() -> None:
    assert all(isinstance(value, str | int | float) for value in results.read().values())


def test_the_pages_are_what_the_results_say() -> None:
    for path, text in pages.written(results.read()).items():
        assert path.read_text(encoding="utf-8") == text, f"{path.name}: run `python -m bench.pages`"


def test_every_key_that_is_named_beside_another_is_one() -> None:
    named = {other for key in BENCHES.keys.values() for other in (*key.against, *(key.ratio or ()), *(key.least or ()))}
    assert named <= BENCHES.keys.keys()


def test_a_key_has_one_bench() -> None:
    groups = [BENCHES.machine, *(bench.keys for bench in BENCHES.benches.values())]
    assert sum(map(len, groups)) == len(BENCHES.keys)


def test_a_key_that_nobody_documented_is_refused() -> None:
    with pytest.raises(ValueError, match="not in benches.yaml: quick_ratio"):
        BENCHES.with_what_follows({"quick_ratio": 3})


def test_a_ratio_is_of_the_figures_beside_it() -> None:
    told = BENCHES.with_what_follows(
        {"xlsx_100k_frictionless_seconds": 30, "xlsx_100k_seconds": 4, "xlsx_100k_ratio": 9}
    )
    assert told["xlsx_100k_ratio"] == 7.5
    assert "xlsx_100k_ratio" not in BENCHES.with_what_follows({"xlsx_100k_seconds": 4})


def test_tables_have_a_row_for_what_was_measured_and_none_for_what_was_not() -> None:
    measured = everything()
    whole = pages.tables(measured)
    rows = sum(line.startswith("| ") for line in whole.splitlines())
    without = pages.tables({key: value for key, value in measured.items() if not key.startswith("xlsx_")})
    assert "XLSX" in whole and "XLSX" not in without
    assert sum(line.startswith("| ") for line in without.splitlines()) == rows - 1
    assert pages.tables({}) == pages.NOT_YET


def test_every_row_of_the_tables_can_be_measured() -> None:
    told = pages.TABLES.read_text(encoding="utf-8").count("      - [")
    rows = pages.tables(everything()).splitlines()
    assert sum(line.startswith("| ") for line in rows) == told + 2 * sum(line.startswith("| ---") for line in rows)


def test_figures_of_another_machine_are_let_go() -> None:
    here = {key: "same" for key in BENCHES.machine if key != "date"}
    first = results.merged({}, {"xlsx_100k_seconds": 4}, here, BENCHES)
    second = results.merged(first, {"delta_1m_seconds": 5}, here, BENCHES)
    assert second["xlsx_100k_seconds"] == 4 and second["delta_1m_seconds"] == 5
    third = results.merged(second, {"delta_1m_seconds": 6}, here | {"machine_cores": 64}, BENCHES)
    assert third["delta_1m_seconds"] == 6 and "xlsx_100k_seconds" not in third


def test_results_are_written_and_read(tmp_path: Any) -> None:
    path = tmp_path / "results.json"
    assert results.read(path) == {}
    results.write({"date": "2026-11-29"}, path)
    assert results.read(path) == json.loads(path.read_text()) == {"date": "2026-11-29"}
