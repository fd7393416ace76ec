"""Rows that are declared not to be part of the table."""

import pytest

CROPS = ["crop=ชนิดพืช", "area=เนื้อที่", "year=ปี"]
# Columns as a portal's dump shuffles them: the word of a total stands in the third one.
SHUFFLED = "เนื้อที่,_id,ชนิดพืช,ปี\r\n5,1,ข้าว,2564\r\n9,2,รวมทั้งประเทศ,2564\r\n7,3,ข้าวรวม,รวม\r\n"


@pytest.mark.parametrize("entry", ["ชนิดพืช=รวม", "crop=รวม", " ชนิด พืช = รวม "])
def test_rows_are_dropped_by_the_word_in_one_column(desk, entry):
    text = SHUFFLED.replace("ชนิดพืช", "ชนิด พืช") if "ชนิด พืช" in entry else SHUFFLED
    fields = [{"name": "crop", "title": "ชนิดพืช", "aliases": ["ชนิด พืช"]}, *CROPS[1:]]
    tidied = desk.tidy(text, fields, drop_columns=("_id",), drop_rows_starting=(entry,))
    assert [row[0] for row in desk.rows(tidied)] == ["ข้าว", "ข้าวรวม"]
    assert tidied.row_map.dropped == (3,)
    assert desk.changes(tidied)["tidy/dropped-row", None] == 1
    assert tidied.remarks == ()


def test_a_bare_word_still_is_about_the_first_filled_cell(desk):
    tidied = desk.tidy(SHUFFLED, CROPS, drop_columns=("_id",), drop_rows_starting=("รวม", "9"))
    assert [row[0] for row in desk.rows(tidied)] == ["ข้าว", "ข้าวรวม"]


def test_a_column_that_is_not_published_may_tell_which_rows_to_drop(desk):
    tidied = desk.tidy(SHUFFLED, CROPS, drop_columns=("_id",), drop_rows_starting=("_id=2", "year=รวม"))
    assert [row[0] for row in desk.rows(tidied)] == ["ข้าว"]


def test_a_column_that_the_file_does_not_have_is_remarked_upon(desk):
    tidied = desk.tidy(SHUFFLED, CROPS, drop_columns=("_id",), drop_rows_starting=("ไม่มี=รวม",))
    assert tidied.rows == 3
    assert [(remark.rule, remark.words) for remark in tidied.remarks] == [
        ("format/drop-row-column-not-found", {"name": "ไม่มี"})
    ]


@pytest.mark.parametrize("block_bytes", [1, 8 << 20])
def test_blank_rows_are_left_out_as_declared_and_counted(desk, block_bytes):
    text = "_id,ก,ข\r\n1,x,y\r\n\r\n2,, - \r\n    \r\n3,,\r\n4,,,เกิน\r\n5,,,\r\nรวม,,\r\n6,z,\r\n"
    rules = {"drop_columns": ("_id",), "null_words": ("-",), "drop_rows_starting": ("รวม",), "block_bytes": block_bytes}
    tidied = desk.tidy(text, drop_blank_rows=True, **rules)
    assert desk.rows(tidied) == [["x", "y"], ["", "", "เกิน"], ["z", ""]]
    assert desk.changes(tidied)["tidy/blank-row", None] == 5
    assert desk.changes(tidied)["tidy/dropped-row", None] == 1
    assert tidied.row_map.dropped == (3, 4, 5, 6, 8, 9)
    assert [tidied.row_map.source_row(row) for row in (1, 2, 3)] == [2, 7, 10]
    assert desk.tidy(text, **rules).rows == 8


def test_blanks_that_are_not_trimmed_are_no_blank_row(desk):
    text = "ก,ข\r\n  ,\r\n,\r\n"
    assert desk.rows(desk.tidy(text, drop_blank_rows=True, trim=False)) == [["  ", ""]]
    assert desk.rows(desk.tidy(text, drop_blank_rows=True)) == []
