"""Every number of a pack once more, by SQL over the ledger's table and by nothing of the pack's own code.

Each query answers (value, out_of, records, considered): the last two are JSON arrays of record numbers.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

TABLES = """
CREATE TEMP TABLE record AS
  SELECT seq, at, kind, dataset, body, strftime('%Y-%m', at, '+7 hours') AS month, at >= :begins AS inside FROM (
    SELECT seq, json_extract(text, '$.record.at') AS at, json_extract(text, '$.record.kind') AS kind,
           json_extract(text, '$.record.dataset') AS dataset, json_extract(text, '$.record.body') AS body
    FROM ledger.ledger)
  WHERE at < :until;
CREATE TEMP TABLE outcome AS
  SELECT seq, at, month, inside, dataset, json_extract(body, '$.outcome') AS word,
         json_extract(body, '$.findings') AS findings, json_extract(body, '$.disclosure.agency') AS named,
         json_extract(body, '$.disclosure.public') AS public, json_extract(body, '$.disclosure.told') AS told,
         json_extract(body, '$.disclosure.views') AS views, json_extract(body, '$.disclosure.downloads') AS downloads,
         json_extract(body, '$.disclosure.scores.perd') AS perd
  FROM record WHERE kind = 'outcome' AND json_extract(body, '$.own_evidence') IS NULL;
CREATE TEMP TABLE look AS
  SELECT seq, at, dataset, public FROM outcome
  UNION ALL
  SELECT seq, at, dataset, json_extract(body, '$.disclosure.public') FROM record WHERE kind = 'decision';
CREATE TEMP TABLE owner AS
  SELECT dataset, coalesce(
    (SELECT named FROM outcome o WHERE o.dataset = d.dataset AND named IS NOT NULL ORDER BY seq DESC LIMIT 1),
    (SELECT code FROM code WHERE instr(d.dataset, code || '-') = 1 ORDER BY length(code) DESC LIMIT 1)
  ) AS agency FROM (SELECT DISTINCT dataset FROM record WHERE dataset <> '-') d;
"""
NOW = "'9'"
"""Later than every record there is."""


def seen(moment: str) -> str:
    """Datasets that the public saw at a moment, with the record that says so."""
    return f"""
      SELECT dataset, seq FROM (
        SELECT dataset, seq, public, row_number() OVER (PARTITION BY dataset ORDER BY seq DESC) AS nth
        FROM look JOIN owner USING (dataset) JOIN member USING (agency)
        WHERE scope = :scope AND public IS NOT NULL AND at < {moment})
      WHERE nth = 1 AND public = 1"""


def told(moment: str) -> str:
    """Of those, the record that told of the disclosure."""
    return f"""
      SELECT dataset, seq, told, perd FROM (
        SELECT dataset, seq, told, perd, row_number() OVER (PARTITION BY dataset ORDER BY seq DESC) AS nth
        FROM outcome WHERE told IS NOT NULL AND at < {moment})
      WHERE nth = 1 AND dataset IN (SELECT dataset FROM ({seen(moment)}))"""


OPEN = "told ->> '$.openness' IN ('open', 'open-with-duty')"
FREE = """(SELECT count(*) > 0 AND count(*) = sum(value ->> '$.anonymous_get') FROM json_each(told, '$.resources'))"""
NO_CONDITIONS = "told ->> '$.no_conditions' = 1"
QUALITIES = {
    "open-licence": OPEN,
    "machine-readable": "told ->> '$.machine_readable' = 1",
    "open-format": "told ->> '$.open_format' = 1",
    "items-complete": "json_array_length(told, '$.items_missing') + json_array_length(told, '$.items_unknown') = 0",
    "dictionary": "told ->> '$.dictionary' = 1",
    "api": "told ->> '$.api' = 1",
    "high-value": "told ->> '$.high_value' = 1",
    "free-access": FREE,
    "any-platform": "told ->> '$.open_format' = 1",
    "no-charge": f"{OPEN} AND {NO_CONDITIONS} AND {FREE}",
    "redistributable": OPEN,
    "any-purpose": f"told ->> '$.openness' = 'open' AND {NO_CONDITIONS}",
    "shared-with-agencies": "json_array_length(told, '$.shared_with') > 0",
    "pulled-by-machine": "told ->> '$.over_http' = 1",
    "fresh": "julianday(:day) - julianday(told ->> '$.last_change') <= (told ->> '$.cycle_days')",
} | {f"stars {n}": f"told ->> '$.stars' = {n}" for n in range(6)}
OUT_OF = {"fresh": "told ->> '$.cycle_days' IS NOT NULL AND told ->> '$.last_change' IS NOT NULL"} | {
    f"stars {n}": "told ->> '$.stars' IS NOT NULL" for n in range(6)
}
"""Which of the disclosed datasets are considered; all that tell anything, if it does not stand here."""


def largest(what: str) -> str:
    """Of each dataset that the public sees, the first record of the largest count."""
    return f"""
      SELECT dataset, seq, {what} AS n FROM (
        SELECT dataset, seq, {what}, row_number() OVER (PARTITION BY dataset ORDER BY {what} DESC, seq) AS nth
        FROM outcome WHERE {what} IS NOT NULL)
      WHERE nth = 1 AND dataset IN (SELECT dataset FROM ({seen(NOW)}))"""


def start(what: str) -> str:
    """Of each dataset that was counted in the period, the largest count before it, or else the first one in it."""
    return f"""
      SELECT dataset, seq, {what} AS n FROM (
        SELECT dataset, seq, {what}, row_number() OVER (
          PARTITION BY dataset ORDER BY inside, CASE inside WHEN 0 THEN -{what} ELSE 0 END, seq) AS nth
        FROM outcome WHERE {what} IS NOT NULL)
      WHERE nth = 1 AND dataset IN (SELECT dataset FROM outcome WHERE inside AND {what} IS NOT NULL)"""


LOOKS = """
  SELECT dataset, seq, findings FROM (
    SELECT dataset, seq, findings, row_number() OVER (PARTITION BY dataset ORDER BY seq DESC) AS nth
    FROM outcome JOIN owner USING (dataset) JOIN member USING (agency)
    WHERE scope = :scope AND inside AND findings IS NOT NULL)
  WHERE nth = 1
