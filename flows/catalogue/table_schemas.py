"""schemas/tables/<agency>/<table>.yaml -> TableSchema."""

import re
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from flows.declared.yaml_lines import read_yaml
from flows.domain.declared import MachineName
from flows.domain.table_schema import TableSchema

FieldType = Literal["string", "integer", "number", "date", "datetime", "time", "boolean", "year", "yearmonth", "any"]
PERIOD_TYPES = ("date", "datetime", "yearmonth", "year")
"""Of fields that may say which time a row is about (`period: true`), or that they do not (`period: false`)."""

_BOUNDS = ("minimum", "maximum")
_READ: dict[str, Callable[[str], object]] = {
    "integer": int,
    "number": Decimal,
    "year": int,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
    "time": time.fromisoformat,
    "yearmonth": lambda text: datetime.strptime(text, "%Y-%m"),
}
_CONSTRAINTS = {
    "string": ("minLength", "maxLength", "pattern"),
    "boolean": (),
    "any": (),
}
"""Those of the Table Schema standard that a type can bear, besides `required`, `unique` and `enum`: for the types that
are not named here, the two bounds."""


class _Field(BaseModel):
    """One field of a Table Schema, as strict as a published table needs it."""

    model_config = ConfigDict(extra="forbid")

    name: MachineName
    title: str
    type: FieldType
    description: str = ""
    unit: str | None = None
    period: bool | None = None
    aliases: list[str] = []
    example: Any = None
    constraints: dict[str, Any] = {}
    format: Literal["default", "email", "uri", "uuid"] = "default"
    trueValues: list[str] | None = None
    falseValues: list[str] | None = None
    rdfType: str | None = None

    @model_validator(mode="after")
    def _a_period_that_is_a_time(self) -> "_Field":
        if self.period is not None and self.type not in PERIOD_TYPES:
            raise ValueError(f"period: a {self.type} tells no time; it belongs to a {' or '.join(PERIOD_TYPES)}")
        return self

    @model_validator(mode="after")
    def _constraints_that_can_be_checked(self) -> "_Field":
        """What Frictionless would only stumble over at the first row."""
        known = ("required", "unique", "enum", *_CONSTRAINTS.get(self.type, _BOUNDS))
        for name, value in self.constraints.items():
            if name not in known:
                raise ValueError(f"constraint {name}: a {self.type} has none of that name; use {', '.join(known)}")
            match name:
                case "required" | "unique":
                    if not isinstance(value, bool):
                        raise ValueError(f"constraint {name}: {value!r} must be true or false")
                case "minLength" | "maxLength":
                    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
                        raise ValueError(f"constraint {name}: {value!r} is no number of letters, such as 13")
                case "pattern":
                    self._check_pattern(value)
                case "enum":
                    if not isinstance(value, list) or not value:
                        raise ValueError(f"constraint enum: {value!r} must be a list of the values that may occur")
                    for one in value:
                        self._check_value("enum", one)
                case _:
                    self._check_value(name, value)
        return self

    def _check_pattern(self, pattern: object) -> None:
        try:
            re.compile(pattern)  # type: ignore[call-overload]
        except (re.error, TypeError, RecursionError, OverflowError) as error:
            raise ValueError(f"the pattern {pattern!r} is no regular expression ({error})") from error

    def _check_value(self, constraint: str, value: object) -> None:
        reads = _READ.get(self.type)
        if self.type == "string" and not isinstance(value, str):
            raise ValueError(f"{constraint}: {value!r} is no text; put it in quotes")
        if reads is None:
            return
        try:
            reads(str(value))
        except (ValueError, ArithmeticError) as error:
            raise ValueError(f"{constraint}: {value!r} is no {self.type}") from error


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
        for name in _listed(self.primaryKey):
            if name not in names:
                raise ValueError(f"primaryKey names {name!r}, which is no field")
        for foreign in self.foreignKeys:
            if foreign.reference.resource:
                raise ValueError(
                    f"a foreign key to {foreign.reference.resource!r} cannot be checked: only references within the"
                    " same table are; leave `resource` empty, or remove the foreign key"
                )
            ours, theirs = _listed(foreign.fields), _listed(foreign.reference.fields)
            for name in (*ours, *theirs):
                if name not in names:
                    raise ValueError(f"foreignKeys names {name!r}, which is no field")
            if len(ours) != len(theirs) or not ours:
                raise ValueError("foreignKeys: `fields` and `reference.fields` must name equally many fields")
        return self


def _listed(names: str | list[str]) -> list[str]:
    return [names] if isinstance(names, str) else names


def _days_as_text(value: Any) -> Any:
    """YAML takes 2024-02-29 without quotes for a date; a descriptor is JSON, in which it is text."""
    match value:
        case dict():
            return {key: _days_as_text(one) for key, one in value.items()}
        case list():
            return [_days_as_text(one) for one in value]
        case date():
            return value.isoformat()
    return value


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
    descriptor = _days_as_text(document.data)
    try:
        model = _TableSchema.model_validate(descriptor)
    except ValidationError as error:
        return None, [
            f"schema: {shown}:{document.line(problem['loc']) or 1}"
            f" {'.'.join(map(str, problem['loc']))}: {problem['msg'].removeprefix('Value error, ')}"
            for problem in error.errors()
        ]
    if model.name != name:
        return None, [f"schema: {shown} calls itself {model.name!r}; its name must be its path, {name!r}"]
    return TableSchema(name=name, version=model.version, descriptor=descriptor), []
