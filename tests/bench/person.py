"""Someone at a socket, who speaks as the browser does and checks every verdict."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from functools import cache
from typing import Any

from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect

from cmo_model import advise
from cmo_model.words.sentences import advice as said_of
from tests.bench.reaction import CHANGED
from tests.browser.acts import FIRST, FRENCH

PATIENCE = 60.0
"""Seconds that someone waits for what was asked."""


@cache
def said(salary: float) -> str:
    """What the page must say of a salary."""
    return said_of.gains(advise(FIRST.with_values({CHANGED: salary}), dates=False), FRENCH)[0]


class Person:
    """Knows the parts of the page by their keys; `told` once the verdict that is awaited came, `whole` once all of its page did.

    `asked` is when, by the clock of measures; `took` the seconds from then to the whole page. `draft` is what a browser would keep,
    `cookie` what names its process where there are several.
    """

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self.parts: dict[str, str] = {}
        self.draft = ""
        told = socket.response.headers.get("set-cookie", "") if socket.response is not None else ""
        self.cookie = told.partition(";")[0]
        self.awaited, self.told, self.whole = "", asyncio.Event(), asyncio.Event()
        self.asked = self.took = 0.0
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        """Note what comes; raises once the socket closes, or what the page did wrong."""
        while True:
            message = ForwardMsg.FromString(await self._socket.recv(decode=False))
            element = message.delta.new_element
            if element.HasField("exception"):
                raise RuntimeError(f"the page broke: {element.exception.type}")
            if element.HasField("bidi_component"):
                self._part(element.bidi_component)
            elif message.HasField("script_finished"):
                self._finished(message.script_finished)

    def _part(self, part: BidiComponent) -> None:
        key = part.id.split("-", 2)[-1].partition("#")[0]
        self.parts[key] = part.id
        if key == "keeper":
            self.draft = json.loads(part.json)["draft"]
        if key == "verdict":
            large = next(block for block in json.loads(part.json)["blocks"] if block.get("tone") == "large")
            if "".join(piece["text"] for piece in large["parts"]) == self.awaited:
                self.told.set()

    def _finished(self, status: int) -> None:
        if status == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
            raise RuntimeError("the page does not compile")
        if status == ForwardMsg.FINISHED_SUCCESSFULLY and (self.told.is_set() or not self.awaited):
            self.took = time.perf_counter() - self.asked
            self.whole.set()

    async def ask(self, page: str = "", part: str = "", **given: Any) -> None:
        """Ask for a page; `edits` and `found` are a part's state, anything else was pressed there."""
        message = BackMsg()
        message.rerun_script.context_info.locale = FRENCH.tag
        message.rerun_script.page_name = page
        if given.keys() & {"edits", "found"}:
            message.rerun_script.widget_states.widgets.add(id=self.parts[part], json_value=json.dumps(given))
        elif given:
            pressed = json.dumps([{"event": name, "value": value} for name, value in given.items()])
            message.rerun_script.widget_states.widgets.add(
                id=_make_trigger_id(self.parts[part], "events"), json_trigger_value=pressed
            )
        self.told.clear()
        self.whole.clear()
        self.asked = time.perf_counter()
        await self._socket.send(message.SerializeToString())

    async def whole_page(self, page: str = "", part: str = "", **given: Any) -> None:
        """Ask, and wait for all of it."""
        self.awaited = ""
        await self.ask(page, part, **given)
        await self.heard(self.whole)

    async def heard(self, what: asyncio.Event) -> None:
        """Wait for it; raises what broke meanwhile."""
        waiting = asyncio.create_task(what.wait())
        await asyncio.wait({waiting, self._listening}, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if self._listening.done():
            self._listening.result()
        if not waiting.done():
            waiting.cancel()
            raise TimeoutError(f"nothing after {PATIENCE:.0f} s")

    def leave(self) -> None:
        """Hear no more."""
        self._listening.cancel()

    async def come_back(self, draft: str, salary: float) -> None:
        """On a fresh page, hand over what was kept, and wait for its verdict."""
        await self.whole_page()
        self.awaited = said(salary)
        await self.ask(part="keeper", found={"id": "back", "draft": draft, "same_tab": True, "edits": []})
        await self.heard(self.told)

    async def change(self, number: int, salary: float) -> float:
        """Change the salary; seconds until its verdict."""
        self.awaited = said(salary)
        await self.ask(part="nine", edits=[{"n": number, "path": CHANGED, "op": "set", "value": salary}])
        await self.heard(self.told)
        return time.perf_counter() - self.asked


@contextlib.asynccontextmanager
async def person(port: int, address: str = "192.0.2.1", cookie: str = "") -> AsyncIterator[Person]:
    """Someone who came in, through a proxy, and asked for nothing yet."""
    here, who = f"127.0.0.1:{port}", {"X-Forwarded-For": address, **({"Cookie": cookie} if cookie else {})}
    how: dict[str, Any] = {"origin": f"http://{here}", "subprotocols": ["streamlit"], "max_size": None, "additional_headers": who}
    async with connect(f"ws://{here}/_stcore/stream", **how) as socket:
        found = Person(socket)
        try:
            yield found
        finally:
            found.leave()
