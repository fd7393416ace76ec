# SPDX-License-Identifier: AGPL-3.0-or-later
"""The command line: `python -m devportal up|down|status|reset|token|ckan`."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from . import environment, portal
from .errors import DevportalError
from .home import Home


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    home = Home.at(options.profile, options.home)
    try:
        return _run(options, home)
    except DevportalError as error:
        print(f"devportal: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"devportal: {error}: see that {home.root} is yours and that the disk has room", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("devportal: stopped; the next `up` goes on from here", file=sys.stderr)
        return 130


def _run(options: argparse.Namespace, home: Home) -> int:
    match options.command:
        case "up":
            status = portal.up(home, _organisations(options.organisations), options.max_upload_mb)
        case "down":
            status = portal.down(home)
        case "reset":
            status = portal.reset(home)
        case "token":
            if not home.token_file.exists():
                raise DevportalError("there is no token yet: run `python -m devportal up` first")
            print(home.token_file.read_text().strip())
            return 0
        case "ckan":
            return _ckan(home, options.arguments)
        case _:
            status = portal.status(home)
    _print(status, options.json)
    return 0


def _print(status: dict[str, Any], as_json: bool) -> None:
    if as_json:
        print(json.dumps(status, ensure_ascii=False))
    elif status["state"] == "up":
        print(f"CKAN {status['ckan_version']} ({status['profile']}) answers at {status['url']}")
        print(f"  editor's API token: {status['token_file']}\n  folder: {status['home']}")
    else:
        print(f"The portal ({status['profile']}) is {status['state']}: {status['home']}")


def _ckan(home: Home, arguments: list[str]) -> int:
    """Run one of CKAN's own commands on this portal."""
    if not home.ini.exists():
        raise DevportalError("there is no portal yet: run `python -m devportal up` first")
    env = environment.ensure(home.logs / "environment.log")
    command = [str(env.root / "bin" / "ckan"), "-c", str(home.ini), *arguments]
    return subprocess.run(command, check=False, cwd=home.site, env=env.variables()).returncode


def _organisations(source: str | None) -> list[dict[str, str]]:
    """A JSON list of {name, title, description} from a file, or from standard input for `-`."""
    if source is None:
        return []
    try:
        content = json.loads(sys.stdin.read() if source == "-" else Path(source).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DevportalError(f"the organisations cannot be read from {source}: {error}") from error
    if not isinstance(content, list) or not all(isinstance(one, dict) for one in content):
        raise DevportalError(f"{source} should hold a JSON list of objects with name, title and description")
    for one in content:
        unknown = set(one) - {"name", "title", "description"}
        if unknown or not re.fullmatch(r"[a-z0-9_-]{2,100}", str(one.get("name", ""))):
            raise DevportalError(
                f"{source}: {json.dumps(one, ensure_ascii=False)} should have a name (2-100 of a-z, 0-9, - and _), "
                "a title and a description, and nothing else"
            )
    return [{key: str(value) for key, value in one.items()} for one in content]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m devportal", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    helps = {
        "up": "start the portal, making whatever is missing",
        "down": "stop it; the data stay",
        "status": "say what runs and where everything is",
        "reset": "stop it and remove this profile's data",
        "token": "print the editor's API token",
        "ckan": "run one of CKAN's own commands, e.g. `ckan search-index rebuild`",
    }
    for name, text in helps.items():
        command = commands.add_parser(name, help=text)
        command.add_argument("--profile", default="data-go-th", help="a file in schemas/portals (default: data-go-th)")
        command.add_argument("--home", type=Path, help="the portal's folder (default: .perd/portal/<profile>)")
        if name in ("up", "down", "status", "reset"):
            command.add_argument("--json", action="store_true", help="print the status as one line of JSON")
        if name == "up":
            organisations = "JSON list of {name, title, description}; - reads it from standard input"
            command.add_argument("--organisations", metavar="FILE", help=organisations)
            command.add_argument("--max-upload-mb", type=int, help=f"default: {portal.DEFAULT_UPLOAD_MB}")
        if name == "ckan":
            command.add_argument("arguments", nargs=argparse.REMAINDER)
    return parser


if __name__ == "__main__":
    sys.exit(main())
