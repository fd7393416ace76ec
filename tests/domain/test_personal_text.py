"""A text by itself: does it name or lead to a person? The numbers are made up; their check digits are right."""

import time

import pytest

from flows.domain.personal_text import UNNAMED_FILE, looks_personal, named_or


@pytest.mark.parametrize(
    "text",
    [
        "1101700230708",
        "เลขบัตร 1101700230708",
        "1-1017-00230-70-8",
        "1 1017 00230 70 8",
        "๑๑๐๑๗๐๐๒๓๐๗๐๘",
        "โทร 080-000-0000 1101700230708",
        "080-000-0000",
        "โทร.0800000000",
        "08 0000 0000",
        "(080) 000-0000",
        "0-8000-00000",
        "+66 80 000 0000",
        "๐๘๐-๐๐๐-๐๐๐๐",
        "somchai.example@gmail.com",
        "ติดต่อ a.b@hotmail.co.th",
        "นายสมชาย ใจดี",
        "ผู้รับรอง นางสาวมาลี ตัวอย่าง",
        "น.ส. มาลี",
        "ด.ช.ก้อง",
        "ด.ญ. แก้ว",
        "เด็กชายก้อง ใจดี",
        "Mr. John Smith",
        "Mrs.Somsri",
        "Ms. Anna",
        "ผู้จัดทำนายสมชาย ใจดี",
        "รายชื่อ_นายสมชาย_ใจดี.csv",
        "นายกฤษณะ มั่นคง",
        "นายแพทย์สมชาย ใจดี",
        "พ.ต.อ.สมชาย ใจดี",
        "ดร.สมชาย ใจดี",
    ],
)
def test_what_leads_to_a_person_is_seen(text: str) -> None:
    assert looks_personal(text)
    assert named_or(UNNAMED_FILE, text) == UNNAMED_FILE


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1101700230709",
        "0105550000945",
        "0-1055-50000-94-5",
        "74105000100167",
        "02-555-0140",
        "036-300-500",
        "โทร 0 2202 4000 ต่อ 1234",
        "10-081-234-5678",
        "2560 2561 2562 2563",
        "06/08/2567 09:00-16.30",
        "info@diw.go.th",
        "นายก",
        "นายกรัฐมนตรี",
        "นายกเทศมนตรีตำบลบางพลี",
        "นายก อบต.",
        "นายทะเบียน",
        "นายอำเภอเมือง",
        "ชื่อนายจ้าง",
        "นางเลิ้ง",
        "อำเภอนางรอง",
        "นางพยาบาล",
        "คำนำหน้า (นาย/นาง/นางสาว)",
        "นาย นาง นางสาว",
        "จำนวนเด็กชาย",
        "เด็กชาย อายุ 0-4 ปี",
        "น.ส.3 ก",
        "ส.อ.ท. สภาอุตสาหกรรม แห่งประเทศไทย",
        "พ.ร.บ. โรงงาน พ.ศ. 2535",
        "MS Excel",
        "Miss Universe",
        "ทะเบียนโรงงานอุตสาหกรรม ข้อมูล ณ วันที่ 31 มกราคม 2567",
        "factories_2567_01.csv",
    ],
)
def test_offices_places_and_other_numbers_are_nobody(text: str) -> None:
    assert not looks_personal(text)
    assert named_or(UNNAMED_FILE, text) == text


@pytest.mark.parametrize("piece", ["0 ", "1-", "นาย", "a@", "081 ", "(", "- ", "น.ส.", "พ.ต.อ. "])
def test_a_hostile_text_takes_no_longer_than_its_length(piece: str) -> None:
    started = time.perf_counter()
    looks_personal(piece * 20_000)
    assert time.perf_counter() - started < 5
