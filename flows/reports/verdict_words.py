"""What a report calls itself, its verdict in one sentence, and what that means for the public."""

from flows.domain.outcome import Held, Waiting
from flows.domain.text import Text
from flows.reports.data import ReportData
from flows.reports.words import (
    BEFORE_SENDING,
    HELD_BY_A_PERSON,
    NEVER_PUBLISHED,
    OUTCOMES,
    REPORT,
    REPORT_BEFORE_SENDING,
    WAITS,
    OutcomeWords,
)


def heading(report: ReportData) -> Text:
    """What kind of report it is."""
    return REPORT_BEFORE_SENDING if report.before_sending else REPORT


def badge(report: ReportData) -> Text:
    """The verdict in one or two words."""
    return _words(report).badge


def verdict(report: ReportData) -> Text:
    """The verdict in one sentence."""
    counts = report.counted()
    if isinstance(report.outcome, Held) and not counts["block"]:
        return HELD_BY_A_PERSON
    if isinstance(report.outcome, Waiting) and not counts["person"]:
        return WAITS
    return _words(report).sentence.filled(
        rows=f"{report.rows or 0:,}", blocking=f"{counts['block']:,}", person=f"{counts['person']:,}"
    )


def consequence(report: ReportData) -> Text:
    """What the public sees now; of a file that was not sent, that nothing changed."""
    if isinstance(report.outcome, Held | Waiting) and report.link is None and not report.before_sending:
        return NEVER_PUBLISHED
    return _words(report).tells


def _words(report: ReportData) -> OutcomeWords:
    word = report.outcome.word
    return BEFORE_SENDING[word] if report.before_sending else OUTCOMES[word]
