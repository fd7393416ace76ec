"""privacy/in-header, and what is said of a row whose only text stands in a column that is not published."""

from pathlib import Path

import pytest

from tests.test_corpus import CORPUS, looked_at


@pytest.fixture
def permits(tmp_path: Path) -> dict[str, object]:
    return {"file": "privacy/person-in-header.csv", "schema": "permits"}


def test_the_header_is_in_no_finding_and_holds_the_dataset_for_good(permits: dict[str, object], tmp_path: Path) -> None:
    findings, _ = looked_at(permits, tmp_path)
    (found,) = [finding for finding in findings if finding.rule == "privacy/in-header"]
    assert found.blocks
    assert not found.person_decides
    assert found.place.cell == "I1"
    assert found.place.header == found.place.field == "คอลัมน์ I"
    assert "มาลี" not in repr(findings)
    assert "080-000-0000" not in repr(findings)


def test_a_header_that_is_left_out_as_declared_is_not_told(permits: dict[str, object], tmp_path: Path) -> None:
    header = (CORPUS / "privacy/person-in-header.csv").read_text(encoding="utf-8").splitlines()[0].split(",")[-1]
    findings, _ = looked_at({**permits, "tidy": {"drop_columns": [header]}}, tmp_path)
    assert "privacy/in-header" not in {finding.rule for finding in findings}


def test_a_row_with_text_only_in_a_left_out_column_is_said_to_be_blank_in_what_is_published(tmp_path: Path) -> None:
    entry = {"file": "table/blank-row.csv", "schema": "factories"}
    (found,) = looked_at(entry, tmp_path)[0]
    assert found.rule == "table/blank-row"
    assert "ว่างในทุกคอลัมน์ที่เผยแพร่" in found.message.th
    assert "แถวลงชื่อ" in found.fix.th
    assert "published" in found.message.en
