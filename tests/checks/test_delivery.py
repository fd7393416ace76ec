"""What tidy remarks upon becomes a finding of the rule it names."""

from collections.abc import Callable
from dataclasses import replace

from flows.checks.tables.delivery import check_delivery
from flows.domain.rule import RuleBook
from flows.domain.text import Text
from flows.domain.tidied import Remark, Tidied
from tests.checks.conftest import a_table, table_schema

SCHEMA = table_schema({"name": "id"})
MakeTable = Callable[..., Tidied]


def test_each_remark_is_a_finding_in_the_words_of_its_rule(table: MakeTable, rules: RuleBook) -> None:
    hidden = Text(th="คอลัมน์ B", en="columns B")
    remarks = (
        Remark("format/hidden-rows-or-columns", {"what": hidden}),
        Remark("format/formula-without-value", {"cells": "B3, A5", "count": "2"}),
        Remark("format/drop-column-not-found", {"name": "ไม่มีจริง"}),
        Remark("format/drop-row-column-not-found", {"name": "ชนิดพืช"}),
        Remark("table/line-break-in-cell", {"lines": 12}, row=7, column=3),
        Remark("table/line-break-in-cell", {"lines": 2}, row=9, column=2),
    )
    tidied = table(("id", "name"), [("1", "ก")], headers=("รหัส", "ชื่อ"), positions=(1, 3), sheet="ข้อมูล")
    found = list(check_delivery(a_table(replace(tidied, remarks=remarks), SCHEMA, rules)))
    assert [(one.rule, one.blocks) for one in found] == [
        ("format/hidden-rows-or-columns", False),
        ("format/formula-without-value", True),
        ("format/drop-column-not-found", False),
        ("format/drop-row-column-not-found", False),
        ("table/line-break-in-cell", True),
        ("table/line-break-in-cell", True),
    ]
    assert "ซ่อนคอลัมน์ B ไว้" in found[0].message.th
    assert "2 ช่อง (B3, A5)" in found[1].message.th
    assert "“ไม่มีจริง”" in found[2].message.th
    assert "“ชนิดพืช”" in found[3].message.th
    assert "แถวที่ 7 คอลัมน์ C “ชื่อ” เปิดเครื่องหมายคำพูด" in found[4].message.th
    assert "12 บรรทัด" in found[4].message.th
    assert (found[4].place.cell, found[4].place.field) == ("C7", "name")
    assert "แถวที่ 9 คอลัมน์ B เปิด" in found[5].message.th, "a column that is not published"
    assert {(one.place.resource, one.place.sheet, one.value) for one in found} == {("things", "ข้อมูล", None)}


def test_nothing_remarkable_is_no_finding(table: MakeTable, rules: RuleBook) -> None:
    assert list(check_delivery(a_table(table(("id",), [("1",)]), SCHEMA, rules))) == []
