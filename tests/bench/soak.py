"""Ten thousand sessions opened and closed on one process: what it holds after the first thousand, and in the end."""

from __future__ import annotations

import asyncio

from tests.bench.person import Person, person
from tests.bench.served import Served, ours

SESSIONS, FIRST, AT_ONCE, WHOLE = 10_000, 1_000, 4, 10
MOST_GROWTH = 20.0
"""MB that the sessions after the first thousand may leave."""


def run() -> list[bool]:
    """Everybody sees the verdict of a page of their own; one in ten stays until it is whole."""
    with ours() as app:
        held, failures = asyncio.run(_opened_and_closed(app))
    growth = held[-1][1] - held[0][1]
    fine = growth <= MOST_GROWTH and not failures
    print(f"\n{SESSIONS} sessions opened and closed, {failures} of them without a page")
    print(", ".join(f"{number}: {memory:.0f} MB" for number, memory in held))
    verdict = "reached" if fine else "NOT REACHED"
    print(f"after the first {FIRST}: {growth:+.1f} MB, goal {MOST_GROWTH:.0f} at most: {verdict}", flush=True)
    return [fine]


async def _opened_and_closed(app: Served) -> tuple[list[tuple[int, float]], int]:
    held: list[tuple[int, float]] = []
    numbers, failures = iter(range(SESSIONS)), 0

    async def some() -> None:
        nonlocal failures
        for number in numbers:
            try:
                async with person(app.port, f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}") as someone:
                    await (someone.whole_page() if number % WHOLE == 0 else _verdict(someone))
            except Exception:  # whatever went wrong, it is counted
                failures += 1
            if (number + 1) % FIRST == 0:
                held.append((number + 1, app.memory() or 0.0))

    await asyncio.gather(*(some() for _ in range(AT_ONCE)))
    return held, failures


async def _verdict(someone: Person) -> None:
    someone.awaited = ""
    await someone.ask()
    while "verdict" not in someone.parts:
        if someone.whole.is_set():
            raise RuntimeError("a page without a verdict")
        await asyncio.sleep(0.01)
