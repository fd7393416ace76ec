"""The nodes of a YAML file by libyaml's parser, which is ten times as fast as PyYAML's own, where both read it alike.

Only its events are taken: composing them in C as well would end the process at a file that is nested too deeply.
Whatever libyaml refuses, PyYAML reads again: its words are those that people are told.
"""

import re
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

_READ_OTHERWISE = re.compile(
    r"[^\n -~\u00a1-\u2027\u202a-\ufefe]|!|[|>][-+0-9]*#|[?] |^(?:%|---|\.\.\.)|[?]$", re.MULTILINE
)
"""Of which the two parsers do not think alike, or may not: tabs, tags, directives, a second document, odd letters."""
_Events: Any = getattr(getattr(yaml, "cyaml", None), "CParser", None)
"""None where PyYAML was built without libyaml."""

if _Events:

    class _Loader(Composer, _Events, SafeConstructor, Resolver):  # type: ignore[misc]
        """Events by libyaml; nodes, tags and values by PyYAML."""

        def __init__(self, text: str) -> None:
            _Events.__init__(self, text)
            Composer.__init__(self)
            SafeConstructor.__init__(self)
            Resolver.__init__(self)


def fast_nodes(text: str) -> tuple[Any, yaml.Node | None] | None:
    """A loader and the document's node, or None where PyYAML's own parser has to look."""
    if not _Events or _READ_OTHERWISE.search(text):
        return None
    loader = _Loader(text)
    try:
        return loader, loader.get_single_node()
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError):
        loader.dispose()
        return None
