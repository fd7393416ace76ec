# SPDX-License-Identifier: AGPL-3.0-or-later
"""CKAN's way in: one plugin for the search without Solr, one for the rules of Thai portals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import ckan.lib.search as search
import ckan.lib.search.common as search_common
import ckan.lib.search.index as search_index
import ckan.lib.search.query as search_query
import ckan.plugins as plugins
import ckan.plugins.toolkit as tk

from . import search_table, thai_rules


class PerdSearchPlugin(plugins.SingletonPlugin):
    """Puts the search table where CKAN would open a connection to Solr."""

    plugins.implements(plugins.IConfigurer)

    def update_config(self, config: Any) -> None:
        def connection(decode_dates: bool = True) -> search_table.SearchTable:
            return search_table.SearchTable()

        # Each module has taken the function by name, so each is told.
        for module in (search, search_common, search_index, search_query):
            module.make_connection = connection
        search.check_solr_schema_version = lambda *_: True
        search.is_available = search_common.is_available = lambda: True


class PerdThaiPlugin(plugins.SingletonPlugin):
    """Thai keywords, shorter names, titles used once, no drafts."""

    plugins.implements(plugins.IConfigurer)
    plugins.implements(plugins.IConfigDeclaration)
    plugins.implements(plugins.IValidators)

    def update_config(self, config: Any) -> None:
        """Pages that leave out the fields of the long Thai schema that say nothing."""
        tk.add_template_directory(config, "templates")

    def declare_config_options(self, declaration: Any, key: Any) -> None:
        declaration.declare_int(key.perdportal.name_max, 100).set_description("Longest dataset name, in characters.")

    def get_validators(self) -> dict[str, Callable[..., Any]]:
        return thai_rules.validators(int(tk.config["perdportal.name_max"]))
