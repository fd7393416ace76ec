"""One finding as a page carries it along: cut to what is shown, and alike sentences kept once."""

from typing import Any, NamedTuple

from flows.domain.finding import Finding, Standing
from flows.pages.shown import LONGEST_SENTENCE, LONGEST_VALUE, plain, visible

VALUE, CELL = "\ue000", "\ue001"
"""Stand in a sentence for the finding's own value and cell, so that alike sentences are kept once. `visible` lets no
such letter of the agency's through."""

Shown = str | list[str]
"""A text as `visible` cuts it: plain, or text and sign in turn, beginning with text."""


class Row(NamedTuple):
    """One finding, ready to be packed."""

    column: int
    """Number of its column in `Carried.columns`."""
    row: int
    """0 where it has none."""
    standing: int | None
    """Place in `Standing`; None for the usual one of its rule."""
    value: Shown | None
    th: Shown
    """The message; `VALUE` and `CELL` stand in it."""
    en: Shown
    fix_th: Shown
    fix_en: Shown
    why: str | None
    """Why it was let pass."""


_STANDINGS = tuple(Standing)
TEXTS = frozenset(("value", "th", "en", "fix_th", "fix_en", "why"))
"""What is kept by number: the same sentence stands in many rows."""


def packed_row(finding: Finding, column: int, usual: Standing, kept: dict[Any, Shown]) -> Row:
    """The finding as a row; `usual` is the standing that its rule's findings mostly have.

    kept: the sentences so far, so that a hundred thousand rows hold each of them once.
    """
    place, standing, why = finding.place, finding.standing, finding.approved or finding.waived
    value = None if finding.value is None else shown_pieces(finding.value, LONGEST_VALUE)

    def template(sentence: str) -> Shown:
        told = _template(sentence, finding.value, value, place.cell)
        return kept.setdefault(key(told), told)

    return Row(
        column=column,
        row=place.row or 0,
        standing=None if standing is usual else _STANDINGS.index(standing),
        value=value,
        th=template(finding.message.th),
        en=template(finding.message.en),
        fix_th=template(finding.fix.th),
        fix_en=template(finding.fix.en),
        why=None if why is None else plain(why, LONGEST_SENTENCE),
    )


def _template(sentence: str, value: str | None, shown: Shown | None, cell: str | None) -> Shown:
    cut = shown_pieces(sentence, LONGEST_SENTENCE)
    if not isinstance(cut, str):
        return cut
    if cell:
        cut = cut.replace(cell, CELL)
    if value and shown == value:
        cut = cut.replace(f"“{value}”", f"“{VALUE}”")
    return cut


def key(shown: Shown) -> object:
    """What alike texts have in common, fit for a dict."""
    return shown if isinstance(shown, str) else tuple(shown)


def shown_pieces(text: str, longest: int) -> Shown:
    """`visible` in the shape in which a page's script takes it."""
    pieces = visible(text, longest)
    if not any(is_sign for is_sign, _ in pieces):
        return text
    turns: list[str] = []
    for is_sign, piece in pieces:
        if is_sign is (len(turns) % 2 == 0):
            turns.append("")
        turns.append(piece)
    return turns
