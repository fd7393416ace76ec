"""A world for other processes: what the run has read is written down once, and they open it again from there.

They read their own settings, secrets among them, which have to lead to the same portal, ledger, archive and folders.
Declarations, rules and the day come from the run: they are the same for all, whatever is edited meanwhile.
"""

import pickle
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from flows.domain.errors import DeclarationError, PipelineError
from flows.same_settings import signs
from flows.settings import read_settings
from flows.sources.per_host import Few
from flows.world import CODE_VERSION, Desk, World, outside

FILE = "world.pickle"
"""In the run's folder. It is the run's own working file, so that pickle may read it again."""
VERSION = "version of Perd"


@dataclass(frozen=True, slots=True)
class Ticket:
    """Stands for a world on its way to another process."""

    run: str
    file: Path
    """Absolute: in a folder that all processes reach by the same path."""
    few: Callable[[], Few]
    """Gives, in the other process, how those who ask one host wait for each other, over all processes."""


def ticket(world: World, few: Callable[[], Few]) -> Ticket:
    """For the run's world. Raises PipelineError where PERD_HOME does not take its file."""
    file = (world.folder / FILE).absolute()
    if not file.exists():
        alike = signs(world.settings, world.run) | {VERSION: CODE_VERSION}
        desk = world.rules, world.licences, world.profile, world.catalogue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            # In two parts: the second one can only be read by the same Perd.
            file.write_bytes(pickle.dumps(alike) + pickle.dumps((world.started, world.portal is None, desk)))
        except OSError as error:
            raise PipelineError(
                f"The run's folder {file.parent} cannot be written to ({error.strerror}): look at the disk that"
                " PERD_HOME is on."
            ) from error
    return Ticket(world.run, file, few)


@dataclass(slots=True)
class _Open:
    world: World
    closing: ExitStack
    users: int = 0


_open: dict[str, _Open] = {}
"""By run. More than one only while steps of several runs are at work in this process."""
_lock = Lock()


@contextmanager
def here(world: World | Ticket) -> Iterator[World]:
    """The world in this process. It is opened by the first step of a run, and closed when another run has come.

    Raises DeclarationError where this process' settings or its Perd are others than the run's, or it does not see the
    run's folder; and as `opened`.
    """
    if isinstance(world, World):
        yield world
        return
    with _lock:
        for run in [run for run, each in _open.items() if run != world.run and not each.users]:
            _open.pop(run).closing.close()
        if world.run not in _open:
            _open[world.run] = _opened(world)
        mine = _open[world.run]
        mine.users += 1
    try:
        yield mine.world
    finally:
        with _lock:
            mine.users -= 1


def _opened(ticket: Ticket) -> _Open:
    settings = read_settings()
    mine = signs(settings, ticket.run) | {VERSION: CODE_VERSION}
    try:
        with ticket.file.open("rb") as file:
            alike: dict[str, str] = pickle.load(file)
            if others := sorted(name for name, sign in alike.items() if mine.get(name) != sign):
                raise DeclarationError(
                    f"{_where()} has another {', '.join(others)} than the run: start it with the same settings, in the"
                    " same folder, and with the same Perd."
                )
            started, checking_only, desk = pickle.load(file)
    except OSError as error:
        raise DeclarationError(
            f"{_where()} does not see {ticket.file} ({error.strerror}), which the run has written: let PERD_HOME be one"
            " folder that all processes of a run reach by the same path."
        ) from error
    with ExitStack() as opening:
        sources, portal, ledger = opening.enter_context(outside(settings, checking_only, ticket.few()))
        world = World(Desk(settings, *desk), ticket.run, sources, portal, ledger, started=started)
        return _Open(world, opening.pop_all())


def _where() -> str:
    return f"A worker on {socket.gethostname()}"
