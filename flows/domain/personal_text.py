"""A last guard for texts that no check has judged: titles, notes, headers, names of sheets and files.

Columns that are published are judged by flows/checks/personal, cell by cell against the rest of their column. Here a
text stands by itself, so whatever looks like a person is one: to show a note too few costs nobody anything.
"""

import re

from flows.domain.thai_digits import ARABIC_DIGITS

_TO_ASCII = str.maketrans(ARABIC_DIGITS)
_PERHAPS = re.compile(r"@|(?:[0-9๐-๙][^0-9๐-๙]{0,4}){9}|[นดพรสศผทภ][.า]|ว่าที่|เด็ก|(?i:m(?:r|s|iss)|dr\.|prof\.)")
"""Without a match there is nothing of the kind in it: most texts are done with."""

_BLANK = r"[\s\-‐-―]"
_ONE_NUMBER = re.compile(rf"(?<![0-9])[0-9](?:{_BLANK}{{0,3}}[0-9]){{12}}(?![0-9])(?!{_BLANK}{{1,3}}[0-9])")
"""13 digits, however they are grouped, with no other number beside them."""
_TOGETHER = re.compile(r"(?<![0-9])[1-9][0-9]{12}(?![0-9])")
_AS_ON_THE_CARD = re.compile(
    rf"(?<![0-9])[1-9]{_BLANK}[0-9]{{4}}{_BLANK}[0-9]{{5}}{_BLANK}[0-9]{{2}}{_BLANK}[0-9](?![0-9])"
)
_NO_DIGIT = re.compile("[^0-9]")

_GAP = r"[\s\-‐-―.()]{1,3}"
_GAPS = r"[\s\-‐-―.()]{0,3}"
_MOBILE = re.compile(
    rf"(?:(?:\+|(?<![0-9])00){_GAPS}66|(?<![0-9])66){_GAPS}(?:0{_GAPS})?[689](?:{_GAPS}[0-9]){{8}}(?![0-9])"
    r"|(?<![0-9])(?<![0-9][\-.,])0(?:[689][0-9]{8}"
    rf"|[689][0-9]{_GAP}(?:[0-9]{{3}}{_GAP}[0-9]{{4}}|[0-9]{{4}}{_GAP}[0-9]{{3}}|[0-9]{{7}}|[0-9]{{2,3}}{_GAP}[0-9]{{2,3}}{_GAP}[0-9]{{2,3}})"
    rf"|[689]{_GAP}(?:[0-9]{{4}}{_GAP}[0-9]{{4}}|[0-9]{{8}})"
    rf"|{_GAP}[689](?:[0-9]{{3}}{_GAP}[0-9]{{5}}|[0-9]{{8}}|[0-9]{{3}}{_GAP}[0-9]{{4}}{_GAP}[0-9]))(?![0-9])"
)

_PROVIDERS = (
    "gmail", "googlemail", "hotmail", "yahoo", "ymail", "rocketmail", "outlook", "live", "msn", "windowslive", "icloud",
    "me", "mac", "aol", "proton", "protonmail", "pm", "gmx", "qq", "163", "126", "thaimail", "zoho",
)  # fmt: skip
_MAIL = re.compile(
    rf"(?i)[a-z0-9._%+\-]\s?@\s?(?:{'|'.join(_PROVIDERS)})\.(?:com|net|org|co\.[a-z]{{2}}|com\.[a-z]{{2}}|[a-z]{{2}})"
    r"(?![a-z0-9\-]|\.[a-z0-9])"
)

