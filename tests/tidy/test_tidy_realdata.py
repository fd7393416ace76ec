"""Real files of Thai agencies, where they are at hand: they are no part of the project."""

import csv
from pathlib import Path

import pytest

from flows.tidy import ReceivedCells, Untidy

REALDATA = Path(__file__).resolve().parents[3] / "shared/realdata"

pytestmark = [
    pytest.mark.realdata,
    pytest.mark.skipif(not REALDATA.is_dir(), reason="the real files are not at hand"),
]

CSV_FILES = {
    "bot_location_code_administrative.csv": ("utf-8", 7529),
    "diw_101_105_106_2560-07_head.csv": ("utf-8", 26),
    "diw_factype31_head30.csv": ("utf-8", 30),
    "dlt_vehicles_wide_2559-2567.csv": ("utf-8", 17),
    "oae_cashcrop1_2564.csv": ("utf-8", 12),
    "province_tis620.csv": ("cp874", 78),
    "province_utf8_bom.csv": ("utf-8-sig", 77),
    "ref_provinces.csv": ("utf-8", 77),
}


def records_of(path, encoding):
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file))


@pytest.mark.parametrize("name", CSV_FILES)
def test_a_real_file_comes_out_cell_by_cell(desk, name):
    encoding, rows = CSV_FILES[name]
    expected = records_of(REALDATA / name, encoding)
    fields = [{"name": f"f{n}", "title": header.replace("\n", " ")} for n, header in enumerate(expected[0])]
    tidied = desk.tidy(REALDATA / name, fields, trim=False, block_bytes=1000)
    assert (tidied.encoding, tidied.rows) == (encoding, rows)
    assert desk.header(tidied) == [field["name"] for field in fields]
    assert desk.rows(tidied) == expected[1:]


def test_rice_exports_have_no_header_row(desk):
    path = REALDATA / "dft_rice_export_2557.csv"
    fields = ["year=ปี", "month=เดือน", "kind=ชนิดข้าว", "region=ภูมิภาค", "kilograms=ปริมาณ", "baht=มูลค่า"]
    with pytest.raises(Untidy) as caught:
        desk.tidy(path, fields)
    assert caught.value.slug == "format/no-header"
    assert caught.value.words["found"].th == "แถวที่ 1 มี 6 ช่อง และไม่มีหัวคอลัมน์ที่รู้จัก"
    assert desk.tidy(path, fields, header_row="none").rows == 411


def test_crops_have_a_total_and_a_line_break_in_a_header(desk):
    fields = ["crop=ชนิดพืช", "farmers=เกษตรกร (ราย)=integer", "planted=เนื้อที่เพาะปลูก=integer"]
    tidied = desk.tidy(
        REALDATA / "oae_cashcrop1_2564.csv",
        fields,
        thousands=("planted",),
        drop_columns=("_id", "พ.ศ", "เก็บเกี่ยวได้", "ผลผลิตเฉลี่ย", "เนื้อที่เก็บเกี่ยว"),
    )
    assert desk.header(tidied) == ["crop", "farmers", "planted"]
    assert desk.rows(tidied)[0] == ["ข้าวนาปี", "77,515", "508506"]
    assert desk.changes(tidied)["tidy/thousands", "planted"] > 5


def test_the_last_row_of_the_provinces_is_ragged_still(desk):
    tidied = desk.tidy(REALDATA / "province_tis620.csv", ["abbr=abbr", "th=province_th", "en=province_en"])
    assert desk.rows(tidied)[-1] == [""]
    assert ReceivedCells(tidied)([(79, 1)]) == {(79, 1): "    "}


def test_a_real_workbook_with_a_title_row(desk):
    fields = ["symbol=หลักทรัพย์", "company=บริษัท", "market=ตลาด", "postcode=รหัสไปรษณีย์", "phone=โทรศัพท์"]
    tidied = desk.tidy(REALDATA / "set_listed_companies_2561.xlsx", fields, null_words=("-",))
    assert (tidied.header_row, tidied.rows, tidied.sheet) == (2, 758, "listedCompanies_th_TH")
    assert desk.rows(tidied)[0][:5] == ["2S", "บริษัท 2 เอส เมทัล จำกัด (มหาชน)", "mai", "90110", "0-7480-0111"]
    assert ReceivedCells(tidied)([(1, 7), (3, 1)]) == {(1, 7): "ข้อมูล ณ วันที่ 17 ก.ย. 2561", (3, 1): "2S"}
