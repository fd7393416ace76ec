"""Our own indicator: ten equal parts, one for each of the ten properties of open data that DGA lists.

The list: DGA (สพร.), infographic of 22 February 2564 B.E., dga.or.th/document-sharing/infographic/49446.
Weights and tests are ours; DGA gives neither.
"""

import re
from collections.abc import Callable
from datetime import date
from fractions import Fraction

from flows.domain.licence import Openness
from flows.domain.score import Measure, Score
from flows.domain.text import Text
from flows.domain.thai_calendar import thai_date
from flows.scores import perd_words, words
from flows.scores.facts import Facts, ResourceFacts
from flows.scores.lateness import OWN_DAYS, cycle_days, late_class, late_share
from flows.scores.points import Loss, measured, not_measured, summed

OPEN_FORMATS = frozenset("csv tsv json jsonl geojson xml ods rdf ttl n3 json-ld kml gml".split())
MACHINE_FORMATS = OPEN_FORMATS | {"xlsx", "xls", "parquet"}
ROWS_LOST = ("change/rows-dropped", "change/too-few-rows")
BAD_HEADERS = (
    "format/no-header",
    "format/not-a-table",
    "table/blank-header",
    "table/blank-label",
    "table/duplicate-label",
    "table/missing-label",
    "table/unmatched-header",
)
LATE_POINTS = (Fraction(0), Fraction(5, 2), Fraction(5), Fraction(15, 2), Fraction(10))
"""Points lost by the class of lateness, 0 to 4."""
SAYS_UNKNOWN = frozenset({"", "-", "ไม่ทราบ", "ไม่ระบุ", "ไม่มีข้อมูล", "unknown", "n/a", "na"})
FEE = re.compile(r"ค่า(?:ธรรมเนียม|ใช้จ่าย|บริการ|สมาชิก)|ชำระ|จ่ายเงิน|บาท|\b(?:fees?|charges?|paid|pay(?:ment)?|price)\b")


def perd_score(facts: Facts) -> Score:
    """Ten parts of 10 points each; the total is out of the parts that were measured."""
    parts: tuple[Callable[[Facts], Measure], ...] = (
        _complete,
        _primary,
        _timely,
        _accessible,
        _machine_readable,
        _non_discriminatory,
        _non_proprietary,
        _license_free,
        _permanent,
        _free,
    )
    measures = tuple(part(facts) for part in parts)
    total, out_of = summed(measures)
    return Score("perd", perd_words.TITLE, perd_words.DEFINED_BY, measures, total, out_of)


def _complete(facts: Facts) -> Measure:
    """5 for the 14 mandatory items, 3 for the cells, 2 for no loss of rows."""
    missing, unknown = facts.missing_items, facts.unknown_items
    tables = [(each, each.cells) for each in facts.resources if each.cells is not None and each.findings is not None]
    if missing is None or unknown is None or not tables or len(tables) < len(facts.resources):
        return not_measured("perd.complete", perd_words.COMPLETE, 10, perd_words.NOT_CHECKED)
    losses = [Loss(Fraction(5, 14), Text(th=f"ยังไม่ระบุ{item.th}", en=f"Not given: {item.en}")) for item in missing]
    losses += [
        Loss(Fraction(5, 14), Text(th=f"ระบุ{item.th}ว่า “ไม่ทราบ”", en=f"Given as “unknown”: {item.en}"))
        for item in unknown
    ]
    for each, cells in tables:
        if not cells.cells:
            losses.append(Loss(Fraction(3, len(tables)), perd_words.NO_CELLS, resource=each.name))
            continue
        detail = Text(
            th=f"{each.name}: {cells.missing:,} จาก {cells.cells:,} ช่อง",
            en=f"{each.name}: {cells.missing:,} of {cells.cells:,} cells",
        )
        losses.append(
            Loss(Fraction(3 * cells.missing, cells.cells * len(tables)), words.CELLS_MISSING, detail, each.name)
        )
    losses += [
        Loss(Fraction(2, len(tables)), perd_words.ROWS_GONE, resource=each.name)
        for each, _ in tables
        if each.count_of(ROWS_LOST)
    ]
    return measured("perd.complete", perd_words.COMPLETE, 10, losses)


def _primary(facts: Facts) -> Measure:
    """5 for a named source, 5 for records instead of summaries."""
    declared = facts.dataset.declared
    if declared.data_type is None or declared.data_type == "other":
        return not_measured("perd.primary", perd_words.PRIMARY, 10, perd_words.NO_TYPE)
    losses = []
    if (declared.data_source or "").strip().casefold() in SAYS_UNKNOWN:
        losses.append(Loss(Fraction(5), perd_words.NO_SOURCE))
    if declared.data_type == "statistics":
        losses.append(Loss(Fraction(5), perd_words.SUMMARIES))
    return measured("perd.primary", perd_words.PRIMARY, 10, losses, perd_words.PRIMARY_NOTE)


