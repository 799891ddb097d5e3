"""ASGI by hand: one request or one socket against an application, and what it sent."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def scope_of(kind: str, path: str = "/", headers: Iterable[tuple[str, str]] = (), method: str = "GET") -> Scope:
    """A request to localhost, unless its headers say otherwise."""
    given = [(name.lower().encode(), value.encode("latin-1")) for name, value in headers]
    if not any(name == b"host" for name, _ in given):
        given.append((b"host", b"localhost:8501"))
    return {
        "type": kind,
        "asgi": {"version": "3.0"},
        "method": method,
        "path": path,
        "root_path": "",
        "query_string": b"",
        "headers": [pair for pair in given if pair[1] != b"(none)"],
        "subprotocols": [],
    }


def ask(app: ASGIApp, path: str = "/", *headers: tuple[str, str], **how: Any) -> Answer:
    """One HTTP request."""
    return asyncio.run(asked(app, path, *headers, **how))


async def asked(
    app: ASGIApp,
    path: str = "/",
    *headers: tuple[str, str],
    method: str = "GET",
    body: Iterable[bytes] = (b"",),
    stays: bool = True,
) -> Answer:
    """One HTTP request, among others; who does not stay hangs up once it has asked."""
    chunks = list(body)
    coming: list[Message] = [
        {"type": "http.request", "body": chunk, "more_body": at < len(chunks) - 1} for at, chunk in enumerate(chunks)
    ]
    sent: list[Message] = []

    async def receive() -> Message:
        if not coming and stays:
            await asyncio.Future()
        return coming.pop(0) if coming else {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope_of("http", path, headers, method), receive, send)
    start = sent[0]
    found: dict[str, str] = {}
    for name, value in start["headers"]:
        assert name.decode() not in found, name
        found[name.decode()] = value.decode("latin-1")
    return Answer(start["status"], found, b"".join(message.get("body", b"") for message in sent[1:]))


def connect(app: ASGIApp, *headers: tuple[str, str], messages: int = 0, client: str = "", size: int = 0) -> list[Message]:
    """What an application sends to a socket that says so many things, of a size at least, then hangs up."""
    coming: list[Message] = [{"type": "websocket.connect"}]
    coming += [{"type": "websocket.receive", "bytes": b"%d" % n + bytes(size)} for n in range(messages)]
    coming.append({"type": "websocket.disconnect", "code": 1000})
    sent: list[Message] = []

    async def receive() -> Message:
        return coming.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(app({**scope_of("websocket", headers=headers), "client": (client, 1)}, receive, send))  # type: ignore[arg-type]
    return sent


class Echo:
    """Answers whatever it is sent, and keeps it."""

    def __init__(self, *headers: tuple[bytes, bytes]) -> None:
        self.heard: list[Any] = []
        self._headers = list(headers)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            self.heard.append("lifespan")
            return
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            while (message := await receive())["type"] != "websocket.disconnect":
                self.heard.append(message["bytes"])
            return
        more = True
        while more:
            message = await receive()
            self.heard.append(message["body"])
            more = message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": self._headers})
        await send({"type": "http.response.body", "body": b"yes"})
