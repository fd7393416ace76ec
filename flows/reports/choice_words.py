"""Words for the ids of the metadata standard's choice lists, as a report shows them.

Thai: the choices of the data.go.th-style metadata form. A portal's own spelling stands in its profile; a report does
not depend on a portal.
"""

from flows.domain.dataset import Frequency
from flows.domain.text import Text
from flows.domain.vocabulary import CATEGORY_WORDS

DATA_TYPE = {
    "record": Text(th="ข้อมูลระเบียน", en="Records"),
    "statistics": Text(th="ข้อมูลสถิติ", en="Statistics"),
    "geospatial": Text(th="ข้อมูลภูมิสารสนเทศเชิงพื้นที่", en="Geospatial"),
    "mixed": Text(th="ข้อมูลหลากหลายประเภท", en="Mixed"),
    "other": Text(th="ข้อมูลประเภทอื่นๆ", en="Other"),
}
CATEGORY: dict[str, Text] = {str(name): words for name, words in CATEGORY_WORDS.items()}
OBJECTIVE = {
    "national-strategy": Text(th="ยุทธศาสตร์ชาติ", en="National strategy"),
    "economic-social-plan": Text(th="แผนพัฒนาเศรษฐกิจและสังคมแห่งชาติ", en="National development plan"),
    "security-plan": Text(th="แผนความมั่นคงแห่งชาติ", en="National security plan"),
    "master-plan": Text(th="แผนแม่บทภายใต้ยุทธศาสตร์ชาติ", en="Master plan"),
    "reform-plan": Text(th="แผนปฏิรูปประเทศ", en="National reform plan"),
    "level-3-plan": Text(th="แผนระดับที่ 3", en="Level-3 plan"),
    "government-policy": Text(th="นโยบายรัฐบาล/ข้อสั่งการนายกรัฐมนตรี", en="Government policy"),
    "cabinet-resolution": Text(th="มติคณะรัฐมนตรี", en="Cabinet resolution"),
    "public-service": Text(th="เพื่อการให้บริการประชาชน", en="Public service"),
    "law": Text(th="กฎหมายที่เกี่ยวข้อง", en="Related law"),
    "agency-mission": Text(th="พันธกิจหน่วยงาน", en="Agency's mission"),
    "international-index": Text(th="ดัชนี/ตัวชี้วัดระดับนานาชาติ", en="International index"),
    "unknown": Text(th="ไม่ทราบ", en="Unknown"),
    "other": Text(th="อื่นๆ", en="Other"),
}
COVERAGE = {
    "none": Text(th="ไม่มี", en="None"),
    "world": Text(th="โลก", en="World"),
    "continent": Text(th="ทวีป/กลุ่มประเทศในทวีป", en="Continent"),
    "economic-group": Text(th="กลุ่มประเทศทางเศรษฐกิจ", en="Economic group"),
    "country": Text(th="ประเทศ", en="Country"),
    "region": Text(th="ภาค", en="Region"),
    "province": Text(th="จังหวัด", en="Province"),
    "district": Text(th="อำเภอ", en="District"),
    "subdistrict": Text(th="ตำบล", en="Subdistrict"),
    "village": Text(th="หมู่บ้าน", en="Village"),
    "local-government": Text(th="เทศบาล/อบต.", en="Local government"),
    "coordinates": Text(th="พิกัด", en="Coordinates"),
    "unknown": Text(th="ไม่ทราบ", en="Unknown"),
    "other": Text(th="อื่นๆ", en="Other"),
}
FREQUENCY_UNIT = {
    "unknown": Text(th="ไม่ทราบ", en="unknown"),
    "year": Text(th="ปี", en="year"),
    "half-year": Text(th="ครึ่งปี", en="half-year"),
    "quarter": Text(th="ไตรมาส", en="quarter"),
    "month": Text(th="เดือน", en="month"),
    "week": Text(th="สัปดาห์", en="week"),
    "day": Text(th="วัน", en="day"),
    "working-day": Text(th="วันทำการ", en="working day"),
    "hour": Text(th="ชั่วโมง", en="hour"),
    "minute": Text(th="นาที", en="minute"),
    "real-time": Text(th="ตามเวลาจริง", en="real time"),
    "not-updated": Text(th="ไม่มีการปรับปรุงหลังจากการจัดเก็บข้อมูล", en="not updated"),
    "other": Text(th="อื่นๆ", en="other"),
}
NOT_A_PERIOD = {"unknown", "real-time", "not-updated", "other"}


def frequency_words(frequency: Frequency) -> Text:
    """ทุกเดือน, ทุก 3 เดือน; a unit that is no period stands alone."""
    unit = FREQUENCY_UNIT[frequency.unit]
    if frequency.unit in NOT_A_PERIOD:
        return unit
    if frequency.every == 1:
        return Text(th=f"ทุก{unit.th}", en=f"every {unit.en}")
    return Text(th=f"ทุก {frequency.every} {unit.th}", en=f"every {frequency.every} {unit.en}s")
