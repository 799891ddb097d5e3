"""The process in front of several that serve: it listens on the port, passes everything on, and says how each of them does.

`/health` asks each of them, and is well when all are. `/metrics` counts, for whoever watches from this computer alone: sessions,
memory, time, restarts; nothing of what anybody typed, nor who.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence

import uvicorn
import uvicorn.config
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from cmo_model.server.allowances import person
from cmo_model.server.connections import Connection, make_room
from cmo_model.server.failures import Seldom
from cmo_model.server.guard import Guard
from cmo_model.server.health import HOLDS
from cmo_model.server.relay import Relay
from cmo_model.server.serve import PortTakenError, named, settings
from cmo_model.server.workers import Worker, Workers, memory

MOST_SILENT = 5.0
"""Seconds that a process may take to say how it does."""
STOPPING = 1
"""Seconds left to answers under way when this is stopped."""


class Front:
    """The application of that process."""

    def __init__(self, workers: Workers, up: Callable[[], None], hosts: Sequence[str] = (), frames: Sequence[str] = ()) -> None:
        @contextlib.asynccontextmanager
        async def while_running(_: Starlette) -> AsyncIterator[None]:
            async with workers.running():
                up()
                yield

        self._workers, self._lock = workers, asyncio.Lock()
        self._known, self._until = [""], 0.0
        self._routes = [Route("/health", self._health), Route("/metrics", self._metrics)]
        self._own = Starlette(routes=self._routes, lifespan=while_running)
        self._guarded, self._relay = Guard(self._own, hosts, frames), Relay(workers, frames)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, one socket, or the server's own life."""
        if scope["type"] == "lifespan":
            await self._own(scope, receive, send)
        elif scope["type"] == "http" and scope["path"] in {route.path for route in self._routes}:
            await self._guarded(scope, receive, send)
        else:
            await self._relay(scope, receive, send)

    async def _health(self, _: Request) -> Response:
        """200 when every process is well, 503 when not; who asks often is given what was just found."""
        async with self._lock:
            if time.monotonic() >= self._until:
                self._known = await asyncio.gather(*map(state, self._workers.all))
                self._until = time.monotonic() + HOLDS
        fine = all(one == "ok" for one in self._known)
        said = {"status": "ok" if fine else "wrong", "workers": self._known}
        return JSONResponse(said, 200 if fine else 503, {"cache-control": "no-store"})

    async def _metrics(self, request: Request) -> Response:
        if person(request.client and request.client.host):
            return PlainTextResponse("not found", 404)
        said = "".join(f"# TYPE cmo_worker_{name} {kind}\n{_each(name, self._workers.all)}" for name, kind in _MEASURES.items())
        return PlainTextResponse(said, headers={"cache-control": "no-store"})


async def state(worker: Worker) -> str:
    """How a process does: ok, wrong, starting, or silent."""
    if not worker.up:
        return "starting"
    try:
        async with asyncio.timeout(MOST_SILENT):
            reader, writer = await asyncio.open_connection("127.0.0.1", worker.port)
            try:
                writer.write(b"GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
                said = await reader.readline()
            finally:
                writer.transport.abort()
    except (OSError, ValueError):
        return "silent"
    return "ok" if said.startswith(b"HTTP/1.1 200 ") else "wrong"


_MEASURES = {"up": "gauge", "sessions": "gauge", "memory_bytes": "gauge", "uptime_seconds": "gauge", "restarts": "counter"}


def _each(name: str, workers: Sequence[Worker]) -> str:
    return "".join(
        f'cmo_worker_{name}{"_total" if name == "restarts" else ""}{{worker="{one.number}"}} {value}\n'
        for one in workers
        if (value := measured(one)[name]) is not None
    )


def measured(worker: Worker) -> dict[str, int | None]:
    """The counts of a process."""
    return {
        "up": int(worker.up),
        "sessions": worker.sockets if worker.up else 0,
        "memory_bytes": memory(worker.pid) if worker.up else None,
        "uptime_seconds": int(time.monotonic() - worker.since) if worker.up else 0,
        "restarts": worker.restarts,
    }


def serve_several(
    port: int, count: int, up: Callable[[], None] = lambda: None, hosts: Sequence[str] = (), frames: Sequence[str] = ()
) -> None:
    """Serve by so many processes until stopped, else as `serve` does; raises the same."""
    named(hosts, frames)
    try:
        listening = socket.create_server(("127.0.0.1", port), backlog=2_048)
    except OSError:
        raise PortTakenError from None
    make_room()
    os.environ["FORWARDED_ALLOW_IPS"] = "127.0.0.1,::1"  # a proxy on this computer alone may say for whom it asks
    for begins, said in (
        *((begins, "a request that is none was refused") for begins in ("Invalid HTTP", "Unsupported upgrade", "Invalid UTF-8")),
        ("ASGI callable returned without completing", "an answer was cut short"),
    ):
        logging.getLogger("uvicorn.error").addFilter(Seldom(begins, said))
    uvicorn.config.HTTP_PROTOCOLS["auto"] = f"{Connection.__module__}:{Connection.__name__}"
    config = uvicorn.Config(
        Front(Workers(count, hosts, frames), up, hosts, frames),
        ws="websockets-sansio",
        ws_max_size=(settings()["server.maxMessageSize"] + 1) * 1_000_000,
        ws_per_message_deflate=False,
        access_log=False,
        log_level="warning",
        use_colors=False,
        timeout_graceful_shutdown=STOPPING,
    )
    with contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listening])
