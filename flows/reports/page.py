"""The pages of the reports: the shared look with what only a report has."""

from pathlib import Path

from flows.domain.finding import column_letter
from flows.pages.page import Pages
from flows.reports.words import size

PAGES = Pages(
    Path(__file__).parent / "templates",
    sheets=("report.css",),
    filters={"identity": id, "size": size, "column_letter": column_letter},
    words={},
)
