"""Texts as a portal keeps them."""

from typing import Any


def plain(value: Any) -> Any:
    """The portal trims texts and ends lines its own way: sent so, they read back as they were sent."""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    return value
