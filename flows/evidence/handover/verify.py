#!/usr/bin/env python3
"""Verify an export of Perd's ledger, the proof of one record, or an award pack, with nothing but Python 3.8 or newer.

    python3 -I verify.py [DIR] [--key VKEY] [--against FILE]   the exported folder (this one if DIR is not given)
    python3 -I verify.py proof FILE [--key VKEY]   the proof of one record, as `perd evidence prove` writes it
    python3 -I verify.py pack DIR [--proof FILE [--key VKEY]]   the files of an award pack by its manifest.json, and
                                                   that by the proof of the record that tells of the pack

Who made the folder could have changed this program too: run one that you have from somewhere else, with the folder as
DIR, or compare its SHA-256 with the one that the ministry published (`perd evidence key show` prints it). -I keeps
Python from loading anything that lies beside it.

VKEY is the ledger's public key, which you should have from somewhere else than this folder: from the ministry by
letter, or from its portal. Without it you learn only that the folder agrees with itself: somebody who made all of it
anew, with a key of their own, would pass. FILE after --against is a checkpoint (.note), or the table of checkpoints
(.csv) from the portal's evidence dataset.

Exit codes: 0 it is what was signed; 1 it is not; 2 wrong use.

How it works, in the order of this file: Ed25519 signatures (RFC 8032); the Merkle tree (RFC 6962); signed checkpoints
(c2sp.org/signed-note, c2sp.org/tlog-checkpoint); the folder; the proof; the pack. It uses no network, writes nothing.
"""

from __future__ import annotations

import sys

# Python looks for modules beside the program first: a hashlib.py in the folder would be taken for Python's own. With -I
# it does not; without it, that place (always the first one) is taken away before anything else is loaded.
if __name__ == "__main__" and not (sys.flags.isolated or getattr(sys.flags, "safe_path", False)):
    del sys.path[0]

import base64
import csv
import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

# ---------------------------------------------------------------------------------------------------------------------
# Ed25519 (RFC 8032, section 5.1). Only verification, so no secret is at hand and nothing has to run in constant time.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def recovered_x(y: int, sign: int) -> int | None:
    """The x of a point from its y and the lowest bit of x; None if there is no such point."""
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    return P - x if x % 2 != sign else x


class Point(NamedTuple):
    """x = X/Z, y = Y/Z, xy = T/Z, so that nothing has to be divided on the way."""

    X: int
    Y: int
    Z: int
    T: int


def decoded(point: bytes) -> Point | None:
    """A point from its 32 bytes; None if the bytes are none."""
    number = int.from_bytes(point, "little")
    sign, y = number >> 255, number & ((1 << 255) - 1)
    x = recovered_x(y, sign) if len(point) == 32 and y < P else None
    return None if x is None else Point(x, y, 1, x * y % P)


def added(p: Point, q: Point) -> Point:
    a, b = (p.Y - p.X) * (q.Y - q.X) % P, (p.Y + p.X) * (q.Y + q.X) % P
    c, d = 2 * p.T * q.T * D % P, 2 * p.Z * q.Z % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return Point(e * f % P, g * h % P, f * g % P, e * h % P)


