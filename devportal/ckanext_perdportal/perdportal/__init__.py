# SPDX-License-Identifier: AGPL-3.0-or-later
"""The parts that run inside CKAN's own environment.

`search_query` reads the Solr query language, `search_sql` turns it into SQL, `search_table` is the index itself;
`thai_rules` holds what Thai portals check; `plugin` hands both to CKAN. `provision` and `wsgi` start from outside.
"""
