# SPDX-License-Identifier: AGPL-3.0-or-later
"""The search index: one table beside CKAN's own, in the place of Solr.

CKAN 2.12 talks to Solr through `ckan.lib.search.common.make_connection` alone, and of what that returns it uses
`search`, `add`, `delete`, `commit` and `url`. Each call here takes a connection of its own and commits at once, as Solr
would: an index that waited for CKAN's transaction could block it, or be rolled back with it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from ckan.lib.search.common import SearchQueryError
from ckan.model import ensure_engine, meta

from . import search_query, search_sql

TABLE = "perd_search"

CREATE = f"""
CREATE TABLE IF NOT EXISTS {TABLE} (
    index_id text PRIMARY KEY,
    modified text NOT NULL,
    fields jsonb NOT NULL,
    haystack text NOT NULL,
    stored jsonb NOT NULL
);
CREATE INDEX IF NOT EXISTS {TABLE}_fields ON {TABLE} USING gin (fields jsonb_path_ops);
"""

_NEVER_SHOWN = frozenset(["permission_labels"])
_IN_HAYSTACK = ("name", "title", "notes", "tags", "groups", "organization", "license", "url", "maintainer", "author")
_NAME = re.compile(r"[A-Za-z0-9_.\-]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """What CKAN reads of a Solr answer. `facets['facet_fields'][f]` is the flat list value, count, value, count, ..."""

    hits: int
    docs: list[dict[str, Any]]
    facets: dict[str, dict[str, list[Any]]] = field(default_factory=dict)


def create_table() -> None:
    with _engine().begin() as connection:
        # Two starting processes may both find no table: the lock lets one make it and the other find it.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(hashtext(%s))", (TABLE,))
        connection.exec_driver_sql(CREATE)


class SearchTable:
    """Stands where CKAN expects a `pysolr.Solr`."""

    url = f"postgresql table {TABLE}"

    def add(self, docs: list[dict[str, Any]], commit: bool = True) -> None:
        """Put documents in, or in the place of their older selves.

        A document that was built before a newer one, but arrives after it, is left out: it could show a dataset as
        public that has been made private in the meantime.
        """
        with _engine().begin() as connection:
            for doc in docs:
                fields = _fields(doc)
                connection.exec_driver_sql(
                    f"INSERT INTO {TABLE} AS old (index_id, modified, fields, haystack, stored) "
                    "VALUES (%s, %s, %s::jsonb, %s, %s::jsonb) ON CONFLICT (index_id) DO UPDATE SET "
                    "modified = excluded.modified, fields = excluded.fields, haystack = excluded.haystack, "
                    "stored = excluded.stored WHERE old.modified <= excluded.modified",
                    (
                        doc["index_id"],
                        str(doc.get("metadata_modified", "")),
                        json.dumps(fields, ensure_ascii=False),
                        _haystack(fields),
                        json.dumps(doc, ensure_ascii=False, default=str),
                    ),
                )

    def delete(self, q: str, commit: bool = True) -> None:
        sql, values = search_sql.condition(_parsed(q))
        with _engine().begin() as connection:
            connection.exec_driver_sql(f"DELETE FROM {TABLE} WHERE {sql}", tuple(values))

    def commit(self, **_: object) -> None:
        """Every call has committed already."""

    def search(
        self,
        q: str = "*:*",
        fq: str | list[str] = "",
        rows: int = 10,
        start: int = 0,
        sort: str | None = None,
        fl: str | list[str] | None = None,
        **more: Any,
    ) -> Answer:
        """Answer one query. Solr's switches for weighing words (`qf`, `mm`, `tie`, `bf`, `boost`) change nothing."""
        # CKAN sets defType for words from the search box, and leaves it out for the query language.
        asked = search_query.parse_box(q) if "defType" in more and ":" not in q else _parsed(q)
        filters = [_parsed(one) for one in ([fq] if isinstance(fq, str) else fq) if one and one.strip()]
        where, values = search_sql.condition(search_query.And((asked, *filters)))
        order, order_values = _order(sort, asked)
        columns = _columns(fl)
        with _engine().connect() as connection:
            hits = connection.exec_driver_sql(f"SELECT count(*) FROM {TABLE} WHERE {where}", tuple(values)).scalar()
            found = connection.exec_driver_sql(
                f"SELECT stored FROM {TABLE} WHERE {where} ORDER BY {order} LIMIT %s OFFSET %s",
                (*values, *order_values, max(int(rows), 0), max(int(start or 0), 0)),
            )
            docs = [_shown(row[0], columns) for row in found]
            facets = _facets(connection, where, values, more)
        return Answer(int(hits or 0), docs, {"facet_fields": facets})