def times(number: int, point: Point) -> Point:
    result = Point(0, 1, 1, 0)
    while number:
        if number & 1:
            result = added(result, point)
        point, number = added(point, point), number >> 1
    return result


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recovered_x(BASE_Y, 0) or 0
BASE = Point(BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def ed25519_signed(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the holder of the 32 bytes `public` made the 64 bytes `signature` of `message`."""
    if len(signature) != 64:
        return False
    key, r, s = decoded(public), decoded(signature[:32]), int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= ORDER:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    left, right = times(s, BASE), added(r, times(k, key))
    return (left.X * right.Z - right.X * left.Z) % P == 0 and (left.Y * right.Z - right.Y * left.Z) % P == 0


# ---------------------------------------------------------------------------------------------------------------------
# The Merkle tree (RFC 6962, section 2.1). A record's leaf is the exact text of its line.


def leaf_hash(record: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + record).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Only the complete subtrees from left to right, as (height, hash): enough for the root after each record."""

    def __init__(self) -> None:
        self.size = 0
        self.subtrees: list[tuple[int, bytes]] = []

    def append(self, record: bytes) -> None:
        height, node = 0, leaf_hash(record)
        while self.subtrees and self.subtrees[-1][0] == height:
            node = node_hash(self.subtrees.pop()[1], node)
            height += 1
        self.subtrees.append((height, node))
        self.size += 1

    def root(self) -> bytes:
        node = self.subtrees[-1][1]
        for _, left in reversed(self.subtrees[:-1]):
            node = node_hash(left, node)
        return node


def climbed(
    at: int, last: int, proof: list[bytes], join_left: Callable[[bytes], None], join_right: Callable[[bytes], None]
) -> bool:
    """Walk up from node `at` of a level that ends with node `last`; False if the proof has not the right length."""
    for beside in proof:
        if last == 0:
            return False
        if at % 2 or at == last:
            join_left(beside)
            while at % 2 == 0 and at:
                at, last = at // 2, last // 2
        else:
            join_right(beside)
        at, last = at // 2, last // 2
    return last == 0


def is_included(leaf: bytes, index: int, size: int, proof: list[bytes], root: bytes) -> bool:
    """Whether the leaf stands at `index` (from 0) of `size` under this root."""
    node = [leaf]

    def join_left(beside: bytes) -> None:
        node[0] = node_hash(beside, node[0])

    def join_right(beside: bytes) -> None:
        node[0] = node_hash(node[0], beside)

    return 0 <= index < size and climbed(index, size - 1, proof, join_left, join_right) and node[0] == root


def is_extension(first: int, first_root: bytes, second: int, second_root: bytes, proof: list[bytes]) -> bool:
    """Whether the `second` records begin with the `first`."""
    if not 0 < first < second:
        return False
    steps = ([first_root] if first & (first - 1) == 0 else []) + list(proof)
    at, last = first - 1, second - 1
    while at % 2:
        at, last = at // 2, last // 2
    if not steps:
        return False
    old_and_new = [steps[0], steps[0]]

    def join_left(beside: bytes) -> None:
        old_and_new[:] = [node_hash(beside, node) for node in old_and_new]

    def join_right(beside: bytes) -> None:
        old_and_new[1] = node_hash(old_and_new[1], beside)

    return climbed(at, last, steps[1:], join_left, join_right) and old_and_new == [first_root, second_root]


# ---------------------------------------------------------------------------------------------------------------------
# Keys and signed checkpoints.


class Key(NamedTuple):
    name: str
    id: bytes  # 4 bytes that find the key among others, and prove nothing
    raw: bytes  # 32 bytes


class Checkpoint(NamedTuple):
    origin: str  # the ledger's name
    size: int  # how many records
    root: bytes  # of the tree over them
    signed_at: str  # by the clock of the machine that signed, in UTC
    text: str  # what is signed
    signatures: list[tuple[str, bytes, bytes]]  # name, id, signature; verified by nobody yet
    sha256: str  # of the whole note


def short(key: Key) -> str:
    """Name and id, as people speak of a key."""
    return f"{key[0]}+{key[1].hex()}"


def fingerprint(key: Key) -> str:
    digest = hashlib.sha256(key.raw).hexdigest()
    return " ".join(digest[at : at + 4] for at in range(0, 64, 4))


def read_key(vkey: str) -> Key:
    """A public key from its one line: name+id+base64(0x01 and 32 bytes). ValueError."""
    found = re.fullmatch(r"([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)", vkey)
    content = base64.b64decode(found.group(3), validate=True) if found else b""
    if not found or len(content) != 33 or content[0] != 1:
        raise ValueError(f"{vkey!r} is no Ed25519 key")
    name, raw = found.group(1), content[1:]
    key_id = hashlib.sha256(name.encode() + b"\n\x01" + raw).digest()[:4]
    if key_id.hex() != found.group(2):
        raise ValueError(f"{vkey!r} has an id that is not that of its key")
    return Key(name, key_id, raw)


def read_checkpoint(note: bytes) -> Checkpoint:
    """A checkpoint from the bytes of its note; who signed it is not looked at yet. ValueError."""
    text, _, lines = note.decode().rpartition("\n\n")
    head = re.fullmatch(r"([^\s+]+)\n([1-9][0-9]*)\n([A-Za-z0-9+/=]+)\nsigned-at ([0-9T:Z-]+)", text)
    if not head or not lines.endswith("\n"):
        raise ValueError("no checkpoint")
    signatures = []
    for line in lines[:-1].split("\n"):
        found = re.fullmatch(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)", line)
        if not found:
            raise ValueError("a line that is no signature")
        content = base64.b64decode(found.group(2), validate=True)
        signatures.append((found.group(1), content[:4], content[4:]))
    root = base64.b64decode(head.group(3), validate=True)
    digest = hashlib.sha256(note).hexdigest()
    return Checkpoint(head.group(1), int(head.group(2)), root, head.group(4), text + "\n", signatures, digest)


def signers(checkpoint: Checkpoint, keys: Collection[Key]) -> set[Key] | None:
    """Those of the keys that signed it; None for a signature that bears the name and id of some, and none of them made.

    An id is so short that somebody can make another key of the same one: only whole keys are ever compared.
    """
    found = set()
    for name, key_id, signature in checkpoint.signatures:
        named = [key for key in keys if (key.name, key.id) == (name, key_id)]
        made_by = [key for key in named if ed25519_signed(key.raw, checkpoint.text.encode(), signature)]
        if named and not made_by:
            return None
        found.update(made_by)
    return found


def rows_of_table(text: str) -> Iterator[bytes]:
    """Notes made again from the table of the portal's evidence dataset."""
    for row in csv.DictReader(text.lstrip("\ufeff").splitlines()):
        moment = row["signed_at"].replace(" ", "T")[:19] + "Z"  # however the table spells it, it is UTC
        head = f"{row['origin']}\n{row['tree_size']}\n{row['root_hash']}\nsigned-at {moment}\n\n"
        yield (head + "".join(f"— {each}\n" for each in row["signatures"].split("; "))).encode()


# ---------------------------------------------------------------------------------------------------------------------
# What is said.


def one_line(text: str) -> str:
    """What is quoted from a folder that nobody has verified yet cannot look like a line of ours."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


class Report:
    """Prints a line in Thai and in English for each thing that is wrong, and remembers that there was one."""

    def __init__(self) -> None:
        self.wrong = 0

    def bad(self, thai: str, english: str) -> None:
        self.wrong += 1
        print(f"ผิด    {one_line(thai)}\nWRONG  {one_line(english)}")

    def say(self, thai: str, english: str) -> None:
        print(f"       {one_line(thai)}\n       {one_line(english)}")

    def end(self, thai: str, english: str) -> int:
        if self.wrong:
            print(f"\nไม่ถูกต้อง: พบ {self.wrong} ข้อ\nNOT VERIFIED: {self.wrong} things are wrong")
            return 1
        print(f"\nถูกต้อง: {thai}\nVERIFIED: {english}")
        return 0


def say_whom_to_believe(report: Report, given: list[Key], keys: list[Key]) -> None:
    """The one thing that this program cannot know: whose key it is."""
    if given:
        return
    report.say(
        "ไม่ได้ระบุ --key: ตรวจได้เพียงว่าข้อมูลชุดนี้สอดคล้องกันเอง ผู้ที่สร้างใหม่ทั้งหมดด้วยกุญแจของตนก็ผ่านได้",
        "No --key was given: this shows only that the data agree with themselves. Whoever made all of them anew with a"
        " key of their own would pass.",
    )
    for key in keys:
        report.say(
            f"เทียบกุญแจ {short(key)} ลายนิ้วมือ {fingerprint(key)} กับที่กระทรวงประกาศ",
            f"Compare the key {short(key)}, fingerprint {fingerprint(key)}, with the one that the ministry published.",
        )


# ---------------------------------------------------------------------------------------------------------------------
# The exported folder.


KNOWN = {"records.jsonl", "proofs.jsonl", "consistency.jsonl", "keys.txt", "export.json", "README.txt", "verify.py"}


class Folder:
    """What lies in it. Whole: all records from the first to the last checkpoint. Else: some, each with a proof."""

    def __init__(self, folder: Path) -> None:
        self.lines = (folder / "records.jsonl").read_bytes().split(b"\n")
        if self.lines.pop():
            raise ValueError("records.jsonl does not end with a line break")
        self.notes = {path.name: path.read_bytes() for path in sorted((folder / "checkpoints").glob("*.note"))}
        self.stamps = {path.name: path.read_bytes() for path in sorted((folder / "checkpoints").glob("*.tsr"))}
        self.keys = self.read_keys((folder / "keys.txt").read_bytes())
        self.about = self.read_about(folder / "export.json")
        known = KNOWN | {f"checkpoints/{name}" for name in [*self.notes, *self.stamps]}
        there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
        self.unknown = sorted(there - known)
        self.whole = not (folder / "proofs.jsonl").exists()
        self.proofs = {} if self.whole else {one["seq"]: nodes(one) for one in json_lines(folder / "proofs.jsonl")}
        self.steps = {}
        if not self.whole:
            for one in json_lines(folder / "consistency.jsonl"):
                self.steps[one["first"], one["second"]] = nodes(one)

    def read_keys(self, content: bytes) -> list[Key] | None:
        """None if the file holds anything else, or nothing."""
        try:
            listed = content.decode("utf-8-sig").splitlines()
            keys = [read_key(line.strip()) for line in listed if line.strip() and not line.startswith("#")]
        except ValueError:
            return None
        return keys or None

    def read_about(self, path: Path) -> dict[str, Any] | None:
        """What was exported, as it says itself; None if it says nothing."""
        try:
            about = json.loads(path.read_text(encoding="utf-8"))
            return about if isinstance(about, dict) else None
        except (OSError, ValueError, RecursionError):
            return None


def json_lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def nodes(line: dict[str, Any]) -> list[bytes]:
    return [base64.b64decode(node) for node in line["proof"]]


def parsed(line: bytes) -> dict[str, Any] | None:
    """The record on a line, as {seq, previous, record}; None if there is none."""
    try:
        stored = json.loads(line)
        return stored if isinstance(stored["seq"], int) and isinstance(stored["record"]["body"], dict) else None
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def check_what_is_there(folder: Folder, checkpoints: dict[int, Checkpoint], report: Report) -> None:
    """That the folder holds what export.json says of it: an agency and a period that somebody changed would mislead."""
    about = folder.about
    if about is None:
        report.bad("export.json หายไปหรืออ่านไม่ได้", "export.json is gone, or cannot be read.")
    else:
        if about.get("records") != len(folder.lines):
            report.bad(
                f"export.json ระบุ {about.get('records')} รายการ แต่มี {len(folder.lines)} รายการ",
                f"export.json tells of {about.get('records')} records, and {len(folder.lines)} are there.",
            )
        newest = max(checkpoints, default=None)
        if about.get("tree_size") != newest:
            report.bad(
                f"export.json ระบุจุดลงนามล่าสุด {about.get('tree_size')} แต่จุดล่าสุดที่มีคือ {newest}",
                f"export.json tells of {about.get('tree_size')} as the last checkpoint, and {newest} is the last one.",
            )
        asked = {name: about.get(name) for name in ("agency", "since", "until") if about.get(name)}
        if bool(asked) == folder.whole:
            report.bad(
                f"export.json ระบุขอบเขต {asked or 'ทั้งหมด'} ซึ่งไม่ตรงกับไฟล์ที่มี",
                f"export.json tells of {asked or 'all records'}, which is not what the files are.",
            )
        elif asked:
            listed = ", ".join(f"{name} {value}" for name, value in asked.items())
            report.say(f"ขอบเขตที่ขอ: {listed}", f"What was asked for: {listed}.")
            for line in folder.lines:
                stored = parsed(line)
                if stored and is_outside(stored["record"], asked):
                    report.bad(
                        f"บันทึกที่ {stored['seq']} อยู่นอกขอบเขตที่ export.json ระบุ",
                        f"Record {stored['seq']} is not of what export.json tells of.",
                    )


def is_outside(record: dict[str, Any], asked: dict[str, Any]) -> bool:
    """Whether it is of another agency or day (in Bangkok) than was asked for; keys and checkpoints never are."""
    if record.get("kind") in ("key", "checkpoint"):
        return False
    if "agency" in asked and not is_about(str(asked["agency"]), record):
        return True
    at = str(record.get("at"))
    try:
        moment = datetime.strptime(at[:19], "%Y-%m-%dT%H:%M:%S")
    except ValueError:
        return True
    day = (moment + timedelta(hours=7)).date().isoformat()
    return not str(asked.get("since", day)) <= day <= str(asked.get("until", day))


def is_about(agency: str, record: dict[str, Any]) -> bool:
    """Whether the record says so itself, or else its dataset's id, which begins with an agency's code."""
    body = record["body"]
    disclosure = body.get("disclosure")
    told = body.get("agency") or (disclosure.get("agency") if isinstance(disclosure, dict) else None)
    return bool(told == agency if told else str(record.get("dataset")).startswith(f"{agency}-"))


def check_chain(lines: list[bytes], report: Report) -> int:
    """Each record names the SHA-256 of the one before. Returns how many stand as they should, from the first on."""
    previous = "0" * 64
    for number, line in enumerate(lines, start=1):
        stored = parsed(line)
        if stored is None:
            report.bad(
                f"บันทึกที่ {number} ถูกแก้ไข: ไม่ใช่บันทึกอีกต่อไป", f"Record {number} was changed: it is no record any more."
            )
            return number - 1
        if stored["seq"] != number:
            say_what_was_moved(number, stored["seq"], lines, report)
            return number - 1
        if stored.get("previous") != previous:
            before = max(1, number - 1)
            report.bad(
                f"บันทึกที่ {before} ถูกแก้ไขหรือสลับ: บันทึกที่ {number} เขียนต่อจากบันทึกอื่น",
                f"Record {before} was changed or exchanged: record {number} was written after another one.",
            )
            return before - 1
        previous = hashlib.sha256(line).hexdigest()
    return len(lines)


def say_what_was_moved(number: int, found: int, lines: list[bytes], report: Report) -> None:
    rest = [stored["seq"] for stored in map(parsed, lines[number:]) if stored]
    if found < number:
        report.bad(
            f"มีบันทึกแทรกเข้ามา: หลังบันทึกที่ {number - 1} มีบันทึกที่ {found} อีกครั้ง",
            f"A record was inserted: after record {number - 1} comes record {found} once more.",
        )
    elif number in rest:
        report.bad(
            f"ลำดับถูกสลับ: บันทึกที่ {found} อยู่ในตำแหน่งของบันทึกที่ {number}",
            f"The order was changed: record {found} stands in the place of record {number}.",
        )
    else:
        report.bad(f"บันทึกที่ {number} ถูกลบ", f"Record {number} was deleted.")


def read_checkpoints(folder: Folder, origin: str, report: Report) -> dict[int, Checkpoint]:
    """Those that can be read and lie under their own name, by size."""
    found = {}
    for name, note in folder.notes.items():
        try:
            checkpoint = read_checkpoint(note)
        except ValueError:
            report.bad(f"{name} ถูกแก้ไข: ไม่ใช่จุดลงนามอีกต่อไป", f"{name} was changed: it is no checkpoint any more.")
            continue
        if checkpoint.origin != origin:
            report.bad(
                f"{name} เป็นจุดลงนามของบันทึกอื่น ({checkpoint.origin}): ถูกสลับ",
                f"{name} is a checkpoint of another ledger ({checkpoint.origin}): it was exchanged.",
            )
            continue
        if name != f"{checkpoint.size:012}.note":
            report.bad(
                f"{name} มีจุดลงนาม {checkpoint.size}: ไฟล์ถูกสลับกัน",
                f"{name} holds checkpoint {checkpoint.size}: checkpoints were swapped.",
            )
        found[checkpoint.size] = checkpoint
    return dict(sorted(found.items()))


def check_roots(lines: list[bytes], checkpoints: dict[int, Checkpoint], good: int, report: Report) -> list[int]:
    """All records are there: compute each root anew. Returns the sizes whose root is the one that was signed."""
    tree, last = Tree(), 0
    fits: list[int] = []
    for line in lines[:good]:
        tree.append(line)
        checkpoint = checkpoints.get(tree.size)
        if checkpoint is None:
            continue
        if tree.root() != checkpoint.root:
            report.bad(
                f"บันทึกที่ {last + 1} ถึง {tree.size} ถูกเขียนใหม่: ไม่ใช่บันทึกที่ลงนามไว้เมื่อ {checkpoint.signed_at}",
                f"Records {last + 1} to {tree.size} were rewritten: they are not those that were signed at"
                f" {checkpoint.signed_at}.",
            )
            return fits
        fits.append(tree.size)
        last = tree.size
    beyond = [size for size in checkpoints if size > len(lines)]
    if good == len(lines) and beyond:
        report.bad(
            f"บันทึกหลังรายการที่ {good} ถูกตัดออก: จุดลงนาม {beyond[0]} ลงนามครอบคลุม {beyond[0]} รายการ",
            f"The end after record {good} was cut off: checkpoint {beyond[0]} was signed over {beyond[0]} records.",
        )
    elif good == len(lines) and last < good:
        report.bad(
            f"บันทึกที่ {last + 1} ถึง {good} ไม่มีจุดลงนามรับรอง: จุดลงนามถูกลบ หรือบันทึกถูกเติมหรือตัดท้าย",
            f"Records {last + 1} to {good} are under no checkpoint: it was removed, or records were added or cut off.",
        )
    return fits


def check_proofs(folder: Folder, checkpoints: dict[int, Checkpoint], report: Report) -> list[int]:
    """Only some records are there: each has a proof that it stands under the last checkpoint, and each checkpoint one
    that it goes on from the one before. Returns as `check_roots`."""
    if not checkpoints:
        return []
    newest, before, seen = checkpoints[max(checkpoints)], 0, set()
    for number, line in enumerate(folder.lines, start=1):
        stored = parsed(line)
        seq: int = stored["seq"] if stored else 0
        if not is_included(leaf_hash(line), seq - 1, newest.size, folder.proofs.get(seq, []), newest.root):
            report.bad(
                f"บรรทัดที่ {number} (บันทึกที่ {seq or '?'}) ถูกแก้ไขหรือแทรก: ไม่ใช่บันทึกที่ลงนามไว้",
                f"Line {number} (record {seq or '?'}) was changed or inserted: it is not what was signed.",
            )
        elif seq <= before:
            report.bad(f"ลำดับถูกสลับที่บันทึกที่ {seq}", f"The order was changed at record {seq}.")
        seen.add(seq)
        before = max(before, seq)
    for seq in sorted(set(folder.proofs) - seen):
        report.bad(f"บันทึกที่ {seq} ถูกลบ: มีแต่ข้อพิสูจน์", f"Record {seq} was deleted: only its proof is there.")
    fits = [newest.size]
    for first in sorted(checkpoints, reverse=True)[1:]:
        second, roots = fits[-1], (checkpoints[first].root, checkpoints[fits[-1]].root)
        if not is_extension(first, roots[0], second, roots[1], folder.steps.get((first, second), [])):
            report.bad(
                f"จุดลงนาม {second} ไม่ได้ต่อจากจุดลงนาม {first}: บันทึกระหว่างนั้นถูกเขียนใหม่ หรือจุดลงนามถูกสลับ",
                f"Checkpoint {second} does not go on from checkpoint {first}: what is between them was rewritten, or"
                " a checkpoint was swapped or removed.",
            )
            break
        fits.append(first)
    return fits


class KeyRecord(NamedTuple):
    seq: int
    key: Key
    event: str
    replaces: str | None


class SignedRecord(NamedTuple):
    seq: int
    size: int
    note_sha256: str
    stamp_sha256: str | None
    wrong_clock: str | None  # why its time is no time at which it was signed


def own_records(lines: list[bytes], report: Report) -> tuple[list[KeyRecord], list[SignedRecord]]:
    """What the ledger says of its keys, and of what was signed."""
    keys, signed = [], []
    for stored in filter(None, map(parsed, lines)):
        seq, kind, body = stored["seq"], stored["record"].get("kind"), stored["record"]["body"]
        try:
            if kind == "key":
                keys.append(KeyRecord(seq, read_key(body["key"]), body["event"], body.get("replaces")))
            elif kind == "checkpoint":
                stamp, clock = body.get("timestamp_sha256"), body.get("wrong_clock")
                signed.append(SignedRecord(seq, int(body["size"]), body["note_sha256"], stamp, clock))
        except (ValueError, KeyError, TypeError):
            report.bad(f"บันทึกที่ {seq} ถูกแก้ไข", f"Record {seq} was changed: it does not say what its kind says.")
    return keys, signed


def check_signatures(
    checkpoints: dict[int, Checkpoint],
    fits: list[int],
    said_keys: list[KeyRecord],
    keys: list[Key],
    given: list[Key],
    report: Report,
) -> list[Key]:
    """Each checkpoint by the key whose turn it was. A key is believed if it was given, or if a checkpoint by a believed
    key stands over the record that names it. Returns the believed keys."""
    known = {*(said.key for said in said_keys), *keys, *given}
    believed = set(given or keys)
    by = {size: signers(checkpoint, known) for size, checkpoint in checkpoints.items()}
    while True:
        covered = max((size for size in fits if believed & (by[size] or set())), default=0)
        more = {said.key for said in said_keys if said.seq <= covered} - believed
        if not more:
            break
        believed |= more
    for size, checkpoint in checkpoints.items():
        due = [said.key for said in said_keys if said.seq <= size][-1:]
        names = ", ".join(sorted(f"{name}+{key_id.hex()}" for name, key_id, _ in checkpoint.signatures))
        signed = by[size]
        if signed is None:
            report.bad(
                f"จุดลงนาม {size} ถูกแก้ไขหลังลงนาม: ลายมือชื่อไม่ตรง",
                f"Checkpoint {size} was changed after it was signed: its signature does not fit.",
            )
        elif not signed & believed:
            report.bad(
                f"จุดลงนาม {size} ลงนามด้วยกุญแจที่ไม่รู้จัก ({names})",
                f"Checkpoint {size} is signed by a key that is not trusted ({names}).",
            )
        elif due and due[0] not in signed:
            report.bad(
                f"จุดลงนาม {size} ต้องลงนามด้วย {short(due[0])} แต่ลงนามด้วย {names}",
                f"Checkpoint {size} should be signed by {short(due[0])}, and is signed by {names}.",
            )
    for said in said_keys:
        if said.event == "lost":
            report.say(
                f"บันทึกที่ {said.seq}: กุญแจ {said.replaces} สูญหาย {short(said.key)} ลงนามแทนโดยไม่มีกุญแจเดิมรับรอง",
                f"Record {said.seq}: the key {said.replaces} was lost; {short(said.key)} signs in its place, and nobody"
                " vouched for it.",
            )
    return list(believed)


def check_what_was_said(checkpoints: dict[int, Checkpoint], said: list[SignedRecord], report: Report) -> None:
    """The ledger itself tells which checkpoints were signed."""
    for seq, size, digest, _, wrong_clock in said:
        checkpoint = checkpoints.get(size)
        if checkpoint is None:
            report.bad(
                f"จุดลงนาม {size} ถูกลบ: บันทึกที่ {seq} ระบุว่าลงนามแล้ว",
                f"Checkpoint {size} was removed: record {seq} says that it was signed.",
            )
        elif checkpoint.sha256 != digest:
            report.bad(
                f"จุดลงนาม {size} ถูกสลับ: ไม่ใช่ฉบับที่บันทึกที่ {seq} ระบุ",
                f"Checkpoint {size} was swapped: it is not the one that record {seq} tells of.",
            )
        elif wrong_clock:
            report.say(
                f"บันทึกที่ {seq}: เวลาลงนามของจุดลงนาม {size} ({checkpoint.signed_at}) ผิดเพราะนาฬิกาผิด ({wrong_clock})",
                f"Record {seq}: checkpoint {size} was not signed at {checkpoint.signed_at}, the clock was wrong"
                f" ({wrong_clock}).",
            )


def check_stamps(folder: Folder, said: list[SignedRecord], report: Report) -> None:
    """Which checkpoint a time stamp is of, and that those of the ledger are there, where the records that tell of them
    are; that they are the authority's, OpenSSL can tell."""
    for one in {one.size: one for one in said}.values():  # of several about one checkpoint the last one counts
        name = f"{one.size:012}.tsr"
        stamp = folder.stamps.get(name, b"")
        if one.stamp_sha256 and hashlib.sha256(stamp).hexdigest() != one.stamp_sha256:
            done = ("ถูกสลับหรือแก้ไข", "exchanged or changed") if stamp else ("ถูกลบ", "removed")
            report.bad(
                f"การประทับเวลา {name} {done[0]}: บันทึกที่ {one.seq} ระบุไว้",
                f"The time stamp {name} was {done[1]}: record {one.seq} tells of it.",
            )
    for name, stamp in folder.stamps.items():
        note = folder.notes.get(name[: -len("tsr")] + "note", b"")
        if hashlib.sha256(note).digest() not in stamp:
            report.bad(f"การประทับเวลา {name} ไม่ใช่ของจุดลงนามนั้น", f"The time stamp {name} is not of its checkpoint.")
    if folder.stamps:
        name = min(folder.stamps)
        report.say(
            f"มีการประทับเวลา {len(folder.stamps)} รายการ ตรวจผู้ประทับเวลาได้ด้วย OpenSSL และใบรับรองของผู้ประทับเวลา:",
            f"{len(folder.stamps)} time stamps. OpenSSL verifies who gave them, with the authority's certificates:",
        )
        beside = name[: -len("tsr")] + "note"
        print(f"       openssl ts -verify -in checkpoints/{name} -data checkpoints/{beside} -CAfile CERTIFICATES.pem")


def check_against(
    path: Path,
    checkpoints: dict[int, Checkpoint],
    lines: list[bytes],
    whole: bool,
    believed: list[Key],
    report: Report,
) -> None:
    """Compare with checkpoints from elsewhere."""
    content = path.read_bytes()
    notes = [content] if b"\n\n\xe2\x80\x94 " in content else list(rows_of_table(content.decode()))
    if not notes:
        raise ValueError(f"{path} holds no checkpoint")
    for checkpoint in sorted(map(read_checkpoint, notes), key=lambda one: one.size):
        size, ours = checkpoint.size, checkpoints.get(checkpoint.size)
        root = ours.root if ours else None
        if whole and ours is None and size <= len(lines):
            tree = Tree()
            for line in lines[:size]:
                tree.append(line)
            root = tree.root()
        if not signers(checkpoint, believed):
            report.bad(
                f"จุดลงนาม {size} ใน {path} ลงนามด้วยกุญแจอื่น: เป็นคนละบันทึก หรือชุดนี้ถูกสร้างใหม่",
                f"Checkpoint {size} in {path} is signed by another key: it is of another ledger, or this one was made"
                " anew.",
            )
            return
        if size > max(checkpoints, default=0):
            report.bad(
                f"{path} มีจุดลงนาม {size} ({checkpoint.signed_at}) ซึ่งใหม่กว่าชุดนี้: ชุดนี้เป็นฉบับเก่า หรือถูกตัดท้าย",
                f"{path} has checkpoint {size} ({checkpoint.signed_at}), which is younger than this export: it is an"
                " old one, or its end was cut off.",
            )
            return
        if root is None:
            report.bad(
                f"จุดลงนาม {size} ใน {path} ไม่อยู่ในชุดนี้ ซึ่งต้องมีทุกจุดถึงจุดล่าสุด: ถูกลบ หรือบันทึกถูกเขียนใหม่",
                f"Checkpoint {size} of {path} is not in this export, which has to hold all up to its last one: it was"
                " removed, or the records were rewritten.",
            )
            return
        if root != checkpoint.root:
            report.bad(
                f"จุดลงนาม {size} ไม่ตรงกับที่เก็บใน {path}: บันทึกถึงรายการที่ {size} ถูกเขียนใหม่",
                f"Checkpoint {size} is another one in {path}: records up to {size} were rewritten.",
            )
            return


def say_what_is_without_a_gap(folder: Folder, report: Report) -> None:
    """Of a period: a proof shows the number of its record, so that among consecutive ones none can be missing."""
    if report.wrong or not folder.lines or not folder.about or folder.about.get("agency"):
        return
    runs: list[list[int]] = []
    for stored in filter(None, map(parsed, folder.lines)):
        if runs and stored["seq"] == runs[-1][1] + 1:
            runs[-1][1] += 1
        else:
            runs.append([stored["seq"], stored["seq"]])
    first, last = max(runs, key=lambda run: run[1] - run[0])
    report.say(
        f"บันทึกที่ {first} ถึง {last} อยู่ครบทุกหมายเลข: ระหว่างนั้นไม่มีรายการใดถูกเว้นไว้",
        f"Records {first} to {last} are here without a gap: between those none was left out.",
    )


def verify_folder(folder: Path, given: list[Key], against: Path | None) -> int:
    report = Report()
    content = Folder(folder)
    if content.unknown:
        names = ", ".join(content.unknown[:10])
        report.say(
            f"มีไฟล์ที่ไม่ใช่ส่วนหนึ่งของการส่งออก และไม่ได้ตรวจ: {names}",
            f"There are files that are no part of an export, and were not looked at: {names}",
        )
    if any(line.endswith(b"\r") for line in content.lines):
        report.bad(
            "records.jsonl มีการขึ้นบรรทัดแบบ CRLF: ถูกแปลงระหว่างส่ง (เช่น โปรแกรมแก้ไขข้อความหรือ git) โปรดขอใหม่เป็นไฟล์ zip",
            "records.jsonl has CRLF line breaks: it was converted on its way (by an editor, git, or mail). Get it anew,"
            " as a zip file.",
        )
        return report.end("", "")
    if content.keys is None:
        report.bad("keys.txt ว่างเปล่าหรือไม่ใช่กุญแจ: ถูกแก้ไข", "keys.txt is empty or holds no keys: it was changed.")
    listed = content.keys or []
    if not (given or listed):
        return report.end("", "")
    origin = (given or listed)[0].name
    checkpoints = read_checkpoints(content, origin, report)
    said_keys, said = own_records(content.lines, report)
    if content.whole:
        good = check_chain(content.lines, report)
        fits = check_roots(content.lines, checkpoints, good, report)
    else:
        fits = check_proofs(content, checkpoints, report)
    believed = check_signatures(checkpoints, fits, said_keys, listed, given, report)
    check_what_was_said(checkpoints, said, report)
    check_stamps(content, said, report)
    if against:
        check_against(against, checkpoints, content.lines, content.whole, believed, report)
    if not checkpoints:
        report.bad("ไม่มีจุดลงนามเลย", "There is no checkpoint at all.")
        return report.end("", "")
    if not report.wrong:
        check_what_is_there(content, checkpoints, report)
    if not content.whole:
        report.say(
            "ชุดนี้เป็นบางส่วนของบันทึก: แสดงว่าแต่ละรายการเป็นของจริง แต่ไม่แสดงว่าไม่มีรายการใดถูกเว้นไว้",
            "These are some of the records: it is shown that each is genuine, not that none was left out.",
        )
        say_what_is_without_a_gap(content, report)
    say_whom_to_believe(report, given, listed)
    newest = checkpoints[max(checkpoints)]
    return report.end(
        f"บันทึก {len(content.lines):,} รายการ จุดลงนาม {len(checkpoints)} จุด ล่าสุดลงนามเมื่อ {newest.signed_at} (เวลาสากล)",
        f"{len(content.lines):,} records, {len(checkpoints)} checkpoints, the last one signed at {newest.signed_at}.",
    )


# ---------------------------------------------------------------------------------------------------------------------
# The proof of one record.


class Proved(NamedTuple):
    seq: int
    record: dict[str, Any]
    checkpoint: Checkpoint  # that it stands under


def check_proof(path: Path, given: list[Key], report: Report) -> Proved | None:
    """None if it is not what was signed."""
    proof = json.loads(path.read_text(encoding="utf-8"))
    record, seq = proof["record"], proof["seq"]
    stored = parsed(record.encode())
    checkpoint = read_checkpoint(proof["checkpoint"].encode())
    keys = given or [read_key(line) for line in proof["keys"]]
    by = signers(checkpoint, keys)
    steps = [base64.b64decode(node) for node in proof["inclusion"]]
    if not by:
        names = ", ".join(f"{name}+{key_id.hex()}" for name, key_id, _ in checkpoint.signatures)
        report.bad(
            f"จุดลงนามในข้อพิสูจน์ลงนามด้วยกุญแจอื่น ({names}) หรือถูกแก้ไขหลังลงนาม",
            f"The checkpoint of the proof is signed by another key ({names}), or was changed after it was signed.",
        )
    included = is_included(leaf_hash(record.encode()), seq - 1, checkpoint.size, steps, checkpoint.root)
    if stored is None or stored["seq"] != seq or not included:
        report.bad(
            f"บันทึกที่ {seq} ไม่ใช่บันทึกที่ลงนามไว้: ถูกแก้ไข หรือข้อพิสูจน์เป็นของบันทึกอื่น",
            f"Record {seq} is not what was signed: it was changed, or the proof is of another one.",
        )
        return None
    say_whom_to_believe(report, given, keys)
    return Proved(seq, stored["record"], checkpoint)


def verify_proof(path: Path, given: list[Key]) -> int:
    report = Report()
    proved = check_proof(path, given, report)
    if proved is None:
        return report.end("", "")
    seq, about, checkpoint = proved
    return report.end(
        f"บันทึกที่ {seq} ({about['kind']} {about['dataset']} {about['at']}) อยู่ในบันทึกที่ลงนามเมื่อ {checkpoint.signed_at}",
        f"record {seq} ({about['kind']} of {about['dataset']}, {about['at']}) is among the {checkpoint.size:,} that"
        f" were signed at {checkpoint.signed_at}.",
    )


# ---------------------------------------------------------------------------------------------------------------------
# An award pack.


def verify_pack(folder: Path, given: list[Key], proof: Path | None) -> int:
    """Each file by the manifest, and the manifest by the proof of the record that says that the pack was made."""
    report = Report()
    manifest = (folder / "manifest.json").read_bytes()
    listed = json.loads(manifest)["files"]
    there = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if not path.is_dir()}
    unknown = sorted(there.keys() - listed.keys() - {"manifest.json"})
    if unknown:
        names = ", ".join(unknown[:10])
        report.say(
            f"มีไฟล์ที่ไม่อยู่ใน manifest.json และไม่ได้ตรวจ: {names}",
            f"There are files that the manifest does not list, and that were not looked at: {names}",
        )
    for name, told in listed.items():
        if name not in there:
            report.bad(f"{name} ถูกลบ", f"{name} was removed.")
        elif hashlib.sha256(there[name].read_bytes()).hexdigest() != told["sha256"]:
            report.bad(f"{name} ถูกแก้ไข", f"{name} was changed.")
    digest = hashlib.sha256(manifest).hexdigest()
    if proof is None:
        report.say(
            f"เทียบ SHA-256 ของ manifest.json {digest} กับที่กระทรวงแจ้ง หรือระบุ --proof ผู้ที่แก้ไขไฟล์แก้ manifest.json ให้ตรงกันได้",
            f"Compare the SHA-256 of manifest.json, {digest}, with the one that the ministry told you, or give --proof:"
            " whoever changes a file can make the manifest fit.",
        )
    else:
        proved = check_proof(proof, given, report)
        if proved and (proved.record["kind"], proved.record["body"].get("manifest_sha256")) != ("award", digest):
            report.bad(
                f"manifest.json ถูกแก้ไข หรือเป็นของชุดอื่น: ไม่ใช่ฉบับที่บันทึกที่ {proved.seq} ระบุ",
                f"manifest.json was changed, or is of another pack: record {proved.seq} does not tell of it.",
            )
        elif proved:
            report.say(
                f"บันทึกที่ {proved.seq} ({proved.record['at']}) ระบุ manifest.json ฉบับนี้",
                f"Record {proved.seq} ({proved.record['at']}) tells of this manifest.json.",
            )
    return report.end(
        f"{len(listed):,} แฟ้ม ตรงกับ manifest.json (ตรวจบันทึกในโฟลเดอร์ evidence ด้วยคำสั่งอื่น)",
        f"{len(listed):,} files are those of manifest.json. (The records in the folder evidence are verified apart.)",
    )


def main(arguments: list[str]) -> int:
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="replace")  # a console that cannot show Thai
    given, against, proof, places = [], None, None, []
    rest = list(arguments)
    try:
        while rest:
            word = rest.pop(0)
            if word == "--key":
                given.append(read_key(rest.pop(0)))
            elif word == "--against":
                against = Path(rest.pop(0))
            elif word == "--proof":
                proof = Path(rest.pop(0))
            elif word.startswith("-"):
                raise ValueError(f"{word} is no option of this program")
            else:
                places.append(word)
        if places[:1] == ["pack"] and len(places) == 2 and not against:
            return verify_pack(Path(places[1]), given, proof)
        if places[:1] == ["proof"] and len(places) == 2 and not against and not proof:
            return verify_proof(Path(places[1]), given)
        if len(places) > 1 or proof:
            raise ValueError("name one folder")
        folder = Path(places[0]) if places else Path(__file__).resolve().parent
        return verify_folder(folder, given, against)
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        print(f"อ่านไม่ได้ หรือใช้คำสั่งไม่ถูกต้อง / cannot be read, or wrong use: {error}\n\n{__doc__}", file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
