"""What makes a resource be looked at again although its bytes may not have changed."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from flows.domain.dataset import Dataset, HttpFile, Waiver
from flows.settings import Settings
from flows.sources import Sources
from flows.world import World, lay_out

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def world() -> World:
    settings = Settings(catalogue=ROOT / "datasets", schemas=ROOT / "schemas")
    nobody: Any = None
    return World(lay_out(settings), "run", Sources(ROOT / "datasets", nobody, ()), None, None)


def changed(dataset: Dataset, **keys: Any) -> Dataset:
    resource = dataset.resources[0].model_copy(update=keys)
    return dataset.model_copy(update={"declared": dataset.declared.model_copy(update={"resources": (resource,)})})


def fingerprint(world: World, dataset: Dataset) -> str:
    return world.fingerprint(dataset, dataset.resources[0])


def test_the_same_declaration_has_the_same_fingerprint(world: World) -> None:
    dataset = world.dataset("tisi-standards")
    assert fingerprint(world, dataset) == fingerprint(world, changed(dataset))


def test_another_address_another_rule_or_another_expectation_changes_it(world: World) -> None:
    dataset = world.dataset("tisi-standards")
    resource = dataset.resources[0]
    assert isinstance(resource.source, HttpFile)
    elsewhere = resource.source.model_copy(update={"url": resource.source.url + "?v=2"})
    others = [
        changed(dataset, source=elsewhere),
        changed(dataset, tidy=resource.tidy.model_copy(update={"trim": not resource.tidy.trim})),
        changed(dataset, expect=resource.expect.model_copy(update={"min_rows": 7})),
    ]
    assert len({fingerprint(world, one) for one in [dataset, *others]}) == 4


def test_a_larger_cap_does_not(world: World) -> None:
    dataset = world.dataset("tisi-standards")
    larger = dataset.resources[0].source.model_copy(update={"max_bytes": 7_000_000})
    assert fingerprint(world, changed(dataset, source=larger)) == fingerprint(world, dataset)


def test_a_waiver_changes_it_when_it_comes_and_when_it_ends(world: World) -> None:
    dataset = world.dataset("tisi-standards")

    def waived(until: date) -> str:
        waiver = Waiver(rule="table/type-error", reason="a reason long enough", until=until)
        return fingerprint(
            world, dataset.model_copy(update={"declared": dataset.declared.model_copy(update={"waivers": (waiver,)})})
        )

    assert waived(date(2099, 1, 1)) != fingerprint(world, dataset)
    assert waived(date(2001, 1, 1)) == fingerprint(world, dataset)


def test_who_shares_in_a_dataset_does_not(world: World) -> None:
    dataset = world.dataset("ops-eco-sticker")
    assert dataset.declared.shared_with == ("oie", "tisi")
    alone = dataset.model_copy(update={"declared": dataset.declared.model_copy(update={"shared_with": ()})})
    assert fingerprint(world, alone) == fingerprint(world, dataset)
