"""Versions, and how two of them differ, as lines for people and as JSON for machines."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from flows.domain.thai_calendar import thai_short_datetime
from flows.domain.version import Version
from flows.domain.version_diff import RowChange, Rows, TableDiff, VersionDiff


def version_lines(
    versions: Sequence[Version], changed: Mapping[int, VersionDiff], stands: Version | None
) -> Iterator[str]:
    """Two for each: number, date, rows, run, and whether it stands on the portal; then what changed.

    A table would do without room for what changed: a terminal's width is soon used up.
    """
    from flows.versions import in_words

    for each in versions:
        here = "  ● อยู่บนพอร์ทัล/stands" if stands is each else ""
        yield f"{each.number:>4}  {thai_short_datetime(each.at)}  {each.rows:,} แถว/rows  {each.run}{here}"
        yield f"      {in_words(changed.get(each.number))}"


def diff_lines(found: VersionDiff, counted: Mapping[str, Rows | None]) -> Iterator[str]:
    if found.same:
        yield "เนื้อหาเหมือนกันทุกประการ / the same content"
    for table in found.tables:
        rows = counted[table.resource]
        if table.before is None:
            yield f"{table.resource}: ทรัพยากรใหม่ / new resource"
        elif table.now is None:
            yield f"{table.resource}: ไม่มีในรุ่นหลัง / not in the later version"
        elif rows is not None:
            yield _counts(table, rows)
            yield f"  sha256 {table.before.file.sha256} → {table.now.file.sha256}"
        if table.columns_new:
            yield f"{table.resource}: คอลัมน์ใหม่ / new columns: {', '.join(table.columns_new)}"
        if table.columns_gone:
            yield f"{table.resource}: คอลัมน์ที่หายไป / columns gone: {', '.join(table.columns_gone)}"
        for column in table.columns_changed:
            what = "ชนิดข้อมูล / type" if column.retyped else "คำอธิบายคอลัมน์ / described otherwise"
            yield f"{table.resource}.{column.name}: {what}: {column.before} → {column.now}"
        yield from (_row_line(row) for row in (rows.shown if rows else ()))
    if found.declared:
        yield f"คำประกาศ / declaration: {', '.join(found.declared)}"


def _counts(table: TableDiff, rows: Rows) -> str:
    assert table.before and table.now
    counts = f"เพิ่ม/added {rows.added:,}, ลบ/removed {rows.removed:,}"
    if rows.changed is not None:
        counts += f", เปลี่ยน/changed {rows.changed:,}"
    else:
        counts += " (ไม่มีคีย์หลัก เทียบทั้งแถว / no primary key: whole rows)"
    return f"{table.resource}: แถว/rows {table.before.file.rows:,} → {table.now.file.rows:,}: {counts}"


def _row_line(row: RowChange) -> str:
    cells = ", ".join(f"{name}={' → '.join(cell or '' for cell in cells)}" for name, cells in row.cells.items())
    return f"  {row.sign} {row.row:,}: {cells}"


def version_json(version: Version, changed: VersionDiff | None, stands: Version | None) -> dict[str, Any]:
    return {
        "version": version.number,
        "at": version.at.isoformat(),
        "run": version.run,
        "rows": version.rows,
        "stands": version is stands,
        "manifest_sha256": version.manifest_sha256,
        "content_sha256": version.content,
        "files": {table.resource: asdict(table.file) for table in version.tables},
        "changed": diff_json(changed, {}) if changed else None,
    }


def diff_json(found: VersionDiff, counted: Mapping[str, Rows | None]) -> dict[str, Any]:
    return {
        "tables": [_table_json(table, counted.get(table.resource)) for table in found.tables],
        "declared": found.declared,
    }


def _table_json(table: TableDiff, rows: Rows | None) -> dict[str, Any]:
    return {
        "resource": table.resource,
        "rows_before": table.before.file.rows if table.before else None,
        "rows_now": table.now.file.rows if table.now else None,
        "sha256_before": table.before.file.sha256 if table.before else None,
        "sha256_now": table.now.file.sha256 if table.now else None,
        "columns_new": table.columns_new,
        "columns_gone": table.columns_gone,
        "columns_changed": [asdict(column) for column in table.columns_changed],
        **({"rows": asdict(rows)} if rows else {}),
    }
