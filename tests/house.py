"""A whole Perd in a temporary folder: its own catalogue, ledger and reports, and agencies served on loopback."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from flows.domain.outcome import Outcome
from flows.local.file_server import SAMPLES_PORT, serving

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class House:
    """Settings point into it, and its agencies' files can be changed between two runs."""

    folder: Path
    samples_url: str

    @property
    def datasets(self) -> Path:
        return self.folder / "datasets"

    @property
    def schemas(self) -> Path:
        return self.folder / "schemas"

    @property
    def home(self) -> Path:
        return self.folder / ".perd"

    def run(self, *ids: str, dry_run: bool = False) -> tuple[Any, dict[str, Outcome]]:
        """The nightly flow, or `publish` for the given ids: the run's final state, and the outcomes by dataset."""
        from flows.desk import watched
        from flows.nightly import nightly
        from flows.publish import publish

        outcomes: dict[str, Outcome] = {}
        with watched(by=lambda outcome: outcomes.__setitem__(outcome.dataset, outcome)):
            chosen: Any = list(ids)
            state = publish(chosen, dry_run, False, return_state=True) if ids else nightly(dry_run, return_state=True)
        return state, outcomes

    def keep_only(self, *ids: str) -> None:
        """Take every other example out of the catalogue."""
        for path in self.datasets.glob("*/*.yaml"):
            if path.name != "agency.yaml" and f"{path.parent.name}-{path.stem}" not in ids:
                path.unlink()

    def edit(self, file: str, **changes: Any) -> None:
        """Change top-level keys of a declaration; None removes one."""
        path = self.datasets / file
        declared = yaml.safe_load(path.read_text(encoding="utf-8")) | changes
        kept = {key: value for key, value in declared.items() if value is not None}
        path.write_text(yaml.safe_dump(kept, allow_unicode=True, sort_keys=False), encoding="utf-8")


@contextmanager
def house(folder: Path, monkeypatch: pytest.MonkeyPatch, **settings: str) -> Iterator[House]:
    """A copy of the example catalogue whose http sources lead to a free port; `settings` are further PERD_ ones."""
    shutil.copytree(ROOT / "datasets", folder / "datasets")
    shutil.copytree(ROOT / "schemas", folder / "schemas")
    with serving(folder / "datasets", 0) as url:
        for path in folder.glob("datasets/*/*.yaml"):
            text = path.read_text(encoding="utf-8")
            path.write_text(text.replace(f"http://127.0.0.1:{SAMPLES_PORT}/", url), encoding="utf-8")
        monkeypatch.chdir(folder)
        fixed = {"TRUSTED_HOSTS": '["127.0.0.1"]', "RETRY_SECONDS": "[]", "REPORTS_URL": "http://127.0.0.1:8766"}
        delivered = [str(folder), str(ROOT.parent / "shared/realdata")]  # the second is there for test_realdata only
        fixed["DELIVERY_FOLDERS"] = json.dumps(delivered)
        for name, value in (fixed | settings).items():
            monkeypatch.setenv(f"PERD_{name}", value)
        yield House(folder, url)
