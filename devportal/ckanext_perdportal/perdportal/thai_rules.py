# SPDX-License-Identifier: AGPL-3.0-or-later
"""What Thai government portals check beyond stock CKAN: validators, by the names that CKAN and the schema call them.

Stock CKAN refuses most Thai keywords, because Python's `\\w` takes Thai vowel and tone marks for something other than
letters; the Thai portals replace that validator, and so does this module.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.plugins.toolkit as tk
from ckan import model

TAG_SHORTEST, TAG_LONGEST = 2, 100
"""Characters of one keyword."""


def validators(name_max: int) -> dict[str, Callable[..., Any]]:
    """All validators of this module; `name_max` is the longest dataset name in characters."""

    def perd_name_max(value: str) -> str:
        if len(value) > name_max:
            raise tk.Invalid(tk._("Name must be a maximum of %i characters long") % name_max)
        return value

    return {
        "perd_name_max": perd_name_max,
        "perd_title_unique": title_unique,
        "perd_state_active": state_active,
        "tag_name_validator": tag_name,
        "tag_string_convert": tag_string_convert,
    }


def tag_name(value: str, context: Any) -> str:
    """Any letters of any script, 2-100 characters, no comma: it parts the keywords from each other in forms."""
    if not TAG_SHORTEST <= len(value.strip()) <= TAG_LONGEST:
        raise tk.Invalid(f'คำสำคัญ "{value}" ต้องยาว {TAG_SHORTEST}-{TAG_LONGEST} ตัวอักษร')
    if "," in value:
        raise tk.Invalid(f'คำสำคัญ "{value}" ต้องไม่มีเครื่องหมายจุลภาค (,)')
    return value


def tag_string_convert(key: Any, data: Any, errors: Any, context: Any) -> None:
    """The form's comma-separated keywords as CKAN's list of tags (stock CKAN's own calls the stock tag rule)."""
    raw = data[key]
    tags = [tag.strip() for tag in raw.split(",")] if isinstance(raw, str) else list(raw)
    taken = [int(known[1]) for known in data if len(known) == 3 and known[0] == "tags"]
    for number, tag in enumerate([tag for tag in tags if tag], max(taken, default=-1) + 1):
        data["tags", number, "name"] = tag_name(tag, context)


def title_unique(key: Any, data: Any, errors: Any, context: Any) -> None:
    """No other dataset of the portal that is not deleted bears this title."""
    same = model.Session.query(model.Package.id).filter(
        model.Package.title == data[key], model.Package.state != model.State.DELETED
    )
    own = getattr(context.get("package"), "id", None) or data.get((*key[:-1], "id"))
    if own and own is not tk.missing:
        same = same.filter(model.Package.id != own)
    if same.first():
        errors[key].append("มีชุดข้อมูลอื่นใช้ชื่อนี้แล้ว (That title is already in use.)")


def state_active(key: Any, data: Any, errors: Any, context: Any) -> None:
    """There are no drafts on these portals: a dataset is there, or it is deleted."""
    if data.get(("state",)) != model.State.DELETED:
        data["state",] = model.State.ACTIVE
