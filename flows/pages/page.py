"""One kind of page: its own templates beside the shared ones."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from flows.pages import shown
from flows.pages.style import HERE, policy, style_of, text_of


class Pages:
    """Renders the templates of a folder, and of this package, whose names a folder may not use again.

    sheets: style sheets of that folder; filters, words: what its templates know besides the shared.
    """

    def __init__(
        self, folder: Path, sheets: Sequence[str], filters: Mapping[str, Any], words: Mapping[str, Any]
    ) -> None:
        self._folder = folder
        self._sheets = tuple(folder / sheet for sheet in sheets)
        self._filters = filters
        self._words = words

    def render(self, template: str, scripts: Sequence[str], **view: object) -> str:
        """The page as text. Every value is escaped; a name that the view lacks is an error, not a blank.

        scripts: files of either folder, run in that order.
        """
        style, script = style_of(self._sheets), text_of(tuple(self._script(name) for name in scripts))
        page = self._environment.get_template(template)
        return page.render(style=Markup(style), script=Markup(script), policy=policy(style, script), **view)

    def piece(self, template: str, **view: object) -> Markup:
        """A piece of a page, to be put into one: where the same one stands on many."""
        return Markup(self._environment.get_template(template).render(**view))

    @cached_property
    def _environment(self) -> Environment:
        environment = Environment(
            loader=FileSystemLoader([HERE / "templates", self._folder]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.filters |= {
            "number": shown.number,
            "visible": shown.visible,
            "plain": shown.plain,
            "mail_address": shown.mail_address,
            **self._filters,
        }
        environment.globals |= {
            "longest_cell": shown.LONGEST_CELL,
            "longest_name": shown.LONGEST_NAME,
            "longest_sentence": shown.LONGEST_SENTENCE,
            **self._words,
        }
        environment.tests["web_address"] = shown.is_web_address
        return environment

    def _script(self, name: str) -> Path:
        shared = HERE / "templates" / name
        return shared if shared.is_file() else self._folder / name
