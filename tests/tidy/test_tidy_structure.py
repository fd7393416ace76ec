"""The canonical file has the records of the agency's file: as many, as long, as ragged, whatever the block size."""

import csv
import hashlib
import io

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.domain.dataset import Tidy
from flows.domain.table_schema import TableSchema
from flows.tidy import ReceivedCells, records, tidy
from flows.tidy.blocks import pieces
from flows.tidy.grammar import PROVABLE_WIDTH, Grammar

BLOCKS = [1, 64, 1000, 8 << 20]

CELLS = st.text(
    alphabet=st.one_of(
        st.sampled_from(',;|\t"\n\r \u00a0\ufeff\u200b\u2028\x0b\x85-กำ้๑0'),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    max_size=12,
)


def read_csv(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def schema_of(width):
    fields = [{"name": f"f{n}", "title": f"หัวข้อ {n}"} for n in range(width)]
    return TableSchema("agency/table", "1.0", {"fields": fields})


def written(rows, *, width, delimiter=",", line_end="\r\n", quote_all=False):
    """The rows under their headers. (csv.writer leaves a CR without quotation marks where lines end in LF.)"""

    def cell(text):
        marks = quote_all or any(letter in text for letter in f'{delimiter}"\r\n') or (width == 1 and not text)
        return '"' + text.replace('"', '""') + '"' if marks else text

    headers = [f"หัวข้อ {n}" for n in range(width)]
    return "".join(delimiter.join(map(cell, row)) + line_end for row in [headers, *rows])


@st.composite
def regular_tables(draw):
    width = draw(st.integers(1, 6))
    rows = draw(st.lists(st.lists(CELLS, min_size=width, max_size=width), max_size=25))
    return width, rows


@pytest.mark.slow
@given(
    table=regular_tables(),
    delimiter=st.sampled_from(",;|\t"),
    line_end=st.sampled_from(["\r\n", "\n"]),
    quote_all=st.booleans(),
    block_bytes=st.sampled_from(BLOCKS),
    cut=st.booleans(),
)
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_regular_table_comes_out_as_it_went_in(tmp_path, table, delimiter, line_end, quote_all, block_bytes, cut):
    width, rows = table
    text = written(rows, width=width, delimiter=delimiter, line_end=line_end, quote_all=quote_all)
    path = tmp_path / "snapshot"
    path.write_bytes((text.removesuffix(line_end) if cut else text).encode())
    rules = Tidy(trim=False, delimiter=delimiter, header_row=1)
    tidied = tidy(path, rules, schema_of(width), tmp_path / "out", block_bytes)
    data = tidied.path.read_bytes()
    assert read_csv(data.decode())[1:] == rows
    assert (tidied.sha256, tidied.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert tidied.rows == len(rows)


RAW_CELLS = st.one_of(
    st.sampled_from(["", '"', '""', 'ก"ข', '"ก"ข', ' "x"', '"1\n2"', '"1\r2"', '"a""b"', "1,2", "\ufeffก", " "]),
    st.text(alphabet="ab กข", max_size=3),
)


@pytest.mark.slow
@given(
    records=st.lists(st.tuples(st.lists(RAW_CELLS, max_size=6), st.sampled_from(["\r\n", "\n", "\r"])), max_size=30),
    width=st.integers(1, 4),
    block_bytes=st.sampled_from(BLOCKS),
)
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_csv_reader_finds_is_what_is_written(tmp_path, records, width, block_bytes):
    header = ",".join(f"หัวข้อ {n}" for n in range(width))
    text = header + "\r\n" + "".join(",".join(cells) + line_end for cells, line_end in records)
    path = tmp_path / "snapshot"
    path.write_bytes(text.encode())
    tidied = tidy(path, Tidy(trim=False, header_row=1), schema_of(width), tmp_path / "out", block_bytes)
    expected = read_csv(text)[1:]
    assert read_csv(tidied.path.read_bytes().decode())[1:] == expected
    assert tidied.rows == len(expected)


@pytest.mark.parametrize("block_bytes", BLOCKS)
def test_ragged_and_blank_rows_stay_ragged_and_blank(desk, block_bytes):
    text = "ก,ข,ค\r\n1,2,3\r\n4,5\r\n\r\n6,7,8,9\r\n,,\r\n \r\n" + "x,y,z\r\n" * 50 + "7\r\n\r\n"
    tidied = desk.tidy(text, ["a=ก", "b=ข", "c=ค"], block_bytes=block_bytes)
    assert desk.rows(tidied) == [
        ["1", "2", "3"],
        ["4", "5"],
        [],
        ["6", "7", "8", "9"],
        ["", "", ""],
        [""],
        *[["x", "y", "z"]] * 50,
        ["7"],
        [],
    ]


@pytest.mark.parametrize("block_bytes", [1000, 8 << 20])
def test_irregular_rows_near_and_far(desk, block_bytes):
    rows = [[str(number), "x"] for number in range(2000)]
    for number in (0, 150, 151, 400, 499, 700, 1898, 1999):
        rows[number] = [[str(number)], [], [str(number), "x", "y"]][number % 3]
    text = "ก,ข\r\n" + "".join(",".join(cells) + "\r\n" for cells in rows)
    tidied = desk.tidy(text, block_bytes=block_bytes)
    assert desk.rows(tidied) == rows
    assert tidied.rows == 2000


@pytest.mark.parametrize("block_bytes", BLOCKS)
def test_a_row_is_as_much_too_short_or_long_as_it_was_whatever_the_order_of_columns(desk, block_bytes):
    text = "_id,ข,ค,ก\r\n1,b,c,a\r\n2,b,c\r\n3,b\r\n4\r\n5,b,c,a,x,y\r\n\r\n"
    rules = {"drop_columns": ("_id",), "null_words": ("b",), "block_bytes": block_bytes}
    tidied = desk.tidy(text, ["a=ก", "b=ข", "c=ค"], **rules)
    # Cells that stay are in their own columns; the row's length is what tells of the missing ones.
    assert desk.rows(tidied) == [["a", "", "c"], ["", ""], [""], [""], ["a", "", "c", "x", "y"], []]
    assert desk.changes(tidied)["tidy/null-word", "b"] == 4


@pytest.mark.parametrize("block_bytes", BLOCKS)
def test_one_column(desk, block_bytes):
    text = 'ก\r\n1\r\n""\r\n\r\n-\r\n"ก\r\nข"\r\n2,3\r\n'
    tidied = desk.tidy(text, ["a=ก"], null_words=("-",), block_bytes=block_bytes)
    assert desk.rows(tidied) == [["1"], [""], [], [""], ["ก\r\nข"], ["2", "3"]]


def test_surplus_cells_stay_with_their_row_when_others_are_left_out(desk):
    tidied = desk.tidy("ก,ข\r\nรวม,1\r\n1,2,เกิน\r\nรวม,1,x\r\n3,4\r\n", drop_rows_starting=("รวม",))
    assert desk.rows(tidied) == [["1", "2", "เกิน"], ["3", "4"]]


def test_one_published_column_of_several(desk):
    tidied = desk.tidy("ก,_id\r\n1,2\r\n,3\r\n5\r\n\r\n6,7,8\r\n", ["a=ก"], drop_columns=("_id",))
    # A lone cell cannot be too short, except as a blank line.
    assert desk.rows(tidied) == [["1"], [""], [], [], ["6", "8"]]


@pytest.mark.parametrize("block_bytes", BLOCKS)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end(desk, line_end, block_bytes):
    text = line_end.join(["ก,ข", "1,2", f'"x{line_end}y","say ""hi"""', "3,4", ""])
    tidied = desk.tidy(text, block_bytes=block_bytes)
    assert desk.rows(tidied) == [["1", "2"], [f"x{line_end}y", 'say "hi"'], ["3", "4"]]
    assert tidied.path.read_bytes().startswith(b"a,b\r\n1,2\r\n")


def test_line_ends_may_be_mixed(desk):
    assert desk.rows(desk.tidy("ก,ข\r1,2\n3,4\r\n5,6")) == [["1", "2"], ["3", "4"], ["5", "6"]]


def test_a_line_end_may_lie_across_two_reads(desk):
    header, row = "ก,ข\r\n", "1,{},3"  # three cells: read one by one
    filler = "x" * (records.READ_BYTES - len(row.format("")) - 1)
    assert desk.rows(desk.tidy(header + row.format(filler) + "\r\n4,5\r\n")) == [["1", filler, "3"], ["4", "5"]]
    assert desk.rows(desk.tidy(header + row.format(filler) + "\r4,5\r")) == [["1", filler, "3"], ["4", "5"]]


def test_only_a_record_has_a_longest_length(desk, monkeypatch):
    monkeypatch.setattr(records, "RECORD_BYTES", 100)
    assert desk.tidy("ก,ข\r\n" + "1,2,3\r\n" * 200).rows == 200


@pytest.mark.parametrize("block_bytes", BLOCKS)
def test_rows_are_counted_as_a_spreadsheet_counts_them(desk, block_bytes):
    lines = ["ทะเบียน", "ก,ข"]
    for number in range(3, 203):
        lines.append("รวม,x" if number % 10 == 0 else f'{number},"สอง\r\nบรรทัด"')
    tidied = desk.tidy("\r\n".join(lines), drop_rows_starting=("รวม",), block_bytes=block_bytes)
    assert tidied.row_map.dropped == tuple(range(10, 203, 10))
    for canonical_row, cells in enumerate(desk.rows(tidied), start=1):
        assert cells[0] == str(tidied.row_map.source_row(canonical_row))


def test_the_cells_as_the_agency_wrote_them(desk):
    text = 'ทะเบียน|\r\nก|ข\r\n" ๑,๐๐๐ "|-\r\n"สอง\nบรรทัด"|x|เกิน\r\n\r\nท้าย|y\r\n'
    tidied = desk.tidy(text.encode("cp874"), delimiter="|", thai_digits=("a",), thousands=("a",), null_words=("-",))
    assert desk.rows(tidied)[0] == ["1000", ""]
    assert tidied.delimiter == "|"
    wanted = [(1, 1), (3, 1), (3, 2), (4, 1), (4, 3), (6, 2), (5, 1), (3, 9), (99, 1), (0, 0)]
    assert ReceivedCells(tidied)(wanted) == {
        (1, 1): "ทะเบียน",
        (3, 1): " ๑,๐๐๐ ",
        (3, 2): "-",
        (4, 1): "สอง\nบรรทัด",
        (4, 3): "เกิน",
        (6, 2): "y",
    }
    assert ReceivedCells(tidied)([]) == {}


def test_the_canonical_file_has_as_few_quotation_marks_as_possible(desk):
    tidied = desk.tidy('ก,ข\n"ก","a,b"\n"","x ""y"""\n"#"," z"\n', trim=False)
    assert tidied.path.read_bytes() == 'a,b\r\nก,"a,b"\r\n,"x ""y"""\r\n#, z\r\n'.encode()


def test_clean_records_are_proven_and_read_at_once():
    for record in ("1,2,3\r\n", '1,"two\r\nlines",3\n', '"ก ""ข""",,"1,234"\n'):
        clean = record.encode() * 10_000
        regular = Grammar(",", 3).regular_prefix(clean + b'4,5"6,7\r\n' + clean, last=True)
        assert regular is not None
        assert (regular.frame.height, regular.taken) == (10_000, len(clean))
        assert regular.one_line == ("two" not in record)
    assert Grammar(",", 3).regular_prefix(b"1,2\r\n", last=True) is None


def test_memory_holds_a_block_and_not_the_file(tmp_path):
    path = tmp_path / "text.csv"
    path.write_text('1,"two\nlines",3\r\n' * 10_000 + "4,5\r\n" * 10_000, newline="")
    heights = [piece.frame.height for piece in pieces(path, ",", 3, block_bytes=10_000)]
    assert sum(heights) == 20_000
    assert max(heights) < 2500


@pytest.mark.parametrize("width", [300, PROVABLE_WIDTH, PROVABLE_WIDTH + 1])
def test_wide_tables(tmp_path, width):
    rows = [[f"{row}-{n}" if n % 3 else 'ก"ข' for n in range(width)] for row in range(20)]
    path = tmp_path / "snapshot"
    path.write_bytes(written(rows, width=width).encode())
    tidied = tidy(path, Tidy(), schema_of(width), tmp_path / "out")
    assert read_csv(tidied.path.read_bytes().decode())[1:] == rows