def _timely(facts: Facts) -> Measure:
    """The mean over the resources of the worse of two: days since the last change, and the age of the newest period.

    A period is only over when the next one begins, and its data take up to another cycle to be made: it is late after
    two cycles, the change after one.
    """
    cycle = cycle_days(facts.dataset.declared.frequency, OWN_DAYS)
    changes = [(each, each.last_change) for each in facts.resources if each.last_change is not None]
    if not facts.published or cycle is None or not changes:
        why = (
            perd_words.NOT_PUBLISHED
            if not facts.published
            else perd_words.NO_PROMISE
            if cycle is None
            else words.NO_CHANGE_KNOWN
        )
        return not_measured("perd.timely", perd_words.TIMELY, 10, why)
    losses = []
    for each, changed in changes:
        points, reason = LATE_POINTS[late_class(late_share(changed, facts.today, cycle))], words.OVERDUE
        if each.newest_period is not None:
            old = LATE_POINTS[late_class(late_share(each.newest_period, facts.today, 2 * cycle))]
            if old > points:
                points, reason = old, perd_words.OLD_PERIOD
        losses.append(Loss(points / len(changes), reason, _ages(each, facts.today), each.name))
    return measured("perd.timely", perd_words.TIMELY, 10, losses)


def _ages(resource: ResourceFacts, today: date) -> Text:
    changed, newest = resource.last_change, resource.newest_period
    thai, english = [], []
    if changed is not None:
        thai.append(f"เปลี่ยนแปลงล่าสุด {thai_date(changed)} ({(today - changed).days:,} วัน)")
        english.append(f"last changed {changed} ({(today - changed).days:,} days)")
    if newest is not None:
        thai.append(f"ข้อมูลล่าสุดถึง {thai_date(newest)}")
        english.append(f"newest period ends {newest}")
    return Text(th=f"{resource.name}: {' '.join(thai)}", en=f"{resource.name}: {', '.join(english)}")


def _accessible(facts: Facts) -> Measure:
    """8 for the anonymous download, 1 for the API, 1 for the data dictionary."""
    if not facts.published:
        return measured("perd.accessible", perd_words.ACCESSIBLE, 10, [Loss(Fraction(10), perd_words.UNPUBLISHED)])
    tried = [each for each in facts.resources if each.downloaded is not None]
    if not tried:
        return not_measured("perd.accessible", perd_words.ACCESSIBLE, 10, words.NOT_TRIED)
    if any(each.has_api is None or each.has_dictionary is None for each in tried):
        return not_measured("perd.accessible", perd_words.ACCESSIBLE, 10, perd_words.EXTRAS_UNKNOWN)
    losses = []
    for points, reason, there in (
        (8, words.NO_DOWNLOAD, [each.downloaded for each in tried]),
        (1, perd_words.NO_API, [each.has_api for each in tried]),
        (1, perd_words.NO_DICTIONARY, [each.has_dictionary for each in tried]),
    ):
        losses += [
            Loss(Fraction(points, len(tried)), reason, resource=each.name)
            for each, so in zip(tried, there, strict=True)
            if not so
        ]
    return measured("perd.accessible", perd_words.ACCESSIBLE, 10, losses)


def _machine_readable(facts: Facts) -> Measure:
    """7 for a format that programs read, 3 for headers that they can use."""
    published = _published(facts)
    if not published:
        return not_measured("perd.machine-readable", perd_words.MACHINE_READABLE, 10, perd_words.NOT_PUBLISHED)
    if any(each.findings is None for each in published):
        return not_measured("perd.machine-readable", perd_words.MACHINE_READABLE, 10, perd_words.NOT_CHECKED)
    losses = []
    for each in published:
        if MACHINE_FORMATS.isdisjoint(each.published_formats):
            losses.append(Loss(Fraction(7, len(published)), words.NO_MACHINE_FORMAT, resource=each.name))
        if each.count_of(BAD_HEADERS):
            losses.append(Loss(Fraction(3, len(published)), perd_words.HEADERS, resource=each.name))
    return measured("perd.machine-readable", perd_words.MACHINE_READABLE, 10, losses)


