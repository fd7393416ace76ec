"""schemas/tables/<agency>/<table>.yaml -> TableSchema."""

import re
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from flows.declared.yaml_lines import read_yaml
from flows.domain.dataset import MachineName
from flows.domain.table_schema import TableSchema

FieldType = Literal["string", "integer", "number", "date", "datetime", "time", "boolean", "year", "yearmonth", "any"]

_BOUNDS: dict[str, Callable[[str], object]] = {
    "integer": int,
    "number": Decimal,
    "year": int,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


class _Field(BaseModel):
    """One field of a Table Schema, as strict as a published table needs it."""

    model_config = ConfigDict(extra="forbid")

    name: MachineName
    title: str
    type: FieldType
    description: str = ""
    unit: str | None = None
    aliases: list[str] = []
    example: Any = None
    constraints: dict[str, Any] = {}
    format: Literal["default", "email", "uri", "uuid"] = "default"
    trueValues: list[str] | None = None
    falseValues: list[str] | None = None
    rdfType: str | None = None

    @model_validator(mode="after")
    def _constraints_that_can_be_checked(self) -> "_Field":
        """What Frictionless would only stumble over at the first row."""
        pattern = self.constraints.get("pattern", "")
        try:
            re.compile(pattern)
        except (re.error, TypeError) as error:
            raise ValueError(f"the pattern {pattern!r} is no regular expression ({error})") from error
        reads = _BOUNDS.get(self.type)
        for name in ("minimum", "maximum"):
            if reads is None or name not in self.constraints:
                continue
            bound = self.constraints[name]
            try:
                reads(str(bound))
            except (ValueError, ArithmeticError) as error:
                raise ValueError(f"{name}: {bound!r} is no {self.type}") from error
        return self


class _Reference(BaseModel):
    model_config = ConfigDict(extra="forbid")

    resource: str
    fields: str | list[str]


class _ForeignKey(BaseModel):
    model_config = ConfigDict(extra="forbid")

    fields: str | list[str]
    reference: _Reference


class _TableSchema(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    version: Annotated[str, StringConstraints(pattern=r"^\d+(\.\d+)*$")]
    title: str
    description: str = ""
    fields: list[_Field] = Field(min_length=1)
    primaryKey: str | list[str] = []
    missingValues: list[Literal[""]] = [""]
    foreignKeys: list[_ForeignKey] = []

    @model_validator(mode="after")
    def _names(self) -> "_TableSchema":
        names = [field.name for field in self.fields]
        for name in names:
            if names.count(name) > 1:
                raise ValueError(f"the field {name!r} stands there twice")
        key = [self.primaryKey] if isinstance(self.primaryKey, str) else self.primaryKey
        for name in key:
            if name not in names:
                raise ValueError(f"primaryKey names {name!r}, which is no field")
        return self


def load_table_schema(folder: Path, name: str) -> tuple[TableSchema | None, list[str]]:
    """The Table Schema called `name`, or sentences about what is wrong with it, each with its file and line."""
    path = folder / f"{name}.yaml"
    shown = f"schemas/tables/{name}.yaml"
    if not path.resolve().is_relative_to(folder.resolve()):
        return None, [f"schema: {name!r} leads out of schemas/tables/; give a path below it such as diw/factories"]
    if not path.exists():
        return None, [f"schema: there is no Table Schema {shown}; write it, or correct the name"]
    document = read_yaml(path)
    if document.mistakes:
        return None, [f"schema: {shown}:{line or 1} {message}" for line, message in document.mistakes]
    try:
        model = _TableSchema.model_validate(document.data)
    except ValidationError as error:
        return None, [
            f"schema: {shown}:{document.line(problem['loc']) or 1}"
            f" {'.'.join(map(str, problem['loc']))}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
    if model.name != name:
        return None, [f"schema: {shown} calls itself {model.name!r}; its name must be its path, {name!r}"]
    return TableSchema(name=name, version=model.version, descriptor=document.data), []
