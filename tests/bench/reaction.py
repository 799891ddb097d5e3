"""From a changed figure to the new verdict, in a browser, beside the barest page of the framework.

The floor is one slider and one number, served by Streamlit with nothing of ours. Both pages stand in one Chromium and are changed
in turn, so that a slow minute hurts both. Times are taken inside the page, from the key pressed to the first animation frame that
finds the new text.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from tests.bench.served import Served, ours, served
from tests.browser.acts import FRENCH
from tests.browser.acts import field as question
from tests.browser.chromium import find_or_install

ROUNDS = 24
CHANGED = "in_house.base_salary"
SALARIES = tuple(float(salary) for salary in range(61_000, 93_000, 800))  # each changes the amount the verdict says
PATIENCE = 30.0
FLOOR = """import streamlit as st

st.metric("Number", 2 * st.slider("Slider", 0, 1000, 500))
"""
WATCH = """(() => {
  const part = (key) => [...document.querySelectorAll(`.st-key-${key} *`)].find((one) => one.shadowRoot)?.shadowRoot
  const drawn = (key) => part(key)?.querySelector(".readout")
  const seen = {
    number: () => document.querySelector('[data-testid="stMetricValue"]')?.textContent,
    verdict: () => drawn("verdict")?.querySelector("p.large")?.textContent,
    curves: () => [...part("nine-0")?.querySelectorAll("polyline.curve") ?? []].map((one) => one.getAttribute("points")).join("|"),
    sure: () => drawn("glance")?.firstElementChild, // drawn anew each time; its words may stay
  }
  let sent = 0
  const send = WebSocket.prototype.send
  WebSocket.prototype.send = function (...given) { sent ||= performance.now(); return send.apply(this, given) }
  window.watch = (key, names) => {
    const before = names.map((name) => seen[name]())
    const times = {}
    window.watched = new Promise((resolve) => addEventListener("keydown", (event) => {
      if (event.key !== key) return
      const begin = performance.now()
      sent = 0
      const look = () => {
        const now = performance.now() - begin
        names.forEach((name, i) => {
          const found = name in times ? before[i] : seen[name]()
          if (found && found !== before[i]) times[name] = now
        })
        if (names.every((name) => name in times) || now > 30000) resolve({ ...times, sent: sent - begin })
        else requestAnimationFrame(look)
      }
      requestAnimationFrame(look)
    }, { capture: true, once: true }))
  }
  const frame = () => new Promise(requestAnimationFrame)
  window.quiet = async () => { await frame(); await frame(); await new Promise(requestIdleCallback) }
})()"""


def shuffled(seed: int) -> list[float]:
    """The salaries in an order of one's own."""
    return random.Random(seed).sample(SALARIES, len(SALARIES))


@contextlib.contextmanager
def floor() -> Iterator[Served]:
    """The bare page."""
    options = {"server.port": "{port}", "server.headless": "true", "server.address": "localhost", "server.fileWatcherType": "none"}
    options["browser.gatherUsageStats"] = "false"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder, "floor.py")
        page.write_text(FLOOR)
        given = [part for name, value in options.items() for part in (f"--{name}", value)]
        with served("streamlit", "run", str(page), *given, where=Path(folder)) as server:
            yield server


def run() -> list[bool]:
    """Ours and the floor in turn, in one Chromium."""
    with ours() as app, floor() as bare, sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic"]
        browser = playwright.chromium.launch(executable_path=find_or_install(), args=arguments)
        change_ours, change_floor = _our_page(_opened(browser, app)), _floor_page(_opened(browser, bare))
        rounds = [(change_ours(salary), change_floor()) for salary in shuffled(1)[: ROUNDS + 2]][2:]
        browser.close()
    mine = {name: [one[name] for one, _ in rounds] for name in rounds[0][0]}
    theirs = {name: [one[name] for _, one in rounds] for name in rounds[0][1]}
    print(f"\n{'in the browser, ' + str(ROUNDS) + ' rounds, from the key pressed':<52} {'ours':>20} {'bare page':>20} {'ratio':>8}")
    print(f"{'':<52} {'median':>11} {'p90':>8} {'median':>11} {'p90':>8}")
    reached = [
        _compared("new verdict on screen", mine["verdict"], theirs["number"], 2),
        _compared("page with a curve beside each question", mine["curves"], theirs["number"], 4),
    ]
    _compared("how sure, drawn last on purpose", mine["sure"], theirs["number"])
    _compared("the change has left the browser", mine["sent"], theirs["sent"])
    return reached


def _opened(browser: Any, server: Served) -> Page:
    page: Page = browser.new_context(locale="fr-CA", viewport={"width": 1280, "height": 800}).new_page()
    page.set_default_timeout(PATIENCE * 1000)
    page.add_init_script(WATCH)
    page.goto(server.address)
    return page


def _timed(page: Page, key: str, names: list[str]) -> dict[str, float]:
    """Milliseconds from a key pressed to each new text."""
    page.evaluate("quiet()")
    page.evaluate("([key, names]) => watch(key, names)", [key, names])
    page.keyboard.press(key)
    times: dict[str, float] = page.evaluate("watched")
    if missing := set(names) - set(times):
        raise SystemExit(f"{page.url}: no new {', '.join(sorted(missing))} in {PATIENCE:.0f} s")
    return times


def _our_page(page: Page) -> Callable[[float], dict[str, float]]:
    salary_field = question(page, CHANGED, FRENCH)
    page.locator(".st-key-glance .readout p").first.wait_for()

    def change(salary: float) -> dict[str, float]:
        page.bring_to_front()
        salary_field.fill(f"{salary:.0f}")
        return _timed(page, "Enter", ["verdict", "curves", "sure"])

    return change


def _floor_page(page: Page) -> Callable[[], dict[str, float]]:
    thumb = page.get_by_role("slider")
    page.get_by_test_id("stMetricValue").wait_for()

    def change() -> dict[str, float]:
        page.bring_to_front()
        thumb.focus()
        return _timed(page, "ArrowRight", ["number"])

    return change


def _compared(name: str, mine: list[float], theirs: list[float], goal: float | None = None) -> bool:
    (middle, most), (their_middle, their_most) = (np.percentile(times, (50, 90)) for times in (mine, theirs))
    ratio = middle / their_middle
    said = "" if goal is None else f"  goal {goal:g} x: {'reached' if ratio <= goal else 'NOT REACHED'}"
    print(f"{name:<52} {middle:>8.0f} ms {most:>5.0f} ms {their_middle:>8.0f} ms {their_most:>5.0f} ms {ratio:>6.1f} x{said}")
    return goal is None or bool(ratio <= goal)
