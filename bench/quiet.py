"""Nights in which nothing changed, and nights in which some datasets did, on a real portal.

`python -m bench.quiet [DATASETS] [NIGHTS] [--alternatives]`: a portal of its own and a catalogue of one-resource
datasets on 20 loopback hosts; then the nightly flow over it. With --alternatives also nights with changes, and what
others do with the same datasets every night: `ckanapi load datasets`, and a script that publishes everything anew.
"""

import argparse
import json
import os
import shutil

from bench.alternatives import alternatives
from bench.changes import few_of_which_all_change, many_of_which_few_change
from bench.copies import copy_the_rest
from bench.figures import hand_over, tell
from bench.nights import Cost, Nights, middle, prefect
from bench.portal import BENCH, portal_of_its_own
from bench.quiet_site import AGENCIES, Site, serving

PORT = 18_900


def bench(count: int, nights: int, others: bool, key: str) -> dict[str, float]:
    site = Site(BENCH / f"quiet-{count}", count, AGENCIES, PORT + count // 1000)
    shutil.rmtree(site.folder / "home", ignore_errors=True)
    shutil.rmtree(site.files, ignore_errors=True)
    organisations = [{"name": f"a{n:02}", "title": f"หน่วยงาน {n:02}", "description": ""} for n in range(AGENCIES)]
    up = portal_of_its_own(site.folder / "portal", "--organisations", "-", told=json.dumps(organisations))
    with up as portal, prefect():
        os.environ |= site.settings(portal)
        site.declare(only_the_first=True)
        with serving(site):
            story = Nights(site, portal)
            story.night("first publication", published=AGENCIES)
            figures = few_of_which_all_change(story) if others else few(story)
            site.declare(only_the_first=False)
            copy_the_rest(site, portal)
            tell(f"copied to {count:,}")
            first = story.night("first of all", unchanged=count)
            assert not first["writes"], "the copies are not faithful"
            quiet = [story.night(f"quiet night {nth + 1}", unchanged=count) for nth in range(nights)]
            figures |= told(key, quiet, count)
            if others:
                figures |= many_of_which_few_change(story, quiet)
                figures |= alternatives(story)
    shutil.rmtree(site.folder)
    return figures


def told(key: str, quiet: list[Cost], count: int) -> dict[str, float]:
    """Medians of seconds, and of what should be the same every night the most."""
    figures = {
        f"{key}_{name}": middle(quiet, name) if name.endswith("seconds") else max(night[name] for night in quiet)
        for name in quiet[0]
    }
    return figures | {f"{key}_ms_per_dataset": round(1000 * figures[f"{key}_seconds"] / count, 2)}


def few(story: Nights) -> dict[str, float]:
    """The night after a publication still has a report to write: the copies are to be of datasets that have none."""
    story.night("after it", unchanged=AGENCIES)
    return {}


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("datasets", type=int, nargs="?", default=1_000)
    parser.add_argument("nights", type=int, nargs="?", default=3)
    parser.add_argument("--alternatives", action="store_true")
    parser.add_argument("--key", help="what the keys of its figures begin with (default: quiet_DATASETS)")
    asked = parser.parse_args()
    key = asked.key or f"quiet_{asked.datasets}"
    hand_over(bench(asked.datasets, asked.nights, asked.alternatives, key))
