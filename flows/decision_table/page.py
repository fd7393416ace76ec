"""docs/decisions.md, written from what the gate says: `python -m flows.decision_table.page > docs/decisions.md`."""

import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from flows.checks import Licence, load_licences
from flows.decision_table.cells import CATEGORIES, NONE, Answer, Cell, answers, licences
from flows.decision_table.samples import FORMATS
from flows.domain.text import Text
from flows.domain.verdict import Decision
from flows.domain.vocabulary import CATEGORY_WORDS
from flows.portal.profile import load_profile

PROFILES = ("data-go-th", "plain")
"""The first one in full, of the others what differs from it."""
DECISIONS = {
    Decision.PUBLISH: Text(th="เผยแพร่", en="publish"),
    Decision.PUBLISH_WITH_WARNINGS: Text(th="เผยแพร่พร้อมคำเตือน", en="publish with warnings"),
    Decision.NEEDS_A_PERSON: Text(th="รอผู้มีอำนาจพิจารณา", en="needs a person"),
    Decision.HOLD: Text(th="ระงับ", en="hold"),
}
NOT_GIVEN = Text(th="ไม่ได้ระบุ", en="not given")
HEAD = """# ตารางการตัดสินใจ · What each licence, category and format comes to

<!-- Written by `python -m flows.decision_table.page > docs/decisions.md`. Do not edit: a test runs every cell. -->

แต่ละช่องคือชุดข้อมูลขนาดเล็กที่ทุกอย่างเรียบร้อย เว้นแต่สัญญาอนุญาต หมวดหมู่ และรูปแบบแฟ้มของช่องนั้น
ซึ่งผ่านระบบจริงตั้งแต่แฟ้มจนถึงคำตัดสิน ใต้คำตัดสินคือข้อกำหนดที่เป็นเหตุ ([rules.md](rules.md))

Each cell is a small dataset in which all is in order but its licence, category and format. It went the whole way from
its file to the verdict, through the gate itself. Below each decision stand the rules that led to it
([rules.md](rules.md)).

| ผล · Decision | ความหมาย · Meaning |
| --- | --- |
| **เผยแพร่** · publish | ไม่พบสิ่งใดที่ต้องแก้ · nothing stands in the way |
| **เผยแพร่พร้อมคำเตือน** · publish with warnings | เผยแพร่ และบอกในรายงาน · published, and said in the report |
| **รอผู้มีอำนาจพิจารณา** · needs a person | รอผู้มีอำนาจที่ระบุชื่อ · waits for a named person (`perd approve`) |
| **ระงับ** · hold | ไม่เผยแพร่จนกว่าจะแก้ · not published until it is put right |

ไม่มีช่องใดในตารางที่ “รอผู้มีอำนาจพิจารณา” เพราะสัญญาอนุญาต หมวดหมู่ และรูปแบบแฟ้มไม่ใช่เรื่องที่ผู้ใดอนุมัติแทนการแก้ไขได้
ข้อกำหนดที่ให้ผู้มีอำนาจพิจารณาคือข้อเกี่ยวกับเนื้อหาข้อมูล เช่น ข้อมูลที่อาจเป็นข้อมูลส่วนบุคคล

No cell here “needs a person”: nobody can approve a closed licence, a category or a format instead of putting it right.
What a person decides is about the data themselves, such as what may be personal.

ข้อมูลทุกชุดเผยแพร่เป็น CSV เสมอ ไม่ว่าหน่วยงานส่งแฟ้มมาเป็น CSV หรือ XLSX จึงมีสำเนาในรูปแบบเปิดทุกครั้ง

Whatever was delivered, CSV or XLSX, what is published is CSV: there is always a copy in an open format.
"""


def page(schemas: Path, by_profile: Mapping[str, Mapping[Cell, Answer]]) -> str:
    """The whole page in Markdown; `schemas` is the folder of rules and portal profiles, `by_profile` the gate's answers
    for each of PROFILES."""
    register = load_licences(schemas / "rules")
    lines = [HEAD]
    first: Mapping[Cell, Answer] | None = None
    for name in PROFILES:
        title = load_profile(schemas / "portals", name).title
        said = by_profile[name]
        lines.append(f"## {title.th} · {title.en} (`{name}`)\n")
        if first is None:
            rows = licences(schemas)
        else:
            rows = tuple(dict.fromkeys(cell.licence for cell in said if said[cell] != first[cell]))
            lines.append(_the_others(len(licences(schemas)) - len(rows)))
        if rows:
            lines += _tables(said, rows, register)
        first = first or said
    return "\n".join(lines).rstrip("\n") + "\n"


