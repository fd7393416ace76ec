"""The validation report of one dataset as one self-contained page: Thai first, English at a switch."""

from flows.domain.finding import Standing
from flows.domain.outcome import Published, Unchanged
from flows.domain.score import shown
from flows.pages.words import moment
from flows.reports.advice import steps
from flows.reports.around import rows_around
from flows.reports.data import ReportData
from flows.reports.embedded import carried
from flows.reports.files import file_view
from flows.reports.grouping import RuleGroup, by_rule
from flows.reports.json_report import ALL_FINDINGS, MOST_FINDINGS
from flows.reports.metadata import metadata
from flows.reports.page import PAGES
from flows.reports.release_view import release_views
from flows.reports.score_view import score_views
from flows.reports.verdict_words import badge, consequence, heading, verdict
from flows.reports.words import SOURCE_MARKS, STANDINGS, WITHHELD, encoding, tidy_rule

AT_ONCE = 10
"""Findings of one rule on a page of its table; all that can be seen without scripts."""
MOST_WINDOWS = 150
"""Findings that are shown with the rows around them."""
MOST_BYTES = 4_500_000
"""Of the whole page."""
MOST_CARRIED_BYTES = 3_300_000
"""Of the findings that it carries along for its search."""
_COLUMNS_TO_CHOOSE = 300
LONGEST_EDIT = 2_000
"""Characters of what somebody wrote on the portal; the JSON has it whole."""


def report_page(report: ReportData) -> str:
    """The whole page as text (write it as UTF-8). It loads nothing from anywhere and works without scripts.

    The findings are read once, and each table once.
    """
    groups = by_rule(report)
    at_most = AT_ONCE if len(groups) * AT_ONCE <= MOST_WINDOWS else max(1, MOST_WINDOWS // len(groups))
    with_window = [finding for group in groups for finding in group.first[: min(at_most, AT_ONCE)]]
    windows = dict(zip(map(id, with_window), rows_around(report, with_window), strict=True))
    view = _view(report, groups) | {"windows": windows}
    if len(report.findings) <= AT_ONCE:
        return PAGES.render("report.html.j2", ["switch.js", "windows.js"], carried=None, packed="", columns=(), **view)
    chosen = carried(
        report.findings,
        counts={group.rule.slug: group.count for group in groups},
        usual={group.rule.slug: group.standing for group in groups},
        titles={resource.name: resource.title for resource in report.dataset.resources},
    )
    room = MOST_CARRIED_BYTES
    while True:
        fitting, packed = chosen.fitting(room)
        page = PAGES.render(
            "report.html.j2",
            ["switch.js", "windows.js", "findings.js"],
            carried=fitting,
            packed=packed,
            columns=[(n, place) for n, place in enumerate(chosen.columns) if place.column][:_COLUMNS_TO_CHOOSE],
            **view,
        )
        excess = len(page.encode()) - MOST_BYTES
        if excess <= 0 or not fitting.count:
            return page
        room = len(packed) - excess


def _view(report: ReportData, groups: tuple[RuleGroup, ...]) -> dict[str, object]:
    outcome = report.outcome
    return {
        "report": report,
        "dataset": report.dataset,
        "declared": report.dataset.declared,
        "counts": report.counted(),
        "groups": groups,
        "steps": steps(report, groups),
        "heading": heading(report),
        "badge": badge(report),
        "verdict": verdict(report),
        "consequence": consequence(report),
        "edits": report.edits,
        "longest_edit": LONGEST_EDIT,
        "remarks": outcome.remarks if isinstance(outcome, Published | Unchanged) else (),
        "releases": release_views(report),
        "files": [file_view(table) for table in report.tables],
        "titles": {resource.name: resource.title for resource in report.dataset.resources},
        "run_at": moment(report.run_at),
        "scores": score_views(report.scores, report.history),
        "points": shown,
        "metadata": metadata(report.dataset.declared),
        "standings": {standing.value: text for standing, text in STANDINGS.items()},
        "always_counted": [s.value for s in (Standing.BLOCK, Standing.WARN, Standing.INFO)],
        "withheld": WITHHELD,
        "source_marks": SOURCE_MARKS,
        "tidy_rule": tidy_rule,
        "encoding": encoding,
        "at_once": AT_ONCE,
        "all_findings": ALL_FINDINGS if len(report.findings) > MOST_FINDINGS else None,
    }
