"""Which row bears the headers, and which column is which field."""

import pytest

from flows.tidy import Untidy
from flows.tidy.recognise import normalised

FIELDS = ["reg=เลขทะเบียน", "name=ชื่อโรงงาน", "capital=เงินทุน (บาท)", "province=จังหวัด"]


@pytest.mark.parametrize(
    "header",
    [
        "เงินทุน (บาท)",
        " เงินทุน(บาท) ",
        "\ufeffเงินทุน  ( บาท )",
        "เงินทุน\r\n(บาท)",
        "เงินทุน\u00a0(บาท)",
        "เงิน\u200bทุน (บาท)",
    ],
)
def test_what_people_do_not_see_does_not_matter(header):
    assert normalised(header) == normalised("เงินทุน (บาท)")


@pytest.mark.parametrize("header", ["เงินทุน (ล้านบาท)", "เงินทุน", "เงินทุน บาท", "เงินทุน (บาท/ปี)"])
def test_a_unit_is_part_of_a_header(desk, header):
    assert normalised(header) != normalised("เงินทุน (บาท)")
    tidied = desk.tidy(f"เลขทะเบียน,ชื่อโรงงาน,{header}\r\n1,ก,5\r\n", FIELDS)
    assert desk.header(tidied) == ["reg", "name", header]


def test_sara_am_is_one_letter_however_it_was_typed():
    assert normalised("อ\u0e4d\u0e32เภอ") == normalised("อำเภอ")
    assert normalised("น\u0e49\u0e4d\u0e32ตาล") == normalised("น้ำตาล")
    assert normalised("น\u0e4d\u0e49\u0e32ตาล") == normalised("น้ำตาล")


def test_names_aliases_and_letter_case(desk):
    fields = [{"name": "fid", "title": "รหัส", "aliases": ["Factory ID"]}, "name=ชื่อโรงงาน", "province=จังหวัด"]
    tidied = desk.tidy("FACTORY id,name,จังหวัด\r\n1,2,3\r\n", fields)
    assert [(column.name, column.header, column.position) for column in tidied.columns] == [
        ("fid", "FACTORY id", 1),
        ("name", "name", 2),
        ("province", "จังหวัด", 3),
    ]
    assert desk.changes(tidied)["tidy/header", None] == 2


def test_a_title_beats_an_alias_of_another_field(desk):
    fields = [{"name": "a", "title": "ก", "aliases": ["ข"]}, {"name": "b", "title": "ข"}]
    assert [column.name for column in desk.tidy("ข,ก\r\n1,2\r\n", fields).columns] == ["a", "b"]
    assert desk.header(desk.tidy("ข,ข\r\n1,2\r\n", fields)) == ["b", "ข"]


def test_columns_come_in_the_schemas_order_and_others_behind(desk):
    text = "_id,จังหวัด,โทร,เลขทะเบียน,ชื่อโรงงาน,เลขทะเบียน\r\n1,ตาก,02,R1,ก,R2\r\n"
    tidied = desk.tidy(text, FIELDS, drop_columns=("_id",))
    assert desk.header(tidied) == ["reg", "name", "province", "โทร", "เลขทะเบียน"]
    assert desk.rows(tidied) == [["R1", "ก", "ตาก", "02", "R2"]]
    assert [column.position for column in tidied.columns] == [4, 5, 2, 3, 6]
    changes = desk.changes(tidied)
    assert (changes["tidy/dropped-column", None], changes["tidy/header", None]) == (1, 3)


def test_columns_are_dropped_by_any_of_their_names(desk):
    tidied = desk.tidy("เลข ทะเบียน,ชื่อโรงงาน ,จังหวัด\r\n1,2,3\r\n", FIELDS, drop_columns=("ชื่อโรงงาน", "province"))
    assert desk.header(tidied) == ["เลข ทะเบียน"]
    assert desk.rows(tidied) == [["1"]]


def test_rows_above_the_headers_are_left_out(desk):
    text = 'ทะเบียน,,\r\n"ข้อมูล\nณ วันที่",1 ม.ค. 2567,\r\n\r\nเลขทะเบียน,ชื่อโรงงาน,จังหวัด\r\n1,2,3\r\n'
    tidied = desk.tidy(text, FIELDS)
    assert (tidied.header_row, tidied.row_map.first, tidied.row_map.source_row(1)) == (4, 5, 5)
    assert desk.rows(tidied) == [["1", "2", "3"]]
    assert desk.changes(tidied)["tidy/title-rows", None] == 3


