"""An error that is stamped anew is the one that Frictionless itself makes of that row."""

from pathlib import Path
from typing import Any

import pytest
from frictionless import Dialect, errors

from flows.checks.tables.proof.stamps import NOWHERE, Stamps, stamped
from tests.checks.proof.alike import everything
from tests.checks.proof.tables import resource

OF_A_CELL: dict[str, Any] = {"cell": "ห้า {note} 7", "field_name": "workers", "field_number": 2}


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        (errors.TypeError, OF_A_CELL | {"note": 'type is "integer/default"'}),
        (errors.ConstraintError, OF_A_CELL | {"note": 'constraint "enum" is "[7, {cells}]"'}),
        (errors.UniqueError, OF_A_CELL | {"note": "the same as in the row at position 7"}),
        (errors.MissingCellError, OF_A_CELL | {"note": ""}),
        (errors.ExtraCellError, OF_A_CELL | {"note": ""}),
        (errors.BlankRowError, {"note": ""}),
        (errors.PrimaryKeyError, {"note": 'cells composing the primary keys are all "None"'}),
    ],
)
def test_a_stamped_error_is_the_one_that_frictionless_makes(kind: Any, more: dict[str, Any]) -> None:
    stamp = stamped(kind(cells=["7", "ห้า"], row_number=7, **more), 7)
    assert stamp
    for number in (7, 8, 12_345):
        cells = [str(number), "ห้า"]
        made, real = stamp.error(number, cells), kind(cells=cells, row_number=number, **more)
        assert everything(made) == everything(real)
        assert (made.to_descriptor(), repr(made)) == (real.to_descriptor(), repr(real))


def test_stamped_errors_do_not_share_what_somebody_may_change() -> None:
    stamp = stamped(errors.TypeError(cells=["x"], row_number=7, note="", **OF_A_CELL), 7)
    assert stamp
    one, other = stamp.error(8, ["x"]), stamp.error(9, ["x"])
    one.cells.append("y")
    one.custom["more"] = 1
    assert (other.cells, other.to_descriptor().get("more")) == (["x"], None)


def test_an_error_whose_text_may_name_the_row_twice_is_left_to_frictionless() -> None:
    more = OF_A_CELL | {"cell": str(NOWHERE), "note": ""}
    assert stamped(errors.TypeError(cells=["x"], row_number=7, **more), 7) is None


def test_an_error_is_kept_when_it_is_met_again() -> None:
    stamps = Stamps(met_before=1, reading_order=[0, 1])
    oddity = ((1, "ห้า"),)
    error = errors.TypeError(cells=["a", "ห้า"], row_number=7, note="", **OF_A_CELL)
    for _ in range(2):
        assert stamps.errors(oddity, 7, ["a", "ห้า"]) is None
        stamps.learn(oddity, 7, [error])
    made = stamps.errors(oddity, 8, ["b", "ห้า"])
    assert made and [each.message for each in made] == [error.message.replace('row "7"', 'row "8"')]
    assert stamps.errors(None, 8, ["b", "ห้า"]) is None


def test_errors_of_several_cells_are_put_together_where_each_is_known() -> None:
    stamps = Stamps(met_before=0, reading_order=[2, 1])
    for nth in (0, 1, 2):
        more = OF_A_CELL | {"field_number": nth + 1}
        stamps.learn(((nth, "x"),), 7, [errors.TypeError(cells=["x"] * 3, row_number=7, note="", **more)])
    made = stamps.errors(((1, "x"), (2, "x")), 8, ["x"] * 3)
    assert made and [getattr(error, "field_number", None) for error in made] == [3, 2]
    assert stamps.errors(((0, "x"), (1, "x")), 8, ["x"] * 3) is None, "a cell of the primary key"
    assert stamps.errors(((1, "x"), (2, "y")), 8, ["x"] * 3) is None


def test_errors_of_one_row_come_in_the_order_in_which_frictionless_reads(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b,c\nx,x,x\n")
    fields = [{"name": name, "type": "integer"} for name in "abc"]
    fields[2]["constraints"] = {"unique": True}  # type: ignore[assignment]
    with resource({"fields": fields, "primaryKey": ["b"]}, path, Dialect) as opened:
        [row] = opened.row_stream
    assert [error.field_name for error in row.errors if isinstance(error, errors.TypeError)] == ["c", "b", "a"]
