"""Passes each request and each socket on to the process of its visitor, and its answer back.

Heads are read by h11 on both sides and written anew: what a process reads is what was read here, so that no second request hides
in the length of a first; what holds between two neighbours alone is not passed on. The processes judge hosts, origins and paces as
they do when they stand alone: they are told for whom this one asks, by the header that a proxy tells it by, and what came under
that name is believed here by the rule that they have.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable, Sequence

import h11
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidURI
from websockets.typing import Subprotocol

from cmo_model.server.allowances import person
from cmo_model.server.guard import frame_origin, headers, host_name
from cmo_model.server.workers import Worker, Workers

COOKIE = "cmo_worker"
MOST_ANSWERING = 60.0
"""Seconds that a process may take to begin its answer."""
MOST_HEAD = 65_536
"""Bytes of an answer's head; of a request's, the server has its own bound."""
_HERE = "127.0.0.1"
_BETWEEN_NEIGHBOURS = frozenset(
    {
        *(b"connection", b"keep-alive", b"proxy-connection", b"proxy-authenticate", b"proxy-authorization"),
        *(b"te", b"trailer", b"transfer-encoding", b"upgrade", b"expect"),
    }
)
_TOLD_ANEW = frozenset({b"x-forwarded-for", b"x-forwarded-proto"})
_OURS = frozenset({b"date", b"server"})
_SHARED = ("/static/", "/component/", "/media/", "/_stcore/bidi-components/")
"""Files that are the same for everybody, and that a cache may keep: nobody is named on them."""
_RESTARTING, _POLICY, _TRY_AGAIN_LATER = 1012, 1008, 1013
_CODES = frozenset({1000, 1001, 1002, 1003, *range(1007, 1015), *range(3000, 5000)})
"""Those a socket may be closed with; others say that it broke."""

Pairs = list[tuple[bytes, bytes]]


class Relay:
    """The application in front of the processes."""

    def __init__(self, workers: Workers, frames: Sequence[str] = ()) -> None:
        self._workers, self._framed, self._headers = workers, bool(frames), headers(map(frame_origin, frames))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        client = scope.get("client")
        who = person(client and client[0])
        worker = self._workers.of(brought(scope), who)
        if scope["type"] == "websocket":
            await self._socket(worker, who, scope, receive, send)
        else:
            await self._request(worker, scope, receive, send)

    def _cookie(self, worker: Worker, scope: Scope) -> Pairs:
        """What names the process to a visitor who does not name it; in another site's frame only one kind of cookie is kept."""
        if brought(scope) == worker.name or scope["path"].startswith(_SHARED):
            return []
        worker.given += 1
        secure = "; Secure" if scope["scheme"] in ("https", "wss") else ""
        kind = "SameSite=None; Secure; Partitioned" if self._framed else f"SameSite=Lax{secure}"
        return [(b"set-cookie", f"{COOKIE}={worker.name}; Path=/; HttpOnly; {kind}".encode())]

    def _refused(self, status: int, said: str) -> ASGIApp:
        return PlainTextResponse(said, status, {**self._headers, "connection": "close", "retry-after": "1"})

    async def _request(self, worker: Worker | None, scope: Scope, receive: Receive, send: Send) -> None:
        names = {name for name, _ in scope["headers"]}
        if {b"content-length", b"transfer-encoding"} <= names:
            await self._refused(400, "two lengths")(scope, receive, send)  # a proxy may have believed the other one
            return
        begun = False

        async def noting(message: Message) -> None:
            nonlocal begun
            begun = True
            if message["type"] == "http.response.start" and worker is not None:
                message = {**message, "headers": [*message["headers"], *self._cookie(worker, scope)]}
            await send(message)

        try:
            if worker is None:
                raise ConnectionRefusedError
            await _exchange(worker.port, scope, receive, noting)
        except h11.LocalProtocolError:
            await self._refused(400, "no request")(scope, receive, send)
        except (OSError, h11.RemoteProtocolError, EOFError):  # a time that is out is one of the first
            if not begun:  # or the server cuts the answer short, as it was cut here
                await self._refused(503, "not now")(scope, receive, send)

    async def _socket(self, worker: Worker | None, who: str, scope: Scope, receive: Receive, send: Send) -> None:
        await receive()
        try:
            if worker is None:
                raise ConnectionRefusedError
            with worker.visited(who):
                async with _opening(worker.port, scope) as beyond:
                    accepted = {"type": "websocket.accept", "subprotocol": beyond.subprotocol}
                    await send({**accepted, "headers": self._cookie(worker, scope)})
                    await _both_ways(beyond, receive, send)
        except (ValueError, InvalidURI):
            await send({"type": "websocket.close", "code": _POLICY})
        except (OSError, InvalidHandshake):
            await send({"type": "websocket.close", "code": _TRY_AGAIN_LATER})


def brought(scope: Scope) -> str:
    """The name of a process that a visitor brings, made up or not."""
    said = "; ".join(value.decode("latin-1") for name, value in scope["headers"] if name == b"cookie")
    return cookie_parser(said).get(COOKIE, "")


