"""Names of natural persons: what a cell looks like, and what a column of them is called.

A name is told by the title in front of it (นาย, น.ส., พ.ต.อ., ดร., Mr.): without one, สมชาย ใจดี could be a shop. Only
under a header that says nothing but a person's name (ชื่อ-นามสกุล) does a name without title count. Juristic persons,
schools, temples and offices are nobody's personal data.
"""

from enum import Enum

import polars as pl

from flows.checks.headings import Heading

_LONGEST = 80
"""Characters; a longer cell is a text that begins with a name, such as a piece of news."""

_CIVIL = ("นางสาว", "นาง", "นาย", r"น\.\s?ส\.", r"นส\.", "เด็กชาย", "เด็กหญิง", r"ด\.\s?ช\.", r"ด\.\s?ญ\.")
_LEARNED = (
    "ศาสตราจารย์", "รองศาสตราจารย์", "ผู้ช่วยศาสตราจารย์", r"ศ\.", r"รศ\.", r"ผศ\.", r"ดร\.", "นายแพทย์", "แพทย์หญิง",
    r"นพ\.", r"พญ\.", r"ทพ\.", r"ทพญ\.", r"ภก\.", r"ภญ\.", r"น\.\s?พ\.", r"พ\.\s?ญ\.",
)  # fmt: skip
_NOBLE = ("หม่อมราชวงศ์", "หม่อมหลวง", "หม่อมเจ้า", r"ม\.\s?ร\.\s?ว\.", r"ม\.\s?ล\.", r"ม\.\s?จ\.", "คุณหญิง", "ท่านผู้หญิง")
_RANKS = (
    r"พล\.?\s?ต\.\s?[อทต]\.", r"พล\.?\s?ร\.\s?[อทต]\.", r"พล\.?\s?อ\.\s?[อทต]\.", r"พล\.?\s?[อทต]\.",
    r"พ\.\s?ต\.\s?[อทต]\.", r"พ\.\s?[อทต]\.", r"ร\.\s?ต\.\s?[อทต]\.",
    r"ร\.\s?[อทต]\.", r"น\.\s?[อทต]\.", r"ด\.\s?ต\.", r"จ\.\s?ส\.\s?[อทต]\.",
    r"ส\.\s?ต\.\s?[อทต]\.", r"ส\.\s?[อทต]\.", r"พ\.\s?จ\.\s?[อทต]\.", r"พ\.\s?อ\.\s?[อทต]\.", r"จ\.\s?[อทต]\.",
    "พลตำรวจ(?:เอก|โท|ตรี)", "พันตำรวจ(?:เอก|โท|ตรี)", "ร้อยตำรวจ(?:เอก|โท|ตรี)", "จ่าสิบ(?:ตำรวจ|เอก|โท|ตรี)",
    "สิบตำรวจ(?:เอก|โท|ตรี)", "พล(?:เอก|โท|ตรี)", "พัน(?:เอก|โท|ตรี)", "ร้อย(?:เอก|โท|ตรี)", "สิบ(?:เอก|โท|ตรี)", "ดาบตำรวจ",
    "นาวา(?:อากาศ)?(?:เอก|โท|ตรี)", "เรือ(?:อากาศ)?(?:เอก|โท|ตรี)", r"ว่าที่\s?ร(?:้อย|\.\s?)ต(?:รี|\.)", "ว่าที่",
)  # fmt: skip
_LATIN = (r"(?i:mr|mrs|ms|dr|prof)\.", r"(?i:mr|mrs|miss)\s")

_TITLE = f"(?:{'|'.join((*_CIVIL, *_LEARNED, *_NOBLE, *_RANKS, *_LATIN))})"
_LETTER = "[ก-ฮะ-ฺเ-๎A-Za-z]"
# A syllable begins with a consonant or a vowel that is written in front: นางั่ว and นายูง are places.
_GIVEN = rf"[ก-ฮเ-ไA-Za-z]{_LETTER}+"
_NUMBERED = r"^[\s\"'“(]*(?:[0-9๐-๙]+[.)]\s*)?"
_TITLED = rf"{_NUMBERED}(?:{_TITLE}\s*)+{_GIVEN}"
_WITH_SURNAME = rf"{_TITLED}\s+(?:ณ\s+)?{_LETTER}{{2,}}"

_OFFICES = (
    "นายก(?:รัฐมนตรี|เทศมนตรี|เทศบาล|องค์การ|อบ[ตจ]|สมาคม|สภา|เมือง|เหล่ากาชาด|พุทธสมาคม|สโมสร|ฯ|[\\s.]|$)"
    "|นาย(?:ทะเบียน|อำเภอ|ช่าง|จ้าง|หน้า|ทหาร|ตำรวจ|ตรวจ|ด่าน|สถานี|อากร|ไปรษณีย์|ท่า)"
    "|นาย(?:เรือ|ยาม|ประกัน|ท้าย|ตลาด|วง|หนังสือ|แบบ|พราน)(?:\\s|$)"
    "|นายแพทย์\\s?(?:สาธารณสุข|ชำนาญ|เชี่ยวชาญ|ปฏิบัติการ|ทรงคุณวุฒิ|ประจำ)"
)
_PLACES = "นาง(?:รอง|เลิ้ง|หลง|พญา|รำ|บวช|ลือ|ตะเคียน|แล|แดด|ฟ้า|นวล|งาม)(?:\\s|$)"
_NOT_A_PERSON = rf"{_NUMBERED}(?:{_OFFICES}|{_PLACES}|(?i:miss\s+(?:universe|world|thailand|grand)))"

