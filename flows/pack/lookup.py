"""Numbers by what they are of."""

from collections import defaultdict
from collections.abc import Iterable

from flows.pack.number import Number


class Numbers:
    """All numbers of a pack."""

    def __init__(self, numbers: Iterable[Number]) -> None:
        self.all = tuple(numbers)
        self._by_key = {(each.scope, each.id, each.month, each.part): each for each in self.all}
        self._whole: dict[tuple[str, str], list[Number]] = defaultdict(list)
        for each in self.all:
            if each.month is None:
                self._whole[each.scope, each.id].append(each)

    def one(self, scope: str, id: str, month: str | None = None, part: str | None = None) -> Number:
        return self._by_key[scope, id, month, part]

    def of(self, scope: str, id: str) -> tuple[Number, ...]:
        """Those of the period as a whole: one, or one for each part; none where nobody gave any."""
        return tuple(self._whole.get((scope, id), ()))

    def has(self, scope: str, id: str, month: str | None = None, part: str | None = None) -> bool:
        return (scope, id, month, part) in self._by_key
