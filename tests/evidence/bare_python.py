"""verify.py as somebody runs it who has installed nothing: no site-packages, no environment, no current folder."""

import subprocess
import sys
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

PROGRAM = Path(str(files("flows.evidence").joinpath("handover", "verify.py")))


@dataclass(frozen=True)
class Said:
    code: int
    out: str

    @property
    def wrong(self) -> list[str]:
        """The English sentences of what is wrong."""
        return [line.removeprefix("WRONG  ") for line in self.out.splitlines() if line.startswith("WRONG")]


def bare_python(program: Path, *words: str | Path) -> Said:
    command = [sys.executable, "-I", "-S", str(program), *map(str, words)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120)
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout + done.stderr)


def as_module() -> ModuleType:
    """The program's functions, to be tested one by one."""
    spec = spec_from_file_location("perd_verify", PROGRAM)
    assert spec and spec.loader
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
