"""Two tables in one: told where it is sure, and not where a table is only untidy."""

import pytest

FIELDS = ("name=จังหวัด", "tonnes=ปริมาณ=number", "baht=มูลค่า=number")
TOP = ["จังหวัด,ปริมาณ,มูลค่า", "ลำปาง,10,20", "ตาก,30,40"]


def found(desk, lines, **more):
    tidied = desk.tidy("\n".join(lines) + "\n", FIELDS, **more)
    return [
        (remark.words["where"].en, remark.row, remark.column)
        for remark in tidied.remarks
        if remark.rule == "format/two-tables"
    ]


BELOW_4 = [("further below, from row 5 on", 5, None)]


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        # The same headers once more, of which half are enough.
        ([",,", "จังหวัด,ปริมาณ,มูลค่า", "น่าน,50,60"], BELOW_4),
        ([",,", "จังหวัด,ปริมาณ,ราคา", "น่าน,50,60"], BELOW_4),
        # Other headers above numbers.
        ([",,", "ประเภทแร่,จำนวน,ราคา", "ดีบุก,50,60"], BELOW_4),
        ([",,", "สรุปตามปี,,", "ปี,จำนวน,", "2567,50,"], [("further below, from row 6 on", 6, None)]),
        # Blank rows alone, with the table going on.
        ([",,", "น่าน,50,60"], []),
        ([",,", ",,", "น่าน,-,-", "แพร่,50,60"], []),
        ([",,", "น่าน,ไม่ระบุ,ไม่มีข้อมูล", "แพร่,50,60"], []),
        ([",,", "น่าน,งด,ปิด", "แพร่,โรงงาน,60"], []),
        ([",,", "ภาคเหนือ,,", "แพร่,50,60"], []),
        # Footnotes, totals, nothing more.
        ([",,", "ที่มา: กรมอุตสาหกรรมพื้นฐานและการเหมืองแร่,,"], []),
        ([",,", "หมายเหตุ,ตัวเลขเบื้องต้น,", "ที่มา,กพร.,"], []),
        ([",,", "รวม,40,60"], []),
        ([",,", "รวมทั้งหมด,ตัน,บาท", "รวม,40,60"], BELOW_4),
        ([",,", ",,"], []),
        # Headers without a blank row above are no second table by this rule.
        (["ประเภทแร่,จำนวน,ราคา", "ดีบุก,50,60"], []),
        ([",,", "ประเภทแร่,จำนวน,ราคา"], []),
    ],
)
def test_below(desk, below, expected):
    assert found(desk, [*TOP, *below]) == expected


def test_what_is_declared_to_be_no_part_of_the_table_is_none(desk):
    below = [",,", "รวมทั้งหมด,ตัน,บาท", "รวม,40,60"]
    assert found(desk, [*TOP, *below], drop_rows_starting=("รวม",)) == []


@pytest.mark.parametrize("block_bytes", [64, 100, 150, 250, 400, 8 << 20])
def test_wherever_the_blocks_are_cut(desk, block_bytes):
    rows = [f"อำเภอ{number},{number},{number}" for number in range(40)]
    lines = [TOP[0], *rows, ",,", "สรุป,,", "ประเภทแร่,จำนวน,ราคา", "ดีบุก,50,60", *rows]
    assert found(desk, lines, block_bytes=block_bytes) == [("further below, from row 44 on", 44, None)]


RIGHT_E = [("to the right, from column E on", None, 5)]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["จังหวัด,ปริมาณ,มูลค่า,,ปี,จำนวน", "ลำปาง,10,20,,2567,5", "ตาก,30,40,,2568,6"], RIGHT_E),
        # A second one that begins further down has no headers here.
        (["จังหวัด,ปริมาณ,มูลค่า,,ปี,จำนวน", "ลำปาง,10,20,,,", "ตาก,30,40,,2568,6"], RIGHT_E),
        # Something stands in the column in between: one table, one header forgotten.
        (["จังหวัด,ปริมาณ,มูลค่า,,ปี,จำนวน", "ลำปาง,10,20,,2567,5", "ตาก,30,40,x,2568,6"], []),
        # One column of remarks.
        (["จังหวัด,ปริมาณ,มูลค่า,,หมายเหตุ", "ลำปาง,10,20,,x"], []),
        # The table begins in column B, or ends before the sheet does.
        ([",จังหวัด,ปริมาณ,มูลค่า", ",ลำปาง,10,20"], []),
        (["จังหวัด,ปริมาณ,มูลค่า,,,", "ลำปาง,10,20,,,"], []),
    ],
)
def test_to_the_right(desk, lines, expected):
    assert found(desk, lines) == expected


def test_columns_that_are_left_out_are_no_second_table(desk):
    lines = ["จังหวัด,ปริมาณ,มูลค่า,,ปี,จำนวน", "ลำปาง,10,20,,2567,5"]
    assert found(desk, lines, drop_columns=("ปี", "จำนวน")) == []


def test_a_file_without_headers_has_none_that_could_be_missing(desk):
    assert found(desk, ["ลำปาง,10,20", "ตาก,30,40"], header_row="none") == []
