"""A mistake in a file that a person wrote, with file and line."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from flows.catalogue.yaml_lines import Document
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


def as_error(mistakes: Iterable[Mistake]) -> DeclarationError:
    """All mistakes in one error, one a line."""
    return DeclarationError("; ".join(str(mistake) for mistake in mistakes))


def checked(model: type[Model], document: Document, shown: str) -> tuple[Model | None, list[Mistake]]:
    """The document as `model`, or everything that is wrong with it."""
    if document.mistakes:
        return None, [Mistake(shown, line, message) for line, message in document.mistakes]
    try:
        return model.model_validate(document.data), []
    except ValidationError as error:
        return None, [
            Mistake(
                shown,
                document.line(problem["loc"]),
                _sentence(problem["loc"], problem["msg"], problem["type"]),
            )
            for problem in error.errors()
        ]


def _sentence(loc: tuple[int | str, ...], message: str, kind: str) -> str:
    name = ".".join(str(part) for part in loc) or "the file"
    if kind == "extra_forbidden":
        return f"{name}: there is no such key; correct its spelling or remove it"
    if kind == "missing":
        return f"{name}: is missing; add it"
    return f"{name}: {message.removeprefix('Value error, ')}"
