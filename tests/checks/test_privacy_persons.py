"""privacy/person-name, phone, email, house-address: told once per column, with counts and never a value."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import polars as pl
import pytest

from flows.checks.headings import heading
from flows.checks.personal.mail_addresses import at_private_providers, perhaps_personal
from flows.checks.personal.person_names import Called, are_persons, called
from flows.checks.personal.persons import check_persons
from flows.checks.personal.phone_numbers import mobiles, offices
from flows.checks.subject import Table
from flows.domain.finding import Finding, Severity, Standing
from flows.domain.rule import RuleBook
from flows.domain.tidied import RowMap, Tidied
from tests.checks.conftest import table_schema

MakeTable = Callable[..., Tidied]
Deliver = Callable[..., Table]
FIRMS = ["บริษัท ตัวอย่าง จำกัด", "ห้างหุ้นส่วนจำกัด รุ่งเรือง", "หจก. สยามการช่าง", "สหกรณ์การเกษตรพาน จำกัด", "วัดโพธิ์", "โรงเรียนวัดดอน"]


@pytest.fixture
def persons(table: MakeTable, delivered: Deliver) -> Callable[..., list[Finding]]:
    """The findings about one table, given as header -> cells."""

    def find(columns: dict[str, Sequence[str]], **more: object) -> list[Finding]:
        names = [f"c{nth}" for nth in range(len(columns))]
        tidied = table(names, list(zip(*columns.values(), strict=True)), headers=list(columns), **more)
        schema = table_schema(*({"name": name, "title": title} for name, title in zip(names, columns, strict=True)))
        return list(check_persons(delivered(tidied, schema)))

    return find


def rules_at(found: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.rule.removeprefix("privacy/"), finding.place.header) for finding in found]


@pytest.mark.parametrize(
    "name",
    [
        "นายสมชาย ใจดี",
        "นาย สมชาย  ใจดี",
        "นางสาวสมหญิง รักเรียน",
        "น.ส.สมหญิง รักเรียน",
        "นส. สมหญิง รักเรียน",
        "ด.ช.กล้า หาญ",
        "ด.ญ. แก้ว งามตา",
        "พ.ต.อ.สมชาย ใจดี",
        "พล.ต.ท. สมชาย ใจดี",
        "ร.ต. สมชาย ใจดี",
        "ว่าที่ร้อยตรีสมชาย ใจดี",
        "ว่าที่ ร.ต.หญิง สมหญิง ใจดี",
        "ดร.สมชาย ใจดี",
        "ผศ.ดร. สมชาย ใจดี",
        "ม.ร.ว.สมชาย ใจดี",
        "นายแพทย์สมชาย ใจดี",
        "นายสมชาย ณ อยุธยา",
        "1. นายสมชาย ใจดี",
        "๒) นางสมศรี ใจดี",
        "นายกฤษณะ ใจดี",
        "นายเรืองชัย ใจดี",
        "นางแก้ว ใจดี",
        "Mr. Somchai Jaidee",
        "MRS SOMSRI JAIDEE",
        "นายเxxxx ฉxxxx",
        "นายสมชาย ใจดี กรรมการบริษัท ตัวอย่าง จำกัด",
        " นายสมชาย ใจดี",
    ],
)
def test_a_title_with_a_name_is_a_person_under_any_header(name: str) -> None:
    assert are_persons(pl.Series([name]), Called.OTHER).to_list() == [True]


@pytest.mark.parametrize(
    "text",
    [
        *FIRMS,
        "นายกรัฐมนตรี แถลงข่าว",
        "นายก อบต.ดอนแก้ว",
        "นายทะเบียน โรงงาน",
        "นายอำเภอ เมือง",
        "นายช่างโยธา ชำนาญงาน",
        "นายจ้าง ลูกจ้าง",
        "นายแพทย์สาธารณสุขจังหวัด น่าน",
        "นายเรือ ประมง",
        "นางรอง บุรีรัมย์",
        "นางเลิ้ง ป้อมปราบ",
        "นางั่ว เพชรบูรณ์",
        "นายูง อุดรธานี",
        "น.ส.3 ก. เลขที่ 12",
        "น.ส. 3ก",
        "น.ส.ล. เลขที่ 45",
        "ส.ป.ก. 4-01",
        "ส.อ.ท. ประจำปี",
        "พ.ศ. 2567 ไตรมาส",
        "ร.ร. บ้านดอน",
        "Miss Universe Thailand",
        "Mrigadayavan Palace Hotel",
        "นายสมชาย ใจดี " + "รายละเอียดการเปิดงานประจำปีของกระทรวง" * 3,
        "นิคมอุตสาหกรรม บางปู",
        "พันธุ์ ข้าว",
        "สิบสองปันนา เมือง",
        "",
        "-",
    ],
)
def test_offices_places_deeds_and_firms_are_no_persons(text: str) -> None:
    assert are_persons(pl.Series([text]), Called.OTHER).to_list() == [False]


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("ชื่อ-นามสกุล", Called.PERSON),
        ("ชื่อ - สกุล", Called.PERSON),
        ("ชื่อ สกุล", Called.PERSON),
        ("นามสกุล", Called.PERSON),
        ("Surname", Called.PERSON),
        ("first_name", Called.PERSON),
        ("ผู้รับใบอนุญาต", Called.ROLE),
        ("ผู้ประกอบการ", Called.ROLE),
        ("เจ้าของโรงงาน", Called.ROLE),
        ("licence holder", Called.ROLE),
        ("จำนวนผู้สมัคร (คน)", Called.OTHER),
        ("เลขที่ใบอนุญาตของผู้ผลิต", Called.OTHER),
        ("ชื่อโรงงาน", Called.OTHER),
        ("ชื่อ", Called.OTHER),
        ("ชื่อสกุลเงิน", Called.OTHER),
        ("นามสกุลไฟล์", Called.OTHER),
        ("factory_name", Called.OTHER),
    ],
)
def test_what_a_header_lets_one_expect(header: str, kind: Called) -> None:
    assert called((heading(header),)) == (kind,)


def test_a_first_name_is_told_by_the_surname_beside_it() -> None:
    assert called((heading("คำนำหน้า"), heading("ชื่อ"), heading("นามสกุล"))) == (
        Called.OTHER,
        Called.PERSON,
        Called.PERSON,
    )


def test_where_species_are_named_a_surname_is_a_genus() -> None:
    header = (heading("วงศ์"), heading("ชื่อสกุล"), heading("ชื่อวิทยาศาสตร์"), heading("ผู้พบ"))
    assert called(header) == (Called.OTHER, Called.OTHER, Called.OTHER, Called.ROLE)


def test_a_register_with_some_natural_persons_waits_for_a_person_and_says_how_many(
    persons: Callable[..., list[Finding]],
) -> None:
    (found,) = persons({"เลขที่ใบอนุญาต": list("12345678"), "ผู้รับใบอนุญาต": [*FIRMS, "นายสมชาย ใจดี", "นางสมศรี"]})
    assert (found.rule, found.standing, found.value) == ("privacy/person-name", Standing.PERSON, None)
    assert (found.place.header, found.place.column, found.place.row) == ("ผู้รับใบอนุญาต", 2, None)
    assert "2 ช่อง จากช่องที่มีค่าทั้งหมด 8 ช่อง" in found.message.th
    assert not any(name in f"{found}" for name in ("สมชาย", "ใจดี", "สมศรี"))


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"ผู้รับใบอนุญาต": FIRMS}, []),
        ({"ชื่อ-สกุล": FIRMS}, []),
        ({"ชื่อ-นามสกุล": ["สมชาย ใจดี"]}, [("person-name", "ชื่อ-นามสกุล")]),
        ({"ชื่อ-นามสกุล": ["-", "", "ไม่ระบุ", "ไม่เปิดเผยชื่อ", "xxxxx"]}, []),
        ({"ชื่อ": ["สมชาย"], "สกุล": ["ใจดี"]}, [("person-name", "สกุล")]),
        ({"ชื่อ": ["สมชาย"], "นามสกุล": ["ใจดี"]}, [("person-name", "ชื่อ"), ("person-name", "นามสกุล")]),
        ({"ชื่อโรงงาน": [*FIRMS, "นายสมชาย ใจดี"]}, []),
        ({"ชื่อโรงงาน": [*FIRMS, "นายสมชาย ใจดี", "นางสมศรี ใจดี"]}, [("person-name", "ชื่อโรงงาน")]),
        ({"อำเภอ": ["นางรอง", "นาแก", "นายูง", "นางรอง"], "ผู้ประกอบการ": ["บริษัท ก"] * 4}, []),
        ({"ชนิดพืช": ["นางพญาเสือโคร่ง", "นางแย้ม", "พันธุ์ดี"]}, []),
        ({"จังหวัด": ["ขอนแก่น"], "จำนวนผู้ประกอบการ": ["12"]}, []),
    ],
)
def test_names_in_a_column(
    persons: Callable[..., list[Finding]], columns: dict[str, list[str]], found: list[tuple[str, str]]
) -> None:
    assert rules_at(persons(columns)) == found


@pytest.mark.parametrize(
    "number",
    [
        "0812345678", "081-234-5678", "081-2345678", "08-1234-5678", "08 1234 5678", "0-8123-45678", "081 234 5678",
        "(081) 234-5678", "081.234.5678", "๐๘๑-๒๓๔-๕๖๗๘", "+66812345678", "+66 81 234 5678", "+66 (0) 81-234-5678",
        "0066812345678", "06 1234 5678", "0912345678", "02-123-4567, 081-234-5678", "โทร.0812345678", "818031474",
        "81-803-1474", "มือถือ: 089 123 4567 (คุณแดง)",
    ],
)  # fmt: skip
def test_spellings_of_mobile_numbers(number: str) -> None:
    assert mobiles(pl.Series([number]), heading("โทรศัพท์")).to_list() == [True]


@pytest.mark.parametrize(
    "number",
    [
        "02-123-4567", "0 2123 4567", "0-2123-4567", "021234567", "053-812345", "0-5381-2345", "02-181-0036-45", "1669",
        "1800-123-456", "3511123-24", "989-4050-62", "29348025", "53812345", "+66 2 123 4567", "02-0812345", "-", "",
        "02-812-3456 ต่อ 8123", "08123456789", "0 7480 0111",
    ],
)  # fmt: skip
def test_numbers_of_offices_are_no_mobile_numbers(number: str) -> None:
    assert mobiles(pl.Series([number]), heading("โทรศัพท์")).to_list() == [False]


@pytest.mark.parametrize(
    ("header", "cells", "found"),
    [
        ("หมายเหตุ", ["ติดต่อ 081-234-5678 ในเวลาราชการ"], True),
        ("หมายเหตุ", ["ติดต่อ 0812345678"], True),
        ("ติดต่อ", ["0812345678", "0898765432"], True),
        ("รหัสสินค้า", ["0812345678", "0898765432"], False),
        ("พิกัดศุลกากร", ["0810600000", "0811900000"], False),
        ("ปริมาณ", ["0812345678", "12", "13", "14", "15"], False),
        ("เวลาเปิด", ["08.30-16.30 09.00", "09:00 - 16:30"], False),
        ("วันที่", ["08-09-2567", "2024-08-09", "09/08/2567 10:30:00"], False),
        ("เลขที่หนังสือ", ["10-081-234-5678", "อก 0812/345678"], False),
        ("จำนวนโทรศัพท์มือถือ (เครื่อง)", ["812345678", "95123456"], False),
        ("รายได้โทรคมนาคม", ["912345678", "812345678"], False),
        ("เลขบัญชี", ["081-2-34567-8"], False),
        ("โทร.", ["812345678"], True),
        ("มูลค่า", ["0.812345678", "1,081,234,5678"], False),
        ("เลขทะเบียน", ["20812345678999", "0105536000315"], False),
    ],
)
def test_elsewhere_ten_digits_are_a_code_as_well(header: str, cells: list[str], found: bool) -> None:
    assert mobiles(pl.Series(cells), heading(header)).any() is found


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"บริษัท": FIRMS, "โทรศัพท์": ["02-123-4567"] * 5 + ["081-234-5678"]}, []),
        ({"บริษัท": FIRMS, "โทรศัพท์": ["02-123-4567"] * 4 + ["081-234-5678"] * 2}, [("phone", "โทรศัพท์")]),
        ({"บริษัท": FIRMS, "มือถือ": ["02-123-4567"] * 5 + ["081-234-5678"]}, [("phone", "มือถือ")]),
        ({"หน่วยงาน": FIRMS, "เบอร์โทร": ["02-123-4567", "1669", "1800-123-456", "053-812345", "", "-"]}, []),
        (
            {"ผู้ติดต่อ": [*FIRMS[:5], "นายสมชาย ใจดี"], "โทรศัพท์": ["02-123-4567"] * 5 + ["081-234-5678"]},
            [("person-name", "ผู้ติดต่อ"), ("phone", "โทรศัพท์")],
        ),
        ({"ผู้ติดต่อ": ["นายสมชาย ใจดี"], "โทรศัพท์": ["02-123-4567"]}, [("person-name", "ผู้ติดต่อ")]),
    ],
)
def test_numbers_in_a_column(
    persons: Callable[..., list[Finding]], columns: dict[str, list[str]], found: list[tuple[str, str]]
) -> None:
    told = persons(columns)
    assert rules_at(told) == found
    assert all(finding.standing is Standing.PERSON for finding in told)
    assert not any("234" in f"{finding}" for finding in told)


def test_three_in_ten_is_the_limit(persons: Callable[..., list[Finding]]) -> None:
    def share(mobile: int) -> list[Finding]:
        return persons({"โทร": ["081-234-5678"] * mobile + ["02-123-4567"] * (10 - mobile)})

    assert share(2) == []
    assert [finding.rule for finding in share(3)] == ["privacy/phone"]


def test_what_counts_as_an_offices_number() -> None:
    cells = pl.Series(["02-123-4567", "1669", "ไม่มี", "", None])
    assert offices(cells, heading("โทรศัพท์")).to_list() == [True, True, False, False, False]
    assert offices(pl.Series(["โทร 02-123-4567", "ปี 2567"]), heading("หมายเหตุ")).to_list() == [True, False]


@pytest.mark.parametrize(
    ("address", "private", "personal"),
    [
        ("somchai@gmail.com", True, True),
        ("Somchai.J@Hotmail.co.th", True, True),
        ("a@yahoo.com, info@x.co.th", True, True),
        ("a_b@outlook.com.", True, True),
        ("info@gmail.com", True, True),
        ("info@company.co.th", False, False),
        ("saraban@diw.mail.go.th", False, False),
        ("somchai@industry.go.th", False, False),
        ("somchai@dga.or.th", False, False),
        ("somchai@ku.ac.th", False, True),
        ("somchai@company.co.th", False, True),
        ("x@gmail.company.co.th", False, True),
        ("@gmail", False, False),
        ("ราคา 5 บาท @ ตัว", False, False),
        ("", False, False),
    ],
)
def test_addresses_of_persons_and_of_offices(address: str, private: bool, personal: bool) -> None:
    assert at_private_providers(pl.Series([address])).to_list() == [private]
    assert perhaps_personal(pl.Series([address])).to_list() == [personal]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"บริษัท": FIRMS[:2], "อีเมล": ["info@a.co.th", "somchai@a.co.th"]}, []),
        ({"บริษัท": FIRMS[:2], "อีเมล": ["info@a.co.th", "a@gmail.com"]}, [("email", "อีเมล")]),
        (
            {"วิทยากร": ["ดร.สมชาย ใจดี", "บริษัท ก"], "อีเมล": ["somchai@ku.ac.th", "info@a.co.th"]},
            [("person-name", "วิทยากร"), ("email", "อีเมล")],
        ),
        (
            {"ผู้ประสานงาน": ["ดร.สมชาย ใจดี"], "อีเมล": ["somchai@industry.go.th"]},
            [("person-name", "ผู้ประสานงาน")],
        ),
    ],
)
def test_mail_in_a_column(
    persons: Callable[..., list[Finding]], columns: dict[str, list[str]], found: list[tuple[str, str]]
) -> None:
    told = persons(columns)
    assert rules_at(told) == found
    assert not any("@" in finding.message.th + finding.message.en for finding in told)


PERSON = ["นายสมชาย ใจดี", "บริษัท ก จำกัด"]


@pytest.mark.parametrize(
    ("columns", "found"),
    [
        ({"ชื่อ-สกุล": PERSON, "ที่อยู่": ["12/5 หมู่ 3 ต.ในเมือง", "9 ถ.พระราม 2"]}, ["ที่อยู่"]),
        ({"ชื่อ-สกุล": PERSON, "บ้านเลขที่": ["12/5", "9"]}, ["บ้านเลขที่"]),
        ({"ชื่อ-สกุล": PERSON, "เลขที่": ["12/5", "9"], "ซอย": ["", ""]}, ["เลขที่"]),
        ({"ชื่อ-สกุล": PERSON, "เลขที่": ["1", "2"], "วิชา": ["ก", "ข"]}, []),
        ({"ชื่อ-สกุล": PERSON, "ที่ตั้งโรงงาน": ["12/5 หมู่ 3", "9"]}, []),
        ({"ชื่อ-สกุล": PERSON, "ที่อยู่สำนักงาน": ["12/5 หมู่ 3", "9"]}, []),
        ({"ชื่อ-สกุล": PERSON, "ที่อยู่": ["ขอนแก่น", "น่าน"]}, []),
        ({"ชื่อ-สกุล": PERSON, "ที่อยู่": ["", "9 ถ.พระราม 2"]}, []),
        ({"บริษัท": FIRMS[:2], "ที่อยู่": ["12/5 หมู่ 3", "9 ถ.พระราม 2"]}, []),
    ],
)
def test_addresses_beside_names(
    persons: Callable[..., list[Finding]], columns: dict[str, list[str]], found: list[str]
) -> None:
    told = [finding for finding in persons(columns) if finding.rule == "privacy/house-address"]
    assert [finding.place.header for finding in told] == found
    assert all("1 แถว" in finding.message.th and "12/5" not in f"{finding}" for finding in told)


def test_what_stands_beyond_the_last_header_is_looked_at_too(table: MakeTable, delivered: Deliver) -> None:
    tidied = table(("a", "b"), [("1", "2"), ("1", "2", "x@gmail.com"), ()])
    (found,) = check_persons(delivered(tidied, table_schema({"name": "a"}, {"name": "b"})))
    assert (found.rule, found.place.column) == ("privacy/email", None)


def test_blocks_are_counted_together(persons: Callable[..., list[Finding]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.checks.tables.canonical.BLOCK", 500)
    (found,) = persons({"ชื่อโรงงาน": [*FIRMS * 5, "นายสมชาย ใจดี", *FIRMS * 5, "นางสมศรี ใจดี"]}, row_map=RowMap(first=4))
    assert "2 ช่อง จากช่องที่มีค่าทั้งหมด 62 ช่อง" in found.message.th


def test_an_empty_table_says_nothing(persons: Callable[..., list[Finding]]) -> None:
    assert persons({"ชื่อ-นามสกุล": [], "โทรศัพท์": []}) == []


def test_a_person_decides_about_all_four_and_only_registers_can_be_waived(rules: RuleBook) -> None:
    four = {name: rules[f"privacy/{name}"] for name in ("person-name", "phone", "email", "house-address")}
    assert all(rule.person_decides and rule.personal and rule.severity is Severity.BLOCK for rule in four.values())
    assert {name for name, rule in four.items() if rule.waivable} == {"person-name", "house-address"}
    assert all(not rule.adjustable and rule.source.mark == "own" for rule in four.values())


@pytest.mark.realdata
@pytest.mark.parametrize(
    ("name", "found"),
    [
        (
            "diw_factype31_head30.csv",
            [("house-address", "เลขที่"), ("person-name", "ผู้ประกอบการ"), ("person-name", "ชื่อโรงงาน")],
        ),
        ("diw_101_105_106_2560-07_head.csv", []),  # firms only, two mobile numbers among sixteen
        ("bot_location_code_administrative.csv", []),
        ("dft_rice_export_2557.csv", []),
        ("dlt_vehicles_wide_2559-2567.csv", []),
        ("oae_cashcrop1_2564.csv", []),
        ("ref_provinces.csv", []),
    ],
)
def test_real_files(
    realdata: Path, table: MakeTable, delivered: Deliver, name: str, found: list[tuple[str, str]]
) -> None:
    header, *rows = csv.reader(io.StringIO((realdata / name).read_bytes().decode("utf-8-sig"), newline=""))
    schema = table_schema(*({"name": title, "title": title} for title in header))
    told = list(check_persons(delivered(table(header, rows), schema)))
    assert rules_at(told) == found
    assert not any("xxxx" in f"{finding}" for finding in told)


def test_a_digest_holds_no_number_however_its_digits_fall() -> None:
    digests = pl.Series(
        ["ab0812345678" + "c" * 52, "0812345678" + "d" * 54, "f" * 54 + "0812345678", "0212345670" + "e" * 22]
    )
    assert not mobiles(digests, heading("SHA-256")).any()
    assert not offices(digests, heading("SHA-256")).any()
    assert mobiles(pl.Series(["line:dee0812345678", "โทร0812345678 (" + "a" * 64 + ")"]), heading("หมายเหตุ")).all()
