"""What a column is called: its Thai header without blanks and signs, and its English words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from flows.checks.subject import Table

_SIGNS = re.compile(r"[\s\-‐-―_./:()\[\]“”\"']+")
_ENGLISH = re.compile(r"[a-z]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """One column's names, made comparable."""

    thai: str
    """The agency's header without blanks, hyphens and brackets: ชื่อ - นามสกุล is ชื่อนามสกุล."""
    english: tuple[str, ...]
    """Words of the header and the machine name in lower case, in order, each once: owner_name is (owner, name)."""

    def says(self, words: Iterable[str]) -> bool:
        """Whether the Thai header holds one of these words, or one of them is an English word of it."""
        return any(word in self.english if word.isascii() else word in self.thai for word in words)

    def says_only(self, words: Iterable[str]) -> bool:
        """Whether the whole Thai header, or the only English word, is one of these."""
        return any(self.english == (word,) if word.isascii() else word == self.thai for word in words)


def headings(table: Table) -> tuple[Heading, ...]:
    """One per column of the canonical table, in its order."""
    titles = {field.name: field.title for field in table.schema.fields}
    return tuple(heading(column.header or titles.get(column.name, ""), column.name) for column in table.tidied.columns)


def heading(header: str, name: str = "") -> Heading:
    """The names of one column; `name` is its machine name, which may be the header itself."""
    words = _ENGLISH.findall(re.sub(r"(?<=[a-z])(?=[A-Z])", " ", f"{header} {name}").lower())
    return Heading(thai=_SIGNS.sub("", header), english=tuple(dict.fromkeys(words)))
