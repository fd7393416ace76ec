"""Rows are counted as a multiset would count them, however the table is cut into parts."""

from collections import Counter
from pathlib import Path

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.domain.table_schema import TableSchema
from flows.portal import stored_rows
from flows.portal.reconcile.row_counts import RowCounts, counted
from flows.portal.table import Table

COLUMNS = ["code", "cell"]
Rows = list[tuple[str, str | None]]
rows = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from(["", "x", "y", None])), max_size=12)


def parts(of: Rows, size: int) -> list[pl.DataFrame]:
    schema = dict.fromkeys(COLUMNS, pl.String)
    return [pl.DataFrame(of[at : at + size], schema=schema, orient="row") for at in range(0, len(of), size)]


@settings(max_examples=20, deadline=None)
@given(rows, rows, st.integers(1, 5))
def test_without_a_key_whole_rows_are_counted(stored: Rows, filed: Rows, size: int) -> None:
    found = counted(parts(stored, size), parts(filed, 3), COLUMNS, [])
    there, wanted = Counter(stored), Counter(filed)
    assert found == RowCounts(len(stored), 0, (there - wanted).total(), (wanted - there).total())


@settings(max_examples=20, deadline=None)
@given(rows, rows, st.integers(1, 5))
def test_with_a_key_a_row_of_the_same_key_was_changed(stored: Rows, filed: Rows, size: int) -> None:
    found = counted(parts(stored, size), parts(filed, 3), COLUMNS, ["code"])
    over, short = Counter(stored) - Counter(filed), Counter(filed) - Counter(stored)
    changed = 0
    for code in "abcde":
        changed += min(sum(count for (key, _), count in rest.items() if key == code) for rest in (over, short))
    assert found == RowCounts(len(stored), changed, over.total() - changed, short.total() - changed)


def test_a_file_read_in_parts_is_the_file(tmp_path: Path) -> None:
    path = tmp_path / "canonical.csv"
    path.write_text('code,cell\r\n007,1e3\r\n"a\nb",-\r\n,"1,5"\r\n', encoding="utf-8", newline="")
    fields = [{"name": "code", "type": "string"}, {"name": "cell", "type": "number"}]
    table = Table(TableSchema("tst/cells", "1", {"fields": fields, "missingValues": ["", "-"]}))
    whole = stored_rows.of_file(path, table).collect()
    assert pl.concat(list(stored_rows.of_file_part_by_part(path, table))).equals(whole)
    assert whole["cell"].to_list() == ["1000", None, "1,5"]
