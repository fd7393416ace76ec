"""What changed against the last release, as a value."""

import pickle
from dataclasses import FrozenInstanceError, replace

import pytest

from flows.domain.release import ReleaseDiff, Sums

SAME = ReleaseDiff("things", 5, 5, 0, 0, 0, {}, (), (), {"n": Sums("10", "10")})


@pytest.mark.parametrize(
    ("change", "same"),
    [
        ({}, True),
        ({"rows_added": 1, "rows_removed": 1}, False),
        ({"rows_changed": 1}, False),
        ({"rows_now": 6}, False),
        ({"columns_new": ("x",)}, False),
        ({"columns_gone": ("x",)}, False),
        ({"rows_added": None, "rows_removed": None, "rows_changed": None, "cells_changed": None}, False),
    ],
)
def test_it_is_the_same_only_if_that_is_known(change: dict[str, object], same: bool) -> None:
    assert replace(SAME, **change).same is same


def test_it_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(SAME)) == SAME
    with pytest.raises(FrozenInstanceError):
        SAME.rows_now = 6  # type: ignore[misc]
