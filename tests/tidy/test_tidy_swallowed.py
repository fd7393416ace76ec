"""Rows that an unclosed quotation mark has swallowed are found; honest texts of several lines are left alone."""

import pytest

FIELDS = ["id=รหัส", "name=ชื่อ", "n=จำนวน=integer"]


def found(desk, text, fields=FIELDS, **rules):
    remarks = desk.tidy(text, fields, **rules).remarks
    assert {remark.rule for remark in remarks} <= {"table/line-break-in-cell"}
    return [(remark.row, remark.column, remark.words["lines"]) for remark in remarks]


@pytest.mark.parametrize("block_bytes", [1, 8 << 20])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_quotes_left_open_in_pairs(desk, line_end, block_bytes):
    lines = ["รหัส,ชื่อ,จำนวน"]
    for number in range(1, 23):
        mark = '"' if number in (3, 4, 8, 15) else ""
        lines.append(f"{number:02},{mark}xy,{number}")
    text = line_end.join([*lines, ""])
    assert desk.tidy(text, FIELDS).rows == 14
    assert found(desk, text, block_bytes=block_bytes) == [(4, 2, 2), (8, 2, 8)]


@pytest.mark.parametrize(
    ("first", "last", "column"),
    [
        ('"03,ab,5,ตาก', '"07,cd,6,น่าน', 1),
        ('03,"ab,5,ตาก', '07,"cd,6,น่าน', 2),
        ('03,ab,"5,ตาก', '07,cd,"6,น่าน', 3),
        ('03,ab,5,"ตาก', '07,cd,6,"น่าน', 4),
    ],
)
@pytest.mark.parametrize("between", [[], ["04,x,1,แพร่"], ["04,x,1,แพร่", "", "05,y,2,แพร่"]])
def test_whichever_column_it_opens_in(desk, first, last, column, between):
    text = "\r\n".join(["รหัส,ชื่อ,จำนวน,จังหวัด", first, *between, last, "08,z,7,ตาก", ""])
    told = found(desk, text, [*FIELDS, "p=จังหวัด"])
    assert told == [(2, column, len(between) + 2)]


def test_a_ragged_row_among_the_swallowed_ones_does_not_hide_them(desk):
    text = 'รหัส,ชื่อ,จำนวน\r\n03,"ab,5\r\n04,ก\r\n05,ข,6\r\n06,"ค,7\r\n'
    assert found(desk, text) == [(2, 2, 4)]


def test_also_where_the_column_is_not_published(desk):
    text = 'รหัส,โทร,จำนวน\r\n03,"ab,5\r\n04,"ก,6\r\n'
    assert found(desk, text, ["id=รหัส", "n=จำนวน=integer"], drop_columns=("โทร",)) == [(2, 2, 2)]


def test_another_delimiter(desk):
    text = 'รหัส;ชื่อ;จำนวน\r\n03;"ab;5\r\n04;"ก;6\r\n05;"a, b\nc, d";1\r\n'
    assert found(desk, text, delimiter=";") == [(2, 2, 2)]


def test_a_declared_pattern_is_evidence_too(desk):
    code = {"name": "id", "title": "รหัส", "constraints": {"pattern": "[A-Z][0-9]{2}"}}
    fields = [code, "name=ชื่อ"]
    assert found(desk, 'รหัส,ชื่อ\r\nA03,"ab\r\nA04,"ก\r\n', fields) == [(2, 2, 2)]
    assert found(desk, 'รหัส,ชื่อ\r\nA03,"อาคาร ก\r\nชั้น 2,ห้อง 5"\r\n', fields) == []


@pytest.mark.parametrize(
    "address",
    [
        "99/1 หมู่ 2\nต.บางรัก อ.เมือง จ.ตาก",
        "99/1, หมู่ 2\nต.บางรัก, อ.เมือง",
        "99/1,หมู่ 2\nต.บางรัก,อ.เมือง",
        "อาคาร ก, ชั้น 2\r\nถ.สุขุมวิท, แขวงคลองเตย, กทม.\r\n10110",
        "99/1,หมู่ 2\nต.บางรัก,อ.เมือง,จ.ตาก\n63000",
        "1. ทำขนมปัง\n2. ทำเค้ก, คุกกี้\n3. ทำแป้ง",
        "\n\n",
        ",\n,",
    ],
)
@pytest.mark.parametrize(
    "fields",
    [
        ["id=รหัส", "name=ชื่อ"],
        FIELDS,
        [*FIELDS, "d=วันที่=date", "x=หมายเหตุ"],
    ],
)
def test_honest_texts_of_several_lines(desk, address, fields):
    header = ",".join(field.split("=")[1] for field in fields)
    rest = {2: "", 3: ",5", 5: ",5,2024-01-31,x"}[len(fields)]
    text = header + "\r\n" + f'01,"{address}"{rest}\r\n' * 3
    assert found(desk, text) == []
    tidied = desk.tidy(text, fields)
    assert (tidied.rows, tidied.remarks) == (3, ())


def test_a_workbooks_cells_are_no_text_that_a_quotation_mark_could_break(desk):
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["รหัส", "ชื่อ", "จำนวน"], ["03", "ab,5\n04,ก", 6]):
        book.active.append(row)
    book.save(desk.folder / "snapshot")
    assert desk.tidy(desk.folder / "snapshot", FIELDS).remarks == ()
