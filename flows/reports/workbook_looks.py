"""What a finding's standing is called in the workbook, and how a cell that bears it looks: by colour and by border."""

from dataclasses import dataclass

from flows.domain.finding import Standing
from flows.domain.text import Text
from flows.reports.words import STANDINGS
from flows.workbooks.sheet import Book, Style

GRAVITY = {standing: rank for rank, standing in enumerate(Standing)}
"""0 is the gravest; of several findings of one cell it decides how the cell looks."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a standing is told."""

    word: Text
    """Its name, the same as on the page."""
    tells: Text
    """What it means for the steward."""
    colour: Text
    fill: str
    border: int
    """XlsxWriter's number of a border: not everybody sees colours."""


LOOKS: dict[Standing, Look] = {
    Standing.BLOCK: Look(
        word=STANDINGS[Standing.BLOCK],
        tells=Text(th="ต้องแก้ไขก่อน จึงจะเผยแพร่ข้อมูลรุ่นนี้ได้", en="This version is not published before it is corrected."),
        colour=Text(th="สีแดง กรอบเส้นหนา", en="red, thick border"),
        fill="#FFC7CE",
        border=5,
    ),
    Standing.PERSON: Look(
        word=STANDINGS[Standing.PERSON],
        tells=Text(
            th="แก้ไขแฟ้ม หรือให้ผู้มีอำนาจพิจารณาอนุญาตก่อน จึงจะเผยแพร่ได้",
            en="Correct the file, or have whoever may decide let it pass; it is not published before.",
        ),
        colour=Text(th="สีส้ม กรอบเส้นคู่", en="orange, double border"),
        fill="#FFD199",
        border=6,
    ),
    Standing.WARN: Look(
        word=STANDINGS[Standing.WARN],
        tells=Text(th="เผยแพร่ได้ แต่ควรแก้ไขในรุ่นถัดไป", en="Published all the same; better corrected in the next version."),
        colour=Text(th="สีเหลือง กรอบเส้นบาง", en="yellow, thin border"),
        fill="#FFF2A8",
        border=1,
    ),
    Standing.INFO: Look(
        word=STANDINGS[Standing.INFO],
        tells=Text(th="แจ้งให้ทราบ ไม่จำเป็นต้องแก้ไข", en="For your information; nothing has to be done."),
        colour=Text(th="สีฟ้า กรอบเส้นประ", en="blue, dashed border"),
        fill="#D6E9F8",
        border=3,
    ),
    Standing.APPROVED: Look(
        word=STANDINGS[Standing.APPROVED],
        tells=Text(th="ผู้มีอำนาจพิจารณาแล้ว อนุญาตให้เผยแพร่", en="Whoever may decide has let it pass."),
        colour=Text(th="สีเทา กรอบเส้นจุด", en="grey, dotted border"),
        fill="#E2E2E2",
        border=4,
    ),
    Standing.WAIVED: Look(
        word=STANDINGS[Standing.WAIVED],
        tells=Text(th="มีการยกเว้นไว้ล่วงหน้าพร้อมเหตุผลและวันสิ้นสุด", en="Excepted beforehand, with a reason and an end."),
        colour=Text(th="สีเทา กรอบเส้นจุด", en="grey, dotted border"),
        fill="#E2E2E2",
        border=4,
    ),
}


class Styles:
    """The looks of all cells of one workbook: few, made once, used again."""

    def __init__(self, book: Book) -> None:
        self.plain = book.plain
        self.header = book.style(bold=True, bg_color="#EDEDED", bottom=1)
        self.list_header = book.style(bold=True, bg_color="#EDEDED", bottom=1, text_wrap=True)
        self.wrapped = book.style(text_wrap=True)
        self.title = book.style(bold=True, font_size=14, text_wrap=True)
        self.heading = book.style(bold=True, text_wrap=True, bg_color="#EDEDED")
        self.label = book.style(bold=True, text_wrap=True)
        self.number = book.style(num_format="#,##0")
        self.row_number = book.style(num_format="0")
        self.link = book.style(font_color="#0563C1", underline=1)
        self._withheld = {False: book.style(italic=True, font_color="#595959")}
        self._withheld[True] = book.style(italic=True, font_color="#595959", bold=True, bottom=1)
        self._marked = {
            (standing, header, withheld): book.style(
                bg_color=look.fill,
                border=look.border,
                bold=header,
                italic=withheld,
            )
            for standing, look in LOOKS.items()
            for header in (False, True)
            for withheld in (False, True)
        }
        self.of_standing = {
            standing: book.style(bg_color=look.fill, border=look.border, text_wrap=True)
            for standing, look in LOOKS.items()
        }

    def cell(self, standing: Standing | None, *, header: bool, withheld: bool) -> Style:
        """The look of a cell of the agency's table."""
        if standing is not None:
            return self._marked[standing, header, withheld]
        if withheld:
            return self._withheld[header]
        return self.header if header else self.plain
