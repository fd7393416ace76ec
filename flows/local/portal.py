"""The embedded portal, spoken to as a program of its own: it lives in devportal/ under another licence."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flows.domain.dataset import Agency
from flows.domain.errors import DeclarationError, PortalUnavailable

ROOT = Path(__file__).resolve().parents[2]


def devportal(*words: str) -> dict[str, Any]:
    """Run `python -m devportal WORDS --json` and give its answer. Raises PortalUnavailable with its own sentence."""
    if not (ROOT / "devportal" / "__main__.py").exists():
        raise DeclarationError("The embedded portal comes with the source tree only: run this in a clone of Perd.")
    done = subprocess.run(
        [sys.executable, "-m", "devportal", *words, "--json"], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        raise PortalUnavailable("The embedded portal did not do as it was told; what it said stands above.")
    answer: dict[str, Any] = json.loads(done.stdout or "{}")
    return answer


def portal_up(agencies: Iterable[Agency], home: Path, *options: str) -> dict[str, Any]:
    """Start the portal with an organisation for each agency, and leave its address where Settings finds it."""
    organisations = [
        {"name": agency.organisation, "title": f"{agency.name.th} ({agency.short.th})", "description": agency.name.en}
        for agency in agencies
    ]
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(organisations, file, ensure_ascii=False)
        file.flush()
        answer = devportal("up", "--organisations", file.name, *options)
    home.mkdir(parents=True, exist_ok=True)
    (home / "devportal.env").write_text(
        f"PERD_PORTAL_URL={answer['url']}\nPERD_PORTAL_TOKEN_FILE={answer['token_file']}\n"
        f"PERD_PROFILE={answer['profile']}\n"
    )
    return answer


def portal_gone(home: Path) -> None:
    """Settings shall not point at a portal that was stopped."""
    (home / "devportal.env").unlink(missing_ok=True)
