"""verify.py needs nothing but an old Python, and its own Ed25519 and Merkle tree are those of the RFCs."""

import ast
import hashlib
import sys
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.evidence.merkle import MerkleTree, leaf_hash
from tests.evidence.bare_python import PROGRAM, as_module, bare_python

verify = as_module()

# RFC 8032, section 7.1: public key, message, signature.
VECTORS = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24"
        "655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aee"
        "b00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28d"
        "c027beceea1ec40a",
    ),
    (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17a"
        "d9bef1177331a704",
    ),
]
ORDER = 2**252 + 27742317777372353535851937790883648493


@pytest.mark.parametrize(("public", "message", "signature"), VECTORS)
def test_the_signatures_of_rfc_8032(public: str, message: str, signature: str) -> None:
    key, text, signed = (bytes.fromhex(part) for part in (public, message, signature))
    assert verify.ed25519_signed(key, text, signed)
    assert not verify.ed25519_signed(key, text + b"x", signed)
    for place in (0, 31, 32, 63):
        other = bytearray(signed)
        other[place] ^= 1
        assert not verify.ed25519_signed(key, text, bytes(other))
    s = int.from_bytes(signed[32:], "little") + ORDER
    assert not verify.ed25519_signed(key, text, signed[:32] + s.to_bytes(32, "little")), (
        "as large as the group: forgeable"
    )
    assert not verify.ed25519_signed(key, text, signed[:63])


@pytest.mark.parametrize("no_point", ["ff" * 32, "02" + "00" * 31, "01" + "00" * 30 + "80"])
def test_a_key_that_is_no_point_has_signed_nothing(no_point: str) -> None:
    signature = bytes.fromhex(VECTORS[0][2])
    assert not verify.ed25519_signed(bytes.fromhex(no_point), b"", signature)


@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=300))
def test_signatures_made_by_openssl_are_believed_and_no_others(seed: bytes, message: bytes) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = key.public_key().public_bytes_raw(), key.sign(message)
    assert verify.ed25519_signed(public, message, signature)
    assert not verify.ed25519_signed(public, message + b"\0", signature)
    other = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    assert not verify.ed25519_signed(other, message, signature)


def test_another_key_of_the_same_name_and_id_is_not_taken_for_a_believed_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """An id has 32 bits: somebody who tries four thousand million keys has one that bears that of another."""
    first, second, forged = (Ed25519PrivateKey.generate() for _ in range(3))

    def public(secret: Ed25519PrivateKey, key_id: bytes) -> Any:
        return verify.Key("ledger", key_id, secret.public_key().public_bytes_raw())

    def checkpoint(size: int, *by: tuple[bytes, Ed25519PrivateKey]) -> Any:
        text = f"ledger\n{size}\nroot\n"
        signatures = [("ledger", key_id, secret.sign(text.encode())) for key_id, secret in by]
        return verify.Checkpoint("ledger", size, b"", "", text, signatures, "")

    one, two = b"\0\0\0\1", b"\0\0\0\2"
    said = [
        verify.KeyRecord(1, public(first, one), "created", None),
        verify.KeyRecord(5, public(second, two), "rotated", "ledger+00000001"),
    ]

    def wrong(keeper: Ed25519PrivateKey) -> int:
        """Of a rotation, and one more checkpoint, by whoever calls this key the second; it lies in the folder."""
        report = verify.Report()
        checkpoints = {5: checkpoint(5, (one, first), (two, keeper)), 9: checkpoint(9, (two, keeper))}
        keys = [public(first, one), public(keeper, two)]
        verify.check_signatures(checkpoints, [5, 9], said, keys, [public(first, one)], report)
        count: int = report.wrong
        return count

    assert wrong(second) == 0
    assert wrong(forged) == 2
    assert "Checkpoint 9 is signed by a key that is not trusted" in capsys.readouterr().out


@given(st.integers(1, 60), st.data())
def test_its_tree_and_proofs_are_those_of_the_ledger(size: int, data: st.DataObject) -> None:
    leaves = [b"record %d" % n for n in range(size)]
    ours, its = MerkleTree(), verify.Tree()
    for leaf in leaves:
        ours.append(leaf)
        its.append(leaf)
        assert its.root() == ours.root()
    index = data.draw(st.integers(0, size - 1))
    proof = ours.inclusion(index)
    assert verify.is_included(leaf_hash(leaves[index]), index, size, proof, ours.root())
    assert not verify.is_included(leaf_hash(b"other"), index, size, proof, ours.root())
    assert not verify.is_included(leaf_hash(leaves[index]), index, size, [*proof, bytes(32)], ours.root())
    if size > 1:
        first = data.draw(st.integers(1, size - 1))
        steps = ours.consistency(first)
        assert verify.is_extension(first, ours.root(first), size, ours.root(), steps)
        assert not verify.is_extension(first, bytes(32), size, ours.root(), steps)
        assert not verify.is_extension(first, ours.root(first), size, bytes(32), steps)
        assert not verify.is_extension(first, ours.root(first), size, ours.root(), [*steps, bytes(32)])


def test_it_is_written_in_python_3_8_and_imports_only_what_python_brings() -> None:
    tree = ast.parse(PROGRAM.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert imported and imported <= sys.stdlib_module_names


@pytest.mark.parametrize(
    "words",
    [["--nonsense"], ["--key"], ["--key", "abc"], ["no-such-folder"], ["proof", "no-such-file"], ["a", "b", "c"]],
)
def test_wrong_use_says_how_it_is_used(words: list[str]) -> None:
    said = bare_python(PROGRAM, *words)
    assert said.code == 2
    assert "python3 -I verify.py proof FILE" in said.out
