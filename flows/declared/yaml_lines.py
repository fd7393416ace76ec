"""Read YAML and remember on which line everything stands."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from flows.declared.yaml_fast import fast_nodes

Loc = tuple[int | str, ...]
MOST_VALUES = 100_000
"""No file of ours is longer; one in which aliases multiply is."""
DAY = "tag:yaml.org,2002:timestamp"


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


def read_yaml(path: Path, fast: bool = True) -> Document:
    """Parse one file. A file that is no YAML, is not UTF-8 or repeats a key has its mistakes in the answer.

    Not `fast`: by PyYAML alone, with the same answer.
    """
    document = Document()
    loader: yaml.SafeLoader | None = None
    try:
        text = path.read_text(encoding="utf-8")
        found = fast_nodes(text) if fast else None
        if found is None:
            loader = yaml.SafeLoader(text)
            node = loader.get_single_node()
        else:
            loader, node = found
        if node is None:
            document.mistakes.append((None, "is empty"))
        else:
            document.data = _Reading(document, loader).value(node, (), ())
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
        document.mistakes.append((None, f"is not valid YAML: {' '.join(str(error).split())}"))
    except (ValueError, OverflowError):  # the scanner's own, for "\UFFFFFFFF"
        document.mistakes.append((loader.line + 1 if loader else None, "is not valid YAML: there is no such letter"))
    except RecursionError:
        document.mistakes.append((None, "is nested too deeply: write it with fewer levels"))
    finally:
        if loader:
            loader.dispose()
    return document


class _Reading:
    """One file's nodes on their way to values; what cannot be one is a mistake of its line."""

    def __init__(self, document: Document, loader: yaml.SafeLoader) -> None:
        self._document = document
        self._loader = loader
        self._values = 0

    def value(self, node: yaml.Node, loc: Loc, above: tuple[yaml.Node, ...]) -> Any:
        """`above`: the nodes that this one stands in. Raises MarkedYAMLError for one that stands in itself."""
        self._values += 1
        if any(node is outer for outer in above):
            raise yaml.MarkedYAMLError(problem="an alias leads to itself", problem_mark=node.start_mark)
        if self._values > MOST_VALUES:
            raise yaml.MarkedYAMLError(problem="its aliases multiply without end", problem_mark=node.start_mark)
        self._document.lines.setdefault(loc, node.start_mark.line + 1)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, loc, (*above, node))
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*loc, nth), (*above, node)) for nth, item in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, loc: Loc, above: tuple[yaml.Node, ...]) -> dict[Any, Any]:
        self._loader.flatten_mapping(node)
        mapping: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self._scalar(key_node)
            line = key_node.start_mark.line + 1
            if not isinstance(key, str | int):
                self._mistake(key_node, f"the key {_shown(key_node)} must be a word")
                continue
            if key in mapping:
                self._mistake(key_node, f"the key {key!r} is given twice")
            self._document.lines[(*loc, key)] = line
            mapping[key] = self.value(value_node, (*loc, key), above)
        return mapping

    def _scalar(self, node: yaml.Node) -> Any:
        """The node's value; None, and a mistake, for one that is not what it looks like or claims to be."""
        try:
            value = self._loader.construct_object(node, deep=True)
            if isinstance(value, str):
                value.encode()
        except UnicodeEncodeError:
            self._mistake(node, "holds half a letter (\\ud800 to \\udfff): write the whole one")
        except (ValueError, ArithmeticError, LookupError, AttributeError):  # all that PyYAML's constructors let through
            kind = node.tag.rpartition(":")[2]
            self._mistake(
                node,
                f"{_shown(node)} is no day of the calendar: write dates in CE, such as 2024-02-29"
                if node.tag == DAY
                else f"{_shown(node)} is no {kind}: correct it",
            )
        else:
            return value
        return None

    def _mistake(self, node: yaml.Node, message: str) -> None:
        self._document.mistakes.append((node.start_mark.line + 1, message))


def _shown(node: yaml.Node) -> str:
    return str(node.value)[:40] or "''" if isinstance(node, yaml.ScalarNode) else "that stands there"
