"""The report of a file that was not sent: it says nothing of what the portal has, and asks nobody to approve."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from flows.domain.findings import NOTHING, Findings
from flows.domain.outcome import Fit, Held, Waiting
from flows.domain.text import Text
from flows.reports.advice import steps
from flows.reports.data import ReportData
from flows.reports.grouping import by_rule
from flows.reports.html import report_page

NO = Text(th="กฎไม่ผ่าน", en="A rule says no")
ASKED = "5f" * 32
AGAIN = 'perd check "ชื่อแฟ้ม" --as diw-factories --resource factories'
OF_A_RUN = ("ยังไม่เคยเผยแพร่บนพอร์ทัล", "ไม่ต้องแจ้งระบบ", "perd approve", "ข้อมูลรุ่นก่อนหน้า", "รหัสคำขออนุมัติ", "ระงับการเผยแพร่")
"""What only the report of a run can know, or ask."""


@pytest.fixture
def unsent(make_report, type_error) -> Callable[[str], ReportData]:
    def make(word: str) -> ReportData:
        if word == "fit":
            return replace(make_report((), Fit("d", 1500, NOTHING, None)), before_sending=True)
        found = Findings.of((replace(type_error, person_decides=word == "waiting"),))
        waits = Waiting("diw-factories", NO, 1500, found, None, ASKED)
        outcome = waits if word == "waiting" else Held("diw-factories", 1500, found, NO)
        return replace(make_report(found, outcome), before_sending=True)

    return make


def commands(report: ReportData) -> list[str]:
    return [step.command.th for step in steps(report, by_rule(report)) if step.command]


@pytest.mark.parametrize("word", ["fit", "held", "waiting"])
def test_it_says_that_nothing_was_sent_and_nothing_that_only_a_run_knows(unsent, word) -> None:
    html = report_page(unsent(word))
    assert '<title data-th="ตรวจก่อนส่ง (ยังไม่ได้ส่งและไม่ได้เผยแพร่): ทะเบียนโรงงานอุตสาหกรรม"' in html
    assert "ยังไม่ได้ส่งและไม่ได้เผยแพร่สิ่งใด และไม่ได้เทียบกับฉบับที่อยู่บนพอร์ทัล" in html
    assert "rules about changes against the last release are looked at only when the file is sent" in html
    assert "วางแฟ้มไว้ที่แหล่งข้อมูลที่ระบบไปรับ" in html or "วางไว้ที่แหล่งข้อมูลที่ระบบไปรับ" in html
    assert [told for told in OF_A_RUN if told in html] == []


def test_the_report_of_a_run_says_none_of_it(make_report, type_error) -> None:
    html = report_page(make_report((type_error,)))
    assert "ตรวจก่อนส่ง" not in html
    assert "ยังไม่ได้ส่ง" not in html


def test_what_is_wrong_is_corrected_then_checked_again_then_sent(unsent) -> None:
    report = unsent("held")
    assert commands(report) == [AGAIN]
    told = [step.text.en for step in steps(report, by_rule(report))]
    assert [text.split(":")[0].split(" and ")[0] for text in told] == [
        "Title of table/type-error",
        "Correct the agency's original file",
        "Check it again with the same command.",
        "Once it passes, put the file where the system fetches it (see the file facts below).",
    ]


def test_whoever_needs_an_approval_is_told_what_to_prepare_and_asked_for_none(unsent) -> None:
    report = unsent("waiting")
    html = report_page(report)
    assert "หากส่งแฟ้มนี้ จะต้องมีผู้มีอำนาจอนุมัติ มี 1 จุด" in html
    assert "สิ่งที่ต้องเตรียม: เหตุผลและหลักฐานของแต่ละข้อข้างต้น" in html
    assert ASKED[:8] not in html
    assert commands(report) == [AGAIN]


def test_a_file_without_a_fault_is_ready_to_be_sent(unsent) -> None:
    html = report_page(unsent("fit"))
    assert "พร้อมส่ง" in html
    assert "แฟ้มนี้ผ่านการตรวจก่อนส่ง จำนวน 1,500 แถว" in html
    assert commands(unsent("fit")) == []
