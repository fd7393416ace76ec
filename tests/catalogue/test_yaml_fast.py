"""Whichever parser reads a file, it says the same: values, lines and mistakes."""

import random
from pathlib import Path
from typing import Any

import pytest

from flows.declared.yaml_fast import fast_nodes
from flows.declared.yaml_lines import read_yaml

ROOT = Path(__file__).resolve().parents[2]
FILES = sorted([*(ROOT / "datasets").rglob("*.yaml"), *(ROOT / "schemas").rglob("*.yaml")])
SNIPPETS = (
    ": |\n|- |[|]|{|}|'|\"|#|&a|*a|!|\\|>|-|,|@|`|~|=|<<|? |x|1|2024-02-29|\n\n|  - |\\|ก|😀|'a\n b'|key: v\n|  k: v\n"
    '|a: &b\n|0x1F|1_000|on|null|\u00a0|\t|%|---\n|>-|"\\ud800"|[[[[|\u2028|\x07|é|5%'
).split("|")


@pytest.fixture
def read_both_ways(tmp_path: Path) -> Any:
    file = tmp_path / "declared.yaml"

    def read(text: str) -> bool:
        """Whether it was read by libyaml; the two answers have to be the same."""
        file.write_text(text, encoding="utf-8")
        assert repr(read_yaml(file)) == repr(read_yaml(file, fast=False)), text
        return fast_nodes(text) is not None

    return read


def test_every_file_of_ours(read_both_ways) -> None:
    fast = [read_both_ways(file.read_text(encoding="utf-8")) for file in FILES]
    assert sum(fast) >= 0.9 * len(FILES), "the fast way is taken by nearly all"


def test_files_with_mistakes_in_them(read_both_ways) -> None:
    chance = random.Random(20261129)
    texts = [text for file in FILES if len(text := file.read_text(encoding="utf-8")) < 1500]
    fast = 0
    for _ in range(300):
        lines = chance.choice(texts).splitlines(keepends=True)
        start = chance.randrange(len(lines))
        text = "".join(lines[max(0, start - 6) : start + 6])
        for _ in range(chance.randrange(1, 4)):
            place = chance.randrange(len(text) + 1)
            text = text[:place] + chance.choice(SNIPPETS) + text[place + chance.randrange(3) :]
        fast += read_both_ways(text)
    assert fast > 50


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "&a ["])
def test_what_is_nested_too_deeply_ends_no_process(opening: str, read_both_ways) -> None:
    assert not read_both_ways(opening * 5_000)
