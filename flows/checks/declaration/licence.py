"""licence/*: may everybody use the data for any purpose, without a further condition and free of charge?"""

import re
import unicodedata
from collections.abc import Iterator

from flows.checks.rulebook import Licence
from flows.checks.subject import Subject
from flows.domain.finding import Finding
from flows.domain.licence import Forbidden, Openness
from flows.domain.text import Text

SHOWN_CHARACTERS = 120

NOT_GIVEN = Text(th="ยังไม่ได้ระบุสัญญาอนุญาต", en="none is given")
NOT_IN_REGISTER = Text(
    th="ไม่มีสัญญาอนุญาตนี้ในทะเบียนของระบบ จึงยังไม่ทราบเงื่อนไข",
    en="it is not in the register of licences, so its terms are unknown",
)
BY_WHAT_IT_FORBIDS: dict[Forbidden, str] = {
    "commercial-use": "licence/non-commercial",
    "adaptations": "licence/no-derivatives",
}

_CHARGE = "(?:ค่าใช้จ่าย|ค่าธรรมเนียม|ค่าบริการ|เงิน)"
_ANY = r"(?:ใด\s?ๆ)?(?:\s?ทั้งสิ้น)?"
_DATA = "(?:ข้อมูล|ชุดข้อมูล)?(?:นี้)?"
_FREE = re.compile(
    "|".join(
        (
            # "No limit", "no condition", "no limit of access to the data"
            rf"ไม่(?:มี)?(?:การ|ข้อ)?(?:จำกัด|เงื่อนไข){_ANY}\s?(?:ใน|ต่อ)?\s?"
            rf"(?:การ|สิทธิ์?)?(?:เข้าถึง|ใช้ประโยชน์|ใช้งาน|ใช้|วัตถุประสงค์)?{_DATA}",
            # "No charge": the words for a fee, taken back
            rf"(?:ไม่ต้องเสีย|ไม่ต้องชำระ|ไม่เรียกเก็บ|ไม่มีการเรียกเก็บ|ไม่คิด|ไม่เก็บ|ไม่เสีย|ไม่มี|ปราศจาก){_CHARGE}{_ANY}",
            "ใช้ได้โดยเสรี|เข้าถึงได้โดยเสรี|เปิดเผยต่อสาธารณะ|เปิดเผยสู่สาธารณะ|ประชาชนทั่วไปเข้าถึงได้|สาธารณะ|ฟรี",
            "no (?:access )?(?:restrictions?|conditions?|limits?)(?: on access)?|unrestricted(?: access)?|open access",
            "(?:no|without) (?:fees?|charges?|costs?)|free of charge|free access|public access",
        )
    )
)
_NOTHING = frozenset({"", "-", "–", "ไม่มี", "none", "no", "open", "public", "free", "n/a"})
_JOINTS = re.compile(r"[\s.,;:/()“”\"'\-–]|และ|หรือ|โดย|\band\b")
_MONEY = re.compile(r"ค่า(?:ธรรมเนียม|ใช้จ่าย|บริการ|สมาชิก)|ชำระ|จ่ายเงิน|บาท|\b(?:fees?|charges?|paid|pay(?:ment)?|price)\b")


def licence(subject: Subject) -> Iterator[Finding]:
    """licence/not-specified, -non-commercial, -no-derivatives, -not-open or -share-alike, by the register."""
    named = (subject.dataset.declared.licence or "").strip()
    known = subject.licences.get(named)
    if known is None or known.openness is Openness.UNKNOWN:
        unknown = (known.reason if known else None) or (NOT_IN_REGISTER if named else NOT_GIVEN)
        yield subject.rules.finding("licence/not-specified", licence=named or "-", reason=unknown)
        return
    for slug in _slugs(known):
        yield subject.rules.finding(slug, licence=named, name=known.title, reason=known.reason)


def _slugs(known: Licence) -> tuple[str, ...]:
    if known.openness is Openness.NOT_OPEN:
        return tuple(BY_WHAT_IT_FORBIDS[what] for what in known.forbids) or ("licence/not-open",)
    return ("licence/share-alike",) if known.openness is Openness.OPEN_WITH_DUTY else ()


def extra_conditions(subject: Subject) -> Iterator[Finding]:
    """licence/fee or licence/extra-conditions: what `accessible_condition` says beyond "there is no condition"."""
    written = subject.dataset.declared.accessible_condition or ""
    rest = beyond_free(written)
    if rest:
        slug = "licence/fee" if _MONEY.search(rest) else "licence/extra-conditions"
        yield subject.rules.finding(slug, shown=" ".join(written.split())[:SHOWN_CHARACTERS])


def beyond_free(condition: str) -> str:
    """What is left of a condition once every way of saying "free and unrestricted" is taken away; empty if
    nothing.

    So "ไม่เสียค่าใช้จ่าย" leaves nothing, and "ไม่เสียค่าใช้จ่ายสำหรับนักศึกษา" leaves "สำหรับนักศึกษา".
    """
    # NFKC also joins the split sara am of texts copied from PDF files, and full-width letters; it splits the
    # usual one.
    text = unicodedata.normalize("NFKC", condition).replace("\u0e4d\u0e32", "\u0e33")
    text = " ".join(text.casefold().split())
    if text.strip(" .") in _NOTHING:
        return ""
    # A blank between Thai words is optional, so that both spellings of a phrase are taken away.
    text = re.sub(r"(?<=[\u0e00-\u0e7f]) (?=[\u0e00-\u0e7f])", "", text)
    rest = _FREE.sub(" ", text)
    return " ".join(rest.split()) if _JOINTS.sub("", rest) else ""
