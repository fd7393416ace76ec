"""Five dimensions, weights and grades of a GDCatalog quality checker made for a provincial statistical office (NSO).

Source of weights, grades and of how points are given: github.com/kriwitj/nso-gdcatalog-quality-control-system,
apps/worker/scoring.py, ckan_collector.py and resource_checker.py. No criterion announced by the National Statistical
Office is known to us, and the words shown say so.
"""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from flows.domain.dataset import Dataset, Frequency
from flows.domain.score import Measure, Score
from flows.domain.text import Text
from flows.domain.vocabulary import FrequencyUnit
from flows.scores import nso_words, words
from flows.scores.cells import SAYS_NOTHING
from flows.scores.facts import Facts, ResourceFacts
from flows.scores.points import Loss, measured, not_measured, summed

GRADES = (("A", 90), ("B", 75), ("C", 60), ("D", 40))
"""Lowest total of each grade; F below."""

THRESHOLDS: dict[FrequencyUnit, tuple[int, int]] = {
    "day": (2, 7),
    "week": (10, 21),
    "month": (45, 90),
    "quarter": (100, 120),
    "half-year": (180, 365),
    "year": (400, 550),
}
"""Days since the last change up to which data are current, and up to which they are only nearly so. Theirs; half a year
is not in their table, and gets the pair that they use for every other frequency."""

MACHINE_FORMATS = frozenset("csv tsv json jsonl geojson xml xlsx xls ods parquet avro ndjson".split())

STRUCTURAL = tuple(
    f"table/{name}"
    for name in (
        "blank-header blank-label duplicate-label missing-label extra-label incorrect-label blank-row extra-cell"
        " missing-cell encoding-error source-error"
    ).split()
)
"""Frictionless' errors of structure. Theirs is a check without schemas, so errors of types are none of its business."""

SAYS_UNKNOWN = frozenset({*SAYS_NOTHING, "ไม่ทราบ", "ไม่ระบุ", "unknown", "not-specified"})


def nso_score(facts: Facts) -> Score:
    """Total out of the points measured; a grade only if all 100 were."""
    measures = (
        _completeness(facts.dataset),
        _timeliness(facts),
        _accessibility(facts),
        _machine_readable(facts),
        _validity(facts.resources),
    )
    total, out_of = summed(measures)
    return Score(
        "nso", nso_words.TITLE, nso_words.DEFINED_BY, measures, total, out_of, grade(total) if out_of == 100 else None
    )


def grade(total: Decimal | None) -> str | None:
    """A from 90, B from 75, C from 60, D from 40, else F; None for None."""
    if total is None:
        return None
    return next((letter for letter, least in GRADES if total >= least), "F")


def _completeness(dataset: Dataset) -> Measure:
    """Their six items: title 20, description 20, keywords 15, licence 15, organisation 15, frequency 15 of 100."""
    declared = dataset.declared
    items: tuple[tuple[Text, int, tuple[str | None, ...]], ...] = (
        (Text(th="ชื่อชุดข้อมูล", en="title"), 20, (declared.title,)),
        (Text(th="รายละเอียด", en="description"), 20, (declared.description,)),
        (Text(th="คำสำคัญ", en="keywords"), 15, declared.tags),
        (Text(th="สัญญาอนุญาต", en="licence"), 15, (declared.licence,)),
        (Text(th="องค์กร", en="organisation"), 15, (dataset.agency.organisation,)),
        (
            Text(th="ความถี่ของการปรับปรุง", en="update frequency"),
            15,
            (declared.frequency.unit if declared.frequency else None,),
        ),
    )
    losses = [
        Loss(Fraction(points, 5), Text(th=f"ยังไม่ระบุ{title.th}", en=f"Not given: {title.en}"))
        for title, points, values in items
        if all((value or "").strip().casefold() in SAYS_UNKNOWN for value in values)
    ]
    return measured("nso.completeness", nso_words.COMPLETENESS, 20, losses, nso_words.ITEMS_NOTE)


