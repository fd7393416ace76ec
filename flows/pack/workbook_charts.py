"""The workbook's charts, each beside the months that it shows."""

from flows.pack.lookup import Numbers
from flows.pack.scope import Scope
from flows.pack.validation import OUTCOMES
from flows.workbooks.sheet import Book, Sheet, Style

COLOURS = {
    "published": "#17663A",
    "unchanged": "#A3B5C4",
    "held": "#A1201C",
    "failed": "#32373D",
    "unreachable": "#D08A3A",
    "waiting": "#7D5FB8",
}
DISCLOSED_COLOUR = "#14507A"
ROWS_OF_A_CHART = 17
WIDTH, HEIGHT = 560, 320
"""Of a chart, in pixels."""
FIRST_CHART, SECOND_CHART, THIRD_CHART = 11, 20, 29
"""Columns."""


def write_charts(
    book: Book,
    sheet: Sheet,
    scopes: tuple[Scope, ...],
    numbers: Numbers,
    header: Style,
    whole: Style,
    tenths: Style,
) -> None:
    """A table of the months for each scope, and its charts to the right of it."""
    heads = ["เดือน / Month", "เปิดเผย / Disclosed", "ตัวชี้วัด / Indicator"]
    heads += [f"{title.th} / {title.en}" for _, title in OUTCOMES.parts]
    sheet.widths(dict.fromkeys(range(1, len(heads) + 1), 14))
    row = 1
    for scope in scopes:
        sheet.text(row, 1, f"{scope.body.name.th} / {scope.body.name.en}", header)
        for column, head in enumerate(heads, start=1):
            sheet.text(row + 1, column, head, header)
        first = row + 2
        for nth, month in enumerate(scope.months):
            sheet.text(first + nth, 1, month.title.th)
            its = [
                numbers.one(scope.id, "disclosed-growth", month.id),
                numbers.one(scope.id, "own-indicator", month.id),
            ]
            its += [numbers.one(scope.id, "outcomes", month.id, word) for word, _ in OUTCOMES.parts]
            for column, number in enumerate(its, start=2):
                if number.value is not None:
                    sheet.number(first + nth, column, number.value, whole if isinstance(number.value, int) else tenths)
        _put_charts(book, sheet, scope, row, (first, first + len(scope.months) - 1))
        row += max(ROWS_OF_A_CHART, len(scope.months) + 3) + 1


def _put_charts(book: Book, sheet: Sheet, scope: Scope, row: int, months: tuple[int, int]) -> None:
    short = scope.body.short.th
    growth = book.chart(f"ชุดข้อมูลที่เปิดเผย ณ สิ้นเดือน: {short}", "column")
    growth.series(sheet, "เปิดเผย / Disclosed", months, 1, 2, DISCLOSED_COLOUR)
    ended = book.chart(f"ผลของการตรวจและเผยแพร่: {short}", "column", stacked=True)
    for column, (word, title) in enumerate(OUTCOMES.parts, start=4):
        ended.series(sheet, title.th, months, 1, column, COLOURS[word])
    indicator = book.chart(f"ตัวชี้วัดของระบบเปิด (ไม่ใช่คะแนนทางการ): {short}", "line")
    indicator.series(sheet, "ตัวชี้วัด / Indicator", months, 1, 3, DISCLOSED_COLOUR)
    for column, chart in ((FIRST_CHART, growth), (SECOND_CHART, ended), (THIRD_CHART, indicator)):
        chart.size(WIDTH, HEIGHT)
        sheet.chart(row, column, chart)
