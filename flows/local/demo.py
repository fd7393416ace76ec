"""`make demo`: the whole of Perd on this machine, over the example catalogue."""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path

import yaml

from flows.domain.finding import Standing
from flows.domain.outcome import Fit, Held, Outcome
from flows.local.file_server import REPORTS_PORT, SAMPLES_PORT, serving
from flows.local.interrupt import wait_for_interrupt
from flows.local.portal import devportal, portal_up
from flows.settings import local_settings, quiet_prefect, read_settings
from flows.world import lay_out


def demo(once: bool, say: Callable[[str], None], show: Callable[[Outcome | Fit], None]) -> bool:
    """Start the portal, run the nightly flow, show each outcome; True if every outcome is the expected one.

    Unless `once`, portal and reports then stay open until Ctrl-C, which also stops a portal that was started here.
    """
    settings = read_settings()
    reports = settings.home / "reports"
    with ExitStack() as servers:
        servers.enter_context(serving(settings.catalogue, SAMPLES_PORT))
        reports_url = servers.enter_context(serving(reports, REPORTS_PORT))
        say("เริ่มพอร์ทัล CKAN ในเครื่องนี้ / starting the embedded CKAN portal ...")
        was_up = devportal("status")["state"] == "up"
        portal = portal_up(lay_out(settings).catalogue.agencies.values(), settings.home)
        say(f"พอร์ทัล / portal: {portal['url']}")
        local_settings(settings.home, portal, reports_url.rstrip("/"))
        quiet_prefect()
        from flows.desk import watched
        from flows.nightly import nightly

        outcomes: dict[str, Outcome | Fit] = {}

        def heard(outcome: Outcome | Fit) -> None:
            outcomes[outcome.dataset] = outcome
            show(outcome)

        with watched(by=heard):
            nightly(return_state=True)
        surprises = unexpected(outcomes, settings.catalogue / "expected.yaml")
        for surprise in surprises:
            say(f"ผลไม่เป็นไปตามคาด / unexpected: {surprise}")
        say(f"รายงาน / reports: {reports_url}")
        if not once:
            say("กด Ctrl-C เพื่อจบ / press Ctrl-C to end")
            wait_for_interrupt()
        if once or was_up:
            say("พอร์ทัลยังเปิดอยู่ ปิดด้วย / the portal stays up, to stop it: .venv/bin/perd portal down")
        else:
            devportal("down")
    return not surprises


def unexpected(outcomes: Mapping[str, Outcome | Fit], expected_file: Path) -> list[str]:
    """What ended otherwise than datasets/expected.yaml says. An unchanged dataset is a published one."""
    expected = yaml.safe_load(expected_file.read_text(encoding="utf-8"))
    surprises = [f"{name}: not declared as expected" for name in outcomes if name not in expected]
    for name, wanted in expected.items():
        outcome = outcomes.get(name)
        word = "nothing" if outcome is None else outcome.word.replace("unchanged", "published")
        if word != wanted["outcome"]:
            surprises.append(f"{name}: {word} instead of {wanted['outcome']}")
        if isinstance(outcome, Held):
            rules = set(outcome.findings.rules(Standing.BLOCK, Standing.PERSON))
            if rules != set(wanted["rules"]):
                surprises.append(f"{name}: held by {sorted(rules)} instead of {sorted(wanted['rules'])}")
    return surprises
