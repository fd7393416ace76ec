# SPDX-License-Identifier: AGPL-3.0-or-later
"""The part of the Solr query language that CKAN speaks, read into a small tree.

No import of CKAN here, so that the parser can be tested by itself. Understood: `*:*`, words, "phrases",
`field:value`, `field:(a OR b)`, `+`, `-`, `!`, `AND`, `OR`, `NOT`, `&&`, `||`, `*` and `?` in words, `[a TO b]`,
`{a TO b}`, `\\` before any character, `^boost` (read and left out). Words side by side are joined by AND, as CKAN asks
for (`q.op=AND`).
Everything else raises `QuerySyntaxError`: a filter that is not understood must never become "everything".
"""

from __future__ import annotations

import re
from dataclasses import dataclass


class QuerySyntaxError(ValueError):
    """The query is not in the language above. The message says what and where (character, counted from 1)."""


@dataclass(frozen=True, slots=True)
class Everything:
    """`*:*`"""


@dataclass(frozen=True, slots=True)
class Nothing:
    """A search box with nothing in it that could be looked for."""


@dataclass(frozen=True, slots=True)
class Match:
    """The field has this value; a field for running text contains it. `field` is None for the search box."""

    field: str | None
    value: str


@dataclass(frozen=True, slots=True)
class Like:
    """`value` with wildcards: a tuple of literal text and the wildcards "*" and "?", told apart by `Wildcard`."""

    field: str | None
    parts: tuple[str | Wildcard, ...]


@dataclass(frozen=True, slots=True)
class Wildcard:
    """`*` (any run of characters) or `?` (one character)."""

    sign: str


@dataclass(frozen=True, slots=True)
class Present:
    """`field:*` or `field:[* TO *]`: the field has a value."""

    field: str


@dataclass(frozen=True, slots=True)
class Range:
    """`field:[low TO high]`; None is an open end, `[`/`]` include the bound and `{`/`}` leave it out."""

    field: str
    low: str | None
    high: str | None
    with_low: bool
    with_high: bool


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class And:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    nodes: tuple[Node, ...]


Node = Everything | Nothing | Match | Like | Present | Range | Not | And | Or

DEEPEST = 40
"""Brackets inside brackets: more than this is an attack on the stack, not a question."""

_ENDS_WORD = set(' \t\r\n()[]{}"^~:')
_AFTER_OPERATOR = ("", " ", "\t", "\n", "\r", "(", '"')
_FIELD = re.compile(r"[\w.\-*]+", re.ASCII)
_BOOST = re.compile(r"\^\d+(\.\d+)?")
_RANGE = re.compile(
    r"""([\[{]) \s* ("(?:[^"\\]|\\.)*"|[^\s"\]}]+) \s+TO\s+ ("(?:[^"\\]|\\.)*"|[^\s"\]}]+) \s* ([\]}])""", re.VERBOSE
)
_BOX = re.compile(r'([+-]?)(?:"([^"]*)"|(\S+))')


def parse(query: str) -> Node:
    """Read a query or filter query."""
    return _Reader(query).whole()


def parse_box(text: str) -> Node:
    """Read what somebody typed into a search box: words and "phrases", `-` leaves out, nothing else is syntax."""
    nodes: list[Node] = []
    for sign, phrase, word in _BOX.findall(text):
        looked_for = (phrase or word.strip("*\"'()[]{},;")).strip()
        if word == "*":
            nodes.append(Everything())
        elif looked_for:
            match = Match(None, looked_for)
            nodes.append(Not(match) if sign == "-" else match)
    if not nodes:
        return Nothing()
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


