"""Several processes behind one port: a visitor stays with one, and comes back with every figure when it is killed."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.acts import ENGLISH, FIRST, FRENCH, field, go_to, says, type_in
from tests.serving import ROOT, environment, free_port, wait_until_up

CHANGES = {"in_house.base_salary": 81_234.56, "fractional.monthly_fee": 6_000.0}


@pytest.fixture(scope="module")
def server() -> Iterator[tuple[str, int]]:
    """The address of two processes behind one port, and the number of the one in front."""
    port = free_port()
    command = [sys.executable, "-m", "cmo_model.commands.main", "app", "--no-browser", "--port", str(port), "--workers", "2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment()) as front:
        try:
            wait_until_up(front)
            yield f"http://localhost:{port}", front.pid
        finally:
            front.terminate()


def sessions(address: str) -> list[int]:
    """How many are open in each process."""
    with urllib.request.urlopen(f"{address}/metrics", timeout=30) as answer:  # noqa: S310 - our own server
        return [int(one) for one in re.findall(r"^cmo_worker_sessions\{.*\} (\d+)$", answer.read().decode(), re.MULTILINE)]


def place(page: Page) -> int:
    """The process that a visitor stays with."""
    (name,) = (cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "cmo_worker")
    return int(name.partition(".")[0])


def test_visitors_are_spread_and_each_stays_where_it_began(chromium: Browser, server: tuple[str, int]) -> None:
    address, _ = server
    pages = [chromium.new_context(locale="en-CA").new_page() for _ in range(2)]
    for page in pages:
        page.goto(address, timeout=60_000)
        says(page, FIRST, ENGLISH, within=60_000)
    assert {place(page) for page in pages} == {0, 1} and sessions(address) == [1, 1]
    for page in pages:
        before = place(page)
        page.reload()
        says(page, FIRST, ENGLISH)
        go_to(page, ENGLISH("pages.signals"))
        expect(page.get_by_role("heading", level=1)).to_have_text(ENGLISH("signals.question"))
        assert place(page) == before
        names = {cookie["name"] for cookie in page.context.cookies()}
        assert names <= {"cmo_worker", "_streamlit_xsrf", "_streamlit_csrf"}
    assert sessions(address) == [1, 1]
    for page in pages:
        page.context.close()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not tell whose process is whose")
def test_the_visitors_of_a_process_that_is_killed_come_back_with_their_figures(chromium: Browser, server: tuple[str, int]) -> None:
    address, front = server
    t, page = FRENCH, chromium.new_context(locale="fr-CA").new_page()
    page.goto(address, timeout=60_000)
    type_in(page, "in_house.base_salary", "81 234,56", t)
    type_in(page, "fractional.monthly_fee", "6 000", t)
    says(page, FIRST.with_values(CHANGES), t)
    before = place(page)
    workers = [int(one) for one in Path(f"/proc/{front}/task/{front}/children").read_text().split()]
    os.kill(sorted(workers)[before], signal.SIGKILL)
    everything = CHANGES | {"workload.hours_per_week": 31.0}
    type_in(page, "workload.hours_per_week", "31", t)
    says(page, FIRST.with_values(everything), t, within=120_000)
    assert place(page) != before
    page.reload()
    says(page, FIRST.with_values(everything), t)
    expect(field(page, "in_house.base_salary", t)).to_have_value(re.compile(r"81\s234,56"))
    page.context.close()
