"""What a change costs: among many datasets that did not change, and where all of them do."""

from bench.nights import TOLD, Cost, Nights, middle
from bench.quiet_site import AGENCIES, SAMPLE


def few_of_which_all_change(story: Nights) -> dict[str, float]:
    """What the change of a dataset costs where all of them change: there and back again."""
    changing = change_there_and_back(story, AGENCIES, published=AGENCIES)
    story.night("after it", unchanged=AGENCIES)
    quiet = [story.night("quiet, few datasets", unchanged=AGENCIES) for _ in range(2)]
    return {"quiet_all_changed_datasets": AGENCIES} | for_each("quiet_all_changed", changing, quiet, AGENCIES)


def many_of_which_few_change(story: Nights, quiet: list[Cost]) -> dict[str, float]:
    """One in a hundred, of those whose files and tables the portal really has."""
    few = min(story.site.count // 100, AGENCIES)
    changing = change_there_and_back(story, few, published=few, unchanged=story.site.count - few)
    figures = {f"quiet_changed_{name}": middle(changing, name) for name in TOLD}
    return {"quiet_changed_datasets": few} | figures | for_each("quiet_changed", changing, quiet, few)


def for_each(key: str, changing: list[Cost], quiet: list[Cost], count: int) -> dict[str, float]:
    """What each of `count` changed datasets adds to a quiet night."""
    return {
        f"{key}_{name}_per_dataset": round((middle(changing, name) - middle(quiet, name)) / count, 2)
        for name in ("seconds", "portal_requests")
    }


def change_there_and_back(story: Nights, count: int, **expected: int) -> list[Cost]:
    """Two nights: a row more in the files of the first datasets, and without it again."""
    first = list(story.site.names())[:count]
    files = [story.site.files / story.site.host(agency) / f"{slug}.csv" for agency, slug, _ in first]
    lines = SAMPLE.read_bytes().splitlines(keepends=True)
    more = [*lines, lines[-1].replace(lines[-1].split(b" ")[1], b"95001", 1)]
    nights = []
    for content in (more, lines):
        for file in files:
            file.write_bytes(b"".join(content))
        nights.append(story.night(f"{count} changed", **expected))
    return nights