def _engine() -> Any:
    return meta.engine or ensure_engine()


def _parsed(query: str) -> search_query.Node:
    try:
        return search_query.parse(query)
    except search_query.QuerySyntaxError as error:
        raise SearchQueryError(f"Invalid search query: {error}") from error


def _fields(doc: dict[str, Any]) -> dict[str, list[str]]:
    """Field name -> its values as texts, each once; fields without a value are left out."""
    fields: dict[str, list[str]] = {}
    for name, raw in {**doc, "name_ngram": doc.get("name"), "title_ngram": doc.get("title")}.items():
        if name in ("data_dict", "validated_data_dict"):
            continue
        several = raw if isinstance(raw, (list, tuple)) else [raw]
        values = [_text(value) for value in several if value not in (None, "")]
        if search_sql.is_text(name):
            values = [search_sql.fold(value) for value in values]
        if values:
            fields[name] = list(dict.fromkeys(values))
    return fields


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return search_sql.plain(str(value))


def _haystack(fields: dict[str, list[str]]) -> str:
    """Line by line, so that a phrase cannot begin in one value and end in the next."""
    chosen = [
        value
        for name, values in fields.items()
        if name in _IN_HAYSTACK or name.startswith(("res_", "extras_", "vocab_"))
        for value in values
    ]
    return search_sql.fold("\n".join(chosen))


def _columns(fl: str | list[str] | None) -> list[str] | None:
    names = fl if isinstance(fl, list) else re.split(r"[,\s]+", (fl or "").strip())
    names = [name for name in names if name]
    return None if not names or "*" in names else names


def _shown(stored: dict[str, Any], columns: list[str] | None) -> dict[str, Any]:
    names = stored if columns is None else columns
    return {name: stored[name] for name in names if name in stored and name not in _NEVER_SHOWN}


def _order(sort: str | None, asked: search_query.Node) -> tuple[str, list[object]]:
    """The ORDER BY of `sort` ("field asc, field desc"); documents without the field come last, ties go by id."""
    terms: list[str] = []
    values: list[object] = []
    for part in (sort or "score desc, metadata_modified desc").split(","):
        words = part.split()
        if len(words) != 2 or not _NAME.fullmatch(words[0]) or words[1].lower() not in ("asc", "desc"):
            raise SearchQueryError(f'Invalid "sort" parameter: {part.strip()!r} is not "<field> asc" or "<field> desc"')
        if words[0] == "score":
            sql, score_values = search_sql.score(asked)
            terms.append(f"({sql}) {words[1]}")
            values.extend(score_values)
        else:
            value = '(fields->%s->>0) COLLATE "C"'
            if words[0] in search_sql.NUMBER_FIELDS:
                value = "substring(fields->%s->>0 FROM '^[0-9]{1,9}$')::int"
            terms.append(f"{value} {words[1]} NULLS LAST")
            values.append(words[0])
    return ", ".join([*terms, "index_id"]), values


def _facets(connection: Any, where: str, values: list[object], more: dict[str, Any]) -> dict[str, list[Any]]:
    if str(more.get("facet", "true")).lower() != "true":
        return {}
    wanted = more.get("facet.field") or []
    limit, least = int(more.get("facet.limit", 50)), int(more.get("facet.mincount", 1))
    facets: dict[str, list[Any]] = {}
    for name in [wanted] if isinstance(wanted, str) else wanted:
        rows = connection.exec_driver_sql(
            f"SELECT v, count(*) FROM {TABLE}, jsonb_array_elements_text(fields->%s) AS v WHERE {where} "
            "GROUP BY v HAVING count(*) >= %s ORDER BY count(*) DESC, v LIMIT %s",
            (name, *values, least, None if limit < 0 else limit),
        )
        facets[name] = [item for row in rows for item in row]
    return facets
