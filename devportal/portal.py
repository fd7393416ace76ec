# SPDX-License-Identifier: AGPL-3.0-or-later
"""The story: what `up`, `down`, `reset` and `status` do, in which order, and what they leave alone.

Every step looks first whether it is done. What would be costly to find out (is the database prepared for exactly these
settings?) is written into the state after it has been done, never before.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import ckan_site, environment, ports, processes, redis, state
from .ckan_site import CkanSite
from .environment import Environment
from .errors import DevportalError
from .home import Home
from .lock import only_one
from .postgres import Postgres
from .redis import Redis

DEFAULT_UPLOAD_MB = 100
SERVERS = ("postgres", "redis", "ckan")

State = dict[str, Any]


def up(home: Home, organisations: Sequence[dict[str, str]], max_upload_mb: int | None) -> dict[str, Any]:
    """Bring the portal to life, with at least these organisations; quick when it already lives."""
    home.check_profile()
    with only_one(home.lock_file):
        home.make()
        wanted = _merge(home, organisations)
        known = state.update(home.state_file, profile=_same_profile(home))
        upload = max_upload_mb or known.get("max_upload_mb") or DEFAULT_UPLOAD_MB
        env = environment.ensure(home.logs / "environment.log")
        _end_unknown(home, env, known)
        known = _database(home, env, known)
        known = _cache(home, known, env)
        site = CkanSite(home, env, _port(home, known), known["redis_port"], upload)
        digest = _settings_digest(site)
        alive = bool(_piece(known, "ckan") and known.get("ckan_settings") == digest and site.version())
        if not alive:
            site.stop()
            site.write_settings()
            known = state.update(home.state_file, port=site.port, max_upload_mb=upload)
        known = _prepare(home, Postgres(home, env), site, wanted, known, digest)
        if not alive:
            state.update(home.state_file, ckan=site.start().as_json(), ckan_settings=digest)
        return status(home)


def down(home: Home) -> dict[str, Any]:
    """End the three servers; the data stay."""
    with only_one(home.lock_file):
        _stop_all(home)
        return status(home)


def reset(home: Home) -> dict[str, Any]:
    """End the three servers and remove this profile's data."""
    with only_one(home.lock_file):
        if home.root.exists() and any(home.root.iterdir()) and not home.logs.is_dir():
            raise DevportalError(f"{home.root} does not look like a portal's folder: look at it, remove it by hand")
        _stop_all(home)
        for folder in (home.socket_folder, home.root):
            _remove(folder)
        return status(home)


def status(home: Home) -> dict[str, Any]:
    """What runs, and where everything is. `state` is "up" only if CKAN has just answered."""
    known = state.read(home.state_file)
    pids = {name: piece.pid for name in SERVERS if (piece := _piece(known, name))}
    url = f"http://{ports.HOST}:{known['port']}" if known.get("port") else None
    version = ckan_site.version_at(url) if url and len(pids) == len(SERVERS) else None
    return {
        "state": "up" if version else "partial" if pids else "down",
        "profile": home.profile,
        "url": url,
        "token_file": str(home.token_file),
        "home": str(home.root),
        "access_log": str(home.access_log),
        "ckan_log": str(home.ckan_log),
        "pids": pids,
        "ckan_version": version or known.get("ckan_version"),
    }


def _same_profile(home: Home) -> str:
    """A folder belongs to one profile: its data would not fit another's rules."""
    made_for = state.read(home.state_file).get("profile", home.profile)
    if made_for != home.profile:
        raise DevportalError(f"{home.root} holds a portal of the profile '{made_for}': choose another --home")
    return home.profile


def _end_unknown(home: Home, env: Environment, known: State) -> None:
    """End servers of ours that nobody wrote down (an `up` was killed between starting and writing), and the children
    of a server that was killed: they would hold its port."""
    for name, server in (("postgres", Postgres(home, env)), ("redis", Redis(home, env))):
        if _piece(known, name) is None:
            server.stop()
    if _piece(known, "ckan") is None:
        ckan_site.stop(home)


def _database(home: Home, env: Environment, known: State) -> State:
    database = Postgres(home, env)
    if _piece(known, "postgres") and database.answers():
        return known
    database.stop()
    return state.update(home.state_file, postgres=database.start().as_json())


def _cache(home: Home, known: State, env: Environment) -> State:
    cache = Redis(home, env)
    if _piece(known, "redis") and redis.answers(known["redis_port"]):
        return known
    cache.stop()
    port = ports.choose(known.get("redis_port"))
    return state.update(home.state_file, redis_port=port, redis=cache.start(port).as_json())


def _port(home: Home, known: State) -> int:
    """The port CKAN has; when it does not run, the one it had, or the profile's own, or any."""
    if known.get("port") and _piece(known, "ckan"):
        return int(known["port"])
    return ports.choose(known.get("port"), ports.PREFERRED.get(home.profile))


def _prepare(
    home: Home, database: Postgres, site: CkanSite, wanted: list[dict[str, str]], known: State, digest: str
) -> State:
    """Databases, people, organisations, token; skipped when exactly this was done before and the token is there."""
    done = _digest(digest, json.dumps(sorted(one["name"] for one in wanted)))
    if known.get("prepared") == done and home.token_file.exists():
        return known
    database.make_databases()
    # Addresses of uploaded files stand in the index with the portal's own address in them.
    reindex = database.prepared() and known.get("prepared_settings") != digest
    answer = site.provision(wanted, reindex=reindex)
    database.mark_prepared()
    return state.update(home.state_file, prepared=done, prepared_settings=digest, ckan_version=answer["ckan_version"])


def _merge(home: Home, organisations: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """The organisations of all `up`s so far; a later text for the same name takes the place of the earlier."""
    known = state.read(home.organisations_file)
    merged = {**known, **{one["name"]: one for one in organisations}}
    if merged != known:
        state.write(home.organisations_file, merged)
    return list(merged.values())


def _stop_all(home: Home) -> None:
    env = environment.located()
    ckan_site.stop(home)
    Redis(home, env).stop()
    Postgres(home, env).stop()
    if home.state_file.exists():
        state.update(home.state_file, **dict.fromkeys(SERVERS))


def _remove(folder: Path) -> None:
    """Remove a folder; the last children of a killed server may still be writing into it for a moment."""

    def gone() -> bool:
        shutil.rmtree(folder, ignore_errors=True)
        return not folder.exists()

    if not processes.wait_until(gone, 5):
        raise DevportalError(f"{folder} cannot be removed: remove it by hand")


def _piece(known: State, name: str) -> processes.Piece | None:
    return processes.from_json(known.get(name))


def _settings_digest(site: CkanSite) -> str:
    """Changes with anything that a running CKAN would have to be restarted for."""
    profile = site.home.profile_file.read_text("utf-8")
    return _digest(site.settings_text(), profile, environment.plugin_digest(), environment.lock_digest())


def _digest(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
