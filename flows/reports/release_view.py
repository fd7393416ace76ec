"""What changed against the last release, as a report shows it."""

from dataclasses import dataclass
from decimal import Decimal

from flows.domain.finding import Place
from flows.domain.release import LastRelease, ReleaseDiff
from flows.reports.data import ReportData, ReportTable


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column that both versions have."""

    name: str
    """The agency's own header; the machine name where there is none."""
    cells_changed: int | None
    """None where rows cannot be told from one another."""
    before: str | None
    """Sum, with thousands separated; None where the column is not numeric, or may hold personal data."""
    now: str | None
    difference: str | None
    """With its sign, and in percent where that can be said."""


@dataclass(frozen=True, slots=True)
class ReleaseView:
    """One table against the version that the public gets now."""

    title: str
    diff: ReleaseDiff
    rows: str
    """How many rows there are more or fewer, with the sign."""
    columns: tuple[ColumnView, ...]
    """Those with changed cells, or with another sum."""
    names_new: tuple[str, ...]
    names_gone: tuple[str, ...]
    last: LastRelease | None
    """The file that it is compared with."""
    sha256: str | None
    """Of this run's file."""


def release_views(report: ReportData) -> tuple[ReleaseView, ...]:
    """One for each table that was compared with its last release, in declared order."""
    return tuple(_view(report, table, table.release) for table in report.tables if table.release is not None)


def _view(report: ReportData, table: ReportTable, diff: ReleaseDiff) -> ReleaseView:
    headers = {column.name: column.header or column.name for column in table.tidied.columns} if table.tidied else {}
    cells = diff.cells_changed or {}
    columns = []
    for name in dict.fromkeys((*diff.sums, *cells)):
        sums = diff.sums.get(name)
        moved = sums is not None and Decimal(sums.before) != Decimal(sums.now)
        if not moved and not cells.get(name):
            continue
        shown = None if report.hides(Place(table.name, field=name)) else sums
        columns.append(
            ColumnView(
                headers.get(name, name),
                None if diff.cells_changed is None else cells.get(name, 0),
                _grouped(shown.before) if shown else None,
                _grouped(shown.now) if shown else None,
                _difference(Decimal(shown.before), Decimal(shown.now)) if shown else None,
            )
        )
    return ReleaseView(
        title=table.resource.title,
        diff=diff,
        rows=f"{diff.rows_now - diff.rows_before:+,}",
        columns=tuple(columns),
        names_new=tuple(headers.get(name, name) for name in diff.columns_new),
        names_gone=diff.columns_gone,
        last=table.last,
        sha256=table.tidied.sha256 if table.tidied else None,
    )


def _grouped(number: str) -> str:
    return f"{Decimal(number):,f}"


def _difference(before: Decimal, now: Decimal) -> str:
    change = f"{now - before:+,f}"
    return f"{change} ({(now - before) / abs(before) * 100:+,.1f}%)" if before else change