_LETTER = "[ก-ฮะ-ฺเ-๎A-Za-z]"
_GIVEN = rf"[ก-ฮเ-ไA-Za-z]{_LETTER}+"
_BEFORE = (
    r"(?:(?<![ก-ฮะ-ฺเ-๎A-Za-z])|(?<=โดย)|(?<=ชื่อ)|(?<=คือ)|(?<=และ)|(?<=หรือ)|(?<=กับ)|(?<=ผู้จัดทำ)|(?<=ผู้รับรอง)|(?<=ผู้รับผิดชอบ)"
    r"|(?<=ผู้ประสานงาน)|(?<=ผู้ติดต่อ)|(?<=ติดต่อ)|(?<=ผู้รายงาน)|(?<=ผู้อนุมัติ)|(?<=ผู้ตรวจ)|(?<=ลงนาม)|(?<=เจ้าของ))"
)
_OFFICES = (
    # นายก alone is an office; นายกฤษณะ and นายกมล are persons.
    r"นายก(?:รัฐ|เทศ|องค์|อบ[ตจ]|สมาคม|สภา|เมือง|เหล่า|พุทธ|สโมสร|ฯ|[^ก-ฮะ-ฺเ-๎]|$)"
    "|นาย(?:ทะเบียน|อำเภอ|ช่าง|จ้าง|หน้า|ทหาร|ตำรวจ|ตรวจ|ด่าน|สถานี|อากร|ไปรษณีย์|ท่า|ธนาคาร|สนาม|แพทย์(?!\\s*[ก-ฮเ-ไ]+\\S*\\s))"
    rf"|นาย(?:เรือ|ยาม|ประกัน|ท้าย|ตลาด|วง|หนังสือ|แบบ|พราน|ทุน|เวร|หมวด|งาน|สิบ|พล|ดาบ)(?!{_LETTER})"
    "|นาง(?:เลิ้ง|พยาบาล|สนม|กำนัล|พญา|ตะเคียน|สาวไทย|สงกรานต์|นพมาศ|อัปสร|ละคร|โชว์|ครวญ)"
    rf"|นาง(?:รอง|หลง|รำ|บวช|ลือ|แล|แดด|ฟ้า|นวล|งาม|แบบ|เอก|ร้าย|ยักษ์|ไม้|ใน|บาร์|แอ่น|กวัก)(?!{_LETTER}|\s+[ก-ฮเ-ไ]{_LETTER}*$)"
)
_CIVIL = r"นางสาว|นาง|นาย|น\.\s?ส\.|นส\.|ด\.\s?ช\.|ด\.\s?ญ\."
_NO_NAME = rf"นาย|นาง|เด็ก|สาว(?!{_LETTER})|รวม|ทั้งหมด|และ|หรือ|คน(?!{_LETTER})"
"""What stands behind a title where titles are listed or counted."""
_CHILD = rf"เด็ก(?:ชาย|หญิง)\s*(?!อายุ|ที่|ใน|วัย|แรก|และ|หรือ|ต่ำ|กลุ่ม|พิการ|ไทย|รวม|เด็ก){_GIVEN}[\s_]+{_LETTER}{{2,}}"
_LATIN = r"(?:(?i:mr|mrs|ms)\.[\s_]*[A-Za-zก-ฮเ-ไ]|(?:Mr|MR|Mrs|MRS|Ms|Miss|MISS)[\s_]+[A-Zก-ฮเ-ไ])"
_NO_PERSON = "(?i:miss[ ](?:universe|world|thailand|grand)|ms[ ](?:sql|office|excel|word|access|windows))"
_PERSON = re.compile(
    rf"(?=[นดเMm]){_BEFORE}(?!{_OFFICES}|{_NO_PERSON})"
    rf"(?:(?:{_CIVIL})[\s_]*(?!{_NO_NAME}){_GIVEN}|{_CHILD}|{_LATIN}{_LETTER}+)"
)
# An abbreviation stands for many things: of ranks and learned titles a surname has to follow.
_RANK = (
    r"(?:พล|พ|ร|ส)\.\s?ต\.\s?[อทต]\.|พล\.\s?(?:[รอ]\.\s?)?[อทต]\.|[พร]\.\s?[อทต]\.|จ\.\s?ส\.\s?[อทต]\."
    r"|ด\.\s?ต\.|ว่าที่\s?ร(?:้อย|\.\s?)ต(?:รี|\.)"
    r"|ดร\.|(?:ผศ|รศ|ศ)\.(?:\s?ดร\.)?|(?:นพ|พญ|ทพ|ทพญ|ภก|ภญ)\.|(?i:dr|prof)\."
)
_RANKED = re.compile(rf"(?=[พรสจดวศผนทภDdPp]){_BEFORE}(?:{_RANK})\s*(?:หญิง\s?)?{_GIVEN}[\s_]+(?:ณ\s+)?{_LETTER}{{2,}}")


UNNAMED_FILE = "แฟ้มที่นำมาตรวจ"
"""Instead of a file's name that looks like a person's."""


def named_or(neutral: str, name: str) -> str:
    """The name, or the neutral words where it looks personal."""
    return neutral if looks_personal(name) else name


def looks_personal(text: str) -> bool:
    """Whether it holds a national identity number that passes its check digit, a mobile number, a private mail box, or
    a person's name with its title. Numbers of juristic persons (first digit 0), landlines and offices do not count."""
    if not _PERHAPS.search(text):
        return False
    plain = text.translate(_TO_ASCII)
    return bool(
        _identity_number(plain)
        or _MOBILE.search(plain)
        or _MAIL.search(plain)
        or _PERSON.search(plain)
        or _RANKED.search(plain)
    )


def _identity_number(text: str) -> bool:
    return any(
        _passes(_NO_DIGIT.sub("", found[0]))
        for pattern in (_TOGETHER, _AS_ON_THE_CARD, _ONE_NUMBER)
        for found in pattern.finditer(text)
    )


def _passes(digits: str) -> bool:
    """The check digit, mod 11 (flows/checks/personal/national_id.py). The first digit is 1 to 8."""
    total = sum((13 - nth) * int(digit) for nth, digit in enumerate(digits[:12]))
    return digits[0] not in "09" and (11 - total % 11) % 10 == int(digits[12])