def passed_on(scope: Scope) -> Pairs:
    """The headers of a request that are for whoever answers it, and for whom it is asked."""
    given: Pairs = scope["headers"]
    left = _neighbours(given) | _TOLD_ANEW
    told: Pairs = [(name, value) for name, value in given if name not in left]
    if scope.get("client"):
        told.append((b"x-forwarded-for", scope["client"][0].encode("latin-1", "replace")))
    return [*told, (b"x-forwarded-proto", scope["scheme"].encode())]


def _neighbours(given: Iterable[tuple[bytes, bytes]]) -> frozenset[bytes]:
    named = (value for name, value in given if name == b"connection")
    return _BETWEEN_NEIGHBOURS | {one.strip().lower() for value in named for one in value.split(b",")}


def _target(scope: Scope) -> bytes:
    query: bytes = scope["query_string"]
    path: bytes = scope["raw_path"]
    return path + b"?" + query if query else path


async def _exchange(port: int, scope: Scope, receive: Receive, send: Send) -> None:
    """One request asked of a process, and its answer."""
    wire = h11.Connection(h11.CLIENT, MOST_HEAD)
    chunked = [(b"transfer-encoding", b"chunked")] if any(name == b"transfer-encoding" for name, _ in scope["headers"]) else []
    asked = [*passed_on(scope), *chunked, (b"connection", b"close")]
    head = wire.send(h11.Request(method=scope["method"], target=_target(scope), headers=asked))
    reader, writer = await asyncio.open_connection(_HERE, port)
    writer.write(head or b"")
    body = asyncio.create_task(_body(wire, receive, writer))
    try:
        await _answer(wire, reader, send)
    finally:
        body.cancel()
        writer.transport.abort()


async def _body(wire: h11.Connection, receive: Receive, writer: asyncio.StreamWriter) -> None:
    """What the visitor sends with a request; one who leaves is not answered."""
    with contextlib.suppress(OSError):  # a process may answer before it has read everything
        while (message := await receive())["type"] == "http.request":
            if body := message.get("body", b""):
                writer.write(wire.send(h11.Data(data=body)) or b"")
            if not message.get("more_body") and wire.our_state is h11.SEND_BODY:
                writer.write(wire.send(h11.EndOfMessage()) or b"")
            await writer.drain()
    writer.transport.abort()


async def _answer(wire: h11.Connection, reader: asyncio.StreamReader, send: Send) -> None:
    async def heard() -> h11.Event:
        while True:
            event = wire.next_event()
            if event is h11.NEED_DATA:
                wire.receive_data(await reader.read(65_536))
            elif isinstance(event, h11.ConnectionClosed):
                raise EOFError
            elif isinstance(event, h11.Event) and not isinstance(event, h11.InformationalResponse):
                return event

    async with asyncio.timeout(MOST_ANSWERING):
        start = await heard()
    if not isinstance(start, h11.Response):
        raise EOFError
    given = list(start.headers)
    left = _neighbours(given) | _OURS
    await send(
        {"type": "http.response.start", "status": start.status_code, "headers": [one for one in given if one[0] not in left]}
    )
    while isinstance(event := await heard(), h11.Data):
        await send({"type": "http.response.body", "body": bytes(event.data), "more_body": True})
    await send({"type": "http.response.body"})


def _opening(port: int, scope: Scope) -> connect:
    """The same socket asked of a process. Raises `ValueError` for a host that is none."""
    (host,) = (value.decode("latin-1") for name, value in scope["headers"] if name == b"host")
    host_name(host)
    told = [
        (name.decode(), value.decode("latin-1"))
        for name, value in passed_on(scope)
        if name != b"host" and not name.startswith(b"sec-websocket-")
    ]
    return connect(
        f"ws://{host}{_target(scope).decode('latin-1')}",
        host=_HERE,
        port=port,
        additional_headers=told,
        subprotocols=[Subprotocol(one) for one in scope["subprotocols"]] or None,
        user_agent_header=None,
        compression=None,
        max_size=None,
        ping_interval=None,
        open_timeout=MOST_ANSWERING,
        close_timeout=1.0,
        proxy=None,
    )


async def _both_ways(beyond: ClientConnection, receive: Receive, send: Send) -> None:
    """Until either side leaves: what one says the other hears, no faster than it listens."""

    async def there() -> None:
        with contextlib.suppress(ConnectionClosed):
            while (message := await receive())["type"] == "websocket.receive":
                content = message.get("bytes")
                await beyond.send(message["text"] if content is None else content)

    async def back() -> None:
        with contextlib.suppress(ConnectionClosed):
            while True:
                said = await beyond.recv()
                await send({"type": "websocket.send", "text" if isinstance(said, str) else "bytes": said})
        code = beyond.close_code if beyond.close_code in _CODES else _RESTARTING
        await send({"type": "websocket.close", "code": code})

    ways = [asyncio.create_task(there()), asyncio.create_task(back())]
    try:
        await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for way in ways:
            way.cancel()
        await asyncio.gather(*ways, return_exceptions=True)
