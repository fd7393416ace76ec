"""The way from a snapshot to a canonical table, from top to bottom."""

from pathlib import Path

import polars as pl

from flows.domain.table_schema import TableSchema
from flows.domain.tidied import Change, Remark, RowMap, Tidied
from flows.domain.tidy import Tidy
from flows.tidy.blocks import BLOCK_BYTES, Piece, pieces
from flows.tidy.canonical import CanonicalFile
from flows.tidy.decode import decode
from flows.tidy.grammar import column_name
from flows.tidy.header import Header, find_header
from flows.tidy.merged import MergedCells
from flows.tidy.remarks import remarks_on_layout, remarks_on_sheet
from flows.tidy.rows import RowsToLeaveOut
from flows.tidy.second_table import SecondTable
from flows.tidy.sniff import kind_of
from flows.tidy.swallowed import MOST, Swallowed
from flows.tidy.values import Conversions, Counts
from flows.tidy.workbook import Sheet, write_sheet


def tidy(snapshot_path: Path, rules: Tidy, schema: TableSchema, folder: Path, block_bytes: int = BLOCK_BYTES) -> Tidied:
    """Makes `folder`/canonical.csv from the agency's bytes (CSV or XLSX, told by the bytes) and says what it changed.

    Only what `rules` declare is changed, and structure never: a ragged or blank row stays one. The agency's table as
    text, before any conversion, is `Tidied.received`: the snapshot itself where that is plain UTF-8, else
    `folder`/as-text.csv. Its delimiter is the agency's own (`Tidied.delimiter`); the canonical file's is a comma.
    Blocks of `block_bytes` are worked on at a time, so that memory stays flat (a workbook excepted).
    Raises `Untidy` if the file cannot be made into a table at all.
    """
    folder.mkdir(parents=True, exist_ok=True)
    received = folder / "as-text.csv"
    sheet: Sheet | None = None
    delimiter: str = rules.delimiter
    if kind_of(snapshot_path) == "xlsx":
        sheet = write_sheet(snapshot_path, rules.sheet, received)
        encoding, delimiter = "xlsx", ","
    else:
        decoded = decode(snapshot_path, rules.encoding, received)
        received, encoding = decoded.path, decoded.encoding
    header = find_header(received, delimiter, rules, schema)
    counts = _counts_of_layout(header, encoding)
    conversions = Conversions(rules, schema, header.columns)
    unwanted = RowsToLeaveOut(rules, header)
    swallowed = Swallowed(delimiter, header, rules, schema)
    merged = MergedCells(sheet.xml.merged if sheet else (), header)
    second = SecondTable(header, rules, schema)
    remarks = [*remarks_on_layout(header), *unwanted.remarks, *(remarks_on_sheet(sheet, header) if sheet else ())]
    dropped: list[int] = []
    broken: list[Remark] = []
    row = header.first_row
    with CanonicalFile(folder / "canonical.csv", [column.name for column in header.columns]) as canonical:
        for piece in pieces(received, delimiter, header.width, header.start, row, block_bytes):
            starting, blank = unwanted.starting(piece), unwanted.blank(piece)
            counts["tidy/dropped-row", None] += int(starting.sum())
            counts["tidy/blank-row", None] += int((blank & ~starting).sum())
            left_out = starting | blank
            dropped.extend(row + int(index) for index in left_out.arg_true())
            # A workbook's cells are no text that a quotation mark could break.
            if sheet is None and not piece.one_line and len(broken) < MOST:
                broken.extend(swallowed.remarks(piece, row))
            merged.see(piece, row, left_out)
            second.see(piece, row, starting)
            _write(piece, ~left_out, header, conversions, counts, canonical)
            row += piece.frame.height
    return Tidied(
        path=canonical.path,
        sha256=canonical.sha256,
        size=canonical.size,
        rows=canonical.rows,
        columns=header.columns,
        row_map=RowMap(first=header.first_row, dropped=tuple(dropped)),
        changes=tuple(Change(rule, column, count) for (rule, column), count in counts.items() if count),
        encoding=encoding,
        received=received,
        header_row=header.row,
        sheet=sheet.name if sheet else None,
        delimiter=delimiter,
        remarks=(*remarks, *second.remarks(), *merged.remarks(), *broken[:MOST]),
    )


def _counts_of_layout(header: Header, encoding: str) -> Counts:
    counts = Counts()
    counts["tidy/encoding", None] = 1 if encoding in ("cp874", "utf-16") else 0
    counts["tidy/title-rows", None] = header.row - 1 if header.row is not None else 0
    counts["tidy/header", None] = header.renamed if header.row is not None else 0
    counts["tidy/dropped-column", None] = header.dropped
    return counts


def _write(
    piece: Piece,
    kept: pl.Series,
    header: Header,
    conversions: Conversions,
    counts: Counts,
    canonical: CanonicalFile,
) -> None:
    published = piece.frame.select(column_name(column.position) for column in header.columns)
    frame = conversions.applied(published.filter(kept), counts)
    if piece.widths is None:
        canonical.write(frame)
        return
    indexes = [int(index) for index in kept.arg_true()]
    widths = [piece.widths[index] for index in indexes]
    surplus = {nth: piece.surplus[index] for nth, index in enumerate(indexes) if index in piece.surplus}
    canonical.write_ragged(frame, widths, surplus, header.width)
