"""Which field of the schema a header of the agency's file stands for."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from flows.domain.table_schema import Field

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BLANKS = re.compile(r"\s+")
_BEFORE_BRACKET = re.compile(r"\s*([(\[])\s*")
_BEHIND_BRACKET = re.compile(r"\s*([)\]])")
# Nikhahit and sara aa, with a tone mark before or between them, are what PDF and old systems make of sara am.
_SPLIT_SARA_AM = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")


def normalised(header: str) -> str:
    """The header without what people do not see: two headers are the same if these are.

    NFC; zero-width characters out; line breaks and runs of blanks to one blank, none at the ends and around brackets;
    sara am composed; letter case folded. The words in brackets stay: a unit is part of a header.
    """
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", header))
    text = _SPLIT_SARA_AM.sub("\\1\u0e33", text)
    text = _BLANKS.sub(" ", text).strip()
    text = _BEHIND_BRACKET.sub(r"\1", _BEFORE_BRACKET.sub(r"\1", text))
    return text.casefold()


class Recogniser:
    """Knows the schema's fields by every header they go by."""

    def __init__(self, fields: Sequence[Field]) -> None:
        self._order = {field.name: nth for nth, field in enumerate(fields)}
        self._known: dict[str, list[Field]] = {}
        # Titles first: a header that is one field's title never stands for another one by its name or an alias.
        self._learn((field.title, field) for field in fields)
        self._learn((field.name, field) for field in fields)
        self._learn((alias, field) for field in fields for alias in field.aliases)

    def _learn(self, headers: Iterable[tuple[str, Field]]) -> None:
        new: dict[str, list[Field]] = {}
        for header, field in headers:
            new.setdefault(normalised(header), []).append(field)
        self._known = new | self._known

    @property
    def count(self) -> int:
        return len(self._order)

    def order(self, name: str) -> int:
        return self._order[name]

    def recognised(self, cells: Sequence[str]) -> list[Field | None]:
        """The field of each header; None where there is none, or where an earlier column is that field already."""
        taken: set[str] = set()
        fields: list[Field | None] = []
        for cell in cells:
            candidates = self._known.get(normalised(cell), [])
            field = next((field for field in candidates if field.name not in taken), None)
            if field is not None:
                taken.add(field.name)
            fields.append(field)
        return fields

    def score(self, cells: Sequence[str]) -> int:
        return sum(1 for field in self.recognised(cells) if field is not None)
