"""What stands in the files of a pack, read by a parser of its own."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote


@dataclass
class Read(HTMLParser):
    """One page: its anchors, its links, its numbers, its rows of records."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    numbers: list[tuple[str, str]] = field(default_factory=list)
    """Key and text of each number that is shown."""
    records: set[int] = field(default_factory=set)
    """Numbers of the records that stand in a table."""
    rows: dict[str, list[int]] = field(default_factory=dict)
    """By the heading above: the same, in order."""
    text: list[str] = field(default_factory=list)
    scripts: int = 0

    def __post_init__(self) -> None:
        super().__init__()
        self._number: str | None = None
        self._heading = ""
        self._in_row_head = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "link":
            self.links.append(given["href"])
        if tag == "script":
            self.scripts += 1
        if "data-number" in given:
            self._number = given["data-number"]
        if tag == "h2":
            self._heading = given.get("id", "")
        self._in_row_head = tag == "th" and given.get("scope") == "row"

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        if self._number is not None:
            self.numbers.append((self._number, data))
            self._number = None
        if self._in_row_head and data.strip().isdigit():
            self.records.add(int(data))
            self.rows.setdefault(self._heading, []).append(int(data))
            self._in_row_head = False


@cache
def read(page: Path) -> Read:
    """A page of a pack, which nobody changes once it is made."""
    found = Read()
    found.feed(page.read_text(encoding="utf-8"))
    return found


def pages(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.rglob("*.html"))


def dead_links(folder: Path) -> list[str]:
    """Links of the pages that lead to no file of the folder, or no place on a page; web addresses are passed over."""
    found = {page.resolve(): read(page) for page in pages(folder)}
    anchors = {page: set(its.ids) for page, its in found.items()}
    dead = []
    for page, its in found.items():
        for link in set(its.links):
            if link.startswith(("https://", "http://")):
                continue
            name, _, anchor = unquote(link).partition("#")
            target = (page.parent / name).resolve() if name else page.resolve()
            if not target.is_file() or folder.resolve() not in target.parents:
                dead.append(f"{page.name}: {link}")
            elif anchor and anchor not in anchors.get(target, set()):
                dead.append(f"{page.name}: {link} (no such place)")
    return dead
