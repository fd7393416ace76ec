"""Is all that makes the ledger append-only still what the migration made? A trigger of the same name may do nothing.

Definitions are compared, and nothing forbidden is tried: a trigger that refuses only some changes would pass a trial,
and a trial takes locks. A database tells a definition in words of its own; blanks aside, ours are written as it does.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from flows.domain.errors import EvidenceError
from flows.domain.text import Text
from flows.evidence.append_only import APPEND_ONLY, AppendOnly

_DEFINITIONS = {
    "sqlite": "SELECT name, sql, true FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'ledger'",
    # Pretty-printed, a name has its schema before it only where without it another thing would be meant.
    "postgresql": """
        SELECT tgname, pg_get_triggerdef(oid, true), tgenabled IN ('O', 'A')
        FROM pg_trigger WHERE tgrelid = 'ledger'::regclass
        UNION ALL
        SELECT proname, replace(pg_get_functiondef(oid),
            'CREATE OR REPLACE FUNCTION ' || pronamespace::regnamespace || '.', 'CREATE FUNCTION '), true
        FROM pg_proc WHERE oid IN (to_regprocedure('ledger_refuses()'), to_regprocedure('ledger_only_grows()'))""",
}


@dataclass(frozen=True, slots=True)
class _Guard:
    """A trigger, or what it calls, as the database has it."""

    definition: str
    is_on: bool


def refuse_if_weakened(connection: Connection, where: str) -> None:
    """EvidenceError naming what is not as it was made; somebody who may change the database's structure did that."""
    made = APPEND_ONLY[connection.dialect.name]
    found = [*_other_guards(connection, made), *_other_columns(connection, made)]
    if found:
        thai, english = "; ".join(each.th for each in found), "; ".join(each.en for each in found)
        raise EvidenceError(
            Text(
                th=f"บันทึกอยู่ครบทุกรายการ แต่ฐานข้อมูล {where} ไม่ได้ป้องกันการแก้ไขบันทึกอย่างที่ Perd สร้างไว้: {thai}"
                " โปรดหาผู้ที่แก้ไขโครงสร้างฐานข้อมูล และกู้คืนจากสำเนาสำรอง",
                en=f"All records are there, but the database at {where} no longer guards them as Perd made it to:"
                f" {english}. Find out who changed its structure, and restore it from a backup.",
            )
        )


def _other_guards(connection: Connection, made: AppendOnly) -> Iterator[Text]:
    rows = connection.exec_driver_sql(_DEFINITIONS[connection.dialect.name])
    found = {name: _Guard(_in_words(definition), bool(is_on)) for name, definition, is_on in rows}
    for name, statement in made.guards.items():
        guard = found.get(name)
        if guard is None:
            yield Text(th=f"{name} หายไป", en=f"{name} is gone")
        elif guard.definition != _in_words(statement):
            yield Text(th=f"{name} ถูกเปลี่ยน ไม่ใช่ตามที่ Perd สร้าง", en=f"{name} is not what Perd made it")
        elif not guard.is_on:
            yield Text(th=f"{name} ถูกปิดการทำงาน", en=f"{name} is switched off")


def _other_columns(connection: Connection, made: AppendOnly) -> Iterator[Text]:
    """Those that are computed no more, or from something else than the text."""
    columns = sa.inspect(connection).get_columns("ledger")
    computed = {column["name"] for column in columns if "computed" in column}
    for name, expression in made.columns.items():
        if name not in computed:
            yield Text(
                th=f"คอลัมน์ {name} ไม่ได้คำนวณจากข้อความของบันทึกแล้ว",
                en=f"the column {name} is not computed from the record's text any more",
            )
            continue
        other = f"SELECT min(seq) FROM ledger WHERE {name} IS DISTINCT FROM ({expression})"
        seq = connection.exec_driver_sql(other).scalar_one()
        if seq is not None:
            yield Text(
                th=f"คอลัมน์ {name} ของบันทึกที่ {seq} ไม่ตรงกับข้อความของบันทึก",
                en=f"the column {name} of record {seq} does not say what the record's text says",
            )


def _in_words(definition: str) -> str:
    return " ".join(definition.replace("$function$", "$$").split())
