"""Serves the page: Streamlit's ASGI application behind our guard, quick to paint, and warm before the first visitor.

Streamlit writes the whole traceback of a page that failed to its log, message included, and a message may quote what a visitor
typed. Its record is dropped; ours has a code and the kind of error.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
import tomllib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import streamlit as st
import uvicorn.config
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from streamlit.web.server.starlette import starlette_websocket
from streamlit.web.server.starlette.starlette_server import UvicornRunner

from cmo_model.server.connections import Connection, make_room
from cmo_model.server.failures import Seldom, failed
from cmo_model.server.first_paint import FirstPaint
from cmo_model.server.guard import LOOPBACK, Guard, frame_origin, headers, host_name
from cmo_model.server.health import ROUTES

_NO_PORT = 1
"""Streamlit's exit where it may not listen."""
_PAGE = Path(__file__).parents[2] / "app.py"
_PACKED_PAGE = Path(__file__).parents[1] / "app.py"  # where a wheel carries it


class OriginError(ValueError):
    """What may frame the page is told by an origin that is none."""


def application(hosts: Sequence[str] = (), up: Callable[[], None] = lambda: None, frames: Sequence[str] = ()) -> st.App:
    """The ASGI application, for this computer and for the hosts named; `up` is called once it can be reached.

    The origins of `frames` may frame it. Raises `ValueError` for a host that is none, `OriginError` for an origin.
    """
    named(hosts, frames)
    logging.getLogger("streamlit.error_util").addFilter(_without_traceback)
    logging.getLogger(starlette_websocket.__name__).addFilter(Seldom("Error deserializing", "a message that is none was refused"))
    for begins in ("Invalid HTTP request", "Unsupported upgrade", "Invalid UTF-8"):
        logging.getLogger("uvicorn.error").addFilter(Seldom(begins, "a request that is none was refused"))

    @asynccontextmanager
    async def warmed(_: st.App) -> AsyncIterator[None]:
        importlib.import_module("cmo_model.server.warm")
        up()
        yield

    return st.App(
        _page(),
        routes=ROUTES,
        middleware=[Middleware(Guard, hosts=tuple(hosts), frames=tuple(frames)), Middleware(FirstPaint)],
        lifespan=warmed,
        on_script_error=_failed,
        exception_handlers={500: _broken},
    )


def named(hosts: Sequence[str], frames: Sequence[str]) -> None:
    """Raises what `application` does, before anything is started."""
    for host in hosts:
        host_name(host)
    for origin in frames:
        try:
            frame_origin(origin)
        except ValueError as error:
            raise OriginError(origin) from error


class PortTakenError(Exception):
    """Something else listens there, or the system does not let us."""


def serve(port: int, up: Callable[[], None] = lambda: None, hosts: Sequence[str] = (), frames: Sequence[str] = ()) -> None:
    """Serve on the loopback address until stopped; `up` is called once the page can be reached.

    Hosts are the names under which a proxy in front publishes the page, `frames` the origins whose pages may frame it. Raises
    `ValueError` for a host that is none, `OriginError` for an origin, `PortTakenError`.
    """
    make_room()
    os.environ["FORWARDED_ALLOW_IPS"] = "127.0.0.1,::1"  # a proxy on this computer alone may say for whom it asks
    reached = threading.Event()

    def told() -> None:
        reached.set()
        up()

    app = application(hosts, told, frames)
    uvicorn.config.HTTP_PROTOCOLS["auto"] = f"{Connection.__module__}:{Connection.__name__}"
    config = settings() | {"server.port": port, "server.address": "localhost", "server.headless": True}
    logging.getLogger(UvicornRunner.__module__).addFilter(_of_no_port)
    try:
        app.run(config=config | {"server.allowedHosts": allowed(hosts), "logger.hideWelcomeMessage": True})
    except SystemExit as ended:
        if ended.code == _NO_PORT and not reached.is_set():
            raise PortTakenError from None
        raise


def work() -> None:
    """Serve as one of several, on a port that the system gives and that is printed, until the input ends."""
    told = sys.argv[1:]
    hosts, frames = ([one.partition("=")[2] for one in told if one.startswith(name)] for name in ("--host=", "--embed="))

    def alone() -> None:
        sys.stdin.buffer.read()
        os._exit(0)  # whoever started this is gone, or wants it gone

    threading.Thread(target=alone, daemon=True).start()
    serve(0, lambda: print(st.get_option("server.port"), flush=True), hosts, frames)


def settings() -> dict[str, Any]:
    """The settings that stand beside the page, by their full names: the same wherever the server is started from."""
    return dict(_flat(tomllib.loads((_page().parent / ".streamlit" / "config.toml").read_text("utf-8"))))


def _flat(tree: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _page() -> Path:
    return _PAGE if _PAGE.exists() else _PACKED_PAGE


def allowed(hosts: Sequence[str]) -> list[str]:
    """The hosts as Streamlit's own check of its socket reads them."""
    return [host_name(host).strip("[]") for host in (*LOOPBACK, *hosts)]


def _failed(error: Exception) -> None:
    """A page failed outside its own nets: a code in the log; the visitor sees Streamlit's message without details."""
    failed(error)


def _of_no_port(record: logging.LogRecord) -> bool:
    return not record.getMessage().startswith("Port ")  # our own words say it


def _without_traceback(record: logging.LogRecord) -> bool:
    return not record.exc_info


async def _broken(_: Request, __: Exception) -> Response:
    """An answer from outside the guard, which must carry the same headers."""
    return PlainTextResponse("internal error", 500, headers())