_JURISTIC = (
    r"^[\s\"'“(]*(?:[0-9๐-๙]+[.)]\s*)?(?:บริษัท|บรรษัท|บจก|บมจ|บ\.|ห้าง|หจก|หสน|สหกรณ์|ร้าน|โรงงาน|โรงเรียน|โรงพยาบาล|โรงแรม|โรงสี"
    "|โรงเลื่อย|โรงน้ำ|โรงไฟฟ้า|วัด|มูลนิธิ|สมาคม|สมาพันธ์|สหพันธ์|สภา|ชมรม|กลุ่ม|วิสาหกิจ|องค์|อบต|อบจ|เทศบาล|สำนัก|กรม|กระทรวง|กอง|การ|ศูนย์|สถาบัน|สถานี"
    "|มหาวิทยาลัย|วิทยาลัย|ธนาคาร|กองทุน|จังหวัด|อำเภอ|ฝ่าย|งาน|โครงการ|นิคม|ตลาด|คณะ|กิจการ|ศาล|ส่วน|หน่วย|เรือนจำ|ที่ทำการ|อู่|ฟาร์ม|ไร่|สวน)"
    r"|จำกัด(?:\s*\(มหาชน\))?[\s.]*$|(?i:(?:^|[^a-z])(?:ltd|limited|plc|inc|corp|corporation|co|company|llc|gmbh|bank|university|school)(?:[^a-z]|$))"
)
_EMPLOYER = "บริษัท|ห้าง|บจก|บมจ|หจก"
"""After a name: the firm that the person stands for."""
_NOTHING_SAID = "ไม่ระบุ|ไม่มี|ไม่ทราบ|ไม่เปิดเผย|ปกปิด|(?i:^n/?a$|^null$|^none$|^x+$)"

_SURNAME = ("นามสกุล", "ชื่อสกุล", "surname", "lastname")
_WHOLE_NAME = ("ชื่อนามสกุล", "ชื่อสกุล", "ชื่อและนามสกุล", "ชื่อและสกุล", "ชื่อตัวและ", "นามสกุล", "surname", "lastname", "firstname")
_WHOLE_NAME_ENGLISH = ({"person", "name"}, {"first", "name"}, {"last", "name"}, {"family", "name"}, {"given", "name"})
_BARE_NAME = ("ชื่อ", "ชื่อตัว", "ชื่อภาษาไทย", "ชื่อไทย", "name")
_ROLES = (
    "ผู้", "เจ้าของ", "กรรมการ", "หัวหน้า", "บุคคล", "เกษตรกร", "ลูกจ้าง", "พนักงาน", "บุคลากร", "นักเรียน", "นักศึกษา", "อาจารย์",
    "สมาชิก", "เจ้าหน้าที่", "วิทยากร", "ลูกหนี้", "ทายาท",
    "owner", "operator", "licensee", "holder", "applicant", "contact", "person",
    "participant", "director", "member", "employee",
)  # fmt: skip
_NEVER = (
    "จำนวน",
    "สกุลเงิน",
    "ไฟล์",
    "แฟ้ม",
    "รหัส",
    "เลขที่",
    "เลขประจำตัว",
    "เลขทะเบียน",
    "ร้อยละ",
    "number",
    "count",
    "code",
    "id",
)
_OF_SPECIES = ("ชื่อวิทยาศาสตร์", "วงศ์", "พฤกษศาสตร์", "genus", "species", "scientific")
"""Where one of these is a column, สกุล is a genus."""


class Called(Enum):
    """What a header lets one expect."""

    PERSON = "a person's name and nothing else"
    ROLE = "whoever bears a role: a person or a firm"
    OTHER = "neither"


def called(headings: tuple[Heading, ...]) -> tuple[Called, ...]:
    """What the columns of one table are called. ชื่อ is a person's name where another column is นามสกุล."""
    if any(each.says(_OF_SPECIES) for each in headings):
        return tuple(Called.ROLE if each.says(_ROLES) else Called.OTHER for each in headings)
    with_surname = any(each.says(_SURNAME) or {"last", "name"} <= set(each.english) for each in headings)
    return tuple(Called.OTHER if each.says(_NEVER) else _called(each, with_surname) for each in headings)


def _called(heading: Heading, with_surname: bool) -> Called:
    words = set(heading.english)
    if heading.says(_WHOLE_NAME) or heading.thai == "สกุล" or any(pair <= words for pair in _WHOLE_NAME_ENGLISH):
        return Called.PERSON
    if with_surname and heading.says_only(_BARE_NAME):
        return Called.PERSON
    return Called.ROLE if heading.says(_ROLES) else Called.OTHER


def are_persons(cells: pl.Series, header: Called) -> pl.Series:
    """Which cells name natural persons, under a header of that kind. Booleans; an empty cell is none."""
    titled = cells.str.contains(_TITLED if header is not Called.OTHER else _WITH_SURNAME).fill_null(False)
    if titled.any():
        seen = cells.filter(titled)
        firm = seen.str.contains(_JURISTIC) & ~seen.str.contains(_EMPLOYER)
        named = (seen.str.len_chars() <= _LONGEST) & ~seen.str.contains(_NOT_A_PERSON) & ~firm
        titled = titled.scatter(titled.arg_true(), named)
    if header is not Called.PERSON:
        return titled
    bare = cells.str.contains(rf"{_LETTER}{{2,}}") & ~cells.str.contains(_JURISTIC) & ~cells.str.contains(_NOTHING_SAID)
    return titled | (bare.fill_null(False) & (cells.str.len_chars() <= _LONGEST).fill_null(False))
