"""What the reader should do, in order: the numbered list at the top of a report."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from flows.domain.finding import Finding, Severity
from flows.domain.outcome import Failed, Held, Published, Unchanged, Unreachable, Waiting
from flows.domain.text import Text
from flows.reports.data import ReportData
from flows.reports.grouping import RuleGroup

FEW = 3
"""More distinct fixes than this are read in the section of the rule, not in the list of steps."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    text: Text
    detail: tuple[Text, ...] = ()
    anchor: str | None = None
    """Id of the section of the page that shows the places."""


SEND_AGAIN = Step(
    Text(
        th="บันทึกแฟ้มที่แก้แล้วไว้ที่เดิม โดยใช้ชื่อแฟ้มและหัวคอลัมน์เดิม",
        en="Save the corrected file in the same place, with the same name and headers.",
    )
)
MEND_DECLARATION = Step(
    Text(
        th="ส่วนที่เป็นคำอธิบายชุดข้อมูล (ไม่ใช่แฟ้มข้อมูล) ให้แก้ในคำประกาศชุดข้อมูล หรือแจ้งผู้ดูแลระบบเผยแพร่",
        en="What concerns the description of the dataset is corrected in its declaration, or told to the operators.",
    )
)
CHECKED_AGAIN = Step(
    Text(
        th="ไม่ต้องแจ้งระบบ ระบบจะตรวจใหม่เองในรอบถัดไป และเผยแพร่เมื่อผ่านการตรวจสอบ",
        en="Nothing to report: it is checked again in the next run, and published once it passes.",
    )
)
NOTHING_TO_DO = Step(Text(th="ไม่มีสิ่งที่ต้องทำ", en="There is nothing to do."))
READ_THE_REASON = Step(
    Text(
        th="อ่านเหตุผลด้านบน และหารือกับผู้รับผิดชอบชุดข้อมูล",
        en="Read the reason above, and talk to whoever is responsible for the dataset.",
    )
)
OPERATORS = Step(
    Text(
        th="หน่วยงานเจ้าของข้อมูลยังไม่ต้องแก้แฟ้มข้อมูล ผู้ดูแลระบบเผยแพร่เป็นผู้ตรวจสาเหตุข้างต้น",
        en="The agency need not change its file: the operators of the publishing system look into the cause above.",
    )
)
DECLARATION = Step(
    Text(
        th="ผู้เขียนคำประกาศชุดข้อมูลแก้แฟ้มคำประกาศตามสาเหตุข้างต้น",
        en="Whoever wrote the dataset's declaration corrects it as the cause above says.",
    )
)
OPEN_THE_SOURCE = Step(
    Text(
        th="เปิดที่อยู่ของแฟ้มต้นทาง (ดูในข้อมูลแฟ้มด้านล่าง) จากเครือข่ายภายนอกหน่วยงาน และตรวจว่าดาวน์โหลดได้",
        en="Open the source's address (see the file facts below) from outside the agency's network and download it.",
    ),
    anchor="files-title",
)
MENDED_AT_THE_SOURCE = Step(
    Text(
        th="หากดาวน์โหลดไม่ได้ ให้แจ้งผู้ดูแลระบบของหน่วยงาน หากย้ายแฟ้มแล้ว ให้แจ้งที่อยู่ใหม่แก่ผู้ดูแลระบบเผยแพร่",
        en="If that fails, tell the agency's IT; if the file has moved, tell the publishing system's operators.",
    )
)
TRIED_AGAIN = Step(
    Text(th="ระบบจะลองรับแฟ้มใหม่เองในรอบถัดไป", en="It is tried again in the next run, with nobody doing anything.")
)
APPROVE = Step(
    Text(
        th="ผู้มีอำนาจอนุมัติอ่านรายงานนี้ แล้วอนุมัติหรือไม่อนุมัติการเผยแพร่",
        en="Whoever may approve reads this report and approves or declines the publication.",
    )
)


def steps(report: ReportData, groups: Sequence[RuleGroup]) -> tuple[Step, ...]:
    """At least one step, for every outcome; `groups` as `by_rule` gives them."""
    match report.outcome:
        case Held():
            blocking = tuple(_put_right(group, group.blocking) for group in groups if group.blocking)
            if not blocking:
                return (READ_THE_REASON,)
            return (*blocking, *_where_to_mend(tuple(f for f in report.findings if f.blocks)), CHECKED_AGAIN)
        case Published() | Unchanged():
            warned = tuple(f for f in report.findings if f.severity is not Severity.INFO and not f.waived)
            counts = Counter(finding.rule for finding in warned)
            advised = tuple(_put_right(g, counts[g.rule.slug]) for g in groups if counts[g.rule.slug])
            return (*advised, *_where_to_mend(warned)) if advised else (NOTHING_TO_DO,)
        case Failed(kind="DeclarationError"):
            return (DECLARATION, TRIED_AGAIN)
        case Failed():
            return (OPERATORS, TRIED_AGAIN)
        case Unreachable():
            return (OPEN_THE_SOURCE, MENDED_AT_THE_SOURCE, TRIED_AGAIN)
        case Waiting():
            return (APPROVE,)


def _where_to_mend(findings: Sequence[Finding]) -> tuple[Step, ...]:
    """A finding about a table is mended in its file, one about the dataset as a whole in the declaration."""
    in_declaration = any(finding.place.resource is None for finding in findings)
    in_files = any(finding.place.resource is not None for finding in findings)
    return (MEND_DECLARATION,) * in_declaration + (SEND_AGAIN,) * in_files


def _put_right(group: RuleGroup, count: int) -> Step:
    title = group.rule.title
    return Step(
        text=Text(th=f"{title.th}: {count:,} จุด", en=f"{title.en}: {count:,}"),
        detail=group.fixes if len(group.fixes) <= FEW else (),
        anchor=group.anchor,
    )
