"""What a portal's counter said of one dataset night after night. It may fall; what it once counted stays counted."""

from dataclasses import dataclass

from flows.domain.record import Entry


@dataclass(frozen=True, slots=True)
class Count:
    """What it said once."""

    times: int
    entry: Entry
    """The outcome that says so."""


@dataclass(slots=True)
class Counts:
    """What of it numbers need. Of equal counts the earliest stands."""

    before: Count | None = None
    """The largest before the period."""
    first: Count | None = None
    """The first in the period."""
    within: Count | None = None
    """The largest in the period."""

    def add(self, count: Count, in_period: bool) -> None:
        """The next one, in order of records."""
        if in_period:
            self.first = self.first or count
            self.within = _larger(self.within, count)
        else:
            self.before = _larger(self.before, count)

    def so_far(self) -> Count | None:
        """The largest of all."""
        return _larger(self.before, self.within)

    def growth(self) -> tuple[Count, Count] | None:
        """From where to where it grew in the period; None where nothing was counted in it."""
        so_far = self.so_far()
        return (self.before or self.first, so_far) if self.first and so_far else None

    def kept(self) -> tuple[Entry, ...]:
        """Every record that a number may name."""
        return tuple(count.entry for count in (self.before, self.first, self.within) if count)


def _larger(one: Count | None, other: Count | None) -> Count | None:
    return max((count for count in (one, other) if count), key=lambda count: count.times, default=None)
