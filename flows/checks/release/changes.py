"""change/*: what of the difference to the last release should a person look at before the public gets it?

Nothing is said when nothing is published yet, and nothing twice: a declared column that the file lacks, an undeclared
one, and duplicates of a declared key are told by the rules of the table itself.
"""

from collections.abc import Iterator

import polars as pl

from flows.checks.headings import headings
from flows.checks.release.last_release import Comparison, Pairs, both_versions
from flows.checks.subject import Table
from flows.checks.tables.faults import Fault, column_words, findings
from flows.domain.finding import Finding, Place
from flows.domain.release import ReleaseDiff
from flows.domain.text import Text
from flows.domain.tidied import Column

FACTOR = 10
"""A column's sum or median that is so many times as large or small has another unit, or another meaning."""
MOST_MORE_ROWS = 1.5
"""Rows are roughly the same if neither version has more than so many times the other's."""
LEAST_NUMBERS = 5
"""Numbers other than 0 that both versions must have: in fewer one number moves the median."""
CELL_FACTOR = 100
MOST_CELLS = 100
LEAST_CODES = 20
"""Rows in which codes must all be different before they are taken for a key."""

_CODES = ("รหัส", "เลขที่", "เลขทะเบียน", "id", "code", "no")
_ROUNDING = 1e-9


def changes(table: Table) -> tuple[ReleaseDiff | None, tuple[Finding, ...]]:
    """What changed against the last release, and the findings about it: both from one reading of the two files.

    (None, ()) when nothing is published yet.
    """
    comparison = both_versions(table, _codes(table))
    if comparison is None:
        return None, ()
    return comparison.diff, tuple(_judged(comparison, table))


def _judged(comparison: Comparison, table: Table) -> Iterator[Finding]:
    yield from _columns(comparison.diff, table)
    yield from _keys(comparison, table)
    moved = dict(_moved(comparison, table))
    yield from moved.values()
    yield from _cells(comparison, table, tuple(moved))


def _columns(diff: ReleaseDiff, table: Table) -> Iterator[Finding]:
    titles = {field.name: field.title for field in table.schema.fields}
    place = Place(resource=table.resource.name)
    gone = [name for name in diff.columns_gone if name not in titles]
    if gone:
        yield table.rules.finding("change/columns-gone", place, count=len(gone), columns=", ".join(gone))
    new = [f"{titles[name]} ({name})" for name in diff.columns_new if name in titles]
    if new:
        yield table.rules.finding("change/columns-new", place, count=len(new), columns=", ".join(new))


def _codes(table: Table) -> list[str]:
    """Columns that bear a code or number of each row, where the schema does not say which are the key."""
    if table.schema.primary_key:
        return []
    texts = {
        field["name"]
        for field in table.schema.descriptor["fields"]
        if field.get("type", "string") == "string" and not field.get("constraints", {}).get("unique")
    }
    told = zip(table.tidied.columns, headings(table), strict=True)
    return [column.name for column, heading in told if column.name in texts and heading.says(_CODES)]


def _keys(comparison: Comparison, table: Table) -> Iterator[Finding]:
    for name, old in comparison.before.codes.items():
        if len(old) < LEAST_CODES or old.null_count() or old.n_unique() != len(old):
            continue
        filled = comparison.now.codes[name].drop_nulls()
        repeated = len(filled) - filled.n_unique()
        if repeated:
            column = _column(name, table)
            yield table.rules.finding(
                "change/key-duplicated", _place(column, table), None, column=column_words(column), count=f"{repeated:,}"
            )


