"""How the cells of a piece are quoted, told by where its quotation marks and line ends are."""

from dataclasses import dataclass
from typing import Any

import numpy as np

_MARK, _DELIMITER, _FEED, _RETURN = b'",\n\r'
_Places = np.ndarray[Any, np.dtype[np.intp]]


@dataclass(frozen=True, slots=True)
class Quoting:
    """Of whole rows, all of whose marks are by the rules of RFC 4180."""

    marks: int
    """Quotation marks."""
    doubled: int
    """Pairs of them that stand for one within a cell."""
    rows: int
    """Line ends that no cell holds."""
    returns: int
    """Carriage returns in front of these."""
    returns_within: int
    """Carriage returns that cells hold, each in front of a line feed."""

    @property
    def around(self) -> int:
        """Marks that are no part of a cell."""
        return self.marks - self.doubled


def quoting(raw: bytes) -> Quoting | None:
    """None where a mark is not by the rules, which csv.reader forgives in its own way, or where a carriage return
    stands alone, which ends a row for Python's text files. `raw` ends with a line feed."""
    letters = np.frombuffer(raw, np.uint8)
    marks = np.flatnonzero(letters == _MARK)
    feeds = np.flatnonzero(letters == _FEED)
    after_return = letters[feeds - 1] == _RETURN  # in front of the first letter is the last one: a line feed
    every_return = int(np.count_nonzero(letters == _RETURN))
    doubled = _doubled(letters, marks)
    if doubled is None or every_return != int(np.count_nonzero(after_return)):
        return None
    outside = np.searchsorted(marks, feeds) % 2 == 0 if len(marks) else np.ones(len(feeds), np.bool_)
    returns = int(np.count_nonzero(after_return & outside))
    return Quoting(len(marks), doubled, int(np.count_nonzero(outside)), returns, every_return - returns)


def _doubled(letters: np.ndarray[Any, np.dtype[np.uint8]], marks: _Places) -> int | None:
    """How many marks within cells are written twice; None where a mark is not by the rules.

    Every second mark, from the first on, opens a cell or follows upon one within a cell; each other one closes a cell
    or is followed by one. So the next mark always meets csv.reader where it opens, closes or doubles.
    """
    if len(marks) % 2:
        return None
    opening, closing = marks[0::2], marks[1::2]
    before, after = letters[opening - 1], letters[closing + 1]
    opens = (before == _DELIMITER) | (before == _FEED)
    closes = (after == _DELIMITER) | (after == _FEED) | (after == _RETURN)
    pairs = closing[:-1] + 1 == opening[1:]
    sound = opens[:1].all() and closes[-1:].all() and (opens[1:] | pairs).all() and (closes[:-1] | pairs).all()
    return int(np.count_nonzero(pairs)) if sound else None


def whole_rows(raw: bytes) -> int:
    """How many bytes of `raw` are whole rows if quoting is sound; 0 if no end of a row is found."""
    end = raw.rfind(b"\n") + 1
    letters = np.frombuffer(raw, np.uint8)[:end]
    if np.count_nonzero(letters == _MARK) % 2 == 0:
        return end
    marks, feeds = np.flatnonzero(letters == _MARK), np.flatnonzero(letters == _FEED)
    ends = feeds[np.searchsorted(marks, feeds) % 2 == 0]
    return int(ends[-1]) + 1 if len(ends) else 0
