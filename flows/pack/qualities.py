"""Shares of the disclosed datasets that have a quality: an open licence, a dictionary, all items, and so on."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flows.domain.disclosure import Told
from flows.domain.licence import Openness
from flows.domain.text import Text
from flows.pack.defining import BY_THE_AWARD, NOTHING_DISCLOSED, OURS, of_the_disclosed
from flows.pack.number import Definition, Number, share
from flows.pack.scope import Scope

GUIDELINE = Text(
    th="ตัวชี้วัดของระบบเปิด ตามรายการคำอธิบายข้อมูลส่วนหลัก 14 รายการ (GD Catalog Guideline v1.0 มีนาคม 2564)",
    en="Perd's own indicator, by the list of 14 mandatory items (GD Catalog Guideline v1.0, March 2021)",
)
_OPEN = {Openness.OPEN.value, Openness.OPEN_WITH_DUTY.value}


def _came_freely(told: Told) -> bool:
    return bool(told.resources) and all(resource.anonymous_get for resource in told.resources)


@dataclass(frozen=True, slots=True)
class Quality:
    """What some of the disclosed datasets have."""

    what: Definition
    has: Callable[[Told], bool]


def _quality(id: str, title: Text, what: Text, has: Callable[[Told], bool], source: Text = OURS) -> Quality:
    return Quality(of_the_disclosed(id, title, what, source), has)


OPEN_LICENCE = _quality(
    "open-licence",
    Text(th="สัญญาอนุญาตแบบเปิด", en="Open licence"),
    Text(
        th="จำนวนชุดข้อมูลที่ประกาศสัญญาอนุญาตแบบเปิด (open) หรือแบบเปิดที่ให้เผยแพร่ต่อด้วยเงื่อนไขเดียวกัน (open-with-duty)"
        " ตามทะเบียนสัญญาอนุญาตของระบบ",
        en="Datasets under a licence that the register calls open, or open with the duty to share alike.",
    ),
    lambda told: told.openness in _OPEN,
)
MACHINE_READABLE = _quality(
    "machine-readable",
    Text(th="เครื่องอ่านได้", en="Machine-readable"),
    Text(
        th="จำนวนชุดข้อมูลที่ทุกแฟ้มมีรูปแบบที่โปรแกรมอ่านเป็นตารางหรือโครงสร้างข้อมูลได้ เช่น CSV, JSON, XLSX",
        en="Datasets of which every resource has a format that programs read, such as CSV, JSON or XLSX.",
    ),
    lambda told: told.machine_readable,
)
OPEN_FORMAT = _quality(
    "open-format",
    Text(th="รูปแบบแฟ้มแบบเปิด", en="Open format"),
    Text(
        th="จำนวนชุดข้อมูลที่ทุกแฟ้มมีรูปแบบที่ไม่ขึ้นกับผู้ผลิตโปรแกรมรายใด เช่น CSV, JSON",
        en="Datasets of which every resource has a non-proprietary format, such as CSV or JSON.",
    ),
    lambda told: told.open_format,
)
ITEMS_COMPLETE = _quality(
    "items-complete",
    Text(th="คำอธิบายข้อมูลครบ 14 รายการ", en="All 14 mandatory items given"),
    Text(
        th="จำนวนชุดข้อมูลที่ให้คำอธิบายข้อมูลส่วนหลักครบทั้ง 14 รายการ รายการที่ระบุว่า “ไม่ทราบ” นับว่าไม่ได้ให้",
        en="Datasets that give all of the 14 mandatory metadata items; one that is “unknown” counts as not given.",
    ),
    lambda told: not told.items_missing and not told.items_unknown,
    GUIDELINE,
)
DICTIONARY = _quality(
    "dictionary",
    Text(th="มีพจนานุกรมข้อมูล", en="Data dictionary"),
    Text(
        th="จำนวนชุดข้อมูลที่เผยแพร่พจนานุกรมข้อมูล (ชื่อ ชนิด และคำอธิบายของทุกคอลัมน์) ควบคู่กัน",
        en="Datasets with which a data dictionary (name, type and meaning of each column) is published.",
    ),
    lambda told: told.dictionary,
)
API = _quality(
    "api",
    Text(th="เรียกผ่าน API ได้", en="API"),
    Text(
        th="จำนวนชุดข้อมูลที่ทุกตารางอยู่ใน DataStore ของพอร์ทัล ซึ่งตอบคำขอ API ของผู้ใช้ทั่วไปโดยไม่ต้องมีกุญแจ",
        en="Datasets of which every table stands in the portal's DataStore, which answers API calls without a key.",
    ),
    lambda told: told.api,
)
HIGH_VALUE = _quality(
    "high-value",
    Text(th="ชุดข้อมูลที่มีคุณค่าสูง", en="High-value datasets"),
    Text(
        th="จำนวนชุดข้อมูลที่หน่วยงานประกาศว่ามีคุณค่าสูง (HVD)",
        en="Datasets that their agency declares to be of high value (HVD).",
    ),
    lambda told: told.high_value,
)
FREE_ACCESS = _quality(
    "free-access",
    Text(th="เข้าถึงได้อย่างเสรี", en="Freely accessible"),
    Text(
        th="จำนวนชุดข้อมูลที่ผู้ใช้ทั่วไปดาวน์โหลดทุกแฟ้มได้โดยไม่ใช้รหัสผ่านหรือกุญแจ และได้ข้อมูลตรงกันทุกไบต์กับที่เผยแพร่ (ทดสอบด้วย"
        " HTTP GET แบบไม่ระบุตัวตนเมื่อเผยแพร่รุ่นนั้น บันทึกของคืนที่ไม่มีการเปลี่ยนแปลงบอกว่าแฟ้มเดิมยังอยู่ ไม่ได้ดาวน์โหลดซ้ำ)",
        en="Datasets of which a visitor without password or key got every file, byte for byte as published (tested by"
        " an anonymous HTTP GET when that version was published; the record of a night without a change says that the"
        " same file still stands, and does not fetch it again).",
    ),
    _came_freely,
    BY_THE_AWARD,
)
ANY_PLATFORM = _quality(
    "any-platform",
    Text(th="ไม่จำกัดแพลตฟอร์ม", en="Any platform"),
    Text(
        th="จำนวนชุดข้อมูลที่ทุกแฟ้มมีรูปแบบแบบเปิด จึงใช้ได้กับทุกระบบโดยไม่ต้องมีโปรแกรมของผู้ผลิตรายใด",
        en="Datasets of which every resource has an open format, usable on any system without anybody's own program.",
    ),
    lambda told: told.open_format,
    BY_THE_AWARD,
)
NO_CHARGE = _quality(
    "no-charge",
    Text(th="ไม่เสียค่าใช้จ่าย", en="No charge"),
    Text(
        th="จำนวนชุดข้อมูลที่สัญญาอนุญาตแบบเปิดให้ใช้โดยไม่เสียค่าใช้จ่าย การตรวจไม่พบเงื่อนไขหรือค่าธรรมเนียมเพิ่มเติม"
        " และทุกแฟ้มดาวน์โหลดได้โดยไม่ขอกุญแจ บัญชีผู้ใช้ หรือการชำระเงิน",
        en="Datasets whose open licence asks for no charge, in which no further condition or fee was found, and of"
        " which every file came without a key, an account or a payment being asked for.",
    ),
    lambda told: told.openness in _OPEN and told.no_conditions and _came_freely(told),
    BY_THE_AWARD,
)
REDISTRIBUTABLE = _quality(
    "redistributable",
    Text(th="เผยแพร่และทำซ้ำได้", en="May be distributed and copied"),
    Text(
        th="จำนวนชุดข้อมูลที่สัญญาอนุญาตให้เผยแพร่และทำซ้ำได้ (open หรือ open-with-duty)",
        en="Datasets whose licence allows to distribute and copy them (open, or open with a duty).",
    ),
    lambda told: told.openness in _OPEN,
    BY_THE_AWARD,
)
ANY_PURPOSE = _quality(
    "any-purpose",
    Text(th="ใช้ได้โดยไม่จำกัดวัตถุประสงค์", en="Any purpose"),
    Text(
        th="จำนวนชุดข้อมูลที่สัญญาอนุญาตเป็นแบบเปิดโดยไม่มีหน้าที่เพิ่มเติม (open) และการตรวจไม่พบเงื่อนไขอื่น",
        en="Datasets under a licence that is open without a duty, and in which no further condition was found.",
    ),
    lambda told: told.openness == Openness.OPEN.value and told.no_conditions,
    BY_THE_AWARD,
)
SHARED = _quality(
    "shared-with-agencies",
    Text(th="มีหน่วยงานอื่นร่วมใช้ข้อมูล", en="Shared with other agencies"),
    Text(
        th="จำนวนชุดข้อมูลที่ประกาศว่ามีหน่วยงานอื่นร่วมจัดทำหรือใช้ข้อมูล",
        en="Datasets that are declared to be shared with other agencies.",
    ),
    lambda told: bool(told.shared_with),
)
PULLED = _quality(
    "pulled-by-machine",
    Text(th="ส่งต่อโดยโปรแกรมทุกขั้น", en="Pulled by a program"),
    Text(
        th="จำนวนชุดข้อมูลที่โปรแกรมรับจากเครื่องแม่ข่ายของหน่วยงานเอง ไม่มีแฟ้มที่คนนำมาส่ง",
        en="Datasets of which every source is pulled from the agency's own server by a program; none was handed over as"
        " a file.",
    ),
    lambda told: told.over_http,
)
QUALITIES = (
    OPEN_LICENCE,
    MACHINE_READABLE,
    OPEN_FORMAT,
    ITEMS_COMPLETE,
    DICTIONARY,
    API,
    HIGH_VALUE,
    FREE_ACCESS,
    ANY_PLATFORM,
    NO_CHARGE,
    REDISTRIBUTABLE,
    ANY_PURPOSE,
    SHARED,
    PULLED,
)
DEFINITIONS = tuple(quality.what for quality in QUALITIES)


def numbers(scope: Scope) -> Iterator[Number]:
    every = scope.disclosed()
    told = [(each.told_by.seq, each.told) for each in every if each.told_by and each.told]
    note = untold(len(every) - len(told)) if every else NOTHING_DISCLOSED
    for quality in QUALITIES:
        yield share(quality.what, scope.id, {seq: quality.has(its) for seq, its in told}, note)


def untold(datasets: int) -> Text | None:
    """Says of how many disclosed datasets nobody can tell."""
    if not datasets:
        return None
    return Text(
        th=f"ไม่นับ {datasets:,} ชุดข้อมูลที่เปิดเผยอยู่แต่ยังไม่มีบันทึกที่บอกเรื่องนี้",
        en=f"Not counted: {datasets:,} disclosed datasets of which no record tells this yet.",
    )
