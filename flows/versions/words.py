"""What changed from one version to the next, in one line: for a list of versions."""

from collections.abc import Iterator

from flows.domain.version_diff import TableDiff, VersionDiff

FIRST = "รุ่นแรก / first version"
NOTHING = "เนื้อหาเหมือนเดิม / the same content"


def in_words(diff: VersionDiff | None) -> str:
    """In both languages; None for the first version."""
    if diff is None:
        return FIRST
    told = [words for table in diff.tables for words in _table(table)]
    if diff.declared:
        told.append(f"คำประกาศ/declaration {', '.join(diff.declared)}")
    return " · ".join(told) or NOTHING


def _table(table: TableDiff) -> Iterator[str]:
    if table.before is None:
        yield f"ทรัพยากรใหม่/new resource {table.resource}"
    elif table.now is None:
        yield f"ไม่มีทรัพยากร/resource gone {table.resource}"
    elif not table.same_file:
        before, now = table.before.file.rows, table.now.file.rows
        rows = f"{before:,} → {now:,}" if before != now else f"{now:,} (ค่าเปลี่ยน/other cells)"
        yield f"แถว/rows {table.resource} {rows}"
    columns = [
        *(f"+{name}" for name in table.columns_new),
        *(f"−{name}" for name in table.columns_gone),
        *(f"{column.name}: {column.before} → {column.now}" for column in table.columns_changed if column.retyped),
        *(f"{column.name} (คำอธิบาย/description)" for column in table.columns_changed if not column.retyped),
    ]
    if not columns and table.before and table.now and not table.same_schema:
        yield f"โครงสร้าง/schema {table.resource}"
    if columns:
        yield f"คอลัมน์/columns {table.resource} {', '.join(columns)}"
