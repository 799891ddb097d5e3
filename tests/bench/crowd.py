"""One visitor, then 25 at once: from a changed figure sent to the new verdict received."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

import numpy as np

from tests.bench.person import Person, person, said
from tests.bench.reaction import SALARIES, shuffled
from tests.bench.served import ours

SESSIONS, SECONDS, THINKING = 25, 40.0, 5.0
ALONE, ALONE_THINKING = 30, 1.0


def run() -> list[bool]:
    """One visitor, then 25 who think for 5 seconds on average."""
    for salary in SALARIES:  # worked out before anybody waits for it
        said(salary)
    with ours() as app:
        alone = asyncio.run(_visitors(app.port, 1, _in_turn))
        before = app.memory()
        after: list[float | None] = []
        crowd = asyncio.run(_visitors(app.port, SESSIONS, _for_a_while, lambda: after.append(app.memory())))
    print(f"\n{'visitors at once, from the change sent':<52} {'one':>20} {SESSIONS:>20} {'ratio':>8}")
    print(f"{'':<52} {'median':>11} {'p95':>8} {'median':>11} {'p95':>8}")
    slower = _crowded("new verdict received", alone.verdict, crowd.verdict, 3)
    _crowded("page whole, how sure included", alone.whole, crowd.whole)
    made = len(crowd.verdict)
    stopped = f"{made - len(crowd.whole)} of {made} changes were followed by another before the page was whole"
    print(f"{SESSIONS} visitors, {SECONDS:.0f} s, thinking {THINKING:.0f} s from the verdict on: {stopped}")
    failures = [*alone.failures, *crowd.failures]
    verdict = "reached" if not failures else "NOT REACHED"
    print(f"failures, wrong verdicts included: {len(failures)}  goal 0: {verdict}", *failures[:5], sep="\n  ")
    if before is None or after[0] is None:
        print("memory: this system does not tell that of another process without a package of its own")
    else:
        each = (after[0] - before) / SESSIONS
        print(f"memory: {before:.0f} MB before, {after[0]:.0f} MB with {SESSIONS} sessions, {each:.1f} MB for each")
    return [slower, not failures]


@dataclass
class Times:
    """Seconds from each change, and what went wrong."""

    verdict: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)


async def _in_turn(someone: Person, seed: int, times: Times) -> None:
    """Change, wait for the whole page, think a second."""
    for number, salary in enumerate(shuffled(seed)[:ALONE], 1):
        times.verdict.append(await someone.change(number, salary))
        await someone.heard(someone.whole)
        times.whole.append(someone.took)
        await asyncio.sleep(ALONE_THINKING)


async def _for_a_while(someone: Person, seed: int, times: Times) -> None:
    """Change as soon as thought about, counted from the verdict: the page need not be whole, but the last one is waited for."""
    thinking, until = random.Random(seed), time.monotonic() + SECONDS
    await asyncio.sleep(thinking.uniform(0, THINKING))
    for number, salary in enumerate(shuffled(seed), 1):
        times.verdict.append(await someone.change(number, salary))
        pause = thinking.expovariate(1 / THINKING)
        last = time.monotonic() + pause > until
        await (someone.heard(someone.whole) if last else asyncio.sleep(pause))
        if someone.whole.is_set():
            times.whole.append(someone.took)
        if last:
            return


async def _visitors(
    port: int, count: int, does: Callable[[Person, int, Times], Awaitable[None]], at_end: Callable[[], None] | None = None
) -> Times:
    """So many visitors open the page, then do this at once; `at_end` is told while all are still there."""
    times = Times()

    async def guarded(number: int, doing: Awaitable[None]) -> bool:
        try:
            await doing
        except Exception as error:  # whatever went wrong, it is counted
            times.failures.append(f"visitor {number}: {type(error).__name__} {error}")
            return False
        return True

    async with contextlib.AsyncExitStack() as stack:
        visitors = [await stack.enter_async_context(person(port, f"192.0.2.{number + 1}")) for number in range(count)]
        came = await asyncio.gather(*(guarded(number, visitor.whole_page()) for number, visitor in enumerate(visitors)))
        here = [(number, visitors[number]) for number in range(count) if came[number]]
        await asyncio.gather(*(guarded(number, does(visitor, number, times)) for number, visitor in here))
        if at_end is not None:
            at_end()
    return times


def _crowded(name: str, alone: list[float], crowd: list[float], goal: float | None = None) -> bool:
    if not alone or not crowd:
        print(f"{name:<52} nothing was received: NOT REACHED")
        return False
    (middle, most), (crowd_middle, crowd_most) = (1000 * np.percentile(times, (50, 95)) for times in (alone, crowd))
    ratio = crowd_most / most
    said = "" if goal is None else f"  p95, goal {goal:g} x: {'reached' if ratio <= goal else 'NOT REACHED'}"
    print(f"{name:<52} {middle:>8.0f} ms {most:>5.0f} ms {crowd_middle:>8.0f} ms {crowd_most:>5.0f} ms {ratio:>6.1f} x{said}")
    return goal is None or bool(ratio <= goal)
