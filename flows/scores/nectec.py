"""NECTEC's metrics (ckanext-dquality), computed by us: their definitions, not their dashboard's numbers.

Source of every definition here: github.com/nectec-opend/ckanext-dquality, ckanext/dquality/quality.py. Where we had to
depart from it (what they write as 0 or leave out when it could not be measured), docs/scores.md says so.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from flows.domain.score import Measure, Score
from flows.domain.text import Text
from flows.scores import nectec_words, words
from flows.scores.facts import Facts, ResourceFacts
from flows.scores.lateness import (
    NECTEC_DAYS,
    cycle_days,
    late_class,
    late_share,
)
from flows.scores.points import Loss, measured, not_measured, one_decimal

STARS = {
    stars: frozenset(formats.split())
    for stars, formats in {
        5: "ttl rdf json-ld n3 sparql",
        3: "kml gml wcs netcdf tsv wfs kmz qgis wms wmts xyz rss geojson xml odg csv json ods odb odf",
        2: "dbase shp xls xlsx mdb",
        1: "gif tiff jpeg bmp svg png odt odp odc bin tar zip gz rar pdf docx doc ppt pptx txt html",
    }.items()
}
"""Formats by stars, most first. There is no format with 4."""

CLASSES = (
    Text(th="ตรงเวลา", en="on time"),
    Text(th="ล่าช้าไม่เกินร้อยละ 25 ของรอบ", en="late by up to 25% of the cycle"),
    Text(th="ล่าช้าเกินร้อยละ 25 แต่ไม่เกินร้อยละ 50 ของรอบ", en="late by more than 25% and up to 50% of the cycle"),
    Text(th="ล่าช้าเกินร้อยละ 50 แต่ไม่เกินร้อยละ 100 ของรอบ", en="late by more than 50% and up to 100% of the cycle"),
    Text(th="ล่าช้าเกินร้อยละ 100 ของรอบ", en="late by more than 100% of the cycle"),
)
"""Titles of the classes 0 to 4, in our words."""

VALIDITY_TESTS: dict[Text, tuple[str, ...]] = {
    Text(th="มีหัวคอลัมน์ที่ว่าง", en="A column has no header"): ("table/blank-header", "table/blank-label"),
    Text(th="มีหัวคอลัมน์ซ้ำกัน", en="Two columns have the same header"): ("table/duplicate-label",),
    Text(th="บางแถวมีค่าเกินจำนวนคอลัมน์", en="A row has more cells than there are columns"): ("table/extra-cell",),
}


NEVER: tuple[tuple[str, Text, Text], ...] = (
    (
        "nectec.uniqueness",
        Text(th="ความไม่ซ้ำของแถว", en="Uniqueness of rows"),
        Text(
            th="ระบบไม่ได้นับแถวที่ซ้ำกันทุกชุดข้อมูล (ตรวจค่าซ้ำเฉพาะรหัสที่ประกาศไว้)",
            en="Repeated rows are not counted for every dataset; only declared keys are checked for repetitions",
        ),
    ),
    (
        "nectec.consistency",
        Text(th="ความสม่ำเสมอของรูปแบบค่า", en="Consistency of value formats"),
        Text(
            th="นิยามนี้เดาชนิดของค่าทีละคอลัมน์ ระบบตรวจชนิดตามสคีมาที่ประกาศแทน จึงไม่มีตัวเลขตามนิยามนี้",
            en="Its definition guesses each column's format; we check declared types instead, so it cannot be told",
        ),
    ),
    (
        "nectec.relevance",
        Text(th="ความตรงความต้องการ (ดาวน์โหลดต่อเข้าชม)", en="Relevance (downloads by views)"),
        Text(th="ระบบไม่มีจำนวนการดาวน์โหลดและการเข้าชม", en="The numbers of downloads and views are not known to us"),
    ),
)
"""What cannot be computed honestly from what a run knows: id, title, reason."""


def nectec_score(facts: Facts) -> Score:
    """All fourteen metrics. They have no total: their source adds nothing up."""
    never = tuple(not_measured(id, title, 100, why) for id, title, why in NEVER)
    measures = (
        _openness(facts),
        *_timing(facts),
        _completeness(facts.resources),
        _validity(facts.resources),
        _utf8(facts),
        _datastore("nectec.preview", nectec_words.PREVIEW, facts),
        _availability(facts),
        _downloadable(facts),
        _datastore("nectec.access-api", nectec_words.ACCESS_API, facts),
        *never,
    )
    return Score("nectec", nectec_words.TITLE, nectec_words.DEFINED_BY, measures, total=None, out_of=None)


def stars(formats: Iterable[str]) -> int:
    """The most stars that one of the formats has; 0 for formats that NECTEC's table does not know."""
    wanted = frozenset(formats)
    return next((number for number, known in STARS.items() if known & wanted), 0)


def _openness(facts: Facts) -> Measure:
    formats = [name for resource in facts.resources for name in resource.published_formats]
    if not facts.published or not formats:
        return not_measured("nectec.openness", nectec_words.OPENNESS, 5, nectec_words.NOT_PUBLISHED)
    return measured(
        "nectec.openness", nectec_words.OPENNESS, 5, [Loss(Fraction(5 - stars(formats)), nectec_words.FEWER_STARS)]
    )


