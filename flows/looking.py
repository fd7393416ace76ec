"""Pull, tidy and check without Prefect, side by side: for the terminal, where a server would only be in the way."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from flows.domain.dataset import Dataset, LocalFile, Resource
from flows.domain.draft import Draft
from flows.domain.errors import DeclarationError
from flows.domain.outcome import Fit, Outcome
from flows.domain.personal_text import UNNAMED_FILE, named_or
from flows.examine import Pulled, examine, pull
from flows.settle import broken, foreseen, misdeclared
from flows.sources.file import copy_file
from flows.world import World

AT_ONCE = 4


def look_at(names: Sequence[str], world: World) -> Iterator[Outcome | Fit]:
    """What a run would say of each dataset, in the order of `names`. One that breaks off does not touch the others."""
    with ThreadPoolExecutor(AT_ONCE) as pool:
        futures = [(name, pool.submit(_look, name, world)) for name in names]
        for name, future in futures:
            error = future.exception()
            yield broken(name, error) if error else future.result()


def look_at_file(file: Path, name: str, resource_name: str | None, world: World) -> Draft:
    """What a run would say of the dataset if its agency delivered `file`. Nothing is published, nobody is asked.

    resource_name: which resource the file is; may be left out where the dataset has only one.
    Raises PipelineError where the dataset is misdeclared, or has no such resource, or the file cannot be read.
    """
    if name in world.catalogue.broken:
        raise misdeclared(name, world)
    whole = world.dataset(name)
    resource = _resource(whole, resource_name)
    only = whole.model_copy(update={"declared": whole.declared.model_copy(update={"resources": (resource,)})})
    path = file.absolute()
    source = LocalFile(kind="file", path=str(path), max_bytes=resource.source.max_bytes)
    into = world.workplace(name, resource.name) / "received"
    taken = replace(
        copy_file(source, world.settings.catalogue, into, [path.parent]), source=named_or(UNNAMED_FILE, file.name)
    )
    return examine(Pulled(only, None, (taken,), (None,)), world)


def _resource(dataset: Dataset, name: str | None) -> Resource:
    names = [resource.name for resource in dataset.resources]
    if name is None and len(names) == 1:
        return dataset.resources[0]
    found = next((resource for resource in dataset.resources if resource.name == name), None)
    if found is None:
        raise DeclarationError(
            f"{dataset.id} has the resources {', '.join(names)}: say with --resource which of them the file is."
        )
    return found


def _look(name: str, world: World) -> Outcome | Fit:
    if name in world.catalogue.broken:
        raise misdeclared(name, world)
    return foreseen(examine(pull(name, world), world))
