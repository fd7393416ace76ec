"""Read YAML and remember on which line everything stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

Loc = tuple[int | str, ...]


@dataclass
class Document:
    """What a file says, and where."""

    data: Any = None
    lines: dict[Loc, int] = field(default_factory=dict)
    """Line (from 1) of each key and list item, by its path."""
    mistakes: list[tuple[int | None, str]] = field(default_factory=list)

    def line(self, loc: Sequence[int | str]) -> int | None:
        """Line of the deepest part of `loc` that the file has; parts that only the model knows are passed over."""
        path: Loc = ()
        for part in loc:
            if (*path, part) in self.lines:
                path = (*path, part)
        return self.lines.get(path)


def read_yaml(path: Path) -> Document:
    """Parse one file. A file that is no YAML, is not UTF-8 or repeats a key has its mistakes in the answer."""
    document = Document()
    loader = None
    try:
        loader = yaml.SafeLoader(path.read_text(encoding="utf-8"))
        node = loader.get_single_node()
        if node is None:
            document.mistakes.append((None, "is empty"))
        else:
            document.data = _value(node, (), document, loader)
    except UnicodeDecodeError:
        document.mistakes.append((None, "is not UTF-8 text: save it as UTF-8"))
    except OSError as error:
        document.mistakes.append((None, f"cannot be read: {error.strerror}"))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        document.mistakes.append(
            (mark.line + 1 if mark else None, f"is not valid YAML: {error.problem or error.context}")
        )
    except yaml.YAMLError as error:
        document.mistakes.append((None, f"is not valid YAML: {error}"))
    finally:
        if loader:
            loader.dispose()
    return document


def _value(node: yaml.Node, loc: Loc, document: Document, loader: yaml.SafeLoader) -> Any:
    document.lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        loader.flatten_mapping(node)
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = loader.construct_object(key_node, deep=True)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str | int):
                document.mistakes.append((line, f"the key {key!r} must be a word"))
                continue
            if key in mapping:
                document.mistakes.append((line, f"the key {key!r} is given twice"))
            document.lines[(*loc, key)] = line
            mapping[key] = _value(value_node, (*loc, key), document, loader)
        return mapping
    if isinstance(node, yaml.SequenceNode):
        return [_value(item, (*loc, nth), document, loader) for nth, item in enumerate(node.value)]
    return loader.construct_object(node, deep=True)
