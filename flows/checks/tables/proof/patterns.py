"""A regular expression of a Table Schema for Rust's engine: what that finds, Python's accepts, not the reverse.

Frictionless compiles `^pattern$` and calls `match`, so of `a|b` the first branch is open at its end. The tree that
Python itself parses is written anew, with classes in ASCII only. What cannot be said so has no translation.
"""

import re
import re._constants as op  # type: ignore[import-not-found]
import re._parser as parser  # type: ignore[import-not-found]
from typing import Any

import polars as pl

MOST_REPEATS = 1_000
_CLASSES = {
    op.CATEGORY_DIGIT: ((0x30, 0x39),),
    op.CATEGORY_WORD: ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A)),
    op.CATEGORY_SPACE: ((0x20, 0x20), (0x09, 0x09)),
}
"""Fewer characters than Python's own classes."""
_Tree = Any
"""What re._parser makes: a sequence of (operation, arguments)."""


class _Untold(Exception):
    """No translation."""


def translated(pattern: str) -> str | None:
    """For `str.contains`; None where it would be looser or cannot be said."""
    try:
        tree = parser.parse(f"^{pattern}$")
        if tree.state.flags & ~re.UNICODE:
            return None
        told = rf"\A(?:{_sequence(tree)})"
        pl.Series(["x"]).str.contains(told)
    except (_Untold, re.error, RecursionError, OverflowError, pl.exceptions.PolarsError):
        return None
    return told


def _sequence(tree: _Tree) -> str:
    return "".join(_told(operation, given) for operation, given in tree)


def _told(operation: Any, given: Any) -> str:
    match operation:
        case op.LITERAL:
            return letter(given)
        case op.NOT_LITERAL:
            return f"[^{letter(given)}]"
        case op.ANY:
            return r"[^\n]"
        case op.IN:
            return _class(given)
        case op.MAX_REPEAT | op.MIN_REPEAT:
            least, most, repeated = given
            if most is op.MAXREPEAT:
                return f"(?:{_sequence(repeated)}){{{least},}}"
            if most > MOST_REPEATS:
                raise _Untold
            return f"(?:{_sequence(repeated)}){{{least},{most}}}"
        case op.SUBPATTERN:
            _, added, removed, inner = given
            if added or removed:
                raise _Untold
            return f"(?:{_sequence(inner)})"
        case op.BRANCH:
            return f"(?:{'|'.join(_sequence(branch) for branch in given[1])})"
        case op.AT if given in (op.AT_BEGINNING, op.AT_BEGINNING_STRING):
            return r"\A"
        case op.AT if given in (op.AT_END, op.AT_END_STRING):
            return r"\z"  # Python's $ also takes a line end after it
    raise _Untold


def _class(members: _Tree) -> str:
    negated = bool(members) and members[0][0] is op.NEGATE
    ranges: list[tuple[int, int]] = []
    for operation, given in members[1:] if negated else members:
        if operation is op.LITERAL:
            ranges.append((given, given))
        elif operation is op.RANGE:
            ranges.append(given)
        elif operation is op.CATEGORY and given in _CLASSES and not negated:  # fewer excluded would be looser
            ranges.extend(_CLASSES[given])
        else:
            raise _Untold
    return f"[{'^' if negated else ''}{''.join(f'{letter(first)}-{letter(last)}' for first, last in ranges)}]"


def letter(code_point: int) -> str:
    r"""Such as \x{E01}: means the same within a class and without."""
    return f"\\x{{{code_point:X}}}"
