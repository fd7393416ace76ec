"""The tree is the one of RFC 6962: its published roots and proofs, and a naive tree written from the RFC's text."""

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.evidence.merkle import MerkleTree, extends, includes, leaf_hash, node_hash

# The leaves, roots and paths by which implementations of Certificate Transparency are compared.
LEAVES = [
    bytes.fromhex(leaf)
    for leaf in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
INCLUSIONS: list[tuple[int, int, list[str]]] = [
    (0, 1, []),
    (
        0,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        5,
        8,
        [
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    (
        1,
        5,
        [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]
CONSISTENCIES: list[tuple[int, int, list[str]]] = [
    (1, 1, []),
    (
        1,
        8,
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ],
    ),
    (
        6,
        8,
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ],
    ),
    (
        2,
        5,
        [
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        ],
    ),
]


def grown(leaves: Sequence[bytes]) -> MerkleTree:
    tree = MerkleTree()
    for leaf in leaves:
        tree.append(leaf)
    return tree


@pytest.mark.parametrize("size", range(9))
def test_the_published_roots(size: int) -> None:
    assert grown(LEAVES[:size]).root().hex() == ROOTS[size]
    assert grown(LEAVES).root(size).hex() == ROOTS[size]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSIONS)
def test_the_published_proofs_of_inclusion(index: int, size: int, path: list[str]) -> None:
    assert [node.hex() for node in grown(LEAVES).inclusion(index, size)] == path


@pytest.mark.parametrize(("first", "second", "path"), CONSISTENCIES)
def test_the_published_proofs_of_consistency(first: int, second: int, path: list[str]) -> None:
    assert [node.hex() for node in grown(LEAVES).consistency(first, second)] == path


def largest_power_below(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def naive_root(leaves: Sequence[bytes]) -> bytes:
    if len(leaves) == 1:
        return leaf_hash(leaves[0])
    k = largest_power_below(len(leaves))
    return node_hash(naive_root(leaves[:k]), naive_root(leaves[k:]))


def naive_path(m: int, leaves: Sequence[bytes]) -> list[bytes]:
    if len(leaves) == 1:
        return []
    k = largest_power_below(len(leaves))
    if m < k:
        return [*naive_path(m, leaves[:k]), naive_root(leaves[k:])]
    return [*naive_path(m - k, leaves[k:]), naive_root(leaves[:k])]


def naive_proof(m: int, leaves: Sequence[bytes], whole: bool = True) -> list[bytes]:
    if m == len(leaves):
        return [] if whole else [naive_root(leaves)]
    k = largest_power_below(len(leaves))
    if m <= k:
        return [*naive_proof(m, leaves[:k], whole), naive_root(leaves[k:])]
    return [*naive_proof(m - k, leaves[k:], False), naive_root(leaves[:k])]


some_leaves = st.integers(1, 70).map(lambda count: [b"record %d" % n for n in range(count)])


@given(some_leaves, st.data())
def test_inclusion_is_as_the_rfc_writes_it_and_is_believed(leaves: list[bytes], data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    tree = grown(leaves)
    root, proof = tree.root(size), tree.inclusion(index, size)
    assert root == naive_root(leaves[:size])
    assert proof == naive_path(index, leaves[:size])
    assert includes(leaf_hash(leaves[index]), index, size, proof, root)


@given(some_leaves, st.data())
def test_consistency_is_as_the_rfc_writes_it_and_is_believed(leaves: list[bytes], data: st.DataObject) -> None:
    second = data.draw(st.integers(1, len(leaves)))
    first = data.draw(st.integers(1, second))
    tree = grown(leaves)
    proof = tree.consistency(first, second)
    assert proof == naive_proof(first, leaves[:second])
    assert extends(first, tree.root(first), second, tree.root(second), proof)


def wrong_proofs(proof: list[bytes]) -> list[list[bytes]]:
    """The same with one hash more, one less, one other, two exchanged."""
    wrong = [[*proof, bytes(32)], [bytes(32), *proof]]
    for at in range(len(proof)):
        wrong.append(proof[:at] + proof[at + 1 :])
        wrong.append([*proof[:at], bytes(32), *proof[at + 1 :]])
    if len(proof) > 1:
        wrong.append([proof[1], proof[0], *proof[2:]])
    return wrong


@given(some_leaves, st.data())
def test_no_other_proof_of_inclusion_is_believed(leaves: list[bytes], data: st.DataObject) -> None:
    size = len(leaves)
    index = data.draw(st.integers(0, size - 1))
    tree = grown(leaves)
    root, proof, leaf = tree.root(), tree.inclusion(index), leaf_hash(leaves[index])
    for wrong in wrong_proofs(proof):
        assert not includes(leaf, index, size, wrong, root)
    for other in set(range(-1, size + 1)) - {index}:
        assert not includes(leaf, other, size, proof, root)
    assert not includes(leaf_hash(b"another"), index, size, proof, root)
    assert not includes(leaf, index, size, proof, bytes(32))


@given(some_leaves, st.data())
def test_no_other_proof_of_consistency_is_believed(leaves: list[bytes], data: st.DataObject) -> None:
    second = len(leaves)
    first = data.draw(st.integers(1, second))
    tree = grown(leaves)
    roots, proof = (tree.root(first), tree.root()), tree.consistency(first)
    for wrong in wrong_proofs(proof):
        assert not extends(first, roots[0], second, roots[1], wrong)
    forged = grown([b"forged", *leaves[1:]])
    assert not extends(first, forged.root(first), second, roots[1], proof)
    assert not extends(first, roots[0], second, forged.root(), proof)
    assert not extends(0, roots[0], second, roots[1], proof)
    assert not extends(second + 1, roots[0], second, roots[1], proof)


@pytest.mark.parametrize(
    "impossible",
    [
        lambda tree: tree.root(9),
        lambda tree: tree.inclusion(8),
        lambda tree: tree.inclusion(3, 3),
        lambda tree: tree.consistency(0),
        lambda tree: tree.consistency(5, 4),
        lambda tree: tree.consistency(5, 9),
    ],
)
def test_what_a_tree_cannot_show_is_an_error(impossible: Callable[[MerkleTree], object]) -> None:
    with pytest.raises(ValueError, match="8 leaves"):
        impossible(grown(LEAVES))
