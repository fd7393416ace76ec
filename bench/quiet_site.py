"""A catalogue of many small datasets on a real CKAN: the first of each agency published by Perd, the others copied.

A publication takes seconds, and ten thousand of them a day. So what Perd published is copied in the portal's tables, in
the ledger and beside the reports, with what differs in each copy: names, ids and addresses, and the digests over them,
computed by Perd's own code. That a copy is what Perd would have made of it shows in that Perd then finds nothing to do.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import yaml

from devportal.home import Home
from flows.domain.draft import Draft, Kept
from flows.domain.findings import NOTHING
from flows.domain.record import Kind, Record
from flows.domain.verdict import Verdict
from flows.portal import standing
from flows.portal.plan import plan
from flows.portal.resource_ids import own_resource_id
from flows.portal.writes import Describe, PutFile
from flows.settings import read_settings
from flows.world import World, opened

ROOT = Path(__file__).resolve().parents[1]
CKAN_PYTHON = ROOT / ".perd/ckan-env/bin/python"
SCHEMA = "tisi/standards"
SAMPLE = ROOT / "datasets/tisi/samples/tis_standards_2567.csv"
BESIDE = ("entry.json", "found.json", "measured.json", "scores.json", "history.jsonl")


@dataclass(frozen=True)
class Site:
    """Where everything of one size lies; made once, used by each run after it."""

    folder: Path
    count: int
    agencies: int
    port: int
    organisation: str | None = None
    """The portal's, of all agencies; None where each has one of its own, called as the agency."""

    @property
    def catalogue(self) -> Path:
        return self.folder / "datasets"

    @property
    def files(self) -> Path:
        """What the agencies serve, a folder for each of their hosts."""
        return self.folder / "files"

    def host(self, agency: int) -> str:
        return f"127.0.0.{2 + agency}"

    def names(self) -> Iterator[tuple[int, str, str]]:
        """(agency, slug, id) of each dataset."""
        for nth in range(self.count):
            agency = nth % self.agencies
            yield agency, f"d{nth:05}", f"a{agency:02}-d{nth:05}"

    def settings(self, portal: dict[str, str]) -> dict[str, str]:
        return {
            "PERD_HOME": str(self.folder / "home"),
            "PERD_CATALOGUE": str(self.catalogue),
            "PERD_SCHEMAS": str(ROOT / "schemas"),
            "PERD_PORTAL_URL": portal["url"],
            "PERD_PORTAL_TOKEN_FILE": portal["token_file"],
            "PERD_PROFILE": portal["profile"],
            "PERD_TRUSTED_HOSTS": json.dumps([self.host(agency) for agency in range(self.agencies)]),
            "PERD_REPORTS_URL": "http://127.0.0.1:8766",
        }

    def declare(self, only_the_first: bool) -> None:
        """Write the catalogue: all of it, or the first dataset of each agency."""
        shutil.rmtree(self.catalogue, ignore_errors=True)
        example = yaml.safe_load((ROOT / "datasets/tisi/standards.yaml").read_text(encoding="utf-8"))
        office = yaml.safe_load((ROOT / "datasets/tisi/agency.yaml").read_text(encoding="utf-8"))
        example |= {"sample": False, "created": example["created"].isoformat()}
        for agency, slug, _ in list(self.names())[: self.agencies if only_the_first else None]:
            folder, code, host = self.catalogue / f"a{agency:02}", f"a{agency:02}", self.host(agency)
            if not folder.exists():
                folder.mkdir(parents=True)
                _write(folder / "agency.yaml", office | {"code": code, "organisation": self.organisation or code})
            served = self.files / host / f"{slug}.csv"
            if not served.exists():
                served.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(SAMPLE, served)
            source = {"kind": "http_file", "url": f"http://{host}:{self.port}/{slug}.csv"}
            resource = example["resources"][0] | {"source": source, "schema": SCHEMA}
            _write(folder / f"{slug}.yaml", example | {"title": f"มาตรฐานชุดที่ {slug}", "resources": [resource]})


def _write(path: Path, content: dict[str, Any]) -> None:
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")


