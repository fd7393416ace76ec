"""What a person changed by hand, on the portal, in a field that a declaration fills."""

from dataclasses import dataclass
from enum import StrEnum

from flows.domain.text import Text


class Kept(StrEnum):
    """Whose value the portal says after the run."""

    PORTAL = "portal"
    """The person's: the declaration has not changed since."""
    DECLARATION = "declaration"
    """The declared one: the declaration changed, too."""
    MANDATORY = "mandatory"
    """The declared one: a mandatory item had been emptied."""


@dataclass(frozen=True, slots=True)
class PortalEdit:
    """One such field."""

    field: str
    """CKAN's key; `<resource>.<key>` for one of a resource."""
    label: Text
    """What the portal's own form calls it."""
    kept: Kept
    stood: Text
    """What the person left there, as people read it."""
    file: str
    """The declaration that says otherwise."""
    quotable: bool
    """False where it may name a person."""

    @property
    def quote(self) -> Text | None:
        """What the person left there: for the report, never for the ledger or a log. None for nothing."""
        if not self.stood.th:
            return None
        return self.stood if self.quotable else _NOT_QUOTED

    @property
    def told(self) -> Text:
        """With the quote."""
        return self._told(self.quote)

    @property
    def recorded(self) -> Text:
        """Without the quote."""
        return self._told(None)

    def _told(self, quote: Text | None) -> Text:
        th = f": {quote.th}" if quote else ""
        en = f": {quote.en}" if quote else ""
        words = _WORDS[self.kept]
        return words.filled(th=th, en=en, field=self.field, label=self.label, file=self.file)


_NOT_QUOTED = Text(
    th="(ไม่แสดงค่าที่นี่เพราะอาจระบุตัวบุคคล ดูได้ในกิจกรรมของชุดข้อมูลบนพอร์ทัล)",
    en="(not quoted here, since it may name a person; the dataset's activity on the portal has it)",
)
_WORDS = {
    Kept.PORTAL: Text(
        th="มีผู้แก้ “{label.th}” ({field}) บนพอร์ทัล ระบบคงไว้ตามที่แก้{th} หากต้องการให้ถาวร ให้ใส่ไว้ในคำประกาศ {file}",
        en="“{label.en}” ({field}) was edited on the portal and stays as it was edited{en}. To make it permanent, put"
        " it into the declaration {file}.",
    ),
    Kept.DECLARATION: Text(
        th="มีผู้แก้ “{label.th}” ({field}) บนพอร์ทัล แต่คำประกาศ {file} ก็เปลี่ยนด้วย จึงเผยแพร่ตามคำประกาศ ค่าที่ผู้แก้ใส่ไว้บนพอร์ทัล{th}"
        " หากต้องการใช้ค่านั้น ให้ใส่ไว้ในคำประกาศ",
        en="“{label.en}” ({field}) was edited on the portal, and the declaration {file} changed, too: what is declared"
        " was published. What stood on the portal{en}. To have it back, put it into the declaration.",
    ),
    Kept.MANDATORY: Text(
        th="มีผู้ลบ “{label.th}” ({field}) บนพอร์ทัล แต่เป็นรายการที่ต้องมี จึงใส่กลับตามคำประกาศ {file}",
        en="“{label.en}” ({field}) was emptied on the portal, and it is mandatory: it was filled again as the"
        " declaration {file} says.",
    ),
}
