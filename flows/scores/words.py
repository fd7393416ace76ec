"""What is said in more than one family of scores."""

from flows.domain.text import Text

NOT_TRIED = Text(th="รอบนี้ไม่ได้ทดลองดาวน์โหลดแบบไม่ลงชื่อเข้าใช้", en="No download without logging in was tried in this run")
CELLS_MISSING = Text(th="มีช่องที่ไม่มีข้อมูล", en="Cells without data")
NO_DOWNLOAD = Text(th="ดาวน์โหลดแบบไม่ลงชื่อเข้าใช้ไม่สำเร็จ", en="A download without logging in did not bring the file")
NO_MACHINE_FORMAT = Text(th="ไม่มีแฟ้มในรูปแบบที่เครื่องอ่านได้", en="There is no file in a machine-readable format")
NO_FREQUENCY = Text(
    th="ไม่ได้กำหนดความถี่ของการปรับปรุง หรือเป็นหน่วยที่เกณฑ์นี้ไม่ได้กำหนดจำนวนวันไว้",
    en="No update frequency is declared, or one for which this definition has no number of days",
)
NO_CHANGE_KNOWN = Text(
    th="ไม่ทราบวันที่ข้อมูลที่เผยแพร่เปลี่ยนแปลงครั้งล่าสุด",
    en="It is not known when the published data last changed",
)
OVERDUE = Text(th="เลยกำหนดปรับปรุงแล้ว", en="The next version is overdue")
