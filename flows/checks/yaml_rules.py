"""Reads the rule files strictly: a repeated key is a mistake, and every mistake names file and line."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from flows.domain.errors import DeclarationError

Model = TypeVar("Model", bound=BaseModel)


class _StrictLoader(yaml.SafeLoader):
    """YAML itself lets a repeated key silently replace the first one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(
                    problem=f"{key!r} is given twice", problem_mark=key_node.start_mark
                )
            seen.add(key)
        return super().construct_mapping(node, deep)


def read(path: Path) -> tuple[Any, yaml.Node | None]:
    """The file's content, and its node tree for `line_of`. DeclarationError if it is no YAML."""
    try:
        text = path.read_text(encoding="utf-8")
        # The loader is a SafeLoader: nothing but plain values is made.
        return yaml.load(text, _StrictLoader), yaml.compose(text, yaml.SafeLoader)
    except OSError as error:
        raise DeclarationError(
            f"{path.name} cannot be read ({error.strerror}): restore it in schemas/rules/."
        ) from error
    except UnicodeDecodeError as error:
        raise DeclarationError(f"{path.name} is not UTF-8 text: save it as UTF-8.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DeclarationError(
            f"{path.name}:{line} is not valid YAML, {error.problem}: correct it."
        ) from error


def line_of(root: yaml.Node | None, loc: tuple[int | str, ...]) -> int:
    """Line (from 1) of the deepest part of `loc` that the file has."""
    node, line = root, 1
    for part in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            found = next(((key, value) for key, value in node.value if key.value == part), None)
            if found is None:
                break
            line, node = found[0].start_mark.line + 1, found[1]
        else:
            break
    return line


def as_model(
    model: type[Model], data: Any, path: Path, root: yaml.Node | None, at: tuple[int | str, ...]
) -> Model:
    """The part `at` of a file as `model`. DeclarationError with all its mistakes."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        told = "; ".join(
            f"{path.name}:{line_of(root, (*at, *problem['loc']))} "
            f"{'.'.join(str(part) for part in (*at, *problem['loc']))}: {problem['msg']}"
            for problem in error.errors()
        )
        raise DeclarationError(f"{told}. Correct it.") from error