def _non_discriminatory(facts: Facts) -> Measure:
    """No log-in, no registration, no key: whoever asked without any got the file."""
    tried = [each for each in facts.resources if each.downloaded is not None]
    if not facts.published or not tried:
        why = words.NOT_TRIED if facts.published else perd_words.NOT_PUBLISHED
        return not_measured("perd.non-discriminatory", perd_words.NON_DISCRIMINATORY, 10, why)
    losses = [
        Loss(Fraction(10, len(tried)), words.NO_DOWNLOAD, resource=each.name) for each in tried if not each.downloaded
    ]
    return measured("perd.non-discriminatory", perd_words.NON_DISCRIMINATORY, 10, losses, perd_words.SAME_EVIDENCE_NOTE)


def _non_proprietary(facts: Facts) -> Measure:
    published = _published(facts)
    if not published:
        return not_measured("perd.non-proprietary", perd_words.NON_PROPRIETARY, 10, perd_words.NOT_PUBLISHED)
    losses = [
        Loss(Fraction(10, len(published)), perd_words.PROPRIETARY, resource=each.name)
        for each in published
        if OPEN_FORMATS.isdisjoint(each.published_formats)
    ]
    return measured("perd.non-proprietary", perd_words.NON_PROPRIETARY, 10, losses)


def _license_free(facts: Facts) -> Measure:
    """All 10 go with a licence that is absent, unknown or restrictive; 3 with share-alike, 4 with extra conditions."""
    match facts.openness:
        case _ if not (facts.dataset.declared.licence or "").strip():
            closed = perd_words.NO_LICENCE
        case None:
            return not_measured("perd.license-free", perd_words.LICENSE_FREE, 10, perd_words.NO_LICENCE_LOOKED_UP)
        case Openness.UNKNOWN:
            closed = perd_words.UNKNOWN_LICENCE
        case Openness.NOT_OPEN:
            closed = perd_words.NOT_OPEN
        case Openness.OPEN | Openness.OPEN_WITH_DUTY:
            return _open_licence(facts)
    return measured("perd.license-free", perd_words.LICENSE_FREE, 10, [Loss(Fraction(10), closed)])


def _open_licence(facts: Facts) -> Measure:
    extra = _extra_condition(facts)
    if extra is None:
        return not_measured("perd.license-free", perd_words.LICENSE_FREE, 10, perd_words.CONDITION_NOT_CHECKED)
    losses = []
    if facts.openness is Openness.OPEN_WITH_DUTY:
        losses.append(Loss(Fraction(3), perd_words.SHARE_ALIKE))
    if extra:
        losses.append(Loss(Fraction(4), perd_words.EXTRA_CONDITION))
    return measured("perd.license-free", perd_words.LICENSE_FREE, 10, losses)


def _permanent(facts: Facts) -> Measure:
    """7 for an address and id that stay, 3 for a datapackage.json that tells one version from another."""
    published = _published(facts)
    if not published:
        return not_measured("perd.permanent", perd_words.PERMANENT, 10, perd_words.NOT_PUBLISHED)
    if any(each.stable_address is None or each.has_datapackage is None for each in published):
        return not_measured("perd.permanent", perd_words.PERMANENT, 10, perd_words.STABILITY_UNKNOWN)
    losses = []
    for each in published:
        if not each.stable_address:
            losses.append(Loss(Fraction(7, len(published)), perd_words.NOT_STABLE, resource=each.name))
        if not each.has_datapackage:
            losses.append(Loss(Fraction(3, len(published)), perd_words.NO_DATAPACKAGE, resource=each.name))
    return measured("perd.permanent", perd_words.PERMANENT, 10, losses)


def _free(facts: Facts) -> Measure:
    extra = _extra_condition(facts)
    if extra is None:
        return not_measured("perd.free", perd_words.FREE, 10, perd_words.CONDITION_NOT_CHECKED)
    if extra and FEE.search((facts.dataset.declared.accessible_condition or "").casefold()):
        return measured("perd.free", perd_words.FREE, 10, [Loss(Fraction(10), perd_words.FEE_ASKED)])
    if facts.openness in (None, Openness.UNKNOWN):
        return not_measured("perd.free", perd_words.FREE, 10, perd_words.LICENCE_TERMS_UNKNOWN)
    return measured("perd.free", perd_words.FREE, 10, [])


def _extra_condition(facts: Facts) -> bool | None:
    """Whether the conditions of access add anything to the licence; None if there are some that nobody checked."""
    if not (facts.dataset.declared.accessible_condition or "").strip():
        return False
    return facts.found("licence/extra-conditions")


def _published(facts: Facts) -> list[ResourceFacts]:
    return [each for each in facts.resources if each.published_formats] if facts.published else []
