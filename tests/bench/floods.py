"""One visitor who edits: alone, beside floods, and beside files made to hold the server up; each from a process of its own.

A flood is what one other person can do with a script: messages, sockets opened anew, `/health`, files asked for, files sent. Told:
how long the visitor waits for each new verdict, what the server holds more than before, how long `/health` takes.
"""

from __future__ import annotations

import asyncio
import base64
import contextlib
import multiprocessing
import time
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import numpy as np
from websockets.exceptions import WebSocketException

from tests.bench.person import Person, person
from tests.bench.served import Served, ours
from tests.readers.files import HEAD, book, with_parts
from tests.readers.hostile import HOSTILE

EDITS, THINKING, FLOODS_BEFORE = 24, 0.5, 3.0
MOST_WAIT, MOST_TIMES, MOST_HELD = 2.0, 5.0, 20.0
AT_ONCE = 10
WORKBOOKS, MOST_GAP, MOST_HEALTH, MOST_LEFT = 150, 1.0, 0.3, 60.0


def run() -> list[bool]:
    """Each flood beside the visitor alone, then the workbooks."""
    print(f"\n{'one visitor who edits, from the change sent to the verdict':<60} {'median':>9} {'p95':>9} {'held each':>9}")
    alone, failures, held = asyncio.run(_edits(""))
    _say("alone", alone, failures, held)
    limit = max(MOST_WAIT, MOST_TIMES * _most(alone))
    reached = []
    for name in FLOODS:
        times, failures, held = asyncio.run(_edits(name))
        fine = not failures and _most(times) <= limit and held <= MOST_HELD
        _say(name, times, failures, held, f"  goal {limit:.1f} s, {MOST_HELD:.0f} MB: {'reached' if fine else 'NOT REACHED'}")
        reached.append(fine)
    return [*reached, asyncio.run(_workbooks())]


def _most(times: list[float]) -> float:
    return float(np.percentile(times, 95)) if times else float("inf")


def _say(name: str, times: list[float], failures: list[str], held: float, verdict: str = "") -> None:
    middle = float(np.median(times)) if times else float("inf")
    print(f"{name:<60} {middle:>7.2f} s {_most(times):>7.2f} s {held:>6.1f} MB{verdict}", flush=True)
    print(*(f"  {failure}\n" for failure in failures[:3]), sep="", end="", flush=True)


async def _edits(flood: str) -> tuple[list[float], list[str], float]:
    """Seconds to each verdict beside a flood, what went wrong, and the MB held for each who floods at its end."""
    times: list[float] = []
    with ours() as app:
        async with person(app.port, "192.0.2.2") as visitor:
            await visitor.whole_page()
            for number in range(1, 5):  # what is made once is made
                await visitor.change(number, 60_000.0 + 1_000 * number)
                await visitor.heard(visitor.whole)
            before = app.memory() or 0.0
            with _apart(flood, app.port):
                await asyncio.sleep(FLOODS_BEFORE if flood else 0)
                try:
                    for number in range(5, 5 + EDITS):
                        times.append(await visitor.change(number, 60_000.0 + 1_000 * number))
                        await asyncio.sleep(THINKING)
                except (OSError, WebSocketException) as error:
                    return times, [f"{type(error).__name__} {error}"], 0.0
                return times, [], ((app.memory() or 0.0) - before) / AT_ONCE


# --- the floods ---


@contextlib.contextmanager
def _apart(flood: str, port: int) -> Iterator[None]:
    apart = multiprocessing.get_context("spawn")
    acts = apart.Value("q", 0)
    process = apart.Process(target=_flood, args=(flood, port, acts), daemon=True)
    if flood:
        process.start()
    try:
        yield
        if flood and (not process.is_alive() or acts.value < AT_ONCE):
            raise RuntimeError(f"the flood of {flood} did {acts.value} acts")
    finally:
        if flood:
            process.kill()
            process.join()


def _flood(name: str, port: int, acts: Any) -> None:
    async def all_at_once() -> None:
        await asyncio.gather(*(_again_and_again(FLOODS[name], port, acts) for _ in range(AT_ONCE)))

    asyncio.run(all_at_once())


async def _again_and_again(flood: Callable[[int, Any], Awaitable[None]], port: int, acts: Any) -> None:
    while True:
        try:
            await flood(port, acts)
        except (OSError, WebSocketException):  # whatever the server answers, it goes on
            await asyncio.sleep(0.01)


def _did(acts: Any) -> None:
    with acts.get_lock():
        acts.value += 1


