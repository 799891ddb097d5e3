"""What reaches a visitor before the app does: the page's frame in the visitor's language, and Streamlit's files made small.

Streamlit says `lang="en"` and its own name whatever the app, which a screen reader then reads French by; and it sends its scripts
as they are, for fear of compressing them at every request. Here each is compressed once and kept: at most the files that Streamlit
ships, 23 MB that take 7 MB compressed. Other paths never enter, so that nobody fills the memory by inventing paths.
"""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import html
import re
from functools import cache
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import file_util

from cmo_model.words import Language, preferred, text

COMPRESSED = frozenset({".js", ".css", ".svg", ".json", ".html", ".txt", ".map"})
_MEASURES = Path(__file__).parents[1] / "skin" / "component" / "page.css"
_LEVEL = 6  # 9 takes a third longer to save a third of a percent
_NOT_PAGES = ("/static/", "/media/", "/component/", "/_stcore/")
_WHOLE_ANSWER = frozenset({b"accept-encoding", b"if-modified-since", b"if-none-match", b"if-range", b"range"})
_KEPT = ("content-type", "cache-control", "last-modified")
_CHOICE = re.compile(r"([a-z]{1,8}(?:-[a-z0-9]{1,8})*)(?:\s*;\s*q=([01](?:\.[0-9]{0,3})?))?", re.IGNORECASE)


def language_of(accepted: str) -> Language:
    """The language of an Accept-Language header: that of its first choice."""
    choices = [found for part in accepted.split(",") if (found := _CHOICE.fullmatch(part.strip()))]
    first = max(choices, key=lambda found: float(found[2] or 1), default=None)
    return preferred(first and first[1])


@cache
def framed(page: str, language: Language) -> str:
    """Streamlit's page in a language, under the product's name, seen until the app is; its measures come first."""
    t = text(language)
    name = html.escape(t("product"))
    measures = _MEASURES.read_text("utf-8")
    fonts = (path.name for path in Path(file_util.get_static_dir()).glob("static/media/SourceSerifVariable-Roman*.woff2"))
    ahead = "".join(f'<link rel="preload" href="./static/media/{one}" as="font" type="font/woff2" crossorigin>' for one in fonts)
    return (
        page.replace('<html lang="en">', f'<html lang="{t.tag}">', 1)
        .replace("<title>Streamlit</title>", f'<title>{name}</title><meta name="description" content="{name}">', 1)
        .replace("</head>", f"{ahead}<style>{measures}</style></head>", 1)
        .replace('<div id="root"></div>', f'<div id="root"><p class="first-paint">{name}</p></div>', 1)
    )


def _static_paths() -> frozenset[str]:
    root = Path(file_util.get_static_dir())
    found = (path for path in (root / "static").rglob("*") if path.suffix in COMPRESSED)
    return frozenset(f"/{path.relative_to(root).as_posix()}" for path in found)


class FirstPaint:
    """The middleware; downloads, sockets and everything that is not read (GET, HEAD) pass as they are."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._paths = _static_paths()
        self._packed: dict[str, tuple[Message, bytes]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["method"] not in ("GET", "HEAD"):
            await self._app(scope, receive, send)
        elif scope["path"] in self._paths:
            await self._file(scope, receive, send)
        elif scope["path"].startswith(_NOT_PAGES):
            await self._app(scope, receive, send)
        else:
            await self._page(scope, receive, send)

    async def _file(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = Headers(scope=scope)
        if not _takes_gzip(asked) or any(name.decode() in asked for name in _WHOLE_ANSWER - {b"accept-encoding"}):

            async def varying(message: Message) -> None:
                if message["type"] == "http.response.start":
                    MutableHeaders(scope=message).add_vary_header("Accept-Encoding")
                await send(message)

            await self._app(scope, receive, varying)
            return
        path = scope["path"]
        async with self._locks.setdefault(path, asyncio.Lock()):
            if path not in self._packed:
                start, body = await self._whole(scope, receive)
                if start["status"] != 200:
                    await _send(scope, send, start, body)
                    return
                self._packed[path] = await asyncio.to_thread(_packed, start, body)
        await _send(scope, send, *self._packed[path])

    async def _page(self, scope: Scope, receive: Receive, send: Send) -> None:
        start, body = await self._whole(scope, receive)
        given = Headers(raw=start["headers"])
        if start["status"] == 200 and given.get("content-type", "").startswith("text/html"):
            asked = Headers(scope=scope)
            body = framed(body.decode(), language_of(asked.get("accept-language", ""))).encode()
            own = MutableHeaders(raw=[pair for pair in start["headers"] if pair[0] not in (b"last-modified", b"accept-ranges")])
            own["etag"] = f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'
            own.add_vary_header("Accept-Language")
            own.add_vary_header("Accept-Encoding")
            status = 200
            if own["etag"] in asked.get("if-none-match", ""):
                status, body = 304, b""
                del own["content-length"]
            else:
                if _takes_gzip(asked):
                    body = gzip.compress(body, _LEVEL, mtime=0)
                    own["content-encoding"] = "gzip"
                own["content-length"] = str(len(body))
            start = {**start, "status": status, "headers": own.raw}
        await _send(scope, send, start, body)

    async def _whole(self, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
        """The answer as if asked for in full, plainly, by someone who stays: a file cut short by who left must not be kept."""
        asked = [pair for pair in scope["headers"] if pair[0].lower() not in _WHOLE_ANSWER]
        start: Message = {}
        body = bytearray()

        async def patiently() -> Message:
            message = await receive()
            return message if message["type"] == "http.request" else await asyncio.Future()

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                body.extend(message.get("body", b""))

        await self._app({**scope, "method": "GET", "headers": asked, "extensions": {}}, patiently, collect)
        return start, bytes(body)


def _takes_gzip(asked: Headers) -> bool:
    return bool(re.search(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", asked.get("accept-encoding", "")))


def _packed(start: Message, body: bytes) -> tuple[Message, bytes]:
    """The compressed answer, its tag weakened: same content, other bytes."""
    given, small = Headers(raw=start["headers"]), gzip.compress(body, _LEVEL, mtime=0)
    own = MutableHeaders({name: given[name] for name in _KEPT if name in given})
    if "etag" in given:
        own["etag"] = f"W/{given['etag'].removeprefix('W/')}"
    own["content-encoding"], own["vary"], own["content-length"] = "gzip", "Accept-Encoding", str(len(small))
    return {**start, "headers": own.raw}, small


async def _send(scope: Scope, send: Send, start: Message, body: bytes) -> None:
    await send(start)
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})
