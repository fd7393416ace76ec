"""Units of measurement in Thai headers: เงินทุนรวม (ล้านบาท) is a million times เงินทุนรวม (บาท)."""

import re
from dataclasses import dataclass
from fractions import Fraction

_SCALES = {
    "สิบล้าน": 10**7, "ร้อยล้าน": 10**8, "พันล้าน": 10**9, "หมื่นล้าน": 10**10, "แสนล้าน": 10**11, "ล้านล้าน": 10**12,
    "ร้อย": 100, "พัน": 1_000, "หมื่น": 10_000, "แสน": 100_000, "ล้าน": 10**6,
    "thousand": 1_000, "million": 10**6, "billion": 10**9, "'000": 1_000, "000": 1_000,
}  # fmt: skip
_NAMES: dict[str, tuple[str, Fraction]] = {
    name: (kind, Fraction(factor))
    for kind, factor, names in (
        ("baht", "1", "บาท baht thb ฿"),
        ("us dollar", "1", "ดอลลาร์สหรัฐ ดอลลาร์สรอ เหรียญสหรัฐ usd dollar dollars"),
        ("gram", "1", "กรัม g gram grams"),
        ("gram", "1/1000", "มิลลิกรัม มก mg"),
        ("gram", "1000", "กิโลกรัม กก kg kgs kilogram kilograms"),
        ("gram", "1000000", "ตัน เมตริกตัน ton tons tonne tonnes metricton metrictons mt"),
        ("square metre", "1", "ตารางเมตร ตรม sqm m2"),
        ("square metre", "4", "ตารางวา ตรว"),
        ("square metre", "400", "งาน"),
        ("square metre", "1600", "ไร่ rai"),
        ("square metre", "10000", "เฮกตาร์ ha hectare hectares"),
        ("square metre", "1000000", "ตารางกิโลเมตร ตรกม sqkm km2"),
        ("litre", "1", "ลิตร l litre litres liter liters"),
        ("litre", "1000", "ลูกบาศก์เมตร ลบม m3 cubicmetre cubicmetres"),
        ("unit", "1", "หน่วย unit units"),
        ("kilowatt hour", "1", "กิโลวัตต์ชั่วโมง kwh"),
        ("kilowatt hour", "1000", "เมกะวัตต์ชั่วโมง เมกกะวัตต์ชั่วโมง mwh"),
        ("kilowatt hour", "1000000", "กิกะวัตต์ชั่วโมง gwh"),
        ("horsepower", "1", "แรงม้า hp horsepower"),
        ("kilowatt", "1", "กิโลวัตต์ kw"),
        ("kilowatt", "1000", "เมกะวัตต์ เมกกะวัตต์ mw"),
        ("metre", "1", "เมตร m metre metres"),
        ("metre", "1000", "กิโลเมตร กม km"),
        ("person", "1", "คน ราย person persons people"),
        ("place", "1", "แห่ง โรง โรงงาน"),
        ("household", "1", "ครัวเรือน ครัว household households"),
        ("vehicle", "1", "คัน"),
        ("animal", "1", "ตัว"),
        ("time", "1", "ครั้ง times"),
        ("percent", "1", "ร้อยละ เปอร์เซ็นต์ % percent"),
    )
    for name in names.split()
}
_BRACKETED = re.compile(r"[(\[]([^()\[\]]+)[)\]]")
_SAID = re.compile(r"หน่วย\s*[:=]?\s*(\S.*)$")
_AT_THE_END = re.compile(r"[\s_:,-](\S+)$")
_SIGNS = re.compile(r"[\s.\-_:]")
_PER = re.compile("/|ต่อ|per ")
_COUNTED = frozenset({"unit", "person", "place", "household", "vehicle", "animal", "time", "metre"})
"""Kinds whose names are words like others: only in brackets are they a unit."""

_WORDS = frozenset({"งาน", "g", "l", "m", "mt", "ha"})
"""Names of units that mean something else, too."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one of the numbers means."""

    words: str
    """As it was written."""
    kind: str
    factor: Fraction
    """How many of the kind's first unit."""
    per: "Unit | None" = None

    def differs(self, other: "Unit") -> bool:
        """Whether a number in this unit means something else in the other one."""
        kinds = {self.kind, other.kind}
        # Electricity is sold in units of a kilowatt hour.
        alike = len(kinds) == 1 or kinds == {"unit", "kilowatt hour"}
        if not alike or self.factor != other.factor or (self.per is None) != (other.per is None):
            return True
        return self.per is not None and other.per is not None and self.per.differs(other.per)


def unit_of(words: str) -> Unit | None:
    """The unit that a text such as ล้านบาท or กก./ไร่ names; None for one that is not known."""
    parts = _PER.split(words.strip().casefold(), maxsplit=1)
    if len(parts) == 2:
        whole, per = unit_of(parts[0]), unit_of(parts[1])
        return Unit(words.strip(), whole.kind, whole.factor, per) if whole and per else None
    plain = _SIGNS.sub("", parts[0])
    if plain in _NAMES:
        return Unit(words.strip(), *_NAMES[plain])
    for scale, factor in _SCALES.items():
        name = plain.removeprefix(scale)
        if name != plain and name in _NAMES:
            kind, base = _NAMES[name]
            return Unit(words.strip(), kind, base * factor)
    return None


def unit_in(header: str) -> Unit | None:
    """The unit that a header carries: in brackets, behind the word หน่วย, or as its last word."""
    bracketed = [
        unit_of(words.removeprefix("หน่วย").lstrip(" :")) or unit_of(words) for words in _BRACKETED.findall(header)
    ]
    known = [unit for unit in bracketed if unit is not None]
    if known:
        return known[-1]
    tail = _tail(header)
    return tail[1] if tail else None


def without_unit(header: str) -> str:
    """The header without a unit that stands behind it; one in brackets stays."""
    tail = _tail(header)
    return header[: tail[0]] if tail else header


def _tail(header: str) -> tuple[int, Unit] | None:
    """Where a unit at the header's end begins, and which one it is."""
    said = _SAID.search(header)
    if said and (unit := unit_of(said[1])):
        return said.start(), unit
    last = _AT_THE_END.search(header.rstrip())
    unit = unit_of(last[1]) if last and last[1].casefold() not in _WORDS else None
    if last is None or unit is None or unit.kind in _COUNTED:
        return None
    return last.start(), unit
