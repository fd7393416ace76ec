"""The validation report of one dataset as one self-contained page: Thai first, English at a switch."""

from urllib.parse import urlsplit, urlunsplit

from flows.domain.dataset import HttpFile, Resource
from flows.domain.finding import Severity
from flows.domain.outcome import Held
from flows.domain.text import Text
from flows.reports import choice_words
from flows.reports.advice import steps
from flows.reports.data import ReportData
from flows.reports.grouping import by_rule
from flows.reports.page import render
from flows.reports.words import (
    HELD_BY_A_PERSON,
    NEVER_PUBLISHED,
    OUTCOMES,
    SEVERITIES,
    SOURCE_MARKS,
    WAIVED,
    WITHHELD,
    OutcomeWords,
    encoding,
    moment,
    tidy_rule,
)

AT_ONCE = 10
"""Findings of one rule that are open to view; the others unfold."""
AT_MOST = 200
"""Findings of one rule on the page; the JSON has them all."""


def report_page(report: ReportData) -> str:
    """The whole page as text (write it as UTF-8). It loads nothing from anywhere and works without scripts."""
    groups = by_rule(report)
    return render(
        "report.html.j2",
        report=report,
        dataset=report.dataset,
        declared=report.dataset.declared,
        counts=report.counted(),
        groups=groups,
        steps=steps(report, groups),
        badge=OUTCOMES[report.outcome.word].badge,
        verdict=verdict(report),
        tells=_tells(report, OUTCOMES[report.outcome.word]),
        tables=dict(report.tables),
        headers={
            name: {column.name: column.header for column in tidied.columns}
            for name, tidied in report.tables
            if tidied is not None
        },
        titles={resource.name: resource.title for resource in report.dataset.resources},
        sources={resource.name: source_address(resource) for resource in report.dataset.resources},
        run_at=moment(report.run_at),
        metadata=metadata(report),
        severities={severity.value: text for severity, text in SEVERITIES.items()},
        severity_order=[severity.value for severity in Severity],
        waived=WAIVED,
        withheld=WITHHELD,
        source_marks=SOURCE_MARKS,
        tidy_rule=tidy_rule,
        encoding=encoding,
        at_once=AT_ONCE,
        at_most=AT_MOST,
    )


def verdict(report: ReportData) -> Text:
    """The verdict in one sentence."""
    blocking = report.counted()["block"]
    if isinstance(report.outcome, Held) and not blocking:
        return HELD_BY_A_PERSON
    sentence = OUTCOMES[report.outcome.word].sentence
    return sentence.filled(rows=f"{report.rows or 0:,}", blocking=f"{blocking:,}")


def _tells(report: ReportData, words: OutcomeWords) -> Text:
    if isinstance(report.outcome, Held) and report.link is None:
        return NEVER_PUBLISHED
    return words.tells


def source_address(resource: Resource) -> str:
    """Where the agency's file lies, fit to be shown: without the address's query, without the folders of our disk."""
    if isinstance(resource.source, HttpFile):
        parts = urlsplit(resource.source.url)
        return urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    return resource.source.path.replace("\\", "/").rsplit("/", 1)[-1]


def metadata(report: ReportData) -> list[tuple[Text, Text | None]]:
    """(what it is called, what is declared) in the standard's order; None for what is not declared."""
    declared = report.dataset.declared
    return [
        (Text(th="ประเภทชุดข้อมูล", en="Type"), choice_words.DATA_TYPE.get(declared.data_type or "")),
        (Text(th="หมวดหมู่ตามธรรมาภิบาลข้อมูล", en="Category"), choice_words.CATEGORY.get(declared.category or "")),
        (Text(th="สัญญาอนุญาต", en="Licence"), _same(declared.licence)),
        (Text(th="วัตถุประสงค์", en="Objective"), _joined([choice_words.OBJECTIVE[o] for o in declared.objective])),
        (
            Text(th="ความถี่ในการปรับปรุง", en="Update frequency"),
            choice_words.frequency_words(declared.frequency) if declared.frequency else None,
        ),
        (
            Text(th="ขอบเขตเชิงภูมิศาสตร์", en="Geographic coverage"),
            choice_words.COVERAGE.get(declared.coverage or ""),
        ),
        (Text(th="แหล่งที่มา", en="Data source"), _same(declared.data_source)),
        (Text(th="คำสำคัญ", en="Keywords"), _joined([Text(th=tag, en=tag) for tag in declared.tags])),
        (Text(th="คำอธิบาย", en="Description"), _same(declared.description)),
    ]


def _same(text: str | None) -> Text | None:
    return Text(th=text, en=text) if text else None


def _joined(texts: list[Text]) -> Text | None:
    if not texts:
        return None
    return Text(th=", ".join(text.th for text in texts), en=", ".join(text.en for text in texts))
