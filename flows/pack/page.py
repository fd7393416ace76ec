"""The pack's page: to be read on a screen, and to be printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from flows.domain.award import Award, Honour
from flows.domain.ministry import MINISTRY
from flows.domain.text import Text
from flows.pack.charts import Columns, Line, columns, line
from flows.pack.citations import Citations
from flows.pack.commission import Commission
from flows.pack.counted import Counted
from flows.pack.groups import GROUPS, STANDING, SUMMARY
from flows.pack.lookup import Numbers
from flows.pack.matrix import Tested, tested
from flows.pack.number import Number
from flows.pack.numbers import DEFINITIONS
from flows.pack.pages import PAGES
from flows.pack.scope import Scope
from flows.pack.standing import OUT_OF
from flows.pack.validation import OUTCOMES, old_outcomes

TESTS = ("free-access", "any-platform", "no-charge", "redistributable", "any-purpose")
TOP_RULES = 10
"""Rules that are named on the page: those with most findings; all are in the workbook."""

MARKS = {
    "official": Text(th="ทางการ", en="official"),
    "own": Text(th="ของระบบเปิด", en="Perd's own"),
    "unknown": Text(th="ไม่ทราบ", en="unknown"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What is said of the ledger as a whole."""

    size: int
    head: str
    others: int
    """Datasets of agencies that are not counted."""


@dataclass(frozen=True, slots=True)
class ScopeView:
    """The ministry, or one agency."""

    scope: Scope
    growth: Columns
    ended: Columns
    indicator: Line
    datasets: tuple[Tested, ...]
    rules: tuple[Number, ...]
    old_outcomes: int
    """Of an earlier version, which say nothing of the disclosure."""

    @property
    def id(self) -> str:
        return self.scope.id


def index_page(
    commission: Commission,
    scopes: tuple[Scope, ...],
    numbers: Numbers,
    counted: Counted,
    citations: Citations,
    told: Told,
    has_pdf: bool,
) -> str:
    """The page as text; `citations` then knows what it cites."""
    views = [_view(scope, numbers, counted, with_datasets=scope.id != MINISTRY) for scope in scopes]
    agencies = views[1:] if commission.ministry else views
    return PAGES.render(
        "index.html.j2",
        ["switch.js"],
        commission=commission,
        period=commission.period,
        award=commission.award,
        whole=views[0],
        agencies=agencies,
        numbers=numbers,
        citations=citations,
        told=told,
        has_pdf=has_pdf,
        open_data=_honours(commission.award, with_tests=True),
        governance_honours=_honours(commission.award, with_tests=False),
        official=[(number, score) for number, score in _official(commission, numbers)],
        names={body.id: body.name for body in (commission.whole, *commission.agencies)},
        names_short={body.id: body.short for body in (commission.whole, *commission.agencies)},
        test_titles={test: numbers.one(views[0].id, test).what.title for test in TESTS},
        definitions=DEFINITIONS,
        summary=SUMMARY,
        groups=GROUPS,
        standing=STANDING,
        outcomes=OUTCOMES.parts,
        marks=MARKS,
        tests=TESTS,
        month_titles={month.id: month.title for month in views[0].scope.months},
    )


def _view(scope: Scope, numbers: Numbers, counted: Counted, with_datasets: bool) -> ScopeView:
    months = [month.short for month in scope.months]
    grown = [numbers.one(scope.id, "disclosed-growth", month.id) for month in scope.months]
    ended = [
        (word, [_count(numbers.one(scope.id, "outcomes", month.id, word)) for month in scope.months])
        for word, _ in OUTCOMES.parts
    ]
    scores = [numbers.one(scope.id, "own-indicator", month.id).value for month in scope.months]
    tests = [numbers.one(scope.id, test) for test in TESTS]
    rules = [number for number in numbers.of(scope.id, "findings") if number.part and number.value]
    return ScopeView(
        scope=scope,
        growth=columns(months, [("disclosed", [_count(number) for number in grown])]),
        ended=columns(months, ended),
        indicator=line(months, [None if score is None else Decimal(score) for score in scores], OUT_OF),
        datasets=tuple(tested(scope, tests, counted)) if with_datasets else (),
        rules=tuple(sorted(rules, key=_count, reverse=True)[:TOP_RULES]),
        old_outcomes=old_outcomes(scope),
    )


def _count(number: Number) -> int:
    return int(number.value or 0)


def _honours(award: Award, with_tests: bool) -> tuple[Honour, ...]:
    return tuple(honour for honour in award.honours if bool(honour.characteristics) == with_tests)


def _official(commission: Commission, numbers: Numbers) -> list[tuple[Number, Any]]:
    entered: Mapping[str, Number] = {
        number.part: number for number in numbers.all if number.what.mark == "official" and number.part
    }
    return [
        (entered[f"{score.year}-{nth}"], score)
        for nth, score in enumerate(commission.official_scores, start=1)
        if f"{score.year}-{nth}" in entered
    ]
