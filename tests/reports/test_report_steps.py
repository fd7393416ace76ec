"""What a step of the list says: how many, where first, and how each is put right."""

from dataclasses import replace

from flows.domain.finding import Finding, Place
from flows.domain.findings import Findings, tally_of
from flows.domain.rule import RuleBook
from flows.domain.text import Text
from flows.reports.advice import steps
from flows.reports.data import ReportData
from flows.reports.grouping import by_rule
from flows.reports.rule_steps import Step


def first_step(report: ReportData) -> Step:
    return steps(report, by_rule(report))[0]


def thai(step: Step) -> list[str]:
    return [detail.th for detail in step.detail]


def in_rows(finding: Finding, rows: range) -> list[Finding]:
    return [replace(finding, place=replace(finding.place, row=row)) for row in rows]


def own_fixes(findings: list[Finding]) -> list[Finding]:
    return [
        replace(finding, fix=Text(th=f"แก้เป็น {number}", en=f"Make it {number}"))
        for number, finding in enumerate(findings, start=1)
    ]


def test_it_names_the_first_five_cells_and_the_fix_of_all(make_report, type_error) -> None:
    step = first_step(make_report(in_rows(type_error, range(9, 18))))
    assert step.text.th == "ชนิดข้อมูลไม่ตรง: 9 จุด"
    assert thai(step) == ["ตำแหน่ง: C9, C10, C11, C12, C13 และอีก 4 จุด", "วิธีแก้ table/type-error"]
    assert step.detail[0].en == "Where: C9, C10, C11, C12, C13 and 4 more"


def test_a_few_cells_are_all_named_and_one_that_is_found_twice_only_once(make_report, type_error) -> None:
    assert thai(first_step(make_report((type_error, type_error)))) == ["ตำแหน่ง: C12", "วิธีแก้ table/type-error"]
    many = first_step(make_report((type_error, *in_rows(type_error, range(12, 18)))))
    assert thai(many)[0] == "ตำแหน่ง: C12, C13, C14, C15, C16 และอีก 1 จุด"


def test_fixes_that_differ_are_given_with_their_cell_and_three_at_most(make_report, type_error) -> None:
    three, four = (first_step(make_report(own_fixes(in_rows(type_error, range(9, 9 + n))))) for n in (3, 4))
    fixes = ["C9: แก้เป็น 1", "C10: แก้เป็น 2", "C11: แก้เป็น 3"]
    assert thai(three) == ["ตำแหน่ง: C9, C10, C11", *fixes]
    assert thai(four) == ["ตำแหน่ง: C9, C10, C11, C12", *fixes, "ดูที่เหลือในรายการ"]
    assert four.detail[1].en == "C9: Make it 1"


def test_what_is_not_at_hand_is_counted_and_a_fix_of_its_own_is_not_told_for_all(
    make_report, type_error, rules
) -> None:
    findings = Findings({tally_of(type_error): 5_000}, (type_error,), lambda: iter([type_error] * 5_000))
    assert thai(first_step(make_report(findings))) == [
        "ตำแหน่ง: C12 และอีก 4,999 จุด", "วิธีแก้ table/type-error"
    ]  # fmt: skip
    rule = rules["table/type-error"].model_copy(update={"fix": Text(th="แก้ “{value}”", en="Fix {value}")})
    varied = replace(make_report(findings), rules=RuleBook({rule.slug: rule}, version=rules.version))
    assert thai(first_step(varied))[1:] == ["C12: วิธีแก้ table/type-error", "ดูที่เหลือในรายการ"]


def test_rows_columns_and_wholes_have_names_and_a_whole_dataset_needs_none(make_report, rules) -> None:
    places = [Place("factories", row=1200), Place("factories", column=4), Place("factories")]
    step = first_step(make_report([rules.finding("table/type-error", place, "x") for place in places]))
    assert step.detail[0] == Text(th="ตำแหน่ง: แถว 1,200, คอลัมน์ D, ทั้งแฟ้ม", en="Where: row 1,200, column D, whole file")
    assert thai(first_step(make_report([rules.finding("licence/not-open")]))) == ["วิธีแก้ licence/not-open"]


def test_cells_of_several_sheets_or_tables_are_told_apart(make_report, type_error) -> None:
    sheets = [replace(type_error, place=replace(type_error.place, sheet=sheet)) for sheet in ("ปี 2567", "ปี 2568")]
    assert thai(first_step(make_report(sheets)))[0] == "ตำแหน่ง: C12 (ปี 2567), C12 (ปี 2568)"
    tables = [replace(type_error, place=Place(name, row=2, column=1)) for name in ("factories", "other")]
    assert thai(first_step(make_report(tables)))[0] == "ตำแหน่ง: A2 (ทะเบียนโรงงาน (CSV)), A2 (other)"


def test_only_what_stands_as_the_step_says_is_named(make_report, type_error) -> None:
    waived = replace(type_error, place=replace(type_error.place, row=2), waived="ระบบเดิมเขียนเช่นนี้")
    step = first_step(make_report((waived, type_error)))
    assert step.text.th == "ชนิดข้อมูลไม่ตรง: 1 จุด"
    assert thai(step)[0] == "ตำแหน่ง: C12"
