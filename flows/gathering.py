"""Findings as they come, into `Findings`: in memory while they are few, on disk when they are many."""

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from flows.domain.finding import Finding
from flows.domain.findings import AT_HAND, Findings, Tally, tally_of

IN_MEMORY = 10_000
"""Findings, beyond which the file is begun."""
TOGETHER = 1_000


def gathered(findings: Iterable[Finding], file: Path) -> Findings:
    """All of `findings`, read once. `file` is written only where they are many, and has to outlast the answer.

    It is this run's own working file, so that pickle may read it again.
    """
    tallies: Counter[Tally] = Counter()
    per_rule: Counter[str] = Counter()
    at_hand: list[Finding] = []
    waiting: list[Finding] = []
    written = False
    for finding in findings:
        tallies[tally_of(finding)] += 1
        per_rule[finding.rule] += 1
        if per_rule[finding.rule] <= AT_HAND:
            at_hand.append(finding)
        waiting.append(finding)
        if len(waiting) >= (TOGETHER if written else IN_MEMORY):
            _append(waiting, file)
            written, waiting = True, []
    if not written:
        return Findings(tallies, at_hand) if len(waiting) == len(at_hand) else _kept(tallies, at_hand, waiting)
    _append(waiting, file)
    return Findings(tallies, at_hand, partial(_read, file))


def _kept(tallies: Counter[Tally], at_hand: list[Finding], every: list[Finding]) -> Findings:
    return Findings(tallies, at_hand, partial(iter, every))


def _append(findings: list[Finding], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab") as spool:
        for start in range(0, len(findings), TOGETHER):
            pickle.dump(findings[start : start + TOGETHER], spool, protocol=pickle.HIGHEST_PROTOCOL)


def _read(file: Path) -> Iterator[Finding]:
    with file.open("rb") as spool:
        while True:
            try:
                together = pickle.load(spool)
            except EOFError:
                return
            yield from together
