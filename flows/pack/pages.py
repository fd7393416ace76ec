"""The pages of the pack: the shared look with what only a pack has."""

from pathlib import Path

from markupsafe import Markup

from flows.domain.text import Text
from flows.pack.chart_words import columns_told, line_told
from flows.pack.citations import anchor_of, has_records, page_of, shortened
from flows.pack.counted import About
from flows.pack.figures import compared, figure, written_percent
from flows.pack.numbers import DEFINITIONS
from flows.pages.page import Pages
from flows.pages.words import day, moment

FOLDER = Path(__file__).parent / "templates"
CHART_TITLES = {
    "growth": Text(th="ชุดข้อมูลที่เปิดเผย ณ สิ้นเดือน", en="Datasets disclosed at the end of each month"),
    "ended": Text(th="ผลของการตรวจและเผยแพร่รายเดือน (บันทึก)", en="How the runs ended, by month (records)"),
    "indicator": Text(
        th="ตัวชี้วัดของระบบเปิด ณ สิ้นเดือน (เต็ม 100 ไม่ใช่คะแนนทางการ)",
        en="Perd's own indicator at the end of each month (out of 100, not official)",
    ),
}
PAGES = Pages(
    FOLDER,
    sheets=("pack.css",),
    filters={"figure": figure, "compared": compared, "shortened": shortened, "percent": written_percent},
    words={
        "page_of": page_of,
        "anchor_of": anchor_of,
        "has_records": has_records,
        "columns_told": columns_told,
        "line_told": line_told,
        "chart_titles": CHART_TITLES,
        "part_titles": {what.id: dict(what.parts) for what in DEFINITIONS},
        "day": day,
        "moment": moment,
    },
)


class Cells:
    """Cells that stand in many rows, made once."""

    def __init__(self) -> None:
        self._about: dict[About, Markup] = {}
        self._says: dict[tuple[str, str], Markup] = {}

    def about(self, about: About) -> Markup:
        """The dataset of a record, and the way to it."""
        if about not in self._about:
            self._about[about] = PAGES.piece("_about.html.j2", about=about)
        return self._about[about]

    def says(self, text: Text) -> Markup:
        """What a record says."""
        key = (text.th, text.en)
        if key not in self._says:
            self._says[key] = PAGES.piece("_says.html.j2", text=text)
        return self._says[key]
