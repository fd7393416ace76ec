"""What to do about the findings of one rule: how many, in which cells first, and how each is put right."""

from collections.abc import Sequence
from dataclasses import dataclass

from flows.domain.finding import Finding, Place, Standing, column_letter
from flows.domain.text import Text
from flows.pages.shown import plain
from flows.reports.data import ReportData
from flows.reports.grouping import RuleGroup
from flows.reports.words import STANDINGS

MOST_PLACES = 5
"""Places that a step names; the list of the rule has the others."""
MOST_FIXES = 3
"""Different fixes that a step gives; the list of the rule has the others."""
_LONGEST_TABLE = 20
"""Letters of a table's name behind a cell: five places have to fit into one sentence."""

THE_REST = Text(th="ดูที่เหลือในรายการ", en="See the list for the rest.")
MEND_DECLARATION = Text(
    th="ส่วนที่เป็นคำอธิบายชุดข้อมูล (ไม่ใช่แฟ้มข้อมูล) ให้แก้ในคำประกาศชุดข้อมูล หรือแจ้งผู้ดูแลระบบเผยแพร่",
    en="What concerns the description of the dataset is corrected in its declaration, or told to the operators.",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do."""

    text: Text
    detail: tuple[Text, ...] = ()
    command: Text | None = None
    """What is typed at a terminal."""
    anchor: str | None = None
    """Id of the section of the page that shows the places."""


def rule_steps(report: ReportData, groups: Sequence[RuleGroup], *standings: Standing) -> tuple[Step, ...]:
    """One step for each rule that has findings of these standings, in the order of `groups`."""
    return tuple(_of_group(report, group, standings) for group in groups if group.counted(*standings))


def where_to_mend(report: ReportData, in_file: Step, *standings: Standing) -> tuple[Step, ...]:
    """A finding about a table is mended in its file, one about the dataset as a whole in the declaration."""
    about_a_file = {f.place.resource is not None for f in report.findings.at_hand if f.standing in standings}
    return (Step(MEND_DECLARATION),) * (False in about_a_file) + (in_file,) * (True in about_a_file)


def _of_group(report: ReportData, group: RuleGroup, standings: Sequence[Standing]) -> Step:
    count, title = group.counted(*standings), group.rule.title
    text = Text(th=f"{title.th}: {count:,} จุด", en=f"{title.en}: {count:,}")
    if Standing.BLOCK in standings and not group.counted(Standing.BLOCK):
        decides = STANDINGS[Standing.PERSON]
        text = Text(th=f"{text.th} ({decides.th})", en=f"{text.en} ({decides.en})")
    found = tuple(finding for finding in group.first if finding.standing in standings)
    names = _names(report, found)
    return Step(text, (*_places(names, found, count), *_fixes(group, names, found, count)), anchor=group.anchor)


def _places(names: Sequence[Text], found: Sequence[Finding], count: int) -> tuple[Text, ...]:
    """Nothing where all of them are about a file, or the dataset, as a whole: there is no cell to go to."""
    if not any(finding.place.row or finding.place.column for finding in found):
        return ()
    shown = tuple(dict.fromkeys(names))[:MOST_PLACES]
    th, en = ", ".join(name.th for name in shown), ", ".join(name.en for name in shown)
    if more := count - sum(name in shown for name in names):
        th, en = f"{th} และอีก {more:,} จุด", f"{en} and {more:,} more"
    return (Text(th=f"ตำแหน่ง: {th}", en=f"Where: {en}"),)


def _fixes(group: RuleGroup, names: Sequence[Text], found: Sequence[Finding], count: int) -> tuple[Text, ...]:
    """The one fix of all; where they differ, the first few, each with its place in front."""
    first: dict[Text, Text] = {}
    for name, finding in zip(names, found, strict=True):
        first.setdefault(finding.fix, name)
    all_known = len(found) == count or "{" not in group.rule.fix.th
    if len(first) == 1 and all_known:
        return tuple(first)
    told = [Text(th=f"{name.th}: {fix.th}", en=f"{name.en}: {fix.en}") for fix, name in first.items()]
    rest = (THE_REST,) * (len(told) > MOST_FIXES or not all_known)
    return (*told[:MOST_FIXES], *rest)


def _names(report: ReportData, found: Sequence[Finding]) -> tuple[Text, ...]:
    """What each place is called: its cell, and the table or sheet behind it where they lie in several."""
    titles = {resource.name: resource.title for resource in report.dataset.resources}
    several_tables = len({finding.place.resource for finding in found}) > 1
    several_sheets = len({(finding.place.resource, finding.place.sheet) for finding in found}) > 1
    names = []
    for place in (finding.place for finding in found):
        name = _where(place)
        table = titles.get(place.resource, place.resource) if place.resource and several_tables else None
        behind = [plain(part, _LONGEST_TABLE) for part in (table, place.sheet if several_sheets else None) if part]
        suffix = f" ({' · '.join(behind)})" if behind else ""
        names.append(Text(th=name.th + suffix, en=name.en + suffix))
    return tuple(names)


def _where(place: Place) -> Text:
    if place.cell:
        return Text(th=place.cell, en=place.cell)
    if place.row:
        return Text(th=f"แถว {place.row:,}", en=f"row {place.row:,}")
    if place.column:
        letter = column_letter(place.column)
        return Text(th=f"คอลัมน์ {letter}", en=f"column {letter}")
    return Text(th="ทั้งแฟ้ม", en="whole file") if place.resource else Text(th="ทั้งชุดข้อมูล", en="whole dataset")
