"""The findings that a page carries along for its search and its pages of ten: packed, bounded, fair among the rules."""

import base64
import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from flows.domain.finding import Finding, Place, Standing
from flows.pages.shown import LONGEST_NAME
from flows.reports.embedded_row import TEXTS, Row, Shown, key, packed_row, shown_pieces

MOST_CARRIED = 100_000
"""Findings on one page: a telephone has to hold them all in memory to search them."""
_SMALLEST_CUT = 0.97
"""So much of what seems to fit is kept: fewer findings pack a little worse."""


@dataclass(frozen=True)
class Carried:
    """What was chosen. Rules are numbered as on the page."""

    slugs: tuple[str, ...]
    columns: tuple[Place, ...]
    """Places without a row: each (resource, sheet, column) that a finding names."""
    rows: tuple[tuple[Row, ...], ...]
    """By rule."""
    titles: Mapping[str, str]
    """Of the declared resources, by name."""

    @property
    def count(self) -> int:
        return sum(map(len, self.rows))

    def packed(self) -> str:
        """Base64 of gzip of JSON: no letter in it that HTML gives a meaning to. The same rows give the same text."""
        content = json.dumps(self._table(), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
        return base64.b64encode(gzip.compress(content, compresslevel=6, mtime=0)).decode("ascii")

    def fitting(self, longest: int) -> tuple["Carried", str]:
        """The first of each rule that fit into `longest` characters, and they themselves, packed."""
        chosen, packed = self, self.packed()
        while len(packed) > longest and chosen.count:
            share = max(longest, 0) / len(packed) * _SMALLEST_CUT
            quotas = fair_shares([len(rows) for rows in chosen.rows], int(chosen.count * share))
            kept = tuple(rows[:quota] for rows, quota in zip(chosen.rows, quotas, strict=True))
            chosen = Carried(self.slugs, self.columns, kept, self.titles)
            packed = chosen.packed()
        return chosen, packed

    def _table(self) -> dict[str, Any]:
        texts = _Numbered()
        lists: dict[str, list[Any]] = {name: [] for name in ("rule", *Row._fields)}
        for rule, rows in enumerate(self.rows):
            for row in rows:
                lists["rule"].append(rule)
                for name, entry in zip(Row._fields, row, strict=True):
                    lists[name].append(texts[cast(Shown, entry)] if name in TEXTS and entry is not None else entry)
        return {"columns": [self._column(place) for place in self.columns], "texts": texts.listed, **lists}

    def _column(self, place: Place) -> list[Shown | int | None]:
        title = None if place.resource is None else self.titles.get(place.resource, place.resource)
        names = (title, place.sheet, place.header or place.field)
        shown = [None if name is None else shown_pieces(name, LONGEST_NAME) for name in names]
        return [shown[0], shown[1], place.column, shown[2]]


def carried(
    findings: Iterable[Finding],
    counts: Mapping[str, int],
    usual: Mapping[str, Standing],
    titles: Mapping[str, str],
) -> Carried:
    """At most `MOST_CARRIED` of them, the first of each rule, from one pass that ends as soon as it has enough.

    counts: how many findings each rule has, in the page's order of the rules. usual: the standing of each rule that
    needs no word of its own. titles: of the declared resources, by name.
    """
    slugs = tuple(counts)
    quotas = dict(zip(slugs, fair_shares(list(counts.values()), MOST_CARRIED), strict=True))
    missing = sum(quotas.values())
    rows: dict[str, list[Row]] = {slug: [] for slug in slugs}
    columns: dict[Place, int] = {}
    kept: dict[Any, Shown] = {}
    for finding in findings:
        if not missing:
            break
        its = rows[finding.rule]
        if len(its) < quotas[finding.rule]:
            place = finding.place
            column = Place(place.resource, place.sheet, None, place.column, place.header, place.field)
            number = columns.setdefault(column, len(columns))
            its.append(packed_row(finding, number, usual[finding.rule], kept))
            missing -= 1
    return Carried(slugs, tuple(columns), tuple(tuple(rows[slug]) for slug in slugs), titles)


def fair_shares(wanted: Sequence[int], room: int) -> list[int]:
    """How many each gets: as if they took one in turn until there is no room, or nobody wants more."""
    shares = [0] * len(wanted)
    open_to = sorted(range(len(wanted)), key=lambda n: wanted[n])
    for passed, number in enumerate(open_to):
        share = min(wanted[number], room // (len(wanted) - passed))
        shares[number] = share
        room -= share
    return shares


class _Numbered:
    """Texts by number, each listed once."""

    def __init__(self) -> None:
        self.listed: list[Shown] = []
        self._numbers: dict[object, int] = {}

    def __getitem__(self, text: Shown) -> int:
        number = self._numbers.setdefault(key(text), len(self.listed))
        if number == len(self.listed):
            self.listed.append(text)
        return number
