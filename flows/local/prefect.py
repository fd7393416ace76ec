"""`make prefect`: Prefect's server, a worker and the deployments on this machine."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import requests

from flows.domain.errors import DeclarationError
from flows.local.file_server import REPORTS_PORT, SAMPLES_PORT, serving
from flows.local.interrupt import wait_for_interrupt
from flows.local.portal import ROOT, portal_up
from flows.settings import local_settings, read_settings
from flows.world import lay_out

PORT = 4200
PATIENCE = 90.0
"""Seconds that Prefect's server may take to answer."""


def office(say: Callable[[str], None]) -> None:
    """Start portal, example servers, Prefect's server, deployments and worker; stay until Ctrl-C, then stop them."""
    settings = read_settings()
    with ExitStack() as opened:
        opened.enter_context(serving(settings.catalogue, SAMPLES_PORT))
        reports_url = opened.enter_context(serving(settings.home / "reports", REPORTS_PORT))
        say("เริ่มพอร์ทัล CKAN ในเครื่องนี้ / starting the embedded CKAN portal ...")
        portal = portal_up(lay_out(settings).catalogue.agencies.values(), settings.home)
        local_settings(settings.home, portal, reports_url.rstrip("/"))
        say("เริ่มเซิร์ฟเวอร์ Prefect / starting Prefect's server ...")
        ui = opened.enter_context(prefect_server(PORT))
        opened.enter_context(worker())
        say(f"Prefect UI: {ui}  พอร์ทัล / portal: {portal['url']}  รายงาน / reports: {reports_url}")
        say("กด Ctrl-C เพื่อจบ / press Ctrl-C to end")
        wait_for_interrupt()
        say("กำลังปิด / stopping ...")


@contextmanager
def prefect_server(port: int) -> Iterator[str]:
    """Prefect's server on loopback while the block runs. Gives its address; PREFECT_API_URL is set in `os.environ`."""
    address = f"http://127.0.0.1:{port}"
    os.environ["PREFECT_API_URL"] = f"{address}/api"
    with _running("server", "start", "--host", "127.0.0.1", "--port", str(port)) as server:
        until = time.monotonic() + PATIENCE
        while not _answers(f"{address}/api/health"):
            if server.poll() is not None or time.monotonic() > until:
                raise DeclarationError(
                    f"Prefect's server did not start on port {port}: see what it said above; perhaps the port is taken."
                )
            time.sleep(0.3)
        yield address


@contextmanager
def worker() -> Iterator[None]:
    """The work pool, the deployments of prefect.yaml, and a worker that carries their runs out."""
    _prefect("work-pool", "create", "perd", "--type", "process", "--overwrite")
    _prefect("--no-prompt", "deploy", "--all")
    with _running("worker", "start", "--pool", "perd", "--name", "perd-on-this-machine"):
        yield


def _prefect(*words: str) -> None:
    done = subprocess.run(_command(*words), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise DeclarationError(f"`prefect {' '.join(words)}` failed: {(done.stderr or done.stdout).strip()[-1000:]}")


@contextmanager
def _running(*words: str) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(_command(*words), cwd=ROOT, start_new_session=True, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _command(*words: str) -> list[str]:
    return [str(Path(sys.executable).parent / "prefect"), *words]


def _answers(url: str) -> bool:
    try:
        return requests.get(url, timeout=2).ok
    except requests.RequestException:
        return False
