"""The Merkle tree of RFC 6962 (section 2.1): one hash for all records, and short proofs about single ones.

A proof of inclusion shows that a record is among those that a root stands for; a proof of consistency, that a later
root stands for the same records and more. Who checks one needs the root and some 20 hashes, never the other records.
"""

import hashlib
from collections.abc import Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()
"""Of no records at all."""


def leaf_hash(record: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class MerkleTree:
    """Grows by one leaf at a time; knows the root, and gives proofs, at every size that it ever had.

    Keeps 64 bytes for each leaf: every node over a complete subtree, and no other.
    """

    def __init__(self) -> None:
        self._levels: list[bytearray] = [bytearray()]
        """At height h one after the other the nodes over 2**h leaves each."""
        self.size = 0

    def append(self, record: bytes) -> None:
        node, height, at = leaf_hash(record), 0, self.size
        self.size += 1
        while True:
            if height == len(self._levels):
                self._levels.append(bytearray())
            self._levels[height] += node
            if at % 2 == 0:
                return
            node = node_hash(self._node(height, at - 1), node)
            height, at = height + 1, at // 2

    def root(self, size: int | None = None) -> bytes:
        """Of the first `size` leaves; of all if it is not given. ValueError if there are not so many."""
        size = self.size if size is None else size
        self._refuse_unless(0 <= size <= self.size)
        return self._over(0, size) if size else EMPTY_ROOT

    def inclusion(self, index: int, size: int | None = None) -> list[bytes]:
        """PATH of RFC 6962, 2.1.1: that the leaf `index` (from 0) is among the first `size`. ValueError likewise."""
        size = self.size if size is None else size
        self._refuse_unless(0 <= index < size <= self.size)
        path, start, end = [], 0, size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(start, middle))
                start = middle
        return path[::-1]

    def consistency(self, first: int, second: int | None = None) -> list[bytes]:
        """PROOF of RFC 6962, 2.1.2: that the first `second` leaves begin with the first `first`."""
        second = self.size if second is None else second
        self._refuse_unless(0 < first <= second <= self.size)
        path, start, end = [], 0, second
        while first != end:
            middle = start + _split(end - start)
            if first <= middle:
                path.append(self._over(middle, end))
                end = middle
            else:
                path.append(self._over(start, middle))
                start = middle
        if start:
            path.append(self._over(start, end))
        return path[::-1]

    def _over(self, start: int, end: int) -> bytes:
        """The node over these leaves, which are a subtree: only the right edge of a tree is ever incomplete."""
        width = end - start
        if width & (width - 1) == 0:
            height = width.bit_length() - 1
            return self._node(height, start >> height)
        middle = start + _split(width)
        return node_hash(self._over(start, middle), self._over(middle, end))

    def _node(self, height: int, at: int) -> bytes:
        return bytes(self._levels[height][at * HASH_BYTES : (at + 1) * HASH_BYTES])

    def _refuse_unless(self, possible: bool) -> None:
        if not possible:
            raise ValueError(f"a tree of {self.size} leaves gives no such root or proof")


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows that the leaf hash stands at `index` (from 0) of the `size` leaves under `root`."""
    if not 0 <= index < size:
        return False
    at, last, node = index, size - 1, leaf
    for beside in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            node = node_hash(beside, node)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            node = node_hash(node, beside)
        at, last = at // 2, last // 2
    return last == 0 and node == root


def extends(first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the `second` leaves begin with the `first`, of which there is at least one."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    steps = list(proof)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    if not steps:
        return False
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at // 2, last // 2
    old = new = steps[0]
    for beside in steps[1:]:
        if last == 0:
            return False
        if at % 2 or at == last:
            old, new = node_hash(beside, old), node_hash(beside, new)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            new = node_hash(new, beside)
        at, last = at // 2, last // 2
    return last == 0 and old == first_root and new == second_root


def _split(width: int) -> int:
    """The largest power of two that is smaller than `width`, which is at least 2."""
    return 1 << ((width - 1).bit_length() - 1)