def _the_others(licences: int) -> str:
    return (
        f"สัญญาอนุญาตอีก {licences} รายการได้ผลเหมือนพอร์ทัลแรกทุกช่อง · With {licences} licences every cell is as on the"
        " first portal; the others:\n"
    )


def _tables(said: Mapping[Cell, Answer], rows: Sequence[str], register: Mapping[str, Licence]) -> Iterator[str]:
    """Formats of the same answers share a table; those that are always held for one more reason are listed below it."""
    tables: dict[tuple[Answer, ...], list[str]] = {}
    closed: list[tuple[str, str]] = []
    open_format = _column(said, rows, next(iter(FORMATS)))
    for name in FORMATS:
        column = _column(said, rows, name)
        rule = _adds_one_rule(column, open_format)
        if rule is not None:
            closed.append((name, rule))
        else:
            tables.setdefault(column, []).append(name)
    for names in tables.values():
        yield f"### {', '.join(names)}\n"
        yield from _table(said, names[0], rows, register)
    if closed:
        yield "### รูปแบบอื่น · Other formats\n"
        count = len(open_format)
        yield f"ระงับทั้ง {count} ช่องด้วยข้อกำหนดนี้ นอกเหนือจากข้อกำหนดในตารางข้างต้น"
        yield f"· All {count} cells are held by this rule, beside those of the table above.\n"
        yield "| รูปแบบ · Format | ผล · Decision | ข้อกำหนด · Rule |"
        yield "| --- | --- | --- |"
        for name, rule in closed:
            yield f"| {name} | {_words(Decision.HOLD)} | `{rule}` |"
        yield ""


def _column(said: Mapping[Cell, Answer], rows: Sequence[str], name: str) -> tuple[Answer, ...]:
    return tuple(said[Cell(licence, category, name)] for licence in rows for category in CATEGORIES)


def _adds_one_rule(table: tuple[Answer, ...], open_format: tuple[Answer, ...]) -> str | None:
    """The one rule that holds every cell beside what holds it in an open format; None if that is not all there is."""
    added = {frozenset(answer.rules) - _blocking(other) for answer, other in zip(table, open_format, strict=True)}
    whole = all(
        answer.decision is Decision.HOLD and _blocking(other) <= set(answer.rules)
        for answer, other in zip(table, open_format, strict=True)
    )
    only = next(iter(added))
    return next(iter(only)) if whole and len(added) == 1 and len(only) == 1 else None


def _blocking(answer: Answer) -> frozenset[str]:
    return frozenset(answer.rules) if answer.decision is Decision.HOLD else frozenset()


def _table(
    said: Mapping[Cell, Answer], name: str, rows: Sequence[str], register: Mapping[str, Licence]
) -> Iterator[str]:
    words = {**{str(id): text for id, text in CATEGORY_WORDS.items()}, NONE: NOT_GIVEN}
    titles = [f"{words[category].th}<br>{words[category].en}" for category in CATEGORIES]
    yield "| สัญญาอนุญาต · Licence | " + " | ".join(titles) + " |"
    yield "| --- |" + " --- |" * len(CATEGORIES)
    for licence in rows:
        shown = f"{NOT_GIVEN.th} · {NOT_GIVEN.en}"
        if licence != NONE:
            shown = f"`{licence}`<br>{register[licence].title.th}"
        answered = [_cell(said[Cell(licence, category, name)]) for category in CATEGORIES]
        yield f"| {shown} | " + " | ".join(answered) + " |"
    yield ""


def _cell(answer: Answer) -> str:
    return "<br>".join([_words(answer.decision), *(f"`{rule}`" for rule in answer.rules)])


def _words(decision: Decision) -> str:
    text = DECISIONS[decision]
    return f"**{text.th}** · {text.en}"


if __name__ == "__main__":
    folder = Path("schemas")
    sys.stdout.write(page(folder, {name: answers(folder, name) for name in PROFILES}))
