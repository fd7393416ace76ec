"""Where the time goes: seconds of wall, of processor, and of wall within requests to a portal, piece by piece."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple, TypeVar

import requests
import urllib3

R = TypeVar("R")


class Piece(NamedTuple):
    """Seconds."""

    wall: float
    processor: float
    asking: float
    """Of the wall, what requests took."""

    @property
    def ours(self) -> float:
        return self.wall - self.asking


class Clock:
    """`clock(name, work)` does the work and notes what it took."""

    def __init__(self) -> None:
        self.pieces: dict[str, Piece] = {}
        self.asking = 0.0

    def __call__(self, piece: str, work: Callable[[], R]) -> R:
        wall, processor, asking = time.perf_counter(), time.process_time(), self.asking
        done = work()
        self.pieces[piece] = Piece(
            time.perf_counter() - wall,
            time.process_time() - processor,
            self.asking - asking,
        )
        return done

    @contextmanager
    def watching_requests(self) -> Iterator[None]:
        """What requests take from here on is counted, answers that come as a stream too."""
        send, read = requests.adapters.HTTPAdapter.send, urllib3.HTTPResponse.read

        def counted(work: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                self.asking += time.perf_counter() - began

        def sending(adapter: Any, request: Any, **kwargs: Any) -> Any:
            # An answer that is no stream is read within `send` of the session, after this one.
            return counted(send, adapter, request, **kwargs)

        def reading(response: Any, *args: Any, **kwargs: Any) -> Any:
            return counted(read, response, *args, **kwargs)

        requests.adapters.HTTPAdapter.send = sending  # type: ignore[assignment, method-assign]
        urllib3.HTTPResponse.read = reading  # type: ignore[assignment, method-assign]
        try:
            yield
        finally:
            requests.adapters.HTTPAdapter.send = send  # type: ignore[method-assign]
            urllib3.HTTPResponse.read = read  # type: ignore[method-assign]

    def table(self) -> Iterator[str]:
        whole = self.whole.wall
        yield f"{'':<28} {'wall s':>8} {'of it portal':>12} {'ours':>8} {'share':>6} {'cpu s':>8}"
        for name, piece in [*self.pieces.items(), ("all", self.whole)]:
            wall, processor, asking = piece
            yield f"{name:<28} {wall:8.2f} {asking:12.2f} {piece.ours:8.2f} {wall / whole:6.0%} {processor:8.2f}"

    @property
    def whole(self) -> Piece:
        return Piece(*(sum(column) for column in zip(*self.pieces.values(), strict=True)))
