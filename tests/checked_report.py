"""The report that a steward gets from `perd check FILE --as ID`, made by the command itself in a home of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.house import ROOT

TWELVE = "tisi-inspections-twelve-errors"
TWELVE_FILE = ROOT / "datasets/tisi/samples/inspections_2567_q1.xlsx"
HELD = 1
"""What the command ends with where the file would be held."""


def check_file(file: Path, home: Path, dataset: str = TWELVE) -> Path:
    """Check `file` for one of the example datasets; gives the folder of its report."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PERD_")}
    command = [str(Path(sys.executable).parent / "perd"), "check", str(file), "--as", dataset]
    done = subprocess.run(
        command, cwd=ROOT, env=environment | {"PERD_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, HELD), done.stdout + done.stderr
    folder = home / "checked" / dataset
    assert str(folder / "index.html") in done.stdout.replace("\n", ""), done.stdout
    return folder
