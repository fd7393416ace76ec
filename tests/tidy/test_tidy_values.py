"""The declared conversions of cells, and their counts."""

import pytest


def column(desk, values, kind="string", **rules):
    """The first column of a table of two, tidied; and the changes. Values may hold no comma, quote or line break."""
    text = "ก,ข\r\n" + "".join(f'"{value}",x\r\n' for value in values)
    tidied = desk.tidy(text, [f"a=ก={kind}", "b=ข"], **rules)
    return [row[0] for row in desk.rows(tidied)], desk.changes(tidied)


def test_blanks_at_the_ends_go_only_if_declared(desk):
    values = [" สายไหม ", "\u00a0ไร่\u3000", "ก ข", "   ", "x\t"]
    trimmed, changes = column(desk, values)
    assert trimmed == ["สายไหม", "ไร่", "ก ข", "", "x"]
    assert changes["tidy/trim", "a"] == 4
    kept, changes = column(desk, values, trim=False)
    assert kept == values
    assert ("tidy/trim", "a") not in changes


def test_words_that_mean_no_value(desk):
    values = ["-", " - ", "--", "ไม่ระบุ", "ก-ข", ""]
    emptied, changes = column(desk, values, null_words=("-", "ไม่ระบุ "), trim=False)
    assert emptied == ["", "", "--", "", "ก-ข", ""]
    assert changes["tidy/null-word", "a"] == 3
    # Blanks are looked at first: a trimmed cell counts for both.
    assert column(desk, values, null_words=("-",))[1]["tidy/null-word", "a"] == 2


def test_thai_digits_in_declared_columns_only(desk):
    text = "ก,ข\r\n๑๒๓ ก,๑๒๓\r\n"
    tidied = desk.tidy(text, thai_digits=("a", "not_in_the_file"))
    assert desk.rows(tidied) == [["123 ก", "๑๒๓"]]
    assert desk.changes(tidied)["tidy/thai-digits", "a"] == 1


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        ("1,234", "1234"),
        ("-1,234,567.89", "-1234567.89"),
        ("+12,345", "+12345"),
        ("123", "123"),
        ("1,23", "1,23"),
        ("1234,567", "1234,567"),
        ("12,34,567", "12,34,567"),
        ("1,234.", "1,234."),
        ("1,234 บาท", "1,234 บาท"),
        (",123", ",123"),
        ("1,234,", "1,234,"),
        ("1.234,56", "1.234,56"),
    ],
)
def test_thousands_only_where_they_are_well_formed(desk, value, plain):
    values, changes = column(desk, [value], thousands=("a",))
    assert values == [plain]
    assert changes.get(("tidy/thousands", "a"), 0) == (value != plain)


def test_thai_digits_come_before_thousands(desk):
    assert column(desk, ["๑,๒๓๔.๕๐"], thousands=("a",), thai_digits=("a",))[0] == ["1234.50"]


@pytest.mark.parametrize(
    ("date_format", "value", "iso"),
    [
        ("%d/%m/%Y", "29/02/2567", "2024-02-29"),  # no leap year of the common era, and yet a real day
        ("%d/%m/%Y", "29/02/2568", "29/02/2568"),  # 2568 is a leap year of the common era; 29/02/2025 is no day
        ("%d/%m/%Y", "1/2/2567", "2024-02-01"),
        ("%d/%m/%Y", "31/04/2567", "31/04/2567"),
        ("%d/%m/%Y", "00/01/2567", "00/01/2567"),
        ("%d/%m/%Y", "01/13/2567", "01/13/2567"),
        ("%d/%m/%Y", "01/02/2024", "01/02/2024"),  # not of this era
        ("%d/%m/%Y", "01/02/2701", "01/02/2701"),
        ("%d/%m/%Y", "01/02/2400", "1857-02-01"),
        ("%d/%m/%Y", "01-02-2567", "01-02-2567"),
        ("%d/%m/%Y", "01/02/2567 10:00", "01/02/2567 10:00"),
        ("%d/%m/%Y", "2567-02-29", "2024-02-29"),
        ("%d/%m/%y", "01/02/67", "2024-02-01"),
        ("%d%m%Y", "01022567", "2024-02-01"),
        ("%d.%m.%Y", "1.2.2567", "2024-02-01"),
        ("%d.%m.%Y", "1x2x2567", "1x2x2567"),
        ("%d %b %Y", "1 ม.ค. 2567", "2024-01-01"),
        ("%d %b %Y", "1 มค 2567", "2024-01-01"),
        ("%d %b %Y", "1 ม. ค. 2567", "2024-01-01"),
        ("%d %b %Y", "1ม.ค.2567", "2024-01-01"),
        ("%d %b %Y", "30 มกราคม 2567", "2024-01-30"),
        ("%d %b %Y", "12  พฤศจิกายน\u00a02567", "2024-11-12"),
        ("%d %b %Y", "1 มกรา 2567", "1 มกรา 2567"),
        ("%d %b %y", "17 ก.ย. 61", "2018-09-17"),
        ("%d %b พ.ศ. %Y", "1 ต.ค. พ.ศ. 2567", "2024-10-01"),
    ],
)
def test_dates_of_the_buddhist_era(desk, date_format, value, iso):
    values, changes = column(desk, [value], "date", date_formats={"a": date_format}, calendar={"a": "buddhist"})
    assert values == [iso]
    assert changes.get(("tidy/buddhist-year", "a"), 0) == (value != iso)
    by_format = value != iso and not value.startswith("2567-")
    assert changes.get(("tidy/date-format", "a"), 0) == by_format


