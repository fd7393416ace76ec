"""What the portal that a dataset is meant for would refuse, told before anything is sent to it; and what people
changed there of the terms under which it stands.

Nothing is judged where the portal is not known.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from flows.checks.subject import Subject
from flows.domain.dataset import Dataset
from flows.domain.finding import Finding
from flows.domain.licence import Openness
from flows.domain.text import Text

OPEN = (Openness.OPEN, Openness.OPEN_WITH_DUTY)
LONGEST_SHOWN = 120
"""Characters of what somebody wrote on the portal."""
NO_OPEN_LICENCE = Text(th="ไม่มีสัญญาอนุญาตแบบเปิดให้เลือก", en="none that is open")


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a declaration chooses from one of the metadata standard's lists."""

    field: str
    """The CKAN field."""
    key: str
    """Where it stands in the declaration."""
    title: Text
    ids: tuple[str, ...]


def licence_on_portal(subject: Subject) -> Iterator[Finding]:
    """licence/not-on-portal, for a licence that is open: any other is held already."""
    named, portal = subject.dataset.declared.licence, subject.portal
    known = subject.licences.get(named or "")
    if portal is None or known is None or known.openness not in OPEN or named in portal.licences:
        return
    offered = [id for id in portal.licences if id in subject.licences and subject.licences[id].openness in OPEN]
    yield subject.rules.finding(
        "licence/not-on-portal",
        licence=named,
        name=known.title,
        portal=portal.title,
        offered=_listed(offered) if offered else NO_OPEN_LICENCE,
    )


def choices_on_portal(subject: Subject) -> Iterator[Finding]:
    """metadata/not-a-choice: each id that the portal has no word for. The category is judged by its own rules."""
    portal = subject.portal
    if portal is None:
        return
    for chosen in choices_of(subject.dataset):
        offered = portal.choices.get(chosen.field)
        for id in chosen.ids:
            if offered is not None and id not in offered:
                yield subject.rules.finding(
                    "metadata/not-a-choice",
                    item=chosen.title,
                    key=chosen.key,
                    shown=id,
                    portal=portal.title,
                    offered=_listed(sorted(offered)),
                )


def name_on_portal(subject: Subject) -> Iterator[Finding]:
    """metadata/name-too-long: the dataset's id is its name on the portal, and part of its address."""
    portal, name = subject.portal, subject.dataset.id
    if portal is not None and len(name) > portal.name_max:
        yield subject.rules.finding(
            "metadata/name-too-long", name=name, length=len(name), most=portal.name_max, portal=portal.title
        )


def tags_on_portal(subject: Subject) -> Iterator[Finding]:
    """metadata/tags-not-on-portal, once, with every declared tag that the portal would refuse."""
    portal, tags = subject.portal, subject.dataset.declared.tags
    refused = portal.refused_tags(tags) if portal is not None else ()
    if portal is not None and refused:
        shown = ", ".join(refused)
        yield subject.rules.finding(
            "metadata/tags-not-on-portal", shown=shown, count=len(refused), all=len(tags), portal=portal.title
        )


def terms_on_portal(subject: Subject) -> Iterator[Finding]:
    """metadata/terms-changed-on-portal, for each; whether they are open is judged by the rules for all terms."""
    for edit in subject.on_portal:
        stands = edit.quote or Text(th="", en="")
        shown = Text(th=stands.th[:LONGEST_SHOWN], en=stands.en[:LONGEST_SHOWN])
        yield subject.rules.finding("metadata/terms-changed-on-portal", item=edit.label, stands=shown, file=edit.file)


def choices_of(dataset: Dataset) -> Iterator[Chosen]:
    """Every choice that is made, as far as the declaration makes one."""
    declared = dataset.declared
    statistics, geospatial = declared.statistics, declared.geospatial
    yield _one("data_type", "data_type", Text(th="ประเภทชุดข้อมูล", en="dataset type"), declared.data_type)
    yield Chosen("objective", "objective", Text(th="วัตถุประสงค์", en="objective"), declared.objective)
    unit = declared.frequency.unit if declared.frequency else None
    frequency = Text(th="หน่วยความถี่ของการปรับปรุงข้อมูล", en="update frequency")
    yield _one("update_frequency_unit", "frequency.unit", frequency, unit)
    coverage = Text(th="ขอบเขตเชิงภูมิศาสตร์หรือเชิงพื้นที่", en="geographic coverage")
    yield _one("geo_coverage", "coverage", coverage, declared.coverage)
    yield Chosen("data_format", "data_format", Text(th="รูปแบบการเก็บข้อมูล", en="storage format"), declared.data_format)
    yield Chosen("data_language", "language", Text(th="ภาษาที่ใช้", en="language"), declared.language)
    support = Text(th="ผู้สนับสนุนหรือผู้ร่วมดำเนินการ", en="supporter")
    yield _one("data_support", "data_support", support, declared.data_support)
    collected = Text(th="หน่วยที่ย่อยที่สุดของการจัดเก็บข้อมูล", en="smallest unit collected")
    yield _one("data_collect", "data_collect", collected, declared.data_collect)
    if statistics is not None:
        broken_down = Text(th="การจัดจำแนก", en="disaggregation")
        yield Chosen("disaggregate", "statistics.disaggregate", broken_down, statistics.disaggregate)
        multiplier = Text(th="หน่วยตัวคูณ", en="multiplier")
        yield _one("unit_of_multiplier", "statistics.unit_of_multiplier", multiplier, statistics.unit_of_multiplier)
    if geospatial is not None:
        layer = Text(th="ชุดข้อมูลภูมิศาสตร์", en="geographic dataset")
        yield _one("geographic_data_set", "geospatial.geographic_data_set", layer, geospatial.geographic_data_set)
        scale = Text(th="มาตราส่วน", en="scale")
        yield _one("equivalent_scale", "geospatial.equivalent_scale", scale, geospatial.equivalent_scale)


def _one(field: str, key: str, title: Text, id: str | None) -> Chosen:
    return Chosen(field, key, title, () if id is None else (id,))


def _listed(ids: list[str]) -> Text:
    return Text(th=", ".join(ids), en=", ".join(ids))
