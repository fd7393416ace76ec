# SPDX-License-Identifier: AGPL-3.0-or-later
"""Everything a portal needs in its databases, in one start of CKAN (a start costs seconds, each step milliseconds).

Run inside CKAN's environment: `python -m perdportal.provision < order.json`. Every step looks first whether it is done,
so that it can be run again after being killed anywhere. The order (JSON) holds:

    admin, editor    {name, email, password}
    organisations    [{name, title, description}]
    superuser        {host, user}: how to reach PostgreSQL as its owner, for the DataStore's permissions
    token_file       where the editor's API token stands, or is to be put (mode 0600)
    reindex          true: build the whole search index anew

The answer (JSON on standard output, the last line) holds {ckan_version, organisations: [name], token_new: bool}.
"""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import Any

import ckan
import psycopg2
from ckan import model
from ckan.cli import load_config
from ckan.cli.db import _run_migrations
from ckan.config.middleware import make_app
from ckan.lib import api_token, search
from ckan.logic import get_action
from ckan.model import parse_db_config
from ckan.plugins import plugin_loaded
from ckanext.datastore.cli import permissions_sql

from . import search_table

TOKEN_NAME = "perd"
MIGRATED = ("activity", "tracking")
"""Plugins that have tables of their own to bring up to date."""


def main() -> None:
    order = json.load(sys.stdin)
    app = make_app(load_config())
    with app._wsgi_app.test_request_context():
        model.repo.init_db()
        for plugin in filter(plugin_loaded, MIGRATED):
            _run_migrations(plugin)
        search_table.create_table()
        let_datastore_in(order["superuser"])
        person(order["admin"], sysadmin=True)
        person(order["editor"], sysadmin=False)
        names = [organisation(wanted, order["editor"]["name"]) for wanted in order["organisations"]]
        new = editor_token(order["editor"]["name"], Path(order["token_file"]))
        if order["reindex"]:
            search.rebuild(quiet=True, force=True, clear=True)
    print(json.dumps({"ckan_version": ckan.__version__, "organisations": names, "token_new": new}))


def let_datastore_in(superuser: dict[str, str]) -> None:
    """Run CKAN's own permission script: the reading role may read the DataStore and nothing else."""
    keys = ("sqlalchemy.url", "ckan.datastore.write_url", "ckan.datastore.read_url")
    main, write, read = (parse_db_config(key) for key in keys)
    script = permissions_sql(main["db_name"], write["db_name"], main["db_user"], write["db_user"], read["db_user"])
    # The script is written for psql, whose \connect we have done by connecting.
    script = re.sub(r"^\\connect .*$", "", script, flags=re.MULTILINE)
    connection = psycopg2.connect(host=superuser["host"], user=superuser["user"], dbname=write["db_name"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(script)
    finally:
        connection.close()


def person(wanted: dict[str, str], *, sysadmin: bool) -> None:
    known = model.User.get(wanted["name"])
    if known is None:
        get_action("user_create")(as_site(), dict(wanted))
        known = model.User.get(wanted["name"])
    if known.sysadmin != sysadmin or known.state != model.State.ACTIVE:
        known.sysadmin, known.state = sysadmin, model.State.ACTIVE
        model.Session.commit()


def organisation(wanted: dict[str, str], editor: str) -> str:
    """Make the organisation if it is missing, and the editor an editor in it. Texts that people changed stay."""
    known = model.Group.get(wanted["name"])
    if known is None:
        get_action("organization_create")(as_site(), dict(wanted))
    elif known.state != model.State.ACTIVE:
        get_action("organization_patch")(as_site(), {"id": known.id, "state": "active"})
    get_action("organization_member_create")(as_site(), {"id": wanted["name"], "username": editor, "role": "editor"})
    return wanted["name"]


def editor_token(editor: str, file: Path) -> bool:
    """Keep the token in `file` if it still opens this portal; otherwise put a new one there. True if it is new."""
    if file.exists():
        owner = api_token.get_user_from_token(file.read_text().strip(), update_access_time=False)
        if owner is not None and owner.name == editor:
            return False
    token = get_action("api_token_create")(as_site(), {"user": editor, "name": TOKEN_NAME})["token"]
    making = file.with_name(file.name + ".making")
    making.unlink(missing_ok=True)
    with os.fdopen(os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(token + "\n")
    making.replace(file)
    return True


def as_site() -> dict[str, Any]:
    """A fresh context with the portal's own rights (CKAN writes into the context it is given)."""
    name = get_action("get_site_user")({"ignore_auth": True}, {})["name"]
    return {"ignore_auth": True, "user": name}


if __name__ == "__main__":
    main()
