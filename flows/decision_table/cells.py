"""One small dataset for each licence, category and format, and what the gate says of it."""

import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import get_args

import requests

from flows.catalogue import Catalogue
from flows.checks import load_licences, load_rules
from flows.decision_table.samples import FORMATS, ROWS
from flows.domain.dataset import Agency, Contact, Dataset, Declaration
from flows.domain.finding import Standing
from flows.domain.table_schema import TableSchema
from flows.domain.text import Text
from flows.domain.verdict import Decision
from flows.domain.vocabulary import Category
from flows.examine import examine, pull
from flows.portal.profile import load_profile
from flows.settings import Settings
from flows.sources import Sources
from flows.sources.address_guard import AddressGuard
from flows.sources.http_file import Fetcher
from flows.world import Desk, World

NONE = "-"
"""A licence or category that is not given."""
CATEGORIES: tuple[str, ...] = (*get_args(Category), NONE)
SCHEMA = "example/factories"


@dataclass(frozen=True, slots=True)
class Cell:
    """What is asked."""

    licence: str
    """An id of the register, or NONE."""
    category: str
    format: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the gate says."""

    decision: Decision
    rules: tuple[str, ...]
    """The rules that lead to the decision: those that stand in the way, else those that warn."""


def licences(schemas: Path) -> tuple[str, ...]:
    """Every licence of the register, in its order, and none."""
    return (*load_licences(schemas / "rules"), NONE)


def cells(schemas: Path) -> Iterator[Cell]:
    """Every licence with every category in every format."""
    for licence, category, name in product(licences(schemas), CATEGORIES, FORMATS):
        yield Cell(licence, category, name)


def answers(schemas: Path, profile: str) -> Mapping[Cell, Answer]:
    """What the gate says of each cell for a portal of that profile; `schemas` is the folder of rules and profiles."""
    with tempfile.TemporaryDirectory() as temporary, requests.Session() as session:
        folder = Path(temporary)
        for name, content in FORMATS.items():
            (folder / _file(name)).write_bytes(content())
        every = {_slug(nth): cell for nth, cell in enumerate(cells(schemas))}
        world = _world(folder, schemas, profile, session, every)
        with ThreadPoolExecutor(2) as pool:
            said = pool.map(lambda slug: _answer(f"example-{slug}", world), every)
            return dict(zip(every.values(), said, strict=True))


def _slug(nth: int) -> str:
    return f"cell-{nth}"


def _file(name: str) -> str:
    return f"factories.{name.lower()}"


def _answer(name: str, world: World) -> Answer:
    verdict = examine(pull(name, world), world).verdict
    leading = (Standing.BLOCK, Standing.PERSON) if not verdict.fit else (Standing.WARN,)
    return Answer(verdict.decision, tuple(verdict.findings.rules(*leading)))


def _world(folder: Path, schemas: Path, profile: str, session: requests.Session, every: Mapping[str, Cell]) -> World:
    settings = Settings(home=folder / "home", catalogue=folder, schemas=schemas, profile=profile)
    agency = Agency(
        code="example",
        name=Text(th="กรมตัวอย่าง", en="Department of Examples"),
        short=Text(th="กตย.", en="DOE"),
        organisation="example",
        contact=Contact(name="ศูนย์ข้อมูลตัวอย่าง", email="data@example.go.th"),
    )
    datasets = {
        f"example-{slug}": Dataset(slug=slug, agency=agency, declared=_declaration(cell), path=f"example/{slug}.yaml")
        for slug, cell in every.items()
    }
    catalogue = Catalogue({agency.code: agency}, datasets, {SCHEMA: _schema()}, (), {})
    rules = load_rules(schemas / "rules")
    portal = load_profile(schemas / "portals", profile)
    desk = Desk(settings, rules, load_licences(schemas / "rules"), portal, catalogue)
    fetcher = Fetcher(session, AddressGuard(frozenset()), (1.0, 1.0), 1.0, settings.secret)
    return World(desk, "decisions", Sources(folder, fetcher), portal=None, ledger=None)


def _schema() -> TableSchema:
    names = ("factory_id", "province", "workers")
    fields = [{"name": name, "title": title, "type": "string"} for name, title in zip(names, ROWS[0], strict=True)]
    return TableSchema(SCHEMA, "1.0", {"fields": fields, "primaryKey": "factory_id"})


def _declaration(cell: Cell) -> Declaration:
    """All is in order but what the cell asks about."""
    return Declaration.model_validate(
        {
            "title": "ทะเบียนโรงงานตัวอย่าง",
            "description": "ตารางขนาดเล็กสำหรับแสดงผลการตัดสินใจของระบบ",
            "data_type": "record",
            "category": None if cell.category == NONE else cell.category,
            "licence": None if cell.licence == NONE else cell.licence,
            "objective": ["agency-mission"],
            "frequency": {"every": 1, "unit": "year"},
            "coverage": "country",
            "data_source": "ทะเบียนโรงงานตัวอย่าง",
            "data_format": ["CSV"],
            "tags": ["factory", "example"],
            "data_support": "none",
            "data_collect": "business",
            "reference_data": False,
            "resources": [
                {
                    "name": "factories",
                    "title": "ทะเบียนโรงงานตัวอย่าง",
                    "source": {"kind": "file", "path": _file(cell.format)},
                    "schema": SCHEMA,
                }
            ],
        }
    )
