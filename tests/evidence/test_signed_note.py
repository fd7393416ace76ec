"""Signed notes are those of C2SP and of Go's sumdb/note: its published keys and note, and every way a note is none."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.evidence.note_keys import PublicKey, SigningKey
from flows.evidence.signed_note import Note, Signature

# The example of golang.org/x/mod/sumdb/note.
SKEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
TEXT = """\
If you think cryptography is the answer to your problem,
then you don't know what your problem is.
"""
NOTE = f"""\
{TEXT}
— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=
"""
NEUMANN = PublicKey.from_vkey(VKEY)


def test_gos_example_is_written_and_believed() -> None:
    key = SigningKey.from_skey(SKEY)
    assert key.skey == SKEY
    assert key.public == NEUMANN
    assert NEUMANN.vkey == VKEY
    assert NEUMANN.short == "PeterNeumann+c74f20a3"
    note = Note.sign(TEXT, key)
    assert str(note) == NOTE
    assert Note.parse(NOTE.encode()) == note
    assert list(note.signers([NEUMANN])) == [NEUMANN]


def test_two_keys_sign_one_note_and_strangers_are_passed_over() -> None:
    ours, new, stranger = (SigningKey.fresh("perd-ledger-1") for _ in range(3))
    note = Note.parse(str(Note.sign("a text\n\nwith an empty line\n", ours, stranger, new)).encode())
    assert note.text == "a text\n\nwith an empty line\n"
    assert list(note.signers([ours.public, new.public])) == [ours.public, new.public]
    assert list(note.signers([SigningKey.fresh("perd-ledger-1").public])) == []
    assert list(note.signers([])) == []


@pytest.mark.parametrize(
    "change",
    [
        lambda note: note.replace("answer", "anser"),
        lambda note: note.replace("x08go/ZJ", "x08go/ZK"),
    ],
)
def test_a_signature_that_the_named_key_did_not_make_is_an_error(change: Callable[[str], str]) -> None:
    with pytest.raises(ValueError, match="PeterNeumann"):
        list(Note.parse(change(NOTE).encode()).signers([NEUMANN]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        TEXT.encode(),
        NOTE[:-1].encode(),
        NOTE.replace("\n\n", "\n").encode(),
        NOTE.replace("— ", "- ").encode(),
        NOTE.replace("— ", "—").encode(),
        NOTE.replace("nAM=", "nAM").encode(),
        NOTE.replace("nAM=", "nAN=").encode(),  # other spare bits: the same bytes, written in another way
        NOTE.replace(" x08go", " x0 8go").encode(),
        NOTE.replace("answer", "ans\twer").encode(),
        NOTE.replace("answer", "ans\x00wer").encode(),
        NOTE.encode() + b"\n",
        NOTE.encode() + b"more",
        NOTE.encode("utf-16"),
        b"\xff" + NOTE.encode(),
        (TEXT + "\n" + "— x AAAAAAA=\n" * 101).encode(),
        (TEXT + "\n" + "— x AAAA\n").encode(),
    ],
)
def test_what_is_no_signed_note_is_an_error(content: bytes) -> None:
    with pytest.raises(ValueError):
        Note.parse(content)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "PeterNeumann",
        VKEY.replace("c74f20a3", "c74f20a4"),
        VKEY.replace("c74f20a3", "C74F20A3"),
        VKEY.replace("Peter", "Pieter"),
        VKEY.replace("Peter", "Peter "),
        VKEY.replace("+ARpc", "+Arpc"),
        VKEY[:-4],
        VKEY + "\n",
        VKEY + "AAAA",
    ],
)
def test_what_is_no_public_key_is_an_error(line: str) -> None:
    with pytest.raises(ValueError):
        PublicKey.from_vkey(line)


@pytest.mark.parametrize("line", ["", VKEY, SKEY[:-1], SKEY.replace("AYEK", "AYEL"), SKEY.replace("c74f", "c74e")])
def test_what_is_no_secret_is_an_error_that_quotes_nothing_of_it(line: str) -> None:
    with pytest.raises(ValueError) as told:
        SigningKey.from_skey(line)
    assert "YE" not in str(told.value)


def test_a_secret_does_not_show_itself() -> None:
    key = SigningKey.from_skey(SKEY)
    assert "seed" not in repr(key)
    assert "810a" not in repr(key)


def test_a_fingerprint_is_read_in_groups_of_four() -> None:
    groups = NEUMANN.fingerprint.split(" ")
    assert len(groups) == 16
    assert {len(group) for group in groups} == {4}
    assert NEUMANN.fingerprint != SigningKey.fresh("PeterNeumann").public.fingerprint


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1), st.integers(1, 4))
def test_a_note_is_read_as_it_was_written(text: str, count: int) -> None:
    keys = [SigningKey.fresh(f"key-{number}") for number in range(count)]
    note = Note.sign(f"{text}\n", *keys)
    read = Note.parse(str(note).encode())
    assert read == note
    assert [key.name for key in read.signers([key.public for key in keys])] == [key.name for key in keys]


def test_a_signature_line_is_read_as_it_was_written() -> None:
    (signature,) = Note.parse(NOTE.encode()).signatures
    assert Signature.parse(str(signature)) == signature
    assert signature.short == NEUMANN.short
