"""What is said about the statistical office's five dimensions."""

from flows.domain.text import Text

TITLE = Text(
    th="คะแนนคุณภาพ 5 มิติ ตามน้ำหนักของระบบตรวจคุณภาพ GDCatalog (สำนักงานสถิติจังหวัดสระบุรี)",
    en="Five quality dimensions as weighted by a GDCatalog quality checker (Saraburi Provincial Statistical Office)",
)
DEFINED_BY = Text(
    th="น้ำหนัก เกรด และวิธีให้คะแนนมาจากซอร์สโค้ดของระบบตรวจคุณภาพ GDCatalog ที่จัดทำสำหรับสำนักงานสถิติจังหวัดสระบุรี"
    " สังกัดสำนักงานสถิติแห่งชาติ (สสช.) ไม่พบว่าเป็นเกณฑ์ที่ สสช. ประกาศ ระบบเปิดคำนวณเอง จุดที่คำนวณต่างจากต้นทางระบุไว้ในหมายเหตุแต่ละมิติ",
    en="Weights, grades and the way points are given come from the source code of a GDCatalog quality checker made for"
    " Saraburi Provincial Statistical Office (NSO); we know of no such criterion announced by the NSO. Computed by us;"
    " where we depart from it, the note of the dimension says so",
)
COMPLETENESS = Text(th="ความครบถ้วนของคำอธิบายข้อมูล", en="Completeness of metadata")
TIMELINESS = Text(th="ความทันสมัย", en="Timeliness")
ACCESSIBILITY = Text(th="การเข้าถึง", en="Accessibility")
MACHINE_READABLE = Text(th="อ่านได้ด้วยเครื่อง", en="Machine-readable")
VALIDITY = Text(th="ความถูกต้องของตาราง", en="Validity")
ITEMS_NOTE = Text(
    th="หกรายการและคะแนนต่อรายการเป็นของต้นทาง ระบบเปิดนับคำว่า “ไม่ทราบ” เป็นยังไม่ระบุด้วย",
    en="The six items and their points are theirs; we also count “unknown” as not given",
)
TIME_NOTE = Text(
    th="เกณฑ์จำนวนวันเป็นของต้นทาง ระบบเปิดนับจากวันที่เนื้อหาเปลี่ยนจริง และคูณด้วยจำนวนรอบที่ประกาศ",
    en="The numbers of days are theirs; we count from the day the content really changed, times the declared interval",
)
DOWNLOAD_NOTE = Text(
    th="ต้นทางดูว่าดาวน์โหลดได้ ระบบเปิดนับเมื่อดาวน์โหลดแบบไม่ลงชื่อเข้าใช้และได้แฟ้มที่ถูกต้องเท่านั้น",
    en="Theirs looks whether a download works; ours counts only if an anonymous one brought the very file",
)
VALID_NOTE = Text(
    th="ต้นทางหักเพิ่มเมื่อพบข้อผิดพลาดเฉลี่ยเกิน 10 หรือ 100 จุดต่อตาราง ระบบเปิดนับเฉพาะข้อผิดพลาดเชิงโครงสร้าง",
    en="Theirs takes off more above 10 or 100 errors per table on average; we count errors of structure only",
)
FORMAT_NOTE = Text(th="รายการรูปแบบแฟ้มเป็นของต้นทาง", en="The list of formats is theirs")
NOT_PUBLISHED = Text(
    th="ยังไม่เผยแพร่ ระบบต้นทางวัดเฉพาะข้อมูลที่อยู่บนพอร์ทัล",
    en="It is not published, and their system looks only at what is on a portal",
)
NOT_CHECKED = Text(th="รอบนี้ไม่ได้ตรวจตาราง", en="No table was checked in this run")
VERY_LATE = Text(th="ข้อมูลล้าสมัย เลยกำหนดปรับปรุงมานาน", en="The data are outdated: long overdue")
INVALID = Text(th="ตารางมีข้อผิดพลาดเชิงโครงสร้าง", en="The table has errors of structure")
MANY_ERRORS = Text(th="พบข้อผิดพลาดเชิงโครงสร้างจำนวนมาก", en="There are many errors of structure")
