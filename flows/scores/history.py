"""One line per run, so that a dataset's scores can be drawn over time. JSON Lines, UTF-8."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC

from pydantic import TypeAdapter, ValidationError

from flows.domain.score import HistoryLine
from flows.domain.thai_calendar import in_bangkok

KEEP = 400
"""Lines: more than a year of nightly runs."""


_LINE = TypeAdapter(HistoryLine)


def appended(lines: Sequence[HistoryLine], new: HistoryLine, keep: int = KEEP) -> tuple[HistoryLine, ...]:
    """The newest `keep` lines with the new one at their end.

    A run that ended on the same day (Bangkok), in the same way and with the same totals as the last line adds nothing.
    To keep less than one line is a ValueError.
    """
    if keep < 1:
        raise ValueError(f"a history of {keep} lines cannot be kept")
    if lines and _tells_the_same(lines[-1], new):
        return tuple(lines[-keep:])
    return (*lines, new)[-keep:]


def alike(last: HistoryLine, new: HistoryLine) -> bool:
    """Whether the two runs ended in the same way, with the same totals."""
    return last.outcome == new.outcome and last.totals == new.totals


def readable_history(content: bytes) -> tuple[HistoryLine, ...]:
    """What can be read of a history of which something may be damaged."""
    lines: list[HistoryLine] = []
    for line in content.splitlines():
        try:
            lines += decode_history(line)
        except ValueError:
            continue
    return tuple(lines)


def encode_history(lines: Iterable[HistoryLine]) -> bytes:
    """One JSON object and one line feed per line; points are texts, moments end in Z."""
    return b"".join(
        json.dumps(_plain(line), ensure_ascii=False, separators=(",", ":")).encode() + b"\n" for line in lines
    )


def decode_history(content: bytes) -> tuple[HistoryLine, ...]:
    """What `encode_history` wrote; nothing for an empty file. A line that is none is a ValueError with its number."""
    lines = []
    for number, line in enumerate(content.splitlines(), start=1):
        try:
            lines.append(_LINE.validate_json(line))
        except ValidationError as error:
            raise ValueError(f"line {number} of the score history cannot be read: {error}") from error
    return tuple(lines)


def _tells_the_same(last: HistoryLine, new: HistoryLine) -> bool:
    same_day = in_bangkok(last.at).date() == in_bangkok(new.at).date()
    return same_day and alike(last, new)


def _plain(line: HistoryLine) -> dict[str, object]:
    at = line.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {**_LINE.dump_python(line, mode="json"), "at": at}
