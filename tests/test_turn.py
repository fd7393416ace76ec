"""Two runs that write take turns, also in two processes; a killed one gives its turn up."""

import select
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.domain.errors import PipelineError
from flows.turn import home_folder, my_turn

HOLD = """
import sys, time
from pathlib import Path
from flows.turn import my_turn
with my_turn(Path(sys.argv[1])):
    print("mine", flush=True)
    time.sleep(60)
"""


def holder(home: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen([sys.executable, "-c", HOLD, str(home)], stdout=subprocess.PIPE, text=True)


def test_a_second_run_waits_until_the_first_is_gone_even_if_it_was_killed(tmp_path: Path) -> None:
    home_folder(tmp_path)
    with holder(tmp_path) as first:
        assert first.stdout and first.stdout.readline() == "mine\n"
        with holder(tmp_path) as second:
            time.sleep(0.7)
            assert second.stdout and select.select([second.stdout], [], [], 0) == ([], [], [])
            first.kill()
            assert second.stdout.readline() == "mine\n"
            second.kill()
    with my_turn(tmp_path):
        pass


def test_a_home_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(PipelineError, match="PERD_HOME"):
        home_folder(tmp_path / "file" / "home")
