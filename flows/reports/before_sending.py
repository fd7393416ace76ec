"""What the reader of `perd check FILE --as ID` should do: nothing was sent, and nobody was asked anything.

Such a check never asks the portal, so its report says nothing of what the public sees now.
"""

from collections.abc import Sequence

from flows.domain.finding import Standing
from flows.domain.outcome import Fit, Waiting
from flows.domain.text import Text
from flows.reports.data import ReportData
from flows.reports.grouping import RuleGroup
from flows.reports.rule_steps import Step, rule_steps, where_to_mend

CORRECT = Step(
    Text(
        th="แก้ไขในแฟ้มต้นฉบับของหน่วยงาน แล้วบันทึก โดยใช้หัวคอลัมน์เดิม",
        en="Correct the agency's original file and save it, with the same headers.",
    )
)
SEND = Step(
    Text(
        th="เมื่อผ่านการตรวจแล้ว วางแฟ้มไว้ที่แหล่งข้อมูลที่ระบบไปรับ (ดูในข้อมูลแฟ้มด้านล่าง)",
        en="Once it passes, put the file where the system fetches it (see the file facts below).",
    ),
    anchor="files-title",
)
SEND_NOW = Step(
    Text(
        th="แฟ้มนี้พร้อมส่งแล้ว วางไว้ที่แหล่งข้อมูลที่ระบบไปรับ (ดูในข้อมูลแฟ้มด้านล่าง)",
        en="The file is fit to be sent: put it where the system fetches it (see the file facts below).",
    ),
    detail=(
        Text(
            th="เมื่อรับแฟ้มแล้ว ระบบจะตรวจอีกครั้ง และเทียบกับฉบับที่อยู่บนพอร์ทัลก่อนเผยแพร่",
            en="When it has been fetched it is checked again, and compared with the version on the portal, before it is"
            " published.",
        ),
    ),
    anchor="files-title",
)
PREPARE = Step(
    Text(
        th="หากข้อมูลถูกต้องแล้ว เมื่อส่งแฟ้มแล้วจะต้องมีผู้มีอำนาจอนุมัติก่อนเผยแพร่",
        en="If the data are right, a person will have to approve them after the file is sent, before it is published.",
    ),
    detail=(
        Text(
            th="สิ่งที่ต้องเตรียม: เหตุผลและหลักฐานของแต่ละข้อข้างต้น และชื่อกับตำแหน่งของผู้ตรวจ",
            en="To prepare: the reason and the evidence for each point above, and the name and position of who checked"
            " it.",
        ),
        Text(
            th="ยังไม่ต้องขออนุมัติในขั้นนี้ คำขออนุมัติจะอยู่ในรายงานที่ออกหลังส่งแฟ้ม",
            en="Nothing is to be approved yet: the report that is made after the file is sent asks for it.",
        ),
    ),
)
SEND_FOR_APPROVAL = Step(
    Text(
        th="เมื่อเตรียมพร้อมแล้ว วางแฟ้มไว้ที่แหล่งข้อมูลที่ระบบไปรับ (ดูในข้อมูลแฟ้มด้านล่าง)",
        en="When that is ready, put the file where the system fetches it (see the file facts below).",
    ),
    anchor="files-title",
)


def steps_before_sending(report: ReportData, groups: Sequence[RuleGroup]) -> tuple[Step, ...]:
    """At least one step; `groups` as `by_rule` gives them."""
    match report.outcome:
        case Fit():
            return (SEND_NOW, *rule_steps(report, groups, Standing.WARN))
        case Waiting():
            if_wrong = Text(
                th="หากตรวจแล้วพบว่าข้อมูลผิด ให้แก้แฟ้ม แล้วตรวจอีกครั้งด้วยคำสั่งเดิม",
                en="If the data turn out to be wrong, correct the file and check it again with the same command.",
            )
            asked = rule_steps(report, groups, Standing.PERSON)
            return (*asked, _check_again(report, if_wrong), PREPARE, SEND_FOR_APPROVAL)
        case _:
            wrong = (Standing.BLOCK, Standing.PERSON)
            mended = Text(th="ตรวจอีกครั้งด้วยคำสั่งเดิม", en="Check it again with the same command.")
            to_mend = (*rule_steps(report, groups, *wrong), *where_to_mend(report, CORRECT, *wrong))
            return (*to_mend, _check_again(report, mended), SEND)


def _check_again(report: ReportData, text: Text) -> Step:
    """The resource is always named: the report of one file does not know whether its dataset has others."""
    options = f"--as {report.dataset.id} --resource {report.tables[0].name}"
    return Step(text, command=Text(th=f'perd check "ชื่อแฟ้ม" {options}', en=f'perd check "FILE" {options}'))
