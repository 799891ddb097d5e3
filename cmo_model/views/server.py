"""Serves the page on this computer: Streamlit's ASGI application with the response headers that a page with figures needs."""

from __future__ import annotations

import threading
import webbrowser
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_HEADERS = {
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"x-robots-tag": b"noindex, nofollow",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
_PAGE = Path(__file__).parents[2] / "app.py"
_PACKED_PAGE = Path(__file__).parents[1] / "app.py"  # where a wheel carries it


class Headers:
    """Adds the headers to every response and leaves bodies and sockets alone."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_HEADERS.items()]
            await send(message)

        await self._app(scope, receive, with_headers if scope["type"] == "http" else send)


def application() -> st.App:
    """The ASGI application."""
    return st.App(_PAGE if _PAGE.exists() else _PACKED_PAGE, middleware=[Middleware(Headers)])


def serve(port: int, browser: bool) -> None:
    """Serve on the loopback address until stopped; open the page in the browser when asked to."""
    if browser:
        threading.Timer(2.0, webbrowser.open, [f"http://localhost:{port}"]).start()
    application().run(config={"server.port": port, "server.address": "localhost", "server.headless": True})