def _timeliness(facts: Facts) -> Measure:
    """100 % while current, 60 % when overdue, 20 % when long overdue; the mean over the resources."""
    limits = _limits(facts.dataset.declared.frequency)
    changes = [(each.name, each.last_change) for each in facts.resources if each.last_change is not None]
    if not facts.published or limits is None or not changes:
        why = (
            nso_words.NOT_PUBLISHED
            if not facts.published
            else words.NO_FREQUENCY
            if limits is None
            else words.NO_CHANGE_KNOWN
        )
        return not_measured("nso.timeliness", nso_words.TIMELINESS, 20, why)
    losses = [_late(name, changed, facts.today, limits, len(changes)) for name, changed in changes]
    return measured("nso.timeliness", nso_words.TIMELINESS, 20, losses, nso_words.TIME_NOTE)


def _limits(frequency: Frequency | None) -> tuple[int, int] | None:
    if frequency is None or frequency.unit not in THRESHOLDS:
        return None
    current, nearly = THRESHOLDS[frequency.unit]
    return current * frequency.every, nearly * frequency.every


def _late(name: str, changed: date, today: date, limits: tuple[int, int], resources: int) -> Loss:
    age = (today - changed).days
    detail = Text(th=f"{name}: {age:,} วันนับจากการเปลี่ยนแปลงล่าสุด", en=f"{name}: {age:,} days since the last change")
    if age <= limits[0]:
        return Loss(Fraction(0), words.OVERDUE)
    if age <= limits[1]:
        return Loss(Fraction(20 * 40, 100 * resources), words.OVERDUE, detail, name)
    return Loss(Fraction(20 * 80, 100 * resources), nso_words.VERY_LATE, detail, name)


def _accessibility(facts: Facts) -> Measure:
    tried = [each for each in facts.resources if each.downloaded is not None]
    if not facts.published or not tried:
        return not_measured(
            "nso.accessibility",
            nso_words.ACCESSIBILITY,
            15,
            words.NOT_TRIED if facts.published else nso_words.NOT_PUBLISHED,
        )
    losses = [
        Loss(Fraction(15, len(tried)), words.NO_DOWNLOAD, resource=each.name) for each in tried if not each.downloaded
    ]
    return measured("nso.accessibility", nso_words.ACCESSIBILITY, 15, losses, nso_words.DOWNLOAD_NOTE)


def _machine_readable(facts: Facts) -> Measure:
    published = [each for each in facts.resources if each.published_formats]
    if not facts.published or not published:
        return not_measured("nso.machine-readable", nso_words.MACHINE_READABLE, 20, nso_words.NOT_PUBLISHED)
    losses = [
        Loss(Fraction(20, len(published)), words.NO_MACHINE_FORMAT, resource=each.name)
        for each in published
        if MACHINE_FORMATS.isdisjoint(each.published_formats)
    ]
    return measured("nso.machine-readable", nso_words.MACHINE_READABLE, 20, losses, nso_words.FORMAT_NOTE)


def _validity(resources: Sequence[ResourceFacts]) -> Measure:
    """Share of the tables without an error of structure; 20 of 100 less above 100 errors on average, 10 above 10."""
    errors = {each.name: each.count_of(STRUCTURAL) for each in resources if _was_checked(each)}
    if not errors:
        return not_measured("nso.validity", nso_words.VALIDITY, 25, nso_words.NOT_CHECKED)
    losses = [
        Loss(
            Fraction(25, len(errors)),
            nso_words.INVALID,
            Text(th=f"{name}: {count:,} จุด", en=f"{name}: {count:,} errors"),
            name,
        )
        for name, count in errors.items()
        if count
    ]
    left = 25 - sum((loss.points for loss in losses), Fraction(0))
    average = Fraction(sum(errors.values()), len(errors))
    more = Fraction(25 * 20, 100) if average > 100 else Fraction(25 * 10, 100) if average > 10 else Fraction(0)
    losses.append(Loss(min(left, more), nso_words.MANY_ERRORS))
    return measured("nso.validity", nso_words.VALIDITY, 25, losses, nso_words.VALID_NOTE)


def _was_checked(resource: ResourceFacts) -> bool:
    """A table that could not be read to its end was looked at, too."""
    return resource.findings is not None and (resource.rows is not None or resource.count_of(STRUCTURAL) > 0)
