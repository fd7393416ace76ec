"""Does each table hold what its file does, with the published types and words?"""

from collections.abc import Iterator

from flows.domain.drift import Drift
from flows.domain.text import Text
from flows.domain.version import VersionTable
from flows.portal.reconcile.case import Case
from flows.portal.reconcile.seen import SeenTable
from flows.portal.table import Table
from flows.portal.verify import TABLE_MARK


def table_drifts(case: Case) -> Iterator[Drift]:
    """Of all resources that stand and hold data; nothing where their schemas are not known."""
    for published in case.record.version.tables if case.record.version else ():
        ours = case.ours(published.resource)
        if ours is None or ours.id not in case.seen.tables:
            continue
        drifts = list(_table(case, published, case.seen.tables[ours.id]))
        mark = ours.fields.get(TABLE_MARK) or ""
        if not drifts and mark != Table(published.schema).digest(published.file.sha256):
            drifts = [case.drift("table/mark", published.resource, found=mark[:12] or "-", mends=case.mends)]
        yield from drifts


def _table(case: Case, published: VersionTable, seen: SeenTable) -> Iterator[Drift]:
    name, table = published.resource, Table(published.schema)
    if seen.hidden:
        yield case.drift("table/hidden", name)
        return
    if not seen.columns:
        yield case.drift("table/missing", name, mends=case.mends)
        return
    if list(seen.columns) != table.shape:
        expected, found = _columns(table.shape), _columns(seen.columns)
        yield case.drift("table/columns", name, expected=expected, found=found, mends=case.mends)
        return
    yield from _rows(case, published, seen)
    wanted = {field["id"]: (field["info"]["label"], field["info"]["notes"]) for field in table.fields}
    wrong = [column for column, words in wanted.items() if seen.described.get(column, ("", "")) != words]
    if wrong:
        yield case.drift(
            "table/labels",
            name,
            expected="; ".join(_words(wanted[column]) for column in wrong),
            found="; ".join(_words(seen.described.get(column, ("", ""))) for column in wrong),
            mends=case.mends,
            columns=", ".join(wrong),
        )


def _rows(case: Case, published: VersionTable, seen: SeenTable) -> Iterator[Drift]:
    name, wanted, rows = published.resource, published.file.rows, seen.rows
    expected = Text(th=f"{wanted:,} แถว", en=f"{wanted:,} rows")
    if rows is not None and rows.differ:
        found = Text(
            th=f"{rows.stored:,} แถว (เกิน {rows.added:,} ขาด {rows.missing:,} เปลี่ยน {rows.changed:,})",
            en=f"{rows.stored:,} rows ({rows.added:,} too many, {rows.missing:,} missing, {rows.changed:,} changed)",
        )
        yield case.drift("table/rows", name, expected=expected, found=found, mends=case.mends)
    elif seen.told_rows != wanted:
        found = Text(th=f"{seen.told_rows:,} แถว", en=f"{seen.told_rows:,} rows")
        yield case.drift(
            "table/rows" if rows is None else "table/count", name, expected=expected, found=found, mends=case.mends
        )


def _columns(shape: object) -> str:
    assert isinstance(shape, list | tuple)
    return ", ".join(f"{name} {type}" for name, type in shape)


def _words(words: tuple[str, str]) -> str:
    label, note = words
    return f"{label} ({note})" if note else label or "-"
