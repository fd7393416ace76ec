"""What is said about our own indicator."""

from flows.domain.text import Text

TITLE = Text(th="ตัวชี้วัดของระบบเปิดเอง ไม่ใช่คะแนนทางการ", en="Perd's own indicator, not an official score")
DEFINED_BY = Text(
    th="ระบบเปิดกำหนดเอง โดยให้ข้อละ 10 คะแนนเท่ากันตามคุณลักษณะของข้อมูลเปิด 10 ข้อที่ สพร. เผยแพร่ สพร. ไม่ได้กำหนดคะแนนหรือวิธีวัดนี้",
    en="Set by us: ten points for each of the ten properties of open data that DGA lists; neither points nor tests are"
    " DGA's",
)
COMPLETE = Text(th="ครบถ้วน", en="Complete")
PRIMARY = Text(th="เป็นข้อมูลชั้นต้น", en="Primary")
TIMELY = Text(th="ทันสมัย", en="Timely")
ACCESSIBLE = Text(th="เข้าถึงง่าย", en="Accessible")
MACHINE_READABLE = Text(th="อ่านได้ด้วยเครื่อง", en="Machine-readable")
NON_DISCRIMINATORY = Text(th="ไม่เลือกปฏิบัติ", en="Non-discriminatory")
NON_PROPRIETARY = Text(th="ไม่จำกัดด้วยรูปแบบเฉพาะของผู้ผลิตรายใด", en="Non-proprietary")
LICENSE_FREE = Text(th="ใช้ได้โดยไม่ติดข้อจำกัดของสัญญาอนุญาต", en="License-free")
PERMANENT = Text(th="คงอยู่ถาวร", en="Permanent")
FREE = Text(th="ไม่เสียค่าใช้จ่าย", en="Free of charge")
NOT_PUBLISHED = Text(th="ยังไม่เผยแพร่ จึงยังไม่มีแฟ้มให้วัด", en="It is not published, so there is no file to measure")
NOT_CHECKED = Text(
    th="รอบนี้ไม่ได้ตรวจคำอธิบายข้อมูลหรือตารางครบทุกส่วน", en="Metadata or tables were not all checked in this run"
)
NO_TYPE = Text(
    th="ไม่ได้ระบุประเภทชุดข้อมูล จึงไม่ทราบว่าเป็นข้อมูลระดับรายการหรือข้อมูลสรุป",
    en="The dataset type is not given, so it is not known whether these are records or summaries",
)
NO_PROMISE = Text(
    th="ไม่ได้กำหนดความถี่ของการปรับปรุง จึงไม่มีกำหนดให้เทียบ",
    en="No update frequency is promised, so there is nothing to compare with",
)
NO_LICENCE_LOOKED_UP = Text(
    th="รอบนี้ไม่ได้เทียบสัญญาอนุญาตกับทะเบียน", en="The licence was not looked up in the register in this run"
)
LICENCE_TERMS_UNKNOWN = Text(
    th="ไม่ทราบเงื่อนไขของสัญญาอนุญาต จึงไม่ทราบว่ามีค่าใช้จ่ายหรือไม่",
    en="The licence's terms are not known, so it is not known whether there is a charge",
)
CONDITION_NOT_CHECKED = Text(
    th="รอบนี้ไม่ได้ตรวจเงื่อนไขการเข้าถึง", en="The conditions of access were not checked in this run"
)
STABILITY_UNKNOWN = Text(
    th="ไม่ทราบว่าที่อยู่และรหัสของแฟ้มคงเดิมหรือไม่", en="It is not known whether addresses and ids stay the same"
)
EXTRAS_UNKNOWN = Text(
    th="ไม่ทราบว่ามี API หรือพจนานุกรมข้อมูลหรือไม่", en="It is not known whether there are an API and a data dictionary"
)
PRIMARY_NOTE = Text(
    th="ระบบวัดได้เพียงว่าระบุแหล่งที่มาและเป็นข้อมูลระดับรายการ ไม่ได้นับแถวผลรวมที่ปนอยู่",
    en="Measured only: the source is named, and these are records; total rows among the data are not counted",
)
SAME_EVIDENCE_NOTE = Text(
    th="ใช้ผลการดาวน์โหลดแบบไม่ลงชื่อเข้าใช้เป็นหลักฐาน เพราะการใช้ API ของบางพอร์ทัลต้องลงทะเบียน",
    en="The evidence is the download without logging in: some portals ask for registration before their API is used",
)
NO_CELLS = Text(th="ตารางไม่มีข้อมูลเลย", en="The table has no data at all")
ROWS_GONE = Text(th="จำนวนแถวน้อยกว่าที่ควรเป็น", en="There are fewer rows than there should be")
NO_SOURCE = Text(th="ไม่ได้ระบุแหล่งที่มาของข้อมูล", en="The source of the data is not named")
SUMMARIES = Text(
    th="ประเภทชุดข้อมูลเป็นสถิติ (ข้อมูลสรุป) ไม่ใช่ข้อมูลระดับรายการ", en="These are statistics (summaries), not records"
)
OLD_PERIOD = Text(
    th="ช่วงเวลาล่าสุดในข้อมูลเก่ากว่าสองรอบการปรับปรุง",
    en="The newest period in the data is more than two update cycles old",
)
UNPUBLISHED = Text(th="ยังไม่เผยแพร่ต่อสาธารณะ", en="It is not published")
NO_API = Text(th="ไม่มี API สำหรับเรียกใช้ข้อมูล", en="There is no API for the data")
NO_DICTIONARY = Text(th="ไม่มีพจนานุกรมข้อมูล", en="There is no data dictionary")
HEADERS = Text(th="หัวคอลัมน์ขาด ว่าง หรือซ้ำกัน", en="Headers are missing, blank or repeated")
PROPRIETARY = Text(
    th="ไม่มีแฟ้มในรูปแบบเปิด เช่น CSV, JSON หรือ XML", en="There is no file in an open format such as CSV, JSON or XML"
)
NO_LICENCE = Text(th="ยังไม่ได้ระบุสัญญาอนุญาต", en="No licence is given")
UNKNOWN_LICENCE = Text(th="ไม่ทราบเงื่อนไขของสัญญาอนุญาต", en="The licence's terms are not known")
NOT_OPEN = Text(th="สัญญาอนุญาตจำกัดการใช้ข้อมูล", en="The licence restricts the use of the data")
SHARE_ALIKE = Text(th="สัญญาอนุญาตบังคับให้เผยแพร่งานต่อด้วยเงื่อนไขเดียวกัน", en="The licence obliges re-users to share alike")
EXTRA_CONDITION = Text(th="เงื่อนไขการเข้าถึงจำกัดเพิ่มจากสัญญาอนุญาต", en="The conditions of access add to the licence")
NOT_STABLE = Text(th="ที่อยู่หรือรหัสของแฟ้มเปลี่ยนไปเมื่อปรับปรุงข้อมูล", en="The address or id changes with every version")
NO_DATAPACKAGE = Text(
    th="ไม่มี datapackage.json ที่บอกลายนิ้วมือของแฟ้มแต่ละฉบับ", en="There is no datapackage.json with the file's digest"
)
FEE_ASKED = Text(th="เงื่อนไขการเข้าถึงกล่าวถึงค่าใช้จ่าย", en="The conditions of access speak of a charge")
