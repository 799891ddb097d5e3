"""One visitor, then 25 at once: from a changed figure sent to the new verdict received.

The visitors are sockets that speak as the browser does and check every verdict they are sent.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from cmo_model import advise
from cmo_model.scenario import Scenario
from cmo_model.words.sentences import advice as said_of
from tests.bench.reaction import CHANGED, PATIENCE, SALARIES, shuffled
from tests.bench.served import Served, ours
from tests.browser.acts import FIRST, FRENCH

SESSIONS, SECONDS, THINKING = 25, 40.0, 5.0
ALONE, ALONE_THINKING = 30, 1.0


def run() -> list[bool]:
    """One visitor, then 25 who think for 5 seconds on average."""
    with ours() as app:
        alone = asyncio.run(_visitors(app, 1, lambda visitor: visitor.change_in_turn()))
        before = app.memory()
        after: list[float | None] = []
        crowd = asyncio.run(
            _visitors(app, SESSIONS, lambda visitor: visitor.change_for_a_while(), lambda: after.append(app.memory()))
        )
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


@dataclass
class Visitor:
    """One socket that speaks as the browser does."""

    socket: ClientConnection
    seed: int
    times: Times
    fields: str = ""
    awaited: str = ""
    sent: float = 0.0
    said: asyncio.Event = field(default_factory=asyncio.Event)
    whole: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self) -> None:
        """Note when what is awaited arrives; raises what the server did wrong."""
        async for raw in self.socket:
            message = ForwardMsg.FromString(raw)
            element = message.delta.new_element
            if element.HasField("exception"):
                raise RuntimeError(f"the page broke: {element.exception.type}")
            if element.HasField("bidi_component"):
                self._read(element.bidi_component)
            elif message.WhichOneof("type") == "script_finished":
                self._finished(message.script_finished)
        raise ConnectionError("the server closed the socket")

    def _read(self, component: BidiComponent) -> None:
        if "-nine#" in component.id:
            self.fields = component.id
        elif component.id.endswith("-verdict"):
            large = next(block for block in json.loads(component.json)["blocks"] if block.get("tone") == "large")
            if "".join(part["text"] for part in large["parts"]) == self.awaited and not self.said.is_set():
                self.times.verdict.append(time.perf_counter() - self.sent)
                self.said.set()

    def _finished(self, status: int) -> None:
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise RuntimeError("the page does not compile")
        if status == ForwardMsg.FINISHED_SUCCESSFULLY and (self.said.is_set() or not self.awaited):
            if self.awaited:
                self.times.whole.append(time.perf_counter() - self.sent)
            self.whole.set()

    async def ask(self, state: dict[str, Any] | None = None) -> None:
        """Ask for the page, with what was edited."""
        message = BackMsg()
        message.rerun_script.context_info.locale = FRENCH.tag
        if state is not None:
            message.rerun_script.widget_states.widgets.add(id=self.fields, json_value=json.dumps(state))
        self.said.clear()
        self.whole.clear()
        self.sent = time.perf_counter()
        await self.socket.send(message.SerializeToString())

    async def open(self) -> None:
        """The first page, whole."""
        await self.ask()
        await _within(self.whole, "the whole page")

    async def change(self, number: int, salary: float) -> None:
        """Change the salary and wait for its verdict."""
        self.awaited = VERDICTS[salary]
        await self.ask({"edits": [{"n": number, "path": CHANGED, "op": "set", "value": salary}]})
        await _within(self.said, "the verdict")

    async def change_in_turn(self) -> None:
        """Change, wait for the whole page, think a second."""
        for number, salary in enumerate(shuffled(self.seed)[:ALONE], 1):
            await self.change(number, salary)
            await _within(self.whole, "the whole page")
            await asyncio.sleep(ALONE_THINKING)

    async def change_for_a_while(self) -> None:
        """Change as soon as thought about, counted from the verdict: the page need not be whole."""
        thinking, until = random.Random(self.seed), time.monotonic() + SECONDS
        await asyncio.sleep(thinking.uniform(0, THINKING))
        for number, salary in enumerate(shuffled(self.seed), 1):
            await self.change(number, salary)
            pause = thinking.expovariate(1 / THINKING)
            if time.monotonic() + pause > until:
                break
            await asyncio.sleep(pause)
        await _within(self.whole, "the whole page")


async def _within(event: asyncio.Event, what: str) -> None:
    try:
        await asyncio.wait_for(event.wait(), PATIENCE)
    except TimeoutError:
        raise TimeoutError(f"without {what} after {PATIENCE:.0f} s") from None


async def _visitors(
    server: Served, count: int, does: Callable[[Visitor], Awaitable[None]], at_end: Callable[[], None] | None = None
) -> Times:
    """So many visitors open the page, then do this at once; `at_end` is told while all are still there."""
    times = Times()

    async def guarded(visitor: Visitor, does: Callable[[Visitor], Awaitable[None]]) -> None:
        doing, listening = asyncio.ensure_future(does(visitor)), listeners[visitor.seed]
        await asyncio.wait({doing, listening}, return_when=asyncio.FIRST_COMPLETED)
        try:
            (listening if listening.done() else doing).result()
        except Exception as error:  # whatever went wrong, it is counted
            times.failures.append(f"visitor {visitor.seed}: {type(error).__name__} {error}")
        doing.cancel()

    async with contextlib.AsyncExitStack() as stack:
        listeners, visitors = {}, []
        for seed in range(count):
            socket = await stack.enter_async_context(
                connect(
                    f"ws://localhost:{server.port}/_stcore/stream",
                    origin=server.address,
                    subprotocols=["streamlit"],
                    max_size=None,
                )
            )
            visitors.append(Visitor(socket, seed, times))
            listeners[seed] = asyncio.create_task(visitors[-1].listen())
        await asyncio.gather(*(guarded(visitor, Visitor.open) for visitor in visitors))
        await asyncio.gather(*(guarded(visitor, does) for visitor in visitors if visitor.fields))
        if at_end is not None:
            at_end()
        for listener in listeners.values():
            listener.cancel()
    return times


def _said(salary: float) -> str:
    in_house = FIRST.in_house.model_copy(update={"base_salary": salary})
    scenario: Scenario = FIRST.model_copy(update={"in_house": in_house})
    return said_of.gains(advise(scenario, dates=False), FRENCH)[0]


VERDICTS = {salary: _said(salary) for salary in SALARIES}
"""What the page must say of each salary."""


def _crowded(name: str, alone: list[float], crowd: list[float], goal: float | None = None) -> bool:
    if not alone or not crowd:
        print(f"{name:<52} nothing was received: NOT REACHED")
        return False
    (middle, most), (crowd_middle, crowd_most) = (1000 * np.percentile(times, (50, 95)) for times in (alone, crowd))
    ratio = crowd_most / most
    said = "" if goal is None else f"  p95, goal {goal:g} x: {'reached' if ratio <= goal else 'NOT REACHED'}"
    print(f"{name:<52} {middle:>8.0f} ms {most:>5.0f} ms {crowd_middle:>8.0f} ms {crowd_most:>5.0f} ms {ratio:>6.1f} x{said}")
    return goal is None or bool(ratio <= goal)
