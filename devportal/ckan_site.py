# SPDX-License-Identifier: AGPL-3.0-or-later
"""CKAN itself: its settings, what it needs in its databases, and the server that answers for it."""

from __future__ import annotations

import json
import secrets
import signal
import subprocess
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from . import processes, scheming, state
from .environment import Environment
from .errors import DevportalError, last_lines
from .home import Home
from .ports import HOST
from .postgres import SUPERUSER
from .processes import Piece

ADMIN, EDITOR = "perd_admin", "perd_editor"
WORKERS, THREADS = 2, 4
"""Two processes for two cores; threads in each, so that a slow reader does not stop the others."""


@dataclass(frozen=True, slots=True)
class CkanSite:
    home: Home
    environment: Environment
    port: int
    redis_port: int
    max_upload_mb: int
    """Largest uploaded file in megabytes."""

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}"

    def variables(self) -> dict[str, str]:
        return self.environment.variables() | {
            "CKAN_INI": str(self.home.ini),
            "PERD_ACCESS_LOG": str(self.home.access_log),
        }

    def settings_text(self) -> str:
        """The ini file. Also the measure of whether a running CKAN is still the one that is asked for."""
        profile = scheming.load_profile(self.home.profile_file)
        lines = [f"{key} = {str(value).replace('%', '%%')}" for key, value in self._settings(profile).items()]
        return "[DEFAULT]\ndebug = false\n\n[app:main]\nuse = egg:ckan\n" + "\n".join(lines) + _LOGGING

    def write_settings(self) -> None:
        profile = scheming.load_profile(self.home.profile_file)
        if profile["fields_as"] == "fields":
            schema = yaml.safe_dump(scheming.dataset_schema(profile), allow_unicode=True, sort_keys=False)
            state.write_text(self.home.site / "schema.yaml", schema)
            state.write(self.home.site / "licences.json", scheming.licences(profile))
        state.write_text(self.home.ini, self.settings_text(), 0o600)

    def provision(self, organisations: list[dict[str, str]], *, reindex: bool) -> dict[str, Any]:
        """Bring databases, people, organisations and token to what they should be; answers what was done."""
        known = _secrets(self.home)
        order = {
            "admin": {"name": ADMIN, "email": f"{ADMIN}@localhost.example", "password": known["admin_password"]},
            "editor": {"name": EDITOR, "email": f"{EDITOR}@localhost.example", "password": known["editor_password"]},
            "organisations": organisations,
            "superuser": {"host": str(self.home.socket_folder), "user": SUPERUSER},
            "token_file": str(self.home.token_file),
            "reindex": reindex,
        }
        log = self.home.logs / "provision.log"
        with log.open("w", encoding="utf-8") as errors:
            done = subprocess.run(
                [str(self.environment.python), "-m", "perdportal.provision"],
                input=json.dumps(order),
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
                check=False,
                cwd=self.home.site,
                env=self.variables(),
                preexec_fn=processes.dying_with_us(),
            )
        if done.returncode:
            raise DevportalError(f"CKAN's data could not be prepared ({last_lines(log, 1)}): read {log}")
        answer: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return answer

    def start(self) -> Piece:
        command: list[str | Path] = [self.environment.python, "-m", "gunicorn", "perdportal.wsgi:application"]
        command += ["--chdir", self.home.site, "--bind", f"{HOST}:{self.port}", "--worker-class", "gthread"]
        command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--timeout", "120"]
        command += ["--graceful-timeout", "5", "--no-control-socket", "--log-level", "warning"]
        piece = processes.start(
            command,
            folder=self.home.site,
            log=self.home.ckan_log,
            environment=self.variables(),
        )
        processes.wait_until(lambda: self.version() is not None or not piece.alive(), 120)
        if not piece.alive() or self.version() is None:
            log = self.home.ckan_log
            raise DevportalError(f"CKAN does not start ({last_lines(log)}): read {log}")
        return piece

    def stop(self) -> None:
        stop(self.home)

    def version(self) -> str | None:
        return version_at(self.url)

    def _settings(self, profile: scheming.Profile) -> dict[str, Any]:
        thai = profile["fields_as"] == "fields"
        known, host = _secrets(self.home), urllib.parse.quote(str(self.home.socket_folder))
        plugins = ["perd_search", "activity", "datastore", "datatables_view", "text_view"]
        if thai:
            # Thai portals count visits and downloads, stock CKAN does not.
            plugins = ["perd_thai", "scheming_datasets", *plugins, "tracking"]
        settings: dict[str, Any] = {
            "SECRET_KEY": known["secret_key"],
            "api_token.jwt.encode.secret": f"string:{known['jwt_secret']}",
            "api_token.jwt.decode.secret": f"string:{known['jwt_secret']}",
            "sqlalchemy.url": f"postgresql://ckan:local@/ckan?host={host}",
            # One connection for the request and one for the search index, in every thread.
            "sqlalchemy.pool_size": 2 * THREADS + 2,
            "sqlalchemy.pool_pre_ping": "true",
            "ckan.datastore.write_url": f"postgresql://ckan:local@/ds?host={host}",
            "ckan.datastore.read_url": f"postgresql://ds_ro:local@/ds?host={host}",
            "ckan.datastore.sqlsearch.enabled": "false",
            "ckan.redis.url": f"redis://{HOST}:{self.redis_port}/0",
            "solr_url": "http://127.0.0.1:9/not-used-the-index-is-a-table",
            "ckan.site_url": self.url,
            "ckan.site_id": "perd",
            "ckan.site_title": profile["title"]["th"],
            "ckan.storage_path": self.home.storage,
            "ckan.max_resource_size": self.max_upload_mb,
            "ckan.plugins": " ".join(plugins),
            "ckan.views.default_views": "datatables_view text_view",
            "ckan.locale_default": "th",
            "ckan.locales_offered": "th en",
            "ckan.locale_order": "th en",
            "ckan.display_timezone": "Asia/Bangkok",
            "ckan.auth.anon_create_dataset": "false",
            "ckan.auth.create_unowned_dataset": "false",
            "ckan.auth.create_dataset_if_not_in_organization": "false",
            "ckan.auth.user_create_organizations": "false",
            "ckan.auth.user_create_groups": "false",
            "ckan.auth.create_user_via_api": "false",
            "ckan.auth.create_user_via_web": "false",
            "ckan.gravatar_default": "disabled",
        }
        if thai:
            settings |= {
                "scheming.dataset_schemas": f"file://{self.home.site / 'schema.yaml'}",
                "scheming.presets": "ckanext.scheming:presets.json",
                "licenses_group_url": f"file://{self.home.site / 'licences.json'}",
                "perdportal.name_max": profile["name_max"],
            }
        return settings


