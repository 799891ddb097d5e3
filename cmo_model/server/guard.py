"""Who may talk to the server, what every answer carries, and how fast anyone may talk.

A page that another site's script can reach under a borrowed name (DNS rebinding), frame, or speak to over a socket would hand over
the visitor's figures; Streamlit checks names on its socket alone. So a request must name one of our hosts, and a request sent by a
page must come from a page of the same host: a proxy must pass the Host header on. The policy forbids every script that is not a
file of ours, save Streamlit's own inline one, known by its hash; `blob:` is how components bring their script.

The hosts are checked here rather than by Starlette's `TrustedHostMiddleware`: the name is needed anyway, to compare with the
sender's, and that one believes the first of two Host headers, where a proxy may have believed the second, and refuses a socket by
an HTTP answer, which not every server passes on.

A page may be framed by the origins named for it and by nobody else. Nothing in it needs a cookie, which browsers may refuse in a
frame: figures, files handed over and files brought all travel by the socket, which a page of ours opens to its own host.

Who talks too fast is read later, which the server turns into back-pressure; whoever would wait too long loses the socket, not what
was typed: the browser keeps it and sends it again.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from cmo_model.server.allowances import ARRIVAL, LETTERS, MOST_ARRIVING, MOST_EACH, MOST_WAITING, REFILL, Allowances, Bucket, person
from cmo_model.server.connections import room

MOST_SOCKETS = 200
"""Sockets open at once, one a visitor: some three times what a process serves well; fewer where connections are few."""
LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
"""This computer, always allowed."""

_NAME = r"([a-z0-9._-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?"
_HOST = re.compile(_NAME)
_ORIGIN = re.compile(f"https?://{_NAME}")
_LABEL = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
_FRAME = re.compile(rf"(?:https://{_LABEL}(?:\.{_LABEL})*|http://(?:localhost|127\.0\.0\.1))(?::([0-9]{{1,5}}))?")
_INLINE = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL)
_UNUSED = "/_stcore/upload_file"
"""Streamlit's own way for files to come in: ours come with what is typed, and nothing is kept that nobody reads."""
_TRY_AGAIN_LATER, _POLICY = 1013, 1008


def index() -> str:
    """Streamlit's own page, which carries the app."""
    return (Path(file_util.get_static_dir()) / "index.html").read_text("utf-8")


def policy(page: str, frames: Iterable[str] = ()) -> str:
    """The Content-Security-Policy of a page: its inline scripts by their hashes, and nothing from elsewhere; `frames` may frame it.

    WebAssembly may be compiled: Streamlit's decoder of messages does so for 64-bit numbers. Nothing may be evaluated.
    """
    hashes = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in _INLINE.findall(page))
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self' blob: 'wasm-unsafe-eval'", *(f"'sha256-{one}'" for one in hashes))),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            " ".join(("frame-ancestors", *(tuple(frames) or ("'none'",)))),
        )
    )


def headers(frames: Iterable[str] = ()) -> dict[str, str]:
    """What every answer carries. The older header of frames knows no list of them: it says nobody, or is not there."""
    named = tuple(frames)
    return {
        "content-security-policy": policy(index(), named),
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        **({} if named else {"x-frame-options": "DENY"}),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "x-robots-tag": "noindex, nofollow",
        "permissions-policy": "camera=(), geolocation=(), microphone=()",
    }


def host_name(host: str) -> str:
    """The name in a Host header or a command line, without its port. Raises `ValueError` when it is no host."""
    return _matched(_HOST, host)


def frame_origin(origin: str) -> str:
    """An origin that may frame the page: https, or http on this computer; no path, no star. Raises `ValueError` when it is none."""
    found = _FRAME.fullmatch(origin.lower())
    if found is None or int(found[1] or 1) not in range(1, 65_536):
        raise ValueError(origin)
    return found[0]


def _matched(pattern: re.Pattern[str], value: str) -> str:
    found = pattern.fullmatch(value.lower())
    if found is None:
        raise ValueError(value)
    return found[1].rstrip(".")


class Guard:
    """The middleware around all others. Raises `ValueError` for a host or a frame's origin that is none."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Iterable[str] = (),
        frames: Iterable[str] = (),
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._app, self._clock, self._sleep = app, clock, sleep
        self._hosts = frozenset((*LOOPBACK, *(host_name(host) for host in hosts)))
        self._headers = [(name.encode(), value.encode()) for name, value in headers(map(frame_origin, frames)).items()]
        self._names = {name for name, _ in self._headers} | {b"x-frame-options"}
        self._open, self._most = Counter[str](), min(MOST_SOCKETS, room() * 2 // 3)
        self._arrivals, self._messages = Allowances(clock), Allowances(clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request or one socket."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                theirs = [pair for pair in message.get("headers", ()) if pair[0].lower() not in self._names]
                message = {**message, "headers": [*theirs, *self._headers]}
            await send(message)

        refusal = self._refusal(scope)
        answer = PlainTextResponse(refusal[1], refusal[0], {"connection": "close"}) if refusal else self._app
        await answer(scope, receive, with_headers)

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A refusal before the handshake reaches the browser as 403."""
        who = person(scope["client"][0] if scope.get("client") else None)
        with self._arrivals.of(who) as arrivals, self._messages.of(who) as shared:
            full = self._open.total() >= self._most or (who and self._open[who] >= MOST_EACH)
            if full or -arrivals.left() > MOST_ARRIVING * REFILL or self._refusal(scope):
                await send({"type": "websocket.close", "code": _POLICY if self._refusal(scope) else _TRY_AGAIN_LATER})
                return
            messages = shared if who else Bucket(self._clock)

            async def at_its_pace() -> Message:
                message = await receive()
                if message["type"] == "websocket.connect":
                    await self._sleep(arrivals.wait(ARRIVAL))
                elif message["type"] == "websocket.receive":
                    content = message.get("bytes")
                    wait = messages.wait(1 + len(content or b"") / LETTERS)
                    if content is None or wait > MOST_WAITING:  # our page speaks in bytes
                        return {"type": "websocket.disconnect", "code": _POLICY}
                    await self._sleep(wait)
                return message

            self._open[who] += 1
            try:
                await self._app(scope, at_its_pace, send)
            finally:
                self._open[who] -= 1
                self._open += Counter()  # who has none left is forgotten

    def _refusal(self, scope: Scope) -> tuple[int, str] | None:
        if scope["path"].startswith(_UNUSED):
            return 404, "not found"
        if _values(scope, b"content-length") and _values(scope, b"transfer-encoding"):
            return 400, "two lengths"  # a proxy may have believed the other one
        try:
            (host,) = (host_name(value) for value in _values(scope, b"host"))
        except ValueError:
            host = ""
        if host not in self._hosts:
            return 400, "host not allowed"
        try:
            senders = {_matched(_ORIGIN, value) for value in _values(scope, b"origin")}
        except ValueError:
            return 403, "origin not allowed"
        ours = LOOPBACK if host in LOOPBACK else (host,)
        return None if senders.issubset(ours) else (403, "origin not allowed")


def _values(scope: Scope, name: bytes) -> list[str]:
    return [value.decode("latin-1") for key, value in scope["headers"] if key.lower() == name]
