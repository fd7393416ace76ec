"""What is said of a dataset that nobody declares, and why a night stops."""

from flows.domain.decision import sign_of
from flows.domain.errors import PipelineError
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_date
from flows.domain.withdrawal import Brake, Step
from flows.withdrawing.survey import ACTS, Survey, Undeclared

NAMES_SHOWN = 10


class TooMany(PipelineError):
    """More datasets are missing from the catalogue at once than anybody takes out in a day."""

    who_acts = "คำประกาศหายไปพร้อมกันมากผิดปกติ ผู้ดูแลระบบต้องตรวจสอบ"


def in_words(each: Undeclared, seen: Survey) -> Text:
    """What happens to it in this run."""
    if each in seen.stopped:
        return _WAITS_FOR_A_PERSON
    since, ends = each.grace.since, each.grace.ends
    told = _SAID[each.step]
    text = Text(
        th=told.th.format(since=thai_date(since), ends=thai_date(ends)), en=told.en.format(since=since, ends=ends)
    )
    if each.twin and each.step in (*ACTS, Step.WAIT):
        also = _RENAMED.filled(twin=each.twin)
        return Text(th=f"{text.th} {also.th}", en=f"{text.en} {also.en}")
    return text


def too_many(seen: Survey) -> TooMany | None:
    """What the brake says; None where it is not on."""
    if not seen.brakes:
        return None
    names = [each.dataset for each in seen.stopped]
    more = len(names) - NAMES_SHOWN
    reasons = [_why(brake) for brake in seen.brakes]
    shown = ", ".join(names[:NAMES_SHOWN]) + (f" +{more}" if more > 0 else "")
    told = _STOPPED.filled(names=shown, sign=sign_of(seen.sign))
    thai, english = (" ".join(words) for words in zip(*((why.th, why.en) for why in reasons), strict=True))
    return TooMany(Text(th=f"{thai} {told.th}", en=f"{english} {told.en}"))


def _why(brake: Brake) -> Text:
    said = {"agency": brake.agency or "", "acting": brake.acting, "published": brake.published, "limit": brake.limit}
    if brake.gone:
        return _AGENCY_GONE.filled(**said)
    return (_TOO_MANY_OF_AN_AGENCY if brake.agency else _TOO_MANY).filled(**said)


_SAID = {
    Step.BEGIN: Text(
        th="ไม่พบคำประกาศเป็นครั้งแรก สาธารณะยังเห็นตามเดิม หากไม่กลับมาจะปิดไม่ให้สาธารณะเห็นตั้งแต่วันที่ {ends}",
        en="missed for the first time; it stays public, and is made private on {ends} or later unless it is declared.",
    ),
    Step.WAIT: Text(
        th="ไม่พบคำประกาศตั้งแต่ {since} สาธารณะยังเห็นตามเดิม หากไม่กลับมาจะปิดไม่ให้สาธารณะเห็นตั้งแต่วันที่ {ends}",
        en="missed since {since}; it stays public, and is made private on {ends} or later, once its agency was told.",
    ),
    Step.WITHDRAW: Text(
        th="ไม่พบคำประกาศตั้งแต่ {since} และพ้นระยะผ่อนผันแล้ว จึงปิดไม่ให้สาธารณะเห็น ไม่มีสิ่งใดถูกลบ",
        en="missed since {since}, and the days of grace are over: it is made private. Nothing is deleted.",
    ),
    Step.STAY: Text(
        th="สาธารณะยังเห็นต่อไป เพราะมีผู้เปิดไว้ หรือเป็นหลักฐานของระบบเอง หากต้องการปิดให้ใช้ perd withdraw",
        en="it stays public, because a person opened it or it is Perd's own evidence; `perd withdraw` closes it.",
    ),
    Step.FOUND_WITHDRAWN: Text(
        th="ระบบปิดไว้แล้วในรอบก่อนที่หยุดกลางคัน จึงบันทึกไว้",
        en="an earlier run that broke off had made it private: that is now written down.",
    ),
    Step.FOUND_CLOSED: Text(
        th="มีผู้ปิดหรือลบชุดข้อมูลนี้บนพอร์ทัล จึงบันทึกไว้",
        en="somebody made it private, or removed it, on the portal: that is now written down.",
    ),
    Step.FOUND_OPENED: Text(
        th="มีผู้เปิดชุดข้อมูลนี้ให้สาธารณะเห็นบนพอร์ทัล ระบบจะไม่ปิดเอง",
        en="somebody made it public on the portal: it is not closed by itself.",
    ),
}
_WAITS_FOR_A_PERSON = Text(
    th="หยุดไว้เพราะหายไปพร้อมกันมากผิดปกติ สาธารณะยังเห็นตามเดิม",
    en="stopped, because too many are missing at once; it stays public.",
)
_RENAMED = Text(
    th="คำประกาศ {twin} มีชื่อเดียวกัน หากเป็นการเปลี่ยนชื่อไฟล์ โปรดเปลี่ยนกลับ เพราะชื่อไฟล์คือที่อยู่ของชุดข้อมูล",
    en="{twin} has the same title: if its file was renamed, name it back, because it is the dataset's address.",
)
_TOO_MANY = Text(
    th="ชุดข้อมูล {acting} จาก {published} ชุดไม่มีคำประกาศแล้วในรอบเดียว (ปล่อยได้คืนละ {limit} ชุด)",
    en="{acting} of {published} datasets are no longer declared (at most {limit} may go in one night).",
)
_TOO_MANY_OF_AN_AGENCY = Text(
    th="ของหน่วยงาน {agency} {acting} จาก {published} ชุดไม่มีคำประกาศแล้วในรอบเดียว (ปล่อยได้คืนละ {limit} ชุด)",
    en="Of the agency {agency} {acting} of {published} datasets are no longer declared (at most {limit} may go in one"
    " night).",
)
_AGENCY_GONE = Text(
    th="หน่วยงาน {agency} หายไปจากคำประกาศทั้งหน่วยงาน ({acting} จาก {published} ชุดข้อมูล)",
    en="The agency {agency} is gone from the catalogue as a whole ({acting} of {published} datasets).",
)
_STOPPED = Text(
    th="จึงไม่ถอนชุดใดในรอบนี้ สาธารณะยังเห็นทุกชุดตามเดิม: {names} โปรดตรวจโฟลเดอร์คำประกาศ หากตั้งใจนำออกทั้งหมด ให้สั่ง"
    " perd withdraw --missing --seen {sign} --by ... --reason ...",
    en="So nothing is withdrawn in this run, and the public still sees all of them: {names}. Look at the folder"
    " of declarations; if all of them are meant to go, say so with"
    ' `perd withdraw --missing --seen {sign} --by "..." --reason "..."`.',
)