@contextmanager
def serving(site: Site) -> Iterator[None]:
    """The agencies' servers, in a process of their own."""
    command = [sys.executable, "-m", "bench.agencies", str(site.files), str(site.port)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout and process.stdout.readline() == b"up\n"
        try:
            yield
        finally:
            process.communicate()


def copy_the_rest(site: Site, portal: dict[str, str]) -> None:
    """Every dataset but the first of each agency, as Perd would have published it."""
    first = {agency: name for agency, _, name in list(site.names())[: site.agencies]}
    copies: dict[int, list[tuple[str, list[list[str]]]]] = {agency: [] for agency in first}
    with opened(read_settings()) as world, ExitStack() as stack:
        assert world.portal and world.ledger
        answers = {
            agency: world.portal.act("package_show", {"id": name, "include_tracking": True}, of=name)
            for agency, name in first.items()
        }
        for agency, _, name in list(site.names())[site.agencies :]:
            copies[agency].append((name, _differences(answers[agency], name, world)))
        command = [str(CKAN_PYTHON), str(ROOT / "bench/copy_rows.py")]
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


def _differences(shown: dict[str, Any], name: str, world: World) -> list[list[str]]:
    """The texts of the first dataset's answer, and what they are in that of the dataset `name`."""
    dataset, first = world.dataset(name), shown["name"]
    pairs = [[first.split("-")[1], name.split("-")[1]], [shown["id"], str(uuid5(NAMESPACE_URL, name))]]
    for resource in shown["resources"]:
        pairs.append([resource["id"], own_resource_id(name, resource["perd_resource"])])
    text = json.dumps(shown)
    for old, new in pairs:
        text = text.replace(old, new)
    answer = json.loads(text)
    data = next(one for one in answer["resources"] if one["perd_kind"] == "data")
    data["perd_fingerprint"] = world.fingerprint(dataset, dataset.resources[0])
    _correct(answer, name, world)
    return pairs + [[old, new] for old, new in _leaves(json.loads(text), answer) if old != new]


def _correct(answer: dict[str, Any], name: str, world: World) -> None:
    """Until Perd finds nothing to do."""
    dataset = world.dataset(name)
    assert world.portal
    while True:
        stands = standing.published(answer, world.portal.url)
        published = stands.resource(dataset.resources[0].name)
        assert published
        part = Kept(dataset.resources[0], world.schema(dataset.resources[0]), published)
        to_do = plan(Draft(dataset, (part,), Verdict(NOTHING), stands), world.profile, world.shelf.url_of(name))
        if to_do.empty:
            return
        for write in to_do.writes:
            match write:
                case PutFile() if isinstance(write.content, bytes):
                    resource = next(one for one in answer["resources"] if one["id"] == write.id)
                    assert resource["size"] == len(write.content), "so that no number differs, and none is mistaken"
                    kept = {key: write.fields[key] for key in write.fields if key in resource}
                    resource.update(kept | {"last_modified": resource["last_modified"]})
                case Describe():
                    answer.update(write.fields)
                    for id, fields in write.resources.items():
                        next(one for one in answer["resources"] if one["id"] == id).update(fields)
                case _:
                    raise AssertionError(f"{name}: a copy should not need {write.word}")


def _leaves(old: Any, new: Any) -> Iterator[tuple[str, str]]:
    """Texts at the same place; what was sent is JSON in a text."""
    if isinstance(old, dict):
        assert old.keys() == new.keys()
        for key in old:
            yield from _leaves(old[key], new[key])
    elif isinstance(old, list):
        for one, other in zip(old, new, strict=True):
            yield from _leaves(one, other)
    elif isinstance(old, str) and old.startswith("{") and old != new:
        yield from _leaves(json.loads(old), json.loads(new))
    elif isinstance(old, str):
        assert old == new or len(old) >= 12, f"{old!r} may stand elsewhere too"
        yield old, new
    else:
        assert old == new


def _of_copy(text: str, pairs: list[list[str]]) -> str:
    for old, new in pairs:
        text = text.replace(old, new)
    return text


def _copied(told: list[dict[str, Any]], name: str, pairs: list[list[str]], world: World) -> Iterator[Record]:
    for each in told:
        body = json.loads(_of_copy(json.dumps(each["body"]), pairs))
        yield Record(Kind(each["kind"]), world.run, name, world.now, body)


def _copy_beside(first: str, name: str, pairs: list[list[str]], world: World) -> None:
    for file in BESIDE:
        if stored := world.shelf.read_beside(first, file):
            world.shelf.write_beside(name, file, _of_copy(stored.decode(), pairs).encode())
