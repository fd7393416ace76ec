"""What others do every night with datasets that did not change, on the portal on which ours were measured.

They ask nothing about what has changed, and write everything. As that takes long, a random part of the datasets is
measured, and the figures are scaled up to all of them.
"""

import random
from pathlib import Path

from bench.ckanapi_load import dump, load
from bench.nights import TOLD, Nights
from bench.republish import republish

AT_MOST = 200
"""Datasets."""
SIDE_BY_SIDE = 4
"""As many as Perd asks the portal at a time."""


def alternatives(story: Nights) -> dict[str, float]:
    """Afterwards the portal is not as Perd left it."""
    site, portal = story.site, story.portal
    some = random.Random(1).sample(list(site.names()), min(AT_MOST, site.count))
    names = [name for _, _, name in some]
    sources = {name: site.address(agency, slug) for agency, slug, name in some}
    token = Path(portal["token_file"]).read_text(encoding="utf-8").strip()
    dumped = site.folder / "datasets.jsonl"
    dump(portal["url"], names, dumped)
    url, count = portal["url"], len(some)
    measured = {
        "ckanapi": story.counted("ckanapi load datasets", lambda: load(url, token, dumped, 1)),
        "ckanapi_side_by_side": story.counted("four side by side", lambda: load(url, token, dumped, SIDE_BY_SIDE)),
        "republish": story.counted("published anew", lambda: republish(url, token, sources)),
    }
    figures: dict[str, float] = {"quiet_alternatives_measured": count}
    for word, cost in measured.items():
        assert cost["writes"] >= count, f"{word} has not written everything"
        figures |= {f"quiet_{word}_{name}": round(cost[name] * site.count / count, 1) for name in TOLD}
    return figures