"""
PRESENT = f"""
  SELECT dataset, seq, state FROM (
    SELECT dataset, seq, body ->> '$.state' AS state, row_number() OVER (PARTITION BY dataset ORDER BY seq DESC) AS nth
    FROM record WHERE kind = 'presence' AND body ->> '$.state' <> 'could-not-look')
  WHERE nth = 1 AND dataset IN (SELECT dataset FROM ({seen(NOW)}))
"""
ITS = "record JOIN owner USING (dataset) JOIN member USING (agency) WHERE scope = :scope AND inside"


@dataclass(frozen=True)
class Answer:
    """What SQL says of a number."""

    value: Any
    out_of: Any
    records: tuple[int, ...]
    considered: tuple[int, ...]


@dataclass(frozen=True)
class Months:
    """The period: its months with the first moment after each, UTC."""

    begins: datetime
    until: datetime
    day: str
    months: tuple[tuple[str, datetime], ...]


def answers(
    ledger: Path, scopes: Mapping[str, Sequence[str]], codes: Sequence[str], period: Months
) -> dict[tuple[str, str, str | None, str | None], Answer]:
    """By (scope, id, month, part): every number that is not nought or nothing, and many that are."""
    database = sqlite3.connect(":memory:")
    database.execute("ATTACH ? AS ledger", (str(ledger),))
    database.execute("CREATE TEMP TABLE member (scope TEXT, agency TEXT)")
    database.executemany("INSERT INTO member VALUES (?, ?)", [(s, a) for s, its in scopes.items() for a in its])
    database.execute("CREATE TEMP TABLE code (code TEXT)")
    database.executemany("INSERT INTO code VALUES (?)", [(code,) for code in codes])
    for statement in TABLES.split(";"):
        used = {name: _stamp(value) for name, value in (("begins", period.begins), ("until", period.until))}
        database.execute(statement, {name: value for name, value in used.items() if f":{name}" in statement})
    found = {}
    for scope in scopes:
        for (id, month, part), (query, values) in _queries(period, database).items():
            row = database.execute(query, {"scope": scope, "day": period.day} | values).fetchone()
            records, considered = (tuple(sorted(json.loads(one or "[]"))) for one in row[2:])
            found[scope, id, month, part] = Answer(row[0], row[1], records, considered)
    database.close()
    return found


Key = tuple[str, str | None, str | None]
Query = tuple[str, dict[str, Any]]


def _queries(period: Months, database: sqlite3.Connection) -> dict[Key, Query]:
    now = seen(NOW)
    queries: dict[Key, Query] = {
        ("disclosed", None, None): (_count(now), {}),
        ("disclosed-growth", None, None): (_net(_stamp(period.begins)), {}),
    }
    for id, passes in QUALITIES.items():
        name, _, part = id.partition(" ")
        query = f"""
          SELECT CASE count(*) WHEN 0 THEN NULL ELSE sum(passes) END, nullif(count(*), 0),
                 json_group_array(seq) FILTER (WHERE passes), json_group_array(seq)
          FROM (SELECT seq, coalesce({passes}, 0) AS passes FROM ({told(NOW)})
                WHERE {OUT_OF.get(id, "1")})"""
        queries[name, None, part or None] = (query, {})
    for month, ends in period.months:
        queries["disclosed-growth", month, None] = (_count(seen(":ends")), {"ends": _stamp(ends)})
        queries["own-indicator", month, None] = (_mean(":ends"), {"ends": _stamp(ends)})
    queries["own-indicator", None, None] = (_mean(NOW), {})
    for word in ("published", "unchanged", "held", "failed", "unreachable", "waiting"):
        for month in (None, *(month for month, _ in period.months)):
            queries["outcomes", month, word] = (
                _count(
                    "SELECT seq FROM outcome JOIN owner USING (dataset) JOIN member USING (agency)"
                    " WHERE scope = :scope AND inside AND word = :word AND (:month IS NULL OR month = :month)"
                ),
                {"word": word, "month": month},
            )
    for kind in ("approved", "declined", "waived", "overridden", "withdrawn", "reopened", "released", "restored"):
        queries["decisions", None, kind] = (
            _count(f"SELECT seq FROM {ITS} AND kind = 'decision' AND body ->> '$.decision' = :kind"),
            {"kind": kind},
        )
    queries["findings", None, None] = (_findings("1"), {})
    rules = database.execute("SELECT DISTINCT key FROM outcome, json_each(findings) WHERE findings IS NOT NULL")
    for (rule,) in rules.fetchall():
        queries["findings", None, rule] = (_findings("key = :rule"), {"rule": rule})
    for id, what in (("views", "views"), ("downloads", "downloads")):
        ends, starts = largest(what), start(what)
        queries[id, None, "total"] = (
            f"SELECT sum(n), NULL, json_group_array(seq) FILTER (WHERE seq), '[]' FROM ({ends})",
            {},
        )
        pairs = (
            f"SELECT e.seq AS e_seq, s.seq AS s_seq, e.n AS e_n, s.n AS s_n FROM ({ends}) e JOIN ({starts}) s"
            " USING (dataset)"
        )
        queries[id, None, "growth"] = (
            f"SELECT (SELECT sum(e_n - s_n) FROM ({pairs})), NULL, json_group_array(seq), '[]'"
            f" FROM (SELECT e_seq AS seq FROM ({pairs}) UNION SELECT s_seq FROM ({pairs}))",
            {},
        )
    queries["present-downstream", None, None] = (
        "SELECT CASE count(*) WHEN 0 THEN NULL ELSE sum(state = 'seen') END, nullif(count(*), 0),"
        f" json_group_array(seq) FILTER (WHERE state = 'seen'), json_group_array(seq) FROM ({PRESENT})",
        {},
    )
    queries["verified-records", None, "records"] = (
        _count(
            "SELECT seq FROM record JOIN owner USING (dataset) JOIN member USING (agency) WHERE scope=:scope AND inside"
        ),
        {},
    )
    queries["verified-records", None, "checkpoints"] = (
        _count("SELECT seq FROM record WHERE kind = 'checkpoint' AND inside"),
        {},
    )
    return queries


def _count(rows: str) -> str:
    return f"SELECT count(*), NULL, json_group_array(seq), '[]' FROM ({rows})"


def _net(begins: str) -> str:
    now, before = seen(NOW), seen(f"'{begins}'")
    moved = f"""
      SELECT seq, 1 AS n FROM ({now}) WHERE dataset NOT IN (SELECT dataset FROM ({before}))
      UNION ALL
      SELECT max(seq), -1 FROM look WHERE public IS NOT NULL AND dataset IN (SELECT dataset FROM ({before}))
        AND dataset NOT IN (SELECT dataset FROM ({now})) GROUP BY dataset"""
    return f"SELECT coalesce(sum(n), 0), NULL, json_group_array(seq), '[]' FROM ({moved})"


def _mean(moment: str) -> str:
    scored = f"SELECT seq, perd FROM ({told(moment)}) WHERE perd IS NOT NULL"
    # In tenths, so that the half is rounded up exactly.
    tenths = "sum(CAST(round(CAST(perd AS REAL) * 10) AS INTEGER))"
    rounded = f"printf('%.1f', ((2 * {tenths} + count(*)) / (2 * count(*))) / 10.0)"
    return f"""
      SELECT CASE count(*) WHEN 0 THEN NULL ELSE {rounded} END, 100,
             json_group_array(seq), '[]' FROM ({scored})"""


def _findings(which: str) -> str:
    counted = f"SELECT seq, sum(value) AS n FROM ({LOOKS}) l, json_each(l.findings) WHERE {which} GROUP BY seq"
    total = f"(SELECT coalesce(sum(n), 0) FROM ({counted}))"
    return f"""
      SELECT CASE (SELECT count(*) FROM ({LOOKS})) WHEN 0 THEN NULL ELSE {total} END, NULL,
             (SELECT json_group_array(seq) FROM ({counted})), (SELECT json_group_array(seq) FROM ({LOOKS}))"""


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def scopes_of(agencies: Sequence[str], ministry: str) -> Iterator[tuple[str, Sequence[str]]]:
    """The ministry with all of them, and each by itself."""
    yield ministry, agencies
    for agency in agencies:
        yield agency, [agency]