def _moved(comparison: Comparison, table: Table) -> Iterator[tuple[str, Finding]]:
    diff = comparison.diff
    if max(diff.rows_before, diff.rows_now) > MOST_MORE_ROWS * min(diff.rows_before, diff.rows_now):
        return
    for name, now in comparison.now.numbers.items():
        old_sizes, sizes = _sizes(comparison.before.numbers[name]), _sizes(now)
        if min(len(old_sizes), len(sizes)) < LEAST_NUMBERS:
            continue
        for what, before, after in (
            (Text(th="ผลรวม", en="sum"), float(old_sizes.sum()), float(sizes.sum())),
            (Text(th="ค่ากลาง (มัธยฐาน)", en="median"), _median(old_sizes), _median(sizes)),
        ):
            ratio = after / before
            if not _jumped(ratio, FACTOR):
                continue
            column = _column(name, table)
            yield (
                name,
                table.rules.finding(
                    "change/value-jumped",
                    _place(column, table),
                    None,
                    column=column_words(column),
                    what=what,
                    before=_shown(before),
                    after=_shown(after),
                    times=_times(ratio),
                    rows_before=f"{diff.rows_before:,}",
                    rows=f"{diff.rows_now:,}",
                ),
            )
            break


def _sizes(numbers: pl.Series) -> pl.Series:
    """Without their signs, so that rates of change around 0 do not cancel out; 0 and no value say nothing of a unit."""
    sizes = numbers.drop_nulls().abs()
    return sizes.filter(sizes > 0)


def _median(sizes: pl.Series) -> float:
    return float(pl.DataFrame({"size": sizes}).select(pl.col("size").median()).item())


def _jumped(ratio: float, factor: int) -> bool:
    return ratio >= factor * (1 - _ROUNDING) or ratio <= (1 + _ROUNDING) / factor


def _cells(comparison: Comparison, table: Table, told: tuple[str, ...]) -> Iterator[Finding]:
    """Single cells of the same key, from the top down; not of columns that moved as a whole."""
    if comparison.pairs is None:
        return
    count = 0
    jumps: list[tuple[int, str, float, float]] = []
    for name in comparison.now.numbers:
        if name not in told:
            jumped = _jumps(name, comparison, comparison.pairs)
            count += jumped.height
            jumps += [(nth, name, before, after) for nth, before, after in jumped.head(MOST_CELLS).iter_rows()]
    jumps.sort(key=lambda jump: jump[0])
    faults = (
        Fault(
            "change/cell-jumped",
            table.tidied.row_map.source_row(nth + 1),
            (_column(name, table),),
            {"before": _shown(before), "times": _times(after / before)},
        )
        for nth, name, before, after in jumps[:MOST_CELLS]
    )
    yield from findings(faults, table)
    if count > MOST_CELLS:
        place = Place(resource=table.resource.name)
        yield table.rules.finding("change/more-cells-jumped", place, None, count=f"{count:,}", shown=MOST_CELLS)


def _jumps(name: str, comparison: Comparison, pairs: Pairs) -> pl.DataFrame:
    """Row of the new table from 0, number before, number after; in the order of the new table."""
    numbers = pl.DataFrame(
        {
            "row": pairs.now,
            "before": comparison.before.numbers[name].gather(pairs.before),
            "after": comparison.now.numbers[name].gather(pairs.now),
        }
    )
    ratio = pl.col("after").abs() / pl.col("before").abs()
    apart = (ratio >= CELL_FACTOR * (1 - _ROUNDING)) | (ratio <= (1 + _ROUNDING) / CELL_FACTOR)
    return numbers.filter((pl.col("before") != 0) & (pl.col("after") != 0) & apart)


def _column(name: str, table: Table) -> Column:
    return next(column for column in table.tidied.columns if column.name == name)


def _place(column: Column, table: Table) -> Place:
    return Place(
        resource=table.resource.name,
        sheet=table.tidied.sheet,
        column=column.position,
        header=column.header,
        field=column.name,
    )


def _shown(number: float) -> str:
    """At most six digits, as people write them: 1,234,570 or 0.00125."""
    rounded = float(f"{number:.6g}")
    if rounded.is_integer():
        return f"{rounded:,.0f}"
    return f"{rounded:,.10f}".rstrip("0").rstrip(".")


def _times(ratio: float) -> Text:
    grew = abs(ratio) >= 1
    times = _shown(float(f"{abs(ratio) if grew else 1 / abs(ratio):.3g}"))
    if grew:
        return Text(th=f"ประมาณ {times} เท่าของเดิม", en=f"about {times} times as much")
    return Text(th=f"เหลือประมาณ 1 ใน {times} ของเดิม", en=f"about 1/{times} of it")
