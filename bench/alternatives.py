"""What others do every night with datasets that did not change, on the portal on which ours were measured.

They ask nothing about what has changed, and write everything.
"""

from pathlib import Path

from bench.ckanapi_load import dump, load
from bench.nights import TOLD, Nights
from bench.republish import republish

SIDE_BY_SIDE = 4
"""As many as Perd asks the portal at a time."""


def alternatives(story: Nights) -> dict[str, float]:
    """Afterwards the portal is not as Perd left it."""
    site, url = story.site, story.portal["url"]
    sources = {name: site.address(agency, slug) for agency, slug, name in site.names()}
    token = Path(story.portal["token_file"]).read_text(encoding="utf-8").strip()
    dumped = site.folder / "datasets.jsonl"
    dump(url, dumped)
    measured = {
        "ckanapi": story.counted("ckanapi load datasets", lambda: load(url, token, dumped, 1)),
        "ckanapi_side_by_side": story.counted("four side by side", lambda: load(url, token, dumped, SIDE_BY_SIDE)),
        "republish": story.counted("published anew", lambda: republish(url, token, sources)),
    }
    for word, cost in measured.items():
        assert cost["writes"] >= site.count, f"{word} has not written everything"
    return {f"quiet_{word}_{name}": cost[name] for word, cost in measured.items() for name in TOLD}
