"""Where somebody lives: columns of house numbers or whole addresses."""

import polars as pl

from flows.checks.headings import Heading

_WHOLE = ("ที่อยู่", "บ้านเลขที่", "เลขที่บ้าน", "ภูมิลำเนา", "address")
_NUMBER = ("เลขที่", "บ้านเลขที่", "เลขที่บ้าน")
_NEAR = ("ถนน", "ซอย", "หมู่", "หมู่ที่", "ตำบล", "road", "soi", "moo", "tambon", "subdistrict")
_OF_A_FIRM = (
    "โรงงาน", "บริษัท", "สถานประกอบ", "สำนักงาน", "หน่วยงาน", "ร้าน", "กิจการ", "สถานที่", "โรงเรียน", "เว็บ", "อีเมล",
    "factory", "company", "office", "mail", "email", "web", "url", "ip", "mac",
)  # fmt: skip
_HOUSE = (
    r"(?i)[0-9๐-๙] ?/ ?[0-9๐-๙]|เลขที่ *[0-9๐-๙]|(?:หมู่|หมู่ที่|ม\.) *[0-9๐-๙]|ซอย|ซ\.|ถนน|ถ\."
    r"|(?:^|[^a-z])(?:moo|soi|road|rd)(?:$|[^a-z])"
)
_HOUSE_NUMBER = r"^\s*(?:เลขที่\s*)?[0-9๐-๙][0-9๐-๙ ,/\-]*[ก-ฮ]?\s*$"


def is_called_so(heading: Heading, every: tuple[Heading, ...]) -> bool:
    """Whether the column may hold addresses. เลขที่ alone numbers many things; beside a street it is a house's."""
    if heading.says(_OF_A_FIRM):
        return False
    if heading.says(_WHOLE) or {"house", "no"} <= set(heading.english) or {"house", "number"} <= set(heading.english):
        return True
    return heading.says_only(_NUMBER) and any(other.says_only(_NEAR) or other.says(_NEAR[:4]) for other in every)


def houses(cells: pl.Series) -> pl.Series:
    """Which cells hold a house number or an address that leads to a house. Booleans."""
    return (cells.str.contains(_HOUSE) | cells.str.contains(_HOUSE_NUMBER)).fill_null(False)