def _timing(facts: Facts) -> tuple[Measure, Measure, Measure]:
    """Timeliness, delay and freshness: of the resources the best one counts."""
    cycle = cycle_days(facts.dataset.declared.frequency, NECTEC_DAYS)
    changes = [resource.last_change for resource in facts.resources if resource.last_change]
    why = (
        nectec_words.NOT_PUBLISHED
        if not facts.published
        else words.NO_FREQUENCY
        if cycle is None
        else words.NO_CHANGE_KNOWN
    )
    if not facts.published or cycle is None or not changes:
        return (
            not_measured("nectec.timeliness", nectec_words.TIMELINESS, None, why),
            not_measured("nectec.latency", nectec_words.LATENCY, None, why),
            not_measured("nectec.freshness", nectec_words.FRESHNESS, 100, why),
        )
    latest = max(changes)
    late = late_share(latest, facts.today, cycle)
    number = late_class(late)
    why_stale = words.OVERDUE if late else nectec_words.TIME_PASSED
    passed = min(Fraction(1), Fraction(max(0, (facts.today - latest).days), cycle))
    return (
        Measure(
            "nectec.timeliness",
            nectec_words.TIMELINESS,
            Decimal(number).quantize(Decimal("0.1")),
            None,
            (),
            CLASSES[number],
        ),
        Measure("nectec.latency", nectec_words.LATENCY, one_decimal(late * 100), None),
        measured("nectec.freshness", nectec_words.FRESHNESS, 100, [Loss(passed * 100, why_stale)]),
    )


def _completeness(resources: Sequence[ResourceFacts]) -> Measure:
    counted = [(each, each.cells) for each in resources if each.cells is not None and each.cells.cells]
    if not counted:
        return not_measured("nectec.completeness", nectec_words.COMPLETENESS, 100, nectec_words.NO_TABLE)
    losses = [
        Loss(
            Fraction(cells.missing * 100, cells.cells * len(counted)),
            words.CELLS_MISSING,
            Text(
                th=f"{each.name}: {cells.missing:,} จาก {cells.cells:,} ช่อง",
                en=f"{each.name}: {cells.missing:,} of {cells.cells:,} cells",
            ),
            each.name,
        )
        for each, cells in counted
    ]
    return measured("nectec.completeness", nectec_words.COMPLETENESS, 100, losses, _some(len(counted), resources))


def _validity(resources: Sequence[ResourceFacts]) -> Measure:
    checked = [each for each in resources if each.findings is not None and each.rows]
    if not checked:
        return not_measured("nectec.validity", nectec_words.VALIDITY, 100, nectec_words.NOT_CHECKED)
    share = Fraction(100, len(VALIDITY_TESTS) * len(checked))
    losses = [
        Loss(share, reason, resource=each.name)
        for each in checked
        for reason, slugs in VALIDITY_TESTS.items()
        if each.count_of(slugs)
    ]
    return measured("nectec.validity", nectec_words.VALIDITY, 100, losses, _some(len(checked), resources))


def _utf8(facts: Facts) -> Measure:
    known = [(each.name, "csv" in each.published_formats) for each in facts.resources if each.published_formats]
    return _share(facts, "nectec.utf8", nectec_words.UTF8, known, nectec_words.NOT_UTF8, nectec_words.NOT_PUBLISHED)


def _datastore(id: str, title: Text, facts: Facts) -> Measure:
    known = [(each.name, each.has_api) for each in facts.resources if each.has_api is not None]
    return _share(facts, id, title, known, nectec_words.NO_DATASTORE, nectec_words.NO_DATASTORE_KNOWN)


def _downloadable(facts: Facts) -> Measure:
    known = [(each.name, each.downloaded) for each in facts.resources if each.downloaded is not None]
    return _share(facts, "nectec.downloadable", nectec_words.DOWNLOADABLE, known, words.NO_DOWNLOAD, words.NOT_TRIED)


def _availability(facts: Facts) -> Measure:
    known = [
        (each.name, bool(each.downloaded or each.has_api))
        for each in facts.resources
        # A "no" to one of the two says nothing as long as the other is not known.
        if each.downloaded or each.has_api or (each.downloaded is False and each.has_api is False)
    ]
    return _share(facts, "nectec.availability", nectec_words.AVAILABILITY, known, nectec_words.NEITHER, words.NOT_TRIED)


def _share(
    facts: Facts, id: str, title: Text, known: Sequence[tuple[str, bool]], reason: Text, unknown: Text
) -> Measure:
    """100 points shared out evenly among the resources of which it is known."""
    if not facts.published or not known:
        return not_measured(id, title, 100, unknown if facts.published else nectec_words.NOT_PUBLISHED)
    losses = [Loss(Fraction(100, len(known)), reason, resource=name) for name, so in known if not so]
    return measured(id, title, 100, losses, _some(len(known), facts.resources))


def _some(number: int, resources: Sequence[ResourceFacts]) -> Text | None:
    """Said where not all resources were measured."""
    if number == len(resources):
        return None
    return Text(
        th=f"วัดได้ {number} จาก {len(resources)} ทรัพยากร", en=f"Measured for {number} of {len(resources)} resources"
    )
