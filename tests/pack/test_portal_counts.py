"""A portal's counter that falls, begins anew, or stops: what is counted so far, and in the period."""

from datetime import UTC, datetime

import pytest

from flows.domain.record import Entry, Kind
from flows.pack.portal_counts import Count, Counts

AT = datetime(2026, 1, 1, tzinfo=UTC)


def counts(before: list[int], within: list[int]) -> Counts:
    """Records 1, 2, 3 ... of one dataset."""
    its = Counts()
    for seq, times in enumerate((*before, *within), start=1):
        entry = Entry(seq=seq, hash="", kind=Kind.OUTCOME, run="run", dataset="a-b", at=AT, body={})
        its.add(Count(times, entry), in_period=seq > len(before))
    return its


@pytest.mark.parametrize(
    ("before", "within", "so_far", "growth"),
    [
        ([5, 9, 7], [8, 12, 11], (12, 5), (3, 2, 5)),  # it falls now and then
        ([], [3, 2, 10], (10, 3), (7, 1, 3)),  # nobody counted before
        ([40], [0, 7], (40, 1), (0, 1, 1)),  # it began anew
        ([4], [4, 4], (4, 1), (0, 1, 1)),  # nobody came: the record that said so first
        ([4, 6], [], (6, 2), None),  # it stopped counting: what came since is not known
        ([], [], None, None),
    ],
)
def test_the_largest_count_stands(
    before: list[int], within: list[int], so_far: tuple[int, int] | None, growth: tuple[int, int, int] | None
) -> None:
    its = counts(before, within)
    most, grown = its.so_far(), its.growth()
    assert (most and (most.times, most.entry.seq)) == so_far
    assert (grown and (grown[1].times - grown[0].times, grown[0].entry.seq, grown[1].entry.seq)) == growth
    named = {each.entry.seq for each in (*(grown or ()), most) if each}
    assert named <= {entry.seq for entry in its.kept()}
