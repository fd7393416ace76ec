"""What the reader should do, in order: the numbered list at the top of a report."""

from collections.abc import Sequence

from flows.domain.decision import sign_of
from flows.domain.finding import Standing
from flows.domain.outcome import Failed, Fit, Held, Published, Unchanged, Unreachable, Waiting
from flows.domain.text import Text
from flows.reports.before_sending import steps_before_sending
from flows.reports.data import ReportData
from flows.reports.grouping import RuleGroup
from flows.reports.rule_steps import Step, rule_steps, where_to_mend

SEND_AGAIN = Step(
    Text(
        th="บันทึกแฟ้มที่แก้แล้วไว้ที่เดิม โดยใช้ชื่อแฟ้มและหัวคอลัมน์เดิม",
        en="Save the corrected file in the same place, with the same name and headers.",
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
STOP_IF_WRONG = Step(
    Text(
        th="หากตรวจแล้วพบว่าข้อมูลผิด ให้แก้แฟ้มแล้วบันทึกไว้ที่เดิม ระบบจะตรวจใหม่เองในรอบถัดไป",
        en="If the data turn out to be wrong, correct the file and save it in the same place: it is checked again.",
    )
)
PREPARE = Step(
    Text(
        th="หากข้อมูลถูกต้องแล้ว ให้หน่วยงานเตรียมเหตุผลและหลักฐานของแต่ละข้อ พร้อมชื่อและตำแหน่งของผู้ตรวจ แล้วแจ้งผู้ดูแลระบบเผยแพร่",
        en="If they are right, prepare the reason and the evidence for each point, with the name and position of who"
        " checked it, and tell the operators of the publishing system.",
    )
)
REOPEN = Step(
    Text(
        th="ผู้ดูแลพอร์ทัลอ่านเหตุผลด้านบน แล้วเปิดชุดข้อมูลบนพอร์ทัลอีกครั้ง หรือให้ปิดไว้ต่อไป",
        en="The portal's administrators read the reason above, and open the dataset again or leave it closed.",
    )
)
READY = Step(
    Text(
        th="แฟ้มนี้พร้อมส่งแล้ว วางไว้ที่แหล่งข้อมูลของหน่วยงานตามเดิม ระบบจะเผยแพร่ในรอบถัดไป",
        en="The file is fit to be sent: put it where the agency's source is, and the next run publishes it.",
    )
)


def steps(report: ReportData, groups: Sequence[RuleGroup]) -> tuple[Step, ...]:
    """At least one step, for every outcome; `groups` as `by_rule` gives them."""
    if report.before_sending:
        return steps_before_sending(report, groups)
    match report.outcome:
        case Held():
            wrong = _put_right(report, groups, Standing.BLOCK, Standing.PERSON)
            return (*wrong, CHECKED_AGAIN) if wrong else (READ_THE_REASON,)
        case Published() | Unchanged():
            return _put_right(report, groups, Standing.WARN) or (NOTHING_TO_DO,)
        case Fit():
            return (READY, *rule_steps(report, groups, Standing.WARN))
        case Failed(kind="DeclarationError"):
            return (DECLARATION, TRIED_AGAIN)
        case Failed():
            return (OPERATORS, TRIED_AGAIN)
        case Unreachable():
            return (OPEN_THE_SOURCE, MENDED_AT_THE_SOURCE, TRIED_AGAIN)
        case Waiting(asks=asks):
            if asks is None:
                return (REOPEN,)
            asked = rule_steps(report, groups, Standing.PERSON)
            return (*asked, STOP_IF_WRONG, PREPARE, approval(report.dataset.id, asks))


def approval(dataset: str, asks: str) -> Step:
    """How a named person lets the dataset pass, told to the operators; `asks` is the digest of what is asked."""
    command = f"perd approve {dataset} --seen {sign_of(asks)}"
    return Step(
        Text(
            th="ผู้ดูแลระบบเผยแพร่เสนอรายงานนี้ต่อผู้มีอำนาจอนุมัติ แล้วบันทึกผลด้วยคำสั่งนี้ หรือกรอกแบบฟอร์มในหน้าจอ Prefect",
            en="The operators put this report before whoever may approve, and enter the answer with this command, or in"
            " the form in the Prefect UI.",
        ),
        detail=(
            Text(
                th="คำตอบใช้ได้เฉพาะกับข้อมูลและข้อที่พบในรายงานนี้ และเก็บไว้เป็นหลักฐานพร้อมชื่อผู้ตัดสินใจ",
                en="The answer is for the data and the findings of this report only, and is kept as evidence.",
            ),
        ),
        command=Text(
            th=f'{command} --reason "เหตุผล" --by "ชื่อและตำแหน่ง"',
            en=f'{command} --reason "..." --by "NAME, POSITION"',
        ),
    )


def _put_right(report: ReportData, groups: Sequence[RuleGroup], *standings: Standing) -> tuple[Step, ...]:
    """What is wrong, rule by rule, and where that is mended; nothing where nothing of these standings was found."""
    wrong = rule_steps(report, groups, *standings)
    return (*wrong, *where_to_mend(report, SEND_AGAIN, *standings)) if wrong else ()