def test_half_of_the_headers_are_enough_and_fewer_are_not(desk):
    assert desk.tidy("จังหวัด,ใหม่,ชื่อโรงงาน\r\n", FIELDS).header_row == 1
    with pytest.raises(Untidy) as caught:
        desk.tidy("จังหวัด,ใหม่,ใหม่ 2\r\n1,2,3\r\n", FIELDS)
    assert caught.value.slug == "format/no-header"
    assert caught.value.words["expected"] == "เลขทะเบียน, ชื่อโรงงาน, เงินทุน (บาท), จังหวัด"
    assert caught.value.words["found"].th == "แถวที่ 1 มี 3 ช่อง และมีหัวคอลัมน์ที่รู้จักเพียง จังหวัด"


def test_a_header_below_the_thirtieth_row_is_not_looked_for(desk):
    header = "เลขทะเบียน,ชื่อโรงงาน\r\n"
    assert desk.tidy("x,y\r\n" * 29 + header, FIELDS).header_row == 30
    with pytest.raises(Untidy):
        desk.tidy("x,y\r\n" * 30 + header, FIELDS)


def test_a_title_that_is_one_of_two_headers_is_passed_over(desk):
    assert desk.tidy("ก,\r\nก,ข\r\n1,2\r\n").header_row == 2
    assert desk.tidy("ก,อื่น\r\n1,2\r\n").header_row == 1
    assert desk.tidy("ชื่อตาราง\r\nก\r\n1\r\n", ["a=ก"]).header_row == 2


def test_a_declared_row(desk):
    text = "เลขทะเบียน,ชื่อโรงงาน\r\nจังหวัด,อื่น\r\n1,2\r\n"
    assert desk.tidy(text, FIELDS, header_row=2).header_row == 2
    for row in (3, 9):
        with pytest.raises(Untidy) as caught:
            desk.tidy(text, FIELDS, header_row=row)
        assert (caught.value.slug, caught.value.place.row) == ("format/no-header", row)


def test_a_file_without_headers(desk):
    tidied = desk.tidy("\ufeffR1,ก,5,ตาก\r\nR2,ข,6,น่าน\r\n", FIELDS, header_row="none", drop_columns=("capital",))
    assert (tidied.header_row, tidied.row_map.source_row(1), tidied.rows) == (None, 1, 2)
    assert desk.header(tidied) == ["reg", "name", "province"]
    assert desk.rows(tidied)[0] == ["R1", "ก", "ตาก"]
    assert ("tidy/header", None) not in desk.changes(tidied)


def test_a_file_without_headers_and_with_other_columns_stays_ragged(desk):
    tidied = desk.tidy("R1,ก,5\r\nR2,ข,6,น่าน,x\r\n", FIELDS, header_row="none")
    assert desk.rows(tidied) == [["R1", "ก", "5"], ["R2", "ข", "6", "น่าน", "x"]]


@pytest.mark.parametrize("header_row", ["find", 1, 2])
def test_a_person_in_the_first_row_of_a_register_without_headers_is_not_told(desk, header_row):
    person = ("สมชาย ใจดี", "0812345678", "1101700230708")
    with pytest.raises(Untidy) as caught:
        desk.tidy(f"{','.join(person)}\r\n{','.join(person)}\r\n", FIELDS, header_row=header_row)
    assert caught.value.slug == "format/no-header"
    told = f"{caught.value.words} {caught.value}"
    assert not any(cell in told for cell in person)
    row = 1 if header_row == "find" else header_row
    assert caught.value.words["found"].th == f"แถวที่ {row} มี 3 ช่อง และไม่มีหัวคอลัมน์ที่รู้จัก"


def test_a_declared_row_that_is_not_there_is_said_to_be_missing(desk):
    with pytest.raises(Untidy) as caught:
        desk.tidy("เลขทะเบียน,ชื่อโรงงาน\r\n1,2\r\n", FIELDS, header_row=9)
    assert caught.value.words["found"].th == "แถวที่ 9 ไม่มีอยู่หรือเป็นแถวว่าง"


def test_a_column_to_be_dropped_that_is_not_there_is_remarked_upon(desk):
    text = "_id,เลขทะเบียน,ชื่อโรงงาน\r\n1,2,3\r\n"
    tidied = desk.tidy(text, FIELDS, drop_columns=("_ID", "ไม่มีจริง", "capital"))
    assert [(remark.rule, remark.words["name"]) for remark in tidied.remarks] == [
        ("format/drop-column-not-found", "ไม่มีจริง"),
        ("format/drop-column-not-found", "capital"),
    ]
    assert desk.tidy(text, FIELDS, drop_columns=("_id", "name")).remarks == ()
