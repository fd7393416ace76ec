"""Few findings stay in memory; a million lie on disk, are counted exactly and read again in their order."""

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.domain.finding import Finding, Place, Severity, Standing
from flows.domain.findings import AT_HAND
from flows.domain.text import Text
from flows.gathering import IN_MEMORY, gathered

FIX = Text(th="แก้", en="mend")


def cells(number: int, rule: str = "table/type-error") -> Iterator[Finding]:
    for row in range(1, number + 1):
        said = Text(th=f"แถวที่ {row}", en=f"row {row}")
        yield Finding(rule, Severity.BLOCK, said, FIX, Place("t", row=row, column=1), str(row))


def test_few_findings_write_no_file(tmp_path: Path) -> None:
    file = tmp_path / "x" / "every.pickle"
    findings = gathered(cells(IN_MEMORY - 1), file)
    assert (len(findings), not file.exists(), len(findings.at_hand)) == (IN_MEMORY - 1, True, AT_HAND)
    assert [each.place.row for each in findings] == list(range(1, IN_MEMORY))


@pytest.mark.slow
def test_many_findings_are_on_disk_and_none_is_lost(tmp_path: Path) -> None:
    def every() -> Iterator[Finding]:
        yield from cells(25_500)
        yield from cells(3, "table/blank-row")

    file = tmp_path / "x" / "every.pickle"
    findings = gathered(every(), file)
    assert file.exists()
    assert findings.rules(Standing.BLOCK) == {"table/blank-row": 3, "table/type-error": 25_500}
    assert [each.rule for each in findings.at_hand].count("table/blank-row") == 3, "the rare one is at hand as well"
    for _ in range(2):
        assert [each.place.row for each in findings] == [*range(1, 25_501), 1, 2, 3]


@pytest.mark.slow
def test_memory_does_not_grow_with_their_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.gathering.IN_MEMORY", 500)

    def peak(number: int) -> int:
        tracemalloc.start()
        findings = gathered(cells(number), tmp_path / str(number))
        assert sum(1 for _ in findings) == number
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(12_000) < 1.3 * peak(4_000)
