"""A difference carried out row by row gives the new version, whatever stood before."""

from collections import Counter
from collections.abc import Sequence

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.portal.stored_rows import ID
from flows.portal.table_delta import AT, Delta, delta

COLUMNS = {"code": pl.String, "name": pl.String}
Row = tuple[str | None, str | None]
CELLS = st.sampled_from(["", "a", "b", "ก\n", None])
ROWS = st.lists(st.tuples(CELLS, CELLS), max_size=8)
KEYED = st.lists(st.tuples(st.sampled_from("stuvw"), CELLS), max_size=5, unique_by=lambda row: row[0])


def frame(rows: Sequence[Row], ids: bool) -> pl.LazyFrame:
    made = pl.DataFrame(list(rows), schema=COLUMNS, orient="row")
    return (made.with_columns(pl.Series(ID, range(1, made.height + 1), dtype=pl.Int64)) if ids else made).lazy()


def carried_out(old: Sequence[Row], found: Delta) -> Counter[Row]:
    """By the portal's numbers, which every difference against its own rows tells."""
    rows = dict(enumerate(old, start=1))
    for record in found.changed.to_dicts():
        rows[record[ID]] = (record["code"], record["name"])
    for id in found.vanished[ID]:
        del rows[id]
    return Counter(rows.values()) + Counter((each["code"], each["name"]) for each in found.inserted.to_dicts())


@given(ROWS, KEYED)
def test_by_key_any_table_becomes_the_new_one(old: list[Row], new: list[Row]) -> None:
    found = delta(frame(old, ids=True), frame(new, ids=False), ["code"])
    assert carried_out(old, found) == Counter(new)
    coming = {record["code"] for record in found.inserted.to_dicts()}
    assert not coming & {code for code, _ in old}, "a key that stands is changed and never put in beside it"


@given(ROWS, ROWS)
def test_without_a_key_rows_count_as_often_as_they_stand(old: list[Row], new: list[Row]) -> None:
    found = delta(frame(old, ids=True), frame(new, ids=False), [])
    assert carried_out(old, found) == Counter(new)
    assert found.changed.height == 0
    assert found.vanished.height == (Counter(old) - Counter(new)).total()


@given(KEYED, KEYED)
def test_a_file_that_stood_tells_keys_where_the_table_tells_numbers(old: list[Row], new: list[Row]) -> None:
    by_table = delta(frame(old, ids=True), frame(new, ids=False), ["code"])
    by_file = delta(frame(old, ids=False), frame(new, ids=False), ["code"])
    assert by_file.changed.equals(by_table.changed.drop(ID))
    assert by_file.inserted.equals(by_table.inserted)
    assert set(by_file.vanished["code"]) == set(by_table.vanished["code"])


@pytest.mark.parametrize("key", [["code"], []])
def test_the_same_rows_in_another_order_are_no_difference(key: list[str]) -> None:
    rows: list[Row] = [("s", "a"), ("t", None), ("u", "")]
    found = delta(frame(rows, ids=True), frame(rows[::-1], ids=False), key)
    assert found.empty
    assert found.rows == 0


def test_places_are_those_of_the_new_file() -> None:
    found = delta(
        frame([("s", "a"), ("t", "a")], ids=True), frame([("t", "a"), ("v", "a"), ("s", "b")], False), ["code"]
    )
    assert found.changed.select(AT, ID).rows() == [(2, 1)]
    assert found.inserted[AT].to_list() == [1]
    assert found.vanished.height == 0
