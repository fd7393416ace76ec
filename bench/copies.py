"""Datasets that Perd published, copied until there are many: in the portal's tables, in the ledger, beside the reports.

A publication takes a second or more, and ten thousand of them hours. That a copy is what Perd would have made of it
shows in that Perd then finds nothing to do.
"""

import json
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.differences import Pairs, differences
from bench.portal import ROOT
from bench.quiet_site import Site
from devportal.environment import located
from devportal.home import Home
from flows.domain.record import Kind, Record
from flows.settings import read_settings
from flows.world import World, opened

BESIDE = ("entry.json", "found.json", "measured.json", "scores.json", "history.jsonl")
"""Files of a dataset's reports."""


def copy_the_rest(site: Site, portal: dict[str, str]) -> None:
    """Every dataset but the first of each agency, as Perd would have published it."""
    first = {agency: name for agency, _, name in list(site.names())[: site.agencies]}
    copies: dict[int, list[tuple[str, Pairs]]] = {agency: [] for agency in first}
    with opened(read_settings()) as world, ExitStack() as stack:
        assert world.portal and world.ledger
        answers = {
            agency: world.portal.act("package_show", {"id": name, "include_tracking": True}, of=name)
            for agency, name in first.items()
        }
        for agency, _, name in list(site.names())[site.agencies :]:
            copies[agency].append((name, differences(answers[agency], name, world)))
        command = [str(located().python), str(ROOT / "bench/copy_rows.py")]
        process = stack.enter_context(subprocess.Popen(command, stdin=subprocess.PIPE, text=True))
        assert process.stdin
        order: dict[str, Any] = {"socket": str(_socket_folder(portal)), "site_id": "perd"}
        print(json.dumps(order), file=process.stdin)
        for agency, its in copies.items():
            order = {"template": answers[agency]["id"], "copies": [pairs for _, pairs in its]}
            print(json.dumps(order), file=process.stdin)
        process.stdin.close()
        assert process.wait() == 0
        for agency, its in copies.items():
            told = [
                next(world.ledger.latest(Kind.INTENT, first[agency])),
                next(world.ledger.latest(Kind.OUTCOME, first[agency])),
            ]
            records = [record for name, pairs in its for record in _copied(told, name, pairs, world)]
            world.ledger.append_all(records)
            for name, pairs in its:
                _copy_beside(first[agency], name, pairs, world)


def _socket_folder(portal: dict[str, str]) -> Path:
    return Home.at(portal["profile"], Path(portal["home"])).socket_folder


def _of_copy(text: str, pairs: Pairs) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def _copied(told: list[dict[str, Any]], name: str, pairs: Pairs, world: World) -> Iterator[Record]:
    for each in told:
        body = json.loads(_of_copy(json.dumps(each["body"]), pairs))
        yield Record(Kind(each["kind"]), world.run, name, world.now, body)


def _copy_beside(first: str, name: str, pairs: Pairs, world: World) -> None:
    for file in BESIDE:
        if stored := world.shelf.read_beside(first, file):
            world.shelf.write_beside(name, file, _of_copy(stored.decode(), pairs).encode())
