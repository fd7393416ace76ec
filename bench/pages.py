"""The tables of README.md and docs/bench.md, between their marks: `python -m bench.pages` writes them anew."""

import re
import sys
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from bench import keys, results
from bench.portal import ROOT
from flows.domain.thai_calendar import thai_date

TABLES = Path(__file__).with_name("tables.yaml")
README, DOCS = ROOT / "README.md", ROOT / "docs/bench.md"
NOT_YET = "ยังไม่ได้วัด · Not measured yet: `make bench`."


def tables(figures: Mapping[str, Any]) -> str:
    """README's tables, of what has been measured."""
    told = yaml.safe_load(TABLES.read_text(encoding="utf-8"))
    blocks = ["\n".join(block) for table in told["tables"] if (block := list(_table(table, figures)))]
    if not blocks:
        return NOT_YET
    day = thai_date(date.fromisoformat(figures["date"]))
    return "\n\n".join([told["measured"].format(**figures, thai_date=day), *blocks])


def _table(table: Mapping[str, Any], figures: Mapping[str, Any]) -> Iterator[str]:
    rows = [row for row in (_row(each, figures) for each in table["rows"]) if row]
    if rows:
        yield _line(table["columns"])
        yield _line(["---", *["---:"] * (len(table["columns"]) - 1)])
        yield from rows


def _row(cells: list[str], figures: Mapping[str, Any]) -> str | None:
    """None where a figure of it has not been measured."""
    try:
        return _line([cell.format(**figures) for cell in cells])
    except KeyError:
        return None


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"


def all_keys(benches: keys.Benches) -> str:
    """docs/bench.md's: every key with its unit, meaning and alternative, bench by bench."""
    return "\n\n".join(
        [
            "### Machine and versions\n\n" + _keys(benches.machine),
            *(f"### `{name}`\n\n{bench.how}\n\n{_keys(bench.keys)}" for name, bench in benches.benches.items()),
        ]
    )


def _keys(told: Mapping[str, keys.Key]) -> str:
    rows = [_line([f"`{key}`", each.unit, each.what, _alternative(each)]) for key, each in told.items()]
    return "\n".join([_line(["key", "unit", "what", "alternative, or worked out from"]), _line(["---"] * 4), *rows])


def _alternative(key: keys.Key) -> str:
    if key.ratio:
        return f"`{key.ratio[0]}` / `{key.ratio[1]}`"
    if key.least:
        return "the least of the others"
    return ", ".join(f"`{each}`" for each in key.against)


def between_marks(page: str, word: str, text: str) -> str:
    """The page with the text between <!-- word --> and <!-- end of word -->. Raises ValueError without such marks."""
    begin, end = f"<!-- {word} -->", f"<!-- end of {word} -->"
    done, count = re.subn(
        f"{re.escape(begin)}.*?{re.escape(end)}", lambda _: f"{begin}\n\n{text}\n\n{end}", page, flags=re.S
    )
    if count != 1:
        raise ValueError(f"{begin} should be there once")
    return done


def written(figures: Mapping[str, Any]) -> dict[Path, str]:
    """The whole pages, as they should be."""
    return {
        README: between_marks(README.read_text(encoding="utf-8"), "figures", tables(figures)),
        DOCS: between_marks(DOCS.read_text(encoding="utf-8"), "keys", all_keys(keys.read())),
    }


def write(figures: Mapping[str, Any]) -> None:
    for path, text in written(figures).items():
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    write(results.read())
    sys.stdout.write(tables(results.read()) + "\n")