def stop(home: Home) -> None:
    """End the web server and its workers; a request under way has a few seconds."""
    processes.stop(processes.naming(home.site, "python"), signal.SIGTERM, 8)


def version_at(url: str) -> str | None:
    """CKAN's version if a CKAN answers at this address and calls it its own, else None."""
    # Straight to loopback: a proxy that the machine may have set knows nothing of it.
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(f"{url}/api/3/action/status_show", timeout=20) as answer:
            result = json.load(answer)["result"]
    except (OSError, ValueError, KeyError):
        return None
    return str(result["ckan_version"]) if result.get("site_url") == url else None


def _secrets(home: Home) -> dict[str, str]:
    """Random words of this portal, made once, readable by its owner only."""
    known = state.read(home.secrets_file)
    wanted = ("secret_key", "jwt_secret", "admin_password", "editor_password")
    if any(name not in known for name in wanted):
        known = {name: known.get(name) or secrets.token_urlsafe(32) for name in wanted}
        state.write(home.secrets_file, known, 0o600)
    return known


_LOGGING = """

[loggers]
keys = root, ckan, ckanext

[handlers]
keys = console

[formatters]
keys = generic

[logger_root]
level = WARNING
handlers = console

[logger_ckan]
level = WARNING
handlers = console
qualname = ckan
propagate = 0

[logger_ckanext]
level = WARNING
handlers = console
qualname = ckanext
propagate = 0

[handler_console]
class = StreamHandler
args = (sys.stderr,)
level = NOTSET
formatter = generic

[formatter_generic]
format = %(asctime)s %(levelname)-5.5s [%(name)s] %(message)s
"""