async def _messages(port: int, acts: Any) -> None:
    """Edits without waiting for answers."""
    async with person(port) as someone:
        await someone.whole_page()
        for number in range(1, 1_000_000):
            edit = {"n": number, "path": "in_house.base_salary", "op": "set", "value": 60_000.0 + number % 40_000}
            await someone.ask(part="nine", edits=[edit])
            _did(acts)


async def _reconnections(port: int, acts: Any) -> None:
    """A socket, a page asked for, gone."""
    async with person(port) as someone:
        await someone.ask()
        _did(acts)
        await asyncio.sleep(0.05)


async def _health(port: int, acts: Any) -> None:
    await asyncio.to_thread(_get, port, "/health")
    _did(acts)


async def _exports(port: int, acts: Any) -> None:
    """A report, again and again."""
    async with person(port) as someone:
        await someone.whole_page()
        while True:
            await someone.whole_page(part="bar", did={"what": "pdf", "value": f"http://localhost:{port}/", "name": ""})
            _did(acts)


async def _uploads(port: int, acts: Any) -> None:
    """Histories of 4 MB, each another one, to the page; and bytes to the way in that is not used."""
    async with person(port) as someone:
        await someone.whole_page("budget")
        for number in range(1_000_000):
            await someone.whole_page("budget", "panel_open", did=_file(f"{number}.csv", _large(number)))
            _did(acts)
            with contextlib.suppress(OSError):
                await asyncio.to_thread(_get, port, "/_stcore/upload_file/a/b", b"x" * 4_000_000)
            _did(acts)


FLOODS: dict[str, Callable[[int, Any], Awaitable[None]]] = {
    "messages": _messages,
    "reconnections": _reconnections,
    "health": _health,
    "exports": _exports,
    "uploads": _uploads,
}


def _get(port: int, path: str, body: bytes | None = None) -> None:
    asked = urllib.request.Request(f"http://localhost:{port}{path}", body, method="PUT" if body else "GET")
    with contextlib.suppress(urllib.error.HTTPError) if body else contextlib.nullcontext():  # what is sent is refused
        urllib.request.urlopen(asked, timeout=30).read()  # noqa: S310 - our own server


def _file(name: str, data: bytes) -> dict[str, Any]:
    return {"what": "file", "name": name, "value": base64.b64encode(data).decode()}


def _large(number: int) -> bytes:
    rows = (f"2026-{1 + n % 6:02};c{n % 20};{n + number},50;{n};{n % 9}" for n in range(120_000))
    return "\n".join((HEAD, *rows)).encode()


# --- files made to hold it up ---


async def _workbooks() -> bool:
    """Hostile workbooks sent by one person while another edits and `/health` is asked for."""
    with ours() as app:
        async with person(app.port, "192.0.2.2") as visitor, person(app.port) as stranger:
            await visitor.whole_page()
            await stranger.whole_page("budget")
            await stranger.whole_page("budget", "panel_open", did=_file("a.xlsx", book()))
            before = app.memory() or 0.0
            times: list[float] = []
            health: list[float] = []
            done = asyncio.Event()
            watching = asyncio.gather(_watched(app, health, done), _edited(visitor, times, done))
            hostile = [with_parts(book(), parts) for parts in HOSTILE.values()]
            for number in range(WORKBOOKS):
                await stranger.whole_page("budget", "panel_open", did=_file(f"{number}.xlsx", hostile[number % len(hostile)]))
            done.set()
            await watching
            await asyncio.sleep(2)
            left = (app.memory() or 0.0) - before
    fine = max(times) <= MOST_GAP and max(health) <= MOST_HEALTH and left <= MOST_LEFT
    print(
        f"{WORKBOOKS} hostile workbooks: {len(times)} edits, the slowest verdict {max(times):.2f} s (goal {MOST_GAP:g}), "
        f"the slowest of {len(health)} health answers {max(health):.2f} s (goal {MOST_HEALTH:g}), {left:.0f} MB left "
        f"(goal {MOST_LEFT:.0f}): {'reached' if fine else 'NOT REACHED'}"
    )
    return fine


async def _watched(app: Served, health: list[float], done: asyncio.Event) -> None:
    while not done.is_set():
        began = time.perf_counter()
        await asyncio.to_thread(_get, app.port, "/health")
        health.append(time.perf_counter() - began)
        await asyncio.sleep(0.2)


async def _edited(visitor: Person, times: list[float], done: asyncio.Event) -> None:
    number = 0
    while not done.is_set():
        number += 1
        times.append(await visitor.change(number, 60_000.0 + 500 * (number % 60)))
        await asyncio.sleep(THINKING)
