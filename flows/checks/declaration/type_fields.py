"""metadata/type-field-missing: what the form asks of this type of dataset and the declaration does not say."""

from collections.abc import Iterator

from pydantic import BaseModel

from flows.checks.subject import Subject
from flows.domain.dataset import Declaration
from flows.domain.finding import Finding
from flows.domain.text import Text
from flows.domain.type_fields import BELONGS_TO, Geospatial, Statistics

OF_STATISTICS = {
    "first_year_of_data": Text(th="ปีข้อมูลที่เริ่มต้นจัดทำ", en="first year of the data"),
    "last_year_of_data": Text(th="ปีข้อมูลล่าสุดที่เผยแพร่", en="latest year published"),
    "data_release_calendar": Text(th="วันที่กำหนดเผยแพร่ข้อมูล", en="planned release date"),
    "disaggregate": Text(th="การจัดจำแนก", en="disaggregation"),
    "unit_of_measure": Text(th="หน่วยวัด", en="unit of measure"),
    "unit_of_multiplier": Text(th="หน่วยตัวคูณ", en="multiplier"),
    "calculation_method": Text(th="วิธีการคำนวณ", en="method of calculation"),
    "standard": Text(th="มาตรฐานการจัดทำข้อมูล", en="standard followed"),
    "official_statistics": Text(th="สถิติทางการ", en="official statistics"),
}
OF_GEOSPATIAL = {
    "geographic_data_set": Text(th="ชุดข้อมูลภูมิศาสตร์", en="geographic dataset"),
    "equivalent_scale": Text(th="มาตราส่วน", en="scale"),
    "bounding_box": Text(th="ค่าพิกัดกรอบพื้นที่", en="bounding box"),
    "positional_accuracy": Text(th="ความถูกต้องของตำแหน่ง", en="positional accuracy"),
    "reference_period": Text(th="เวลาอ้างอิง", en="reference period"),
    "data_release_date": Text(th="วันที่เผยแพร่ข้อมูล", en="release date"),
    "data_release_calendar": Text(th="วันที่กำหนดเผยแพร่ข้อมูล", en="planned release date"),
}
OF_OTHERS = {
    "data_support": Text(th="ผู้สนับสนุนหรือผู้ร่วมดำเนินการ", en="supporter or co-operating body"),
    "data_collect": Text(th="หน่วยที่ย่อยที่สุดของการจัดเก็บข้อมูล", en="smallest unit collected"),
    "reference_data": Text(th="ข้อมูลอ้างอิง", en="reference data"),
}


def type_fields(subject: Subject) -> Iterator[Finding]:
    """Once per dataset, with every field that is not filled; nothing where the type itself is missing."""
    block, empty = empty_fields(subject.dataset.declared)
    if empty:
        listed = ", ".join(empty)
        titles = Text(
            th=", ".join(text.th for text in empty.values()), en=", ".join(text.en for text in empty.values())
        )
        yield subject.rules.finding(
            "metadata/type-field-missing",
            titles=titles,
            count=len(empty),
            keys=f"{block} ({listed})" if block else listed,
        )


def empty_fields(declared: Declaration) -> tuple[str, dict[str, Text]]:
    """What the form of this type asks for and is not filled, by key; and the block that the keys stand in."""
    if declared.data_type in BELONGS_TO["statistics"]:
        return "statistics", _empty(declared.statistics or Statistics(), OF_STATISTICS)
    if declared.data_type in BELONGS_TO["geospatial"]:
        return "geospatial", _empty(declared.geospatial or Geospatial(), OF_GEOSPATIAL)
    return "", _empty(declared, OF_OTHERS) if declared.data_type is not None else {}


def _empty(told: BaseModel, fields: dict[str, Text]) -> dict[str, Text]:
    return {key: title for key, title in fields.items() if getattr(told, key) in (None, ())}
