"""A mistake in a file that a person wrote, with file and line."""

from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from flows.declared.yaml_lines import Document
from flows.domain.errors import DeclarationError

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing to correct."""

    file: str
    line: int | None
    message: str

    def __str__(self) -> str:
        where = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{where}: {self.message}"


def checked(
    model: type[Model], document: Document, shown: str, at: tuple[int | str, ...] = ()
) -> tuple[Model | None, list[Mistake]]:
    """The part `at` of the document (all of it, as a rule) as `model`, or everything that is wrong with it."""
    if document.mistakes:
        return None, [Mistake(shown, line, message) for line, message in document.mistakes]
    data = document.data
    for part in at:
        data = data[part]
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [
            Mistake(shown, document.line((*at, *one["loc"])), _sentence((*at, *one["loc"]), one["msg"], one["type"]))
            for one in error.errors()
        ]


def required(model: type[Model], document: Document, shown: str, at: tuple[int | str, ...] = ()) -> Model:
    """As `checked`, for a file that nothing works without: its mistakes are one DeclarationError."""
    value, mistakes = checked(model, document, shown, at)
    if value is None:
        raise DeclarationError("; ".join(str(mistake) for mistake in mistakes))
    return value


def _sentence(loc: tuple[int | str, ...], message: str, kind: str) -> str:
    name = ".".join(str(part) for part in loc) or "the file"
    if kind == "extra_forbidden":
        return f"{name}: there is no such key; correct its spelling or remove it"
    if kind == "missing":
        return f"{name}: is missing; add it"
    if kind == "model_type":
        return f"{name}: must be a mapping of keys to values"
    return f"{name}: {message.removeprefix('Value error, ')}"
