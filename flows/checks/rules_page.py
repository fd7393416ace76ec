"""docs/rules.md, written from the rule files: `python -m flows.checks.rules_page > docs/rules.md`."""

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from flows.checks.rulebook import Licence, load_licences, load_rules, unwaivable
from flows.domain.finding import Severity
from flows.domain.licence import Openness
from flows.domain.rule import Rule, RuleBook
from flows.domain.text import Text

SEVERITIES = {
    Severity.BLOCK: Text(th="ระงับการเผยแพร่", en="holds the dataset"),
    Severity.WARN: Text(th="เตือน", en="warning"),
    Severity.INFO: Text(th="แจ้งให้ทราบ", en="information"),
}
BY_PERSON = Text(
    th="ระงับไว้จนกว่าผู้มีอำนาจที่ระบุชื่อจะพิจารณาให้ผ่าน (`perd approve`)",
    en="holds the dataset until a named person has let it pass (`perd approve`)",
)
MARKS = {
    "official": Text(th="ข้อกำหนดของทางราชการ", en="official"),
    "own": Text(th="เกณฑ์ของระบบเปิดเอง ไม่ใช่ข้อกำหนดของทางราชการ", en="our own rule, not an official one"),
    "technical": Text(th="นิยามของรูปแบบข้อมูล", en="definition of the format"),
}
OPENNESS = {
    Openness.OPEN: Text(th="เปิด", en="open"),
    Openness.OPEN_WITH_DUTY: Text(th="เปิด โดยมีหน้าที่", en="open, with a duty"),
    Openness.NOT_OPEN: Text(th="ไม่เปิด", en="not open"),
    Openness.UNKNOWN: Text(th="ไม่ทราบเงื่อนไข", en="terms unknown"),
}
HEAD = """# กฎการตรวจสอบ · The rules of the gate

<!-- Written by `python -m flows.checks.rules_page > docs/rules.md` from schemas/rules/; change them there. -->

ชุดข้อมูลเผยแพร่ได้เมื่อไม่มีข้อใดระงับการเผยแพร่ แต่ละข้อบอกว่าพบอะไร เพราะเหตุใด และต้องทำอย่างไร

A dataset is published when nothing holds it. Each rule says what was found, why it matters, and what to do.

ผู้ดูแลอาจขอยกเว้นบางข้อได้ชั่วคราว โดยระบุเหตุผลและวันสิ้นสุดในแฟ้มประกาศ (`waivers`)
เว้นแต่ข้อที่ระบุว่าขอยกเว้นไม่ได้ ข้อที่ปรับได้ปรับด้วยคีย์ `severities` คำในวงเล็บปีกกาจะแทนด้วยสิ่งที่พบจริง

Most rules can be waived in the declaration, with a reason and an end; those that cannot say so. A rule that can be
declared otherwise is, under `severities`. Words in braces are filled in with what was found.

สัญญาอนุญาต หมวดหมู่ และรูปแบบแฟ้มแต่ละแบบนำไปสู่ผลใด ดูที่ [decisions.md](decisions.md)

What each licence, category and format comes to: [decisions.md](decisions.md).
"""


def page(rules: RuleBook, licences: Mapping[str, Licence]) -> str:
    """The whole page in Markdown: one heading per rule, in order of slug, and the licence register."""
    never = unwaivable(rules)
    sections = [
        line for rule in sorted(rules, key=lambda rule: rule.slug) for line in _section(rule, rule.slug in never)
    ]
    return "\n".join([HEAD, *sections, *_register(licences)]) + "\n"


def _section(rule: Rule, never_waived: bool) -> Iterator[str]:
    severity = BY_PERSON if rule.person_decides else SEVERITIES[rule.severity]
    mark = MARKS[rule.source.mark]
    source = f"[{rule.source.name}]({rule.source.url})" if rule.source.url else rule.source.name
    yield f"## {rule.slug}\n"
    yield f"**{rule.title.th}** · {rule.title.en}\n"
    yield f"- ผล · Effect: {severity.th} · {severity.en}"
    if rule.adjustable:
        choices = [SEVERITIES[each] for each in rule.adjustable]
        thai, english = " หรือ ".join(text.th for text in choices), " or ".join(text.en for text in choices)
        ids = ", ".join(f"`{each}`" for each in rule.adjustable)
        yield f"- ปรับได้ในแฟ้มประกาศ (`severities`) เป็น {thai} · Can be declared as {english} ({ids})"
    if never_waived:
        yield "- ขอยกเว้นไม่ได้ · Can never be waived"
    if rule.personal:
        yield "- รายงานไม่แสดงค่าที่พบ · The value found is never shown"
    yield from _both("พบว่า · Says", rule.message)
    yield from _both("เหตุผล · Why", rule.why)
    yield from _both("วิธีแก้ · Fix", rule.fix)
    if rule.example:
        yield f"- ตัวอย่าง · Example: `{rule.example}`"
    yield f"- ที่มา · Source: {source} ({mark.th} · {mark.en})\n"


def _both(label: str, text: Text) -> Iterator[str]:
    yield f"- {label}: {text.th}"
    yield f"  {text.en}"


def _register(licences: Mapping[str, Licence]) -> Iterator[str]:
    yield "## ทะเบียนสัญญาอนุญาต · The licence register\n"
    yield "| id | สัญญาอนุญาต · Licence | ผล · Openness | เหตุผล · Why |"
    yield "| --- | --- | --- | --- |"
    for name, licence in licences.items():
        title = f"[{licence.title.th}]({licence.url})" if licence.url else licence.title.th
        openness = OPENNESS[licence.openness]
        why = f"{licence.reason.th} · {licence.reason.en}" if licence.reason else ""
        yield f"| `{name}` | {title} · {licence.title.en} | {openness.th} · {openness.en} | {why} |"


if __name__ == "__main__":
    folder = Path("schemas/rules")
    sys.stdout.write(page(load_rules(folder), load_licences(folder)))
