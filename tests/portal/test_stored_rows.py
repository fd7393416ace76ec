"""How a cell of the canonical file comes back from the portal. The live tests hold it against a real table."""

from pathlib import Path

import polars as pl
import pytest

from flows.domain.table_schema import TableSchema
from flows.portal.stored_rows import of_file
from flows.portal.table import Table


@pytest.mark.parametrize(
    ("field", "written", "stored"),
    [
        ({"type": "string"}, ["007", "", "-", 'ก,"x"\ny'], ["007", None, None, 'ก,"x"\ny']),
        ({"type": "integer"}, ["007", "-5", "+5", "99999999999999999999", "much"], ["7", "-5", "5", "9" * 20, "much"]),
        ({"type": "number"}, ["12.50", "1e3", "+05.0", "NaN", "much"], ["12.50", "1000", "5.0", "NaN", "much"]),
        ({"type": "boolean", "trueValues": ["ใช่"]}, ["ใช่", "false", "maybe"], ["t", "f", "maybe"]),
        ({"type": "date"}, ["2024-02-29", "soon"], ["2024-02-29", "soon"]),
        (
            {"type": "datetime"},
            ["2024-05-06T10:00:00", "2024-05-06 10:00:00.5Z", "soon"],
            ["2024-05-06T10:00:00.000", "2024-05-06T10:00:00.500", "soon"],
        ),
    ],
    ids=lambda value: value["type"] if isinstance(value, dict) else "",
)
def test_what_is_written_comes_back_as_the_database_spells_it(
    field: dict[str, object], written: list[str], stored: list[str | None], tmp_path: Path
) -> None:
    path = tmp_path / "canonical.csv"
    pl.DataFrame({"cell": written}).write_csv(path, quote_style="necessary")
    schema = TableSchema("tst/cells", "1", {"fields": [{"name": "cell", **field}], "missingValues": ["", "-"]})
    assert of_file(path, Table(schema)).collect()["cell"].to_list() == stored
