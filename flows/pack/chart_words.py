"""What a chart shows, in a sentence: for those who do not see it. The table beside it has every value."""

from flows.domain.text import Text
from flows.pack.charts import Columns, Line


def columns_told(chart: Columns, of: Text) -> str:
    """From the first month to the last."""
    if not chart.tops:
        return f"{of.th}: ไม่มีข้อมูล / {of.en}: nothing"
    first, last = chart.months[0].text, chart.months[-1].text
    begin, end = chart.tops[0][2], chart.tops[-1][2]
    return f"{of.th}: {first.th} {begin}, {last.th} {end} / {of.en}: {first.en} {begin}, {last.en} {end}"


def line_told(chart: Line, of: Text) -> str:
    """From the first value to the last."""
    begin, end = chart.dots[0][2], chart.dots[-1][2]
    return f"{of.th}: {begin} → {end} / {of.en}: {begin} → {end}"