@pytest.mark.parametrize("number", range(1, 13))
def test_every_month_has_its_number(desk, number):
    short = "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.".split()[number - 1]
    whole = ("มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม").split()[
        number - 1
    ]
    values, _ = column(desk, [f"5 {short} 2024", f"5 {whole} 2024"], "date", date_formats={"a": "%d %b %Y"})
    assert values == [f"2024-{number:02}-05"] * 2


def test_dates_of_the_common_era(desk):
    values = ["29/02/2024", "29/02/2023", "1/1/0001", "2024-01-01", ""]
    tidied, changes = column(desk, values, "date", date_formats={"a": "%d/%m/%Y"})
    assert tidied == ["2024-02-29", "29/02/2023", "0001-01-01", "2024-01-01", ""]
    assert changes["tidy/date-format", "a"] == 2
    assert ("tidy/buddhist-year", "a") not in changes


def test_two_digits_are_no_year_unless_the_era_is_declared(desk):
    assert column(desk, ["01/02/67"], "date", date_formats={"a": "%d/%m/%y"})[0] == ["01/02/67"]


@pytest.mark.parametrize(
    ("kind", "value", "ce"),
    [
        ("integer", "2567", "2024"),
        ("year", "2567", "2024"),
        ("year", "2024", "2024"),
        ("year", "2399", "2399"),
        ("year", "๒๕๖๗", "๒๕๖๗"),
        ("year", "2567-01-01", "2567-01-01"),
        ("yearmonth", "2567-01", "2024-01"),
        ("yearmonth", "2567-13", "2567-13"),
        ("date", "2567-02-29", "2024-02-29"),
        ("date", "2568-02-29", "2568-02-29"),
        ("date", "2567-1-5", "2024-01-05"),
        ("date", "2567", "2567"),
        ("datetime", "2567-02-29T10:00:00", "2024-02-29T10:00:00"),
        ("string", "2567", "2024"),
    ],
)
def test_buddhist_years_without_a_format(desk, kind, value, ce):
    values, changes = column(desk, [value], kind, calendar={"a": "buddhist"})
    assert values == [ce]
    assert changes.get(("tidy/buddhist-year", "a"), 0) == (value != ce)


def test_a_month_and_a_year_by_format(desk):
    rules = {"date_formats": {"a": "%b %Y"}, "calendar": {"a": "buddhist"}}
    assert column(desk, ["ม.ค. 2567", "ธันวาคม 2567"], "yearmonth", **rules)[0] == ["2024-01", "2024-12"]


def test_changes_are_counted_by_cell_not_by_value_and_across_blocks(desk):
    values = ["01/02/2567"] * 30 + ["1,000"] * 30
    text = "ก,ข\r\n" + "".join(f'"{value}", x\r\n' for value in values)
    tidied = desk.tidy(
        text,
        ["a=ก=date", "b=ข"],
        block_bytes=64,
        date_formats={"a": "%d/%m/%Y"},
        calendar={"a": "buddhist"},
        thousands=("a",),
    )
    changes = desk.changes(tidied)
    assert changes["tidy/date-format", "a"] == changes["tidy/buddhist-year", "a"] == 30
    assert changes["tidy/thousands", "a"] == 30
    assert changes["tidy/trim", "b"] == 60


def test_an_unrecognised_column_that_bears_a_fields_name_is_left_alone(desk):
    tidied = desk.tidy("ก,a,ข\r\n๑,๑,๑\r\n", thai_digits=("a",))
    assert desk.header(tidied) == ["a", "b", "a"]
    assert desk.rows(tidied) == [["1", "๑", "๑"]]


def test_rows_left_out_by_their_first_filled_cell(desk):
    text = 'ก,ข,ค\r\nก1,1,2\r\n, รวม ,3\r\nรวมทั้งสิ้น,4\r\n"หมายเหตุ: ก, ข"\r\n\r\nไม่รวม,5,6\r\n,,\r\n'
    tidied = desk.tidy(text, ["b=ข", "c=ค"], drop_rows_starting=("รวม", "หมายเหตุ"), drop_columns=("ก",))
    assert desk.rows(tidied) == [["1", "2"], [], ["5", "6"], ["", ""]]
    assert tidied.row_map.dropped == (3, 4, 5)
    assert [tidied.row_map.source_row(row) for row in range(1, 5)] == [2, 6, 7, 8]
    assert desk.changes(tidied)["tidy/dropped-row", None] == 3


def test_rules_for_columns_that_the_file_does_not_have_do_nothing(desk):
    rules = {"calendar": {"c": "buddhist"}, "date_formats": {"c": "%d/%m/%Y"}, "thousands": ("c",)}
    tidied = desk.tidy("ก,ข\r\n1,2\r\n", ["a=ก", "b=ข", "c=ค=date"], **rules)
    assert desk.rows(tidied) == [["1", "2"]]
    assert desk.header(tidied) == ["a", "b"]
