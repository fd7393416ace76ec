"""What is said about NECTEC's metrics."""

from flows.domain.text import Text

TITLE = Text(th="ตัวชี้วัดคุณภาพข้อมูลตามนิยามของ NECTEC", en="Data quality metrics as NECTEC defines them")
DEFINED_BY = Text(
    th="นิยามของ NECTEC (โปรแกรม ckanext-dquality) ระบบเปิดคำนวณเองตามนิยามนั้น ไม่ใช่ตัวเลขจากแดชบอร์ดของ NECTEC",
    en="Defined by NECTEC (ckanext-dquality) and computed by us; these are not the numbers of NECTEC's dashboard",
)
OPENNESS = Text(th="ระดับการเปิด (ดาว)", en="Openness (stars)")
TIMELINESS = Text(th="ความทันสมัย (ระดับ 0 ดีที่สุด ถึง 4)", en="Timeliness (class 0, the best, to 4)")
LATENCY = Text(th="ความล่าช้า (ร้อยละของรอบ ยิ่งน้อยยิ่งดี)", en="Delay (% of the cycle, less is better)")
FRESHNESS = Text(th="ความสดใหม่", en="Freshness")
COMPLETENESS = Text(th="ความครบถ้วนของค่าในตาราง", en="Completeness of the cells")
VALIDITY = Text(th="ความถูกต้องของโครงสร้างตาราง", en="Validity of the table's structure")
UTF8 = Text(th="รหัสอักขระ UTF-8", en="UTF-8 encoding")
PREVIEW = Text(th="แสดงตัวอย่างข้อมูลได้", en="Preview")
AVAILABILITY = Text(th="เข้าถึงได้", en="Availability")
DOWNLOADABLE = Text(th="ดาวน์โหลดได้", en="Downloadable")
ACCESS_API = Text(th="เรียกใช้ผ่าน API ได้", en="API access")
NOT_PUBLISHED = Text(
    th="ยังไม่เผยแพร่ นิยามนี้วัดเฉพาะข้อมูลที่อยู่บนพอร์ทัล",
    en="It is not published, and this definition looks only at what is on a portal",
)
NO_TABLE = Text(th="รอบนี้ไม่ได้อ่านตาราง หรือตารางไม่มีข้อมูล", en="No table was read in this run, or it is empty")
NOT_CHECKED = Text(th="รอบนี้ไม่ได้ตรวจตาราง หรือตารางไม่มีข้อมูล", en="No table was checked in this run, or it is empty")
NO_DATASTORE_KNOWN = Text(
    th="ไม่ทราบว่ามีข้อมูลใน DataStore หรือไม่", en="It is not known whether the rows stand in the DataStore"
)
FEWER_STARS = Text(
    th="ยังไม่มีรูปแบบแฟ้มที่ได้ดาวมากกว่านี้ (5 ดาวคือ RDF, TTL, N3, JSON-LD, SPARQL)",
    en="There is no file format with more stars (five are for RDF, TTL, N3, JSON-LD, SPARQL)",
)
TIME_PASSED = Text(
    th="เวลาผ่านไปแล้วส่วนหนึ่งของรอบการปรับปรุง (เป็นปกติเมื่อยังไม่ครบรอบ)",
    en="Part of the update cycle has passed (as it does until the next version is due)",
)
NOT_UTF8 = Text(th="ไม่มีแฟ้ม CSV ที่เข้ารหัส UTF-8", en="There is no CSV file in UTF-8")
NO_DATASTORE = Text(th="ข้อมูลไม่อยู่ใน DataStore", en="The rows are not in the DataStore")
NEITHER = Text(th="ทั้งดาวน์โหลดและเรียกผ่าน API ไม่ได้", en="It can neither be downloaded nor called through an API")
