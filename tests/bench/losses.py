"""Nothing typed, kept or written before is lost: servers killed at random moments, disks that fill.

The tests hold the short forms; this counts losses over many.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Error, Page, expect, sync_playwright

from cmo_model import examples
from tests.browser.acts import ENGLISH, field, press, type_in
from tests.browser.chromium import find_or_install
from tests.serving import ROOT, environment, free_port, wait_until_up

KILLS, DISKS = 200, 20
TYPED = {
    "fractional.monthly_fee": (3_000, 12_000),
    "in_house.base_salary": (60_000, 160_000),
    "workload.hours_per_week": (5, 60),
    "acquisition.monthly_spend": (1_000, 40_000),
}


def run() -> list[bool]:
    """Each kind of loss, counted."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_or_install())
        page = browser.new_context(locale="en-CA").new_page()
        killed = _told("servers killed", KILLS, _kills(page))
        browser.close()
    return [killed, _told("disks that fill", DISKS, _disks())]


def _told(what: str, count: int, losses: list[str]) -> bool:
    print(f"{count} {what}: {len(losses)} losses, goal 0: {'reached' if not losses else 'NOT REACHED'}", flush=True)
    print(*(f"  {loss}\n" for loss in losses[:5]), sep="", end="", flush=True)
    return not losses


@contextlib.contextmanager
def _killed(port: int) -> Iterator[None]:
    command = [sys.executable, "-m", "cmo_model.commands.main", "app", "--no-browser", "--port", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()) as server:
        reading = wait_until_up(server)
        try:
            yield
        finally:
            os.kill(server.pid, signal.SIGKILL)
            server.wait()
            reading.join()


def _kills(page: Page) -> list[str]:
    """Type, ask for a file or not, and the server dies within a second; once it is back every figure must be there."""
    port, chance, losses = free_port(), random.Random(13), list[str]()
    typed: dict[str, str] = {}
    for number in range(KILLS):
        with _killed(port):
            page.goto(f"http://localhost:{port}") if not number else page.reload()
            losses += [f"kill {number}: {path}" for path, shown in typed.items() if not _shows(page, path, shown)]
            path = chance.choice([*TYPED])
            expect(field(page, path, ENGLISH)).to_be_enabled(timeout=60_000)
            typed[path] = f"{chance.randint(*TYPED[path]):,}"
            if chance.random() < 0.3:
                with contextlib.suppress(Error):  # the panel is open already
                    page.get_by_role("button", name=ENGLISH("bar.share"), expanded=False).click(timeout=1_000)
                press(page, ENGLISH("bar.pdf"))
            type_in(page, path, typed[path], ENGLISH)
            time.sleep(chance.uniform(0, 1))
    return losses


def _shows(page: Page, path: str, shown: str) -> bool:
    try:
        expect(field(page, path, ENGLISH)).to_have_value(shown, timeout=60_000)
    except AssertionError:
        return False
    return True


def _disks() -> list[str]:
    """`report` on a disk that is full after so many bytes: what was written before is whole, nothing half-written stays."""
    chance, losses = random.Random(13), list[str]()
    report = [sys.executable, "-m", "cmo_model.commands.main", "report", "-", "--pptx", "--xlsx", "--force", "--out"]
    with tempfile.TemporaryDirectory() as folder:
        given = examples.source(examples.FIRST).encode()
        subprocess.run([*report, folder], cwd=ROOT, input=given, check=True, capture_output=True)
        before = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
        for number in range(DISKS):
            size = chance.randrange(max(map(len, before.values())))
            limits = f"import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))"
            runs = f"sys.argv = {['cmo-model', *report[3:], folder]!r}; runpy.run_module({report[2]!r}, run_name='__main__')"
            found = subprocess.run(
                [sys.executable, "-c", f"{limits}; {runs}"], cwd=ROOT, input=given, check=False, capture_output=True
            )
            after = {path.name: path.read_bytes() for path in Path(folder).iterdir()}
            whole = after == before  # the same handout is the same bytes, so that a whole new one is no difference
            if not whole or found.returncode != 2 or b"Traceback" in found.stderr:
                losses.append(f"disk {number}, full after {size} bytes: exit {found.returncode}, {sorted(after)}")
    return losses