class _Reader:
    """Recursive descent: either := both (OR both)*, both := clause (AND? clause)*, clause := [+-!] [field:] value."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def whole(self) -> Node:
        node = self.either(None)
        self.blank()
        if self.at < len(self.text):
            raise self.wrong(f"'{self.text[self.at]}' is not expected here")
        return node

    def either(self, field: str | None) -> Node:
        nodes = [self.both(field)]
        while self.operator("OR", "||"):
            nodes.append(self.both(field))
        return nodes[0] if len(nodes) == 1 else Or(tuple(nodes))

    def both(self, field: str | None) -> Node:
        nodes = [self.clause(field)]
        while True:
            if self.operator("AND", "&&"):
                nodes.append(self.clause(field))
            elif self.ends() or self.looks_at("OR", "||"):
                break
            else:
                nodes.append(self.clause(field))
        return nodes[0] if len(nodes) == 1 else And(tuple(nodes))

    def clause(self, field: str | None) -> Node:
        self.blank()
        negative = self.operator("NOT") or self.take("-") or self.take("!")
        if not negative:
            self.take("+")
        if self.ends() or self.looks_at("AND", "OR", "NOT", "&&", "||", "+", "-", "!"):
            raise self.wrong("something to look for is missing")
        node = self.operand(field)
        return Not(node) if negative else node

    def operand(self, field: str | None) -> Node:
        if self.text.startswith("*:*", self.at):
            self.at += 3
            return self.boosted(Everything())
        name = _FIELD.match(self.text, self.at)
        if name and self.text.startswith(":", name.end()):
            if field is not None or "*" in name.group():
                raise self.wrong(f"the field '{name.group()}' cannot stand here")
            self.at = name.end() + 1
            field = name.group()
        return self.boosted(self.value(field))

    def value(self, field: str | None) -> Node:
        if self.take("("):
            self.depth += 1
            if self.depth > DEEPEST:
                raise self.wrong("too many brackets inside each other")
            node = self.either(field)
            self.blank()
            if not self.take(")"):
                raise self.wrong("a closing bracket is missing")
            self.depth -= 1
            return node
        if self.text.startswith('"', self.at):
            return Match(field, self.phrase())
        if self.text[self.at : self.at + 1] in ("[", "{"):
            return self.range(field)
        return self.word(field)

    def phrase(self) -> str:
        found = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL).match(self.text, self.at)
        if not found:
            raise self.wrong("a closing quotation mark is missing")
        self.at = found.end()
        if self.text.startswith("~", self.at):
            raise self.wrong("'~' is not supported")
        return _unescape(found.group(1))

    def range(self, field: str | None) -> Node:
        found = _RANGE.match(self.text, self.at)
        if not found:
            raise self.wrong("a range is written [low TO high]")
        if field is None:
            raise self.wrong("a range needs a field")
        low, high = (None if bound == "*" else _unquote(bound) for bound in found.group(2, 3))
        for bound in (low, high):
            if bound is not None and bound.startswith("NOW"):
                raise self.wrong("reckoning with NOW is not supported; write the date")
        self.at = found.end()
        if low is None and high is None:
            return Present(field)
        return Range(field, low, high, found.group(1) == "[", found.group(4) == "]")

    def word(self, field: str | None) -> Node:
        parts: list[str | Wildcard] = []
        start = self.at
        while self.at < len(self.text) and self.text[self.at] not in _ENDS_WORD:
            sign = self.text[self.at]
            if sign == "\\":
                self.at += 1
                if self.at == len(self.text):
                    raise self.wrong("nothing follows the last backslash")
                _append(parts, self.text[self.at])
            elif sign in "*?":
                parts.append(Wildcard(sign))
            elif sign == "/" and self.at == start:
                raise self.wrong("regular expressions are not supported")
            else:
                _append(parts, sign)
            self.at += 1
        if self.at == start or self.text[self.at : self.at + 1] in (":", "~", '"', "[", "{"):
            raise self.wrong(f"'{self.text[self.at : self.at + 1]}' is not expected here; write it in quotation marks")
        if all(isinstance(part, str) for part in parts):
            return Match(field, "".join(str(part) for part in parts))
        if parts == [Wildcard("*")]:
            return Everything() if field is None else Present(field)
        return Like(field, tuple(parts))

    def boosted(self, node: Node) -> Node:
        """Step over `^4`: it would only change the order of the answers."""
        found = _BOOST.match(self.text, self.at)
        if found:
            self.at = found.end()
        elif self.text.startswith("^", self.at):
            raise self.wrong("'^' is followed by a number")
        return node

    def blank(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def ends(self) -> bool:
        self.blank()
        return self.at >= len(self.text) or self.text[self.at] == ")"

    def take(self, sign: str) -> bool:
        if self.text.startswith(sign, self.at):
            self.at += len(sign)
            return True
        return False

    def looks_at(self, *words: str) -> bool:
        self.blank()
        return any(
            self.text.startswith(word, self.at)
            and (not word.isalpha() or self.text[self.at + len(word) : self.at + len(word) + 1] in _AFTER_OPERATOR)
            for word in words
        )

    def operator(self, *words: str) -> bool:
        for word in words:
            if self.looks_at(word):
                self.at += len(word)
                return True
        return False

    def wrong(self, what: str) -> QuerySyntaxError:
        return QuerySyntaxError(f"{what} (character {min(self.at, len(self.text)) + 1} of the query)")


def _append(parts: list[str | Wildcard], letter: str) -> None:
    if parts and isinstance(parts[-1], str):
        parts[-1] += letter
    else:
        parts.append(letter)


def _unescape(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text, flags=re.DOTALL)


def _unquote(bound: str) -> str:
    return _unescape(bound[1:-1] if bound.startswith('"') else bound)
