"""Where the time of one large file goes: pulled, tidied, checked, kept, published to a real CKAN, read back.

`python -m bench.end_to_end [ROWS]`, with a portal of its own. Beside it, what `frictionless validate` alone takes for
the same file. Tells seconds of wall and processor, and shares.
"""

import sys
import tempfile
from pathlib import Path

from bench.clock import Clock
from bench.figures import hand_over, peak_mb, seconds, tell
from bench.one_dataset import DELIVERED, delivering, made
from bench.plain_frictionless import validated
from bench.portal import portal_for_large_files
from flows.domain.outcome import Published
from flows.examine import examine, pull
from flows.settle import settle
from flows.world import World


def from_source_to_public(name: str, world: World, clock: Clock) -> None:
    """As the nightly flow does it; without a portal, all that comes before."""
    pulled = clock("pull", lambda: pull(name, world))
    draft = clock("tidy and check", lambda: examine(pulled, world))
    assert draft.verdict.fit, [finding.rule for finding in draft.verdict.findings]
    if world.portal:
        ended = clock("keep, publish and read back", lambda: settle(draft, world, dry_run=False))
        assert isinstance(ended, Published), ended
        world.portal.act("package_delete", {"id": name}, of=name)


def bench(rows: int, folder: Path) -> dict[str, float]:
    delivered, clock = folder / "served" / DELIVERED, Clock()
    delivered.parent.mkdir()
    made(delivered, rows)
    with portal_for_large_files() as up, delivering(folder, up) as (name, world), clock.watching_requests():
        from_source_to_public(name, world, clock)
    tell("\n".join(clock.table()))
    pulled, checked, published = clock.pieces.values()
    whole = clock.whole.wall
    of_this = "end_to_end_1m"
    return {
        f"{of_this}_mb": round(delivered.stat().st_size / 1e6),
        f"{of_this}_seconds": round(whole, 2),
        f"{of_this}_pull_seconds": round(pulled.wall, 2),
        f"{of_this}_tidy_and_check_seconds": round(checked.wall, 2),
        f"{of_this}_publish_ours_seconds": round(published.ours, 2),
        f"{of_this}_portal_seconds": round(published.asking, 2),
        f"{of_this}_ours_seconds": round(whole - published.asking, 2),
        f"{of_this}_peak_rss_mb": round(peak_mb()),
        f"{of_this}_frictionless_seconds": round(seconds(lambda: validated(delivered)), 2),
    }


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as given:
        hand_over(bench(int((sys.argv[1:] or ["1000000"])[0]), Path(given)))
