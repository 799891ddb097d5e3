"""What a file takes beside one decision, and its size. The risk is drawn once before: the screen has it already."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable

from cmo_model import decide, examples
from cmo_model.exports import KINDS, Handout, made
from cmo_model.readers import read_scenario
from cmo_model.uncertainty import advise, assess
from cmo_model.words import text

GOALS = {"pdf": 1.0, "xlsx": 1.0, "pptx": 2.0, "html": 1.0}
"""Seconds, warm."""
MOST_BYTES = 1_000_000


def run() -> list[bool]:
    scenario = read_scenario(examples.source(examples.FIRST).encode())
    handout = Handout(assess(scenario, advice=advise(scenario)), text("fr"), datetime.date(2026, 11, 22), origin="example")
    one = _best(lambda: decide(scenario))
    print(f"\nFiles to hand over (one decision: {1000 * one:.1f} ms)")
    reached = []
    for kind in KINDS:
        size = len(made(handout, kind))
        taken = _best(lambda kind=kind: made(handout, kind))  # type: ignore[misc]
        reached.append(taken <= GOALS[kind] and size <= MOST_BYTES)
        said = "reached" if reached[-1] else "NOT REACHED"
        beside = f"{1000 * taken:8.0f} ms  {taken / one:6.0f} x  {size / 1000:7.0f} kB"
        print(f"  {kind:<5}{beside}  goal {GOALS[kind]:.0f} s, 1 MB: {said}")
    return reached


def _best(act: Callable[[], object], times: int = 5) -> float:
    """Seconds of the quickest of some runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        found.append(time.perf_counter() - start)
    return min(found)
