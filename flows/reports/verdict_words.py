"""The verdict of a report in one sentence, and what it means for the public."""

from flows.domain.outcome import Held, Waiting
from flows.domain.text import Text
from flows.reports.data import ReportData
from flows.reports.words import HELD_BY_A_PERSON, NEVER_PUBLISHED, OUTCOMES, WAITS


def verdict(report: ReportData) -> Text:
    """The verdict in one sentence."""
    counts = report.counted()
    if isinstance(report.outcome, Held) and not counts["block"]:
        return HELD_BY_A_PERSON
    if isinstance(report.outcome, Waiting) and not counts["person"]:
        return WAITS
    return OUTCOMES[report.outcome.word].sentence.filled(
        rows=f"{report.rows or 0:,}", blocking=f"{counts['block']:,}", person=f"{counts['person']:,}"
    )


def consequence(report: ReportData) -> Text:
    """What the public sees now."""
    if isinstance(report.outcome, Held | Waiting) and report.link is None:
        return NEVER_PUBLISHED
    return OUTCOMES[report.outcome.word].tells
