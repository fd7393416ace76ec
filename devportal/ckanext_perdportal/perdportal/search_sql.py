# SPDX-License-Identifier: AGPL-3.0-or-later
"""A query tree as a PostgreSQL condition on the table of `search_table`.

No import of CKAN here. The condition uses two columns: `fields` (jsonb: field name -> list of texts) and `haystack`
(text: everything a search box looks through). Values always travel as parameters (`%s`), never inside the SQL.
"""

from __future__ import annotations

import json
import re
import unicodedata

from . import search_query as sq

TEXT_FIELDS = frozenset(
    [
        *("title", "title_ngram", "name_ngram", "notes"),
        *("author", "author_email", "maintainer", "maintainer_email"),
        *("res_name", "res_description"),
    ]
)
"""Fields of running text: a query matches a part of them, whatever the case. All other fields match as a whole."""

COMMON_FIELDS = frozenset(["site_id", "entity_type", "dataset_type", "state", "capacity"])
"""Of which nearly every document has the same value. PostgreSQL cannot know that of a field within JSON, and would read
all documents by the index of `fields` before it looks at any other condition: these are asked in words that it has no
index for."""

NUMBER_FIELDS = frozenset(["views_total", "views_recent"])
"""Fields that CKAN fills with whole numbers and sorts by: 10 comes after 9."""

_NUMBER = re.compile(r"-?\d+(\.\d+)?")

Condition = tuple[str, list[object]]
"""SQL and its parameters, in order."""


def is_text(field: str) -> bool:
    return field in TEXT_FIELDS or field.startswith(("extras_", "res_extras_"))


def fold(text: str) -> str:
    """One spelling for what reads the same: case, full-width forms, and Thai sara am typed as one letter or as two."""
    return unicodedata.normalize("NFKC", text).casefold()


def condition(node: sq.Node) -> Condition:
    """The SQL condition that is true for the documents the tree asks for."""
    match node:
        case sq.Everything():
            return "true", []
        case sq.Nothing():
            return "false", []
        case sq.Match(field=None | "text", value=value):
            return "haystack LIKE %s", [f"%{_escaped(fold(value))}%"]
        case sq.Match(field=str() as field, value=value) if is_text(field):
            return _any_value("v LIKE %s"), [field, f"%{_escaped(fold(value))}%"]
        case sq.Match(field=str() as field, value=value) if field in COMMON_FIELDS:
            return "fields->%s @> %s::jsonb", [field, json.dumps([plain(value)], ensure_ascii=False)]
        case sq.Match(field=field, value=value):
            return "fields @> %s::jsonb", [json.dumps({field: [plain(value)]}, ensure_ascii=False)]
        case sq.Like(field=None | "text", parts=parts):
            return "haystack LIKE %s", [f"%{_pattern(parts, folded=True)}%"]
        case sq.Like(field=str() as field, parts=parts):
            pattern = _pattern(parts, folded=is_text(field))
            return _any_value("v LIKE %s"), [field, f"%{pattern}%" if is_text(field) else pattern]
        case sq.Present(field=field):
            return "jsonb_exists(fields, %s)", [field]
        case sq.Range():
            return _range(node)
        case sq.Not(node=inner):
            sql, values = condition(inner)
            return f"NOT ({sql})", values
        case sq.And(nodes=nodes):
            return _joined(" AND ", nodes)
        case sq.Or(nodes=nodes):
            return _joined(" OR ", nodes)
    raise TypeError(f"not a query: {node!r}")


def score(node: sq.Node) -> Condition:
    """A number for `sort=score desc`: a word in the name or title weighs 4, in the keywords 2, elsewhere 1."""
    terms: list[str] = []
    values: list[object] = []
    for word in _words(node):
        like = f"%{_escaped(fold(word))}%"
        for column, weight in (("fields->>'name'", 4), ("fields->>'title'", 4), ("fields->>'tags'", 2)):
            terms.append(f"CASE WHEN lower({column}) LIKE %s THEN {weight} ELSE 0 END")
            values.append(like)
    return " + ".join(["1", *terms]), values


def _words(node: sq.Node) -> list[str]:
    match node:
        case sq.Match(field=None | "text", value=value):
            return [value]
        case sq.And(nodes=nodes) | sq.Or(nodes=nodes):
            return [word for inner in nodes for word in _words(inner)]
    return []


def _joined(operator: str, nodes: tuple[sq.Node, ...]) -> Condition:
    conditions = [condition(node) for node in nodes]
    return operator.join(f"({sql})" for sql, _ in conditions), [value for _, values in conditions for value in values]


def _any_value(test: str) -> str:
    return f"EXISTS (SELECT 1 FROM jsonb_array_elements_text(fields->%s) AS v WHERE {test})"


def _range(node: sq.Range) -> Condition:
    numeric = all(bound is None or _NUMBER.fullmatch(bound) for bound in (node.low, node.high))
    # CASE and not AND: PostgreSQL may try the conversion first, and fail on a value that is not a number.
    number = r"CASE WHEN v ~ '^-?[0-9]+(\.[0-9]+)?$' THEN v::numeric END"
    value, bound_sql = (number, "%s::numeric") if numeric else ('v COLLATE "C"', "%s")
    tests: list[str] = []
    values: list[object] = [node.field]
    for bound, operator in ((node.low, ">=" if node.with_low else ">"), (node.high, "<=" if node.with_high else "<")):
        if bound is not None:
            tests.append(f"{value} {operator} {bound_sql}")
            values.append(plain(bound))
    return _any_value(" AND ".join(tests)), values


def plain(value: str) -> str:
    """Instants are compared as text, so that they lose the trailing Z on both sides."""
    return value[:-1] if re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:.]+Z", value) else value


def _escaped(text: str) -> str:
    return re.sub(r"([\\%_])", r"\\\1", text)


def _pattern(parts: tuple[str | sq.Wildcard, ...], *, folded: bool) -> str:
    return "".join(
        {"*": "%", "?": "_"}[part.sign] if isinstance(part, sq.Wildcard) else _escaped(fold(part) if folded else part)
        for part in parts
    )
