"""What is passed on to a process and what is not; what a visitor hears when one does not answer; whose name is given to whom."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import pytest
from starlette.types import Message, Scope
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from cmo_model.server import relay
from cmo_model.server.relay import COOKIE, MOST_HEAD, Relay, brought, passed_on
from cmo_model.server.workers import Workers
from tests.server.asgi import scope_of

OK = b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\n\r\nyes"


def scope(kind: str = "http", path: str = "/", *given: tuple[str, str], method: str = "GET", **more: Any) -> Scope:
    asked = scope_of(kind, path, given, method)
    scheme = "ws" if kind == "websocket" else "http"
    return {**asked, "raw_path": path.encode(), "scheme": scheme, "client": ("203.0.113.7", 1), **more}


class Process:
    """A process of one's own making: it hears a request, and says what it is told to."""

    def __init__(self, says: bytes = OK, reads: bytes = b"\r\n\r\n", stays: bool = False) -> None:
        self.says, self.reads, self.stays, self.heard = says, reads, stays, b""
        self.task: asyncio.Task[None] | None = None

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.task = asyncio.current_task()
        with contextlib.suppress(OSError, EOFError):
            self.heard = await reader.readuntil(self.reads)
            writer.write(self.says)
            await writer.drain()
            if self.stays:
                await reader.read()
        writer.close()
        with contextlib.suppress(OSError):
            await writer.wait_closed()


async def _asked(
    process: Process | None, asked: Scope, body: Iterable[Message] = (), frames: tuple[str, ...] = ()
) -> list[Message]:
    several = Workers(2)
    sent: list[Message] = []
    coming = list(body) or [{"type": "http.request", "body": b""}]

    async def receive() -> Message:
        return coming.pop(0) if coming else await asyncio.Future()

    async def send(message: Message) -> None:
        sent.append(message)

    if process is None:
        await Relay(several, frames)(asked, receive, send)
        return sent
    async with await asyncio.start_server(process, "127.0.0.1", 0) as server:
        several.all[0].started(server.sockets[0].getsockname()[1], 1)
        several.all[0].boot = "a"
        await asyncio.wait_for(Relay(several, frames)(asked, receive, send), 30)
        if process.task is not None:
            await process.task
    return sent


def ask(process: Process | None, asked: Scope, *body: Message, frames: tuple[str, ...] = ()) -> tuple[int, dict[str, str], bytes]:
    sent = asyncio.run(_asked(process, asked, body, frames))
    found: dict[str, str] = {}
    for name, value in sent[0]["headers"]:
        assert name.decode() not in found, name
        found[name.decode()] = value.decode()
    return sent[0]["status"], found, b"".join(message.get("body", b"") for message in sent[1:])


def lines(process: Process) -> list[str]:
    return process.heard.split(b"\r\n\r\n")[0].decode().split("\r\n")


def test_a_request_and_its_answer_pass_as_they_are() -> None:
    process = Process(b"HTTP/1.1 206 Partial\r\ncontent-length: 3\r\netag: x\r\nServer: a\r\ndate: b\r\n\r\nyes")
    asked = scope("http", "/static/a%20b", ("accept", "text/html"), ("range", "bytes=0-2"), query_string=b"x=1&y=%2F")
    status, headers, body = ask(process, asked)
    assert (status, headers, body) == (206, {"content-length": "3", "etag": "x"}, b"yes")
    assert lines(process)[0] == "GET /static/a%20b?x=1&y=%2F HTTP/1.1"
    assert {"host: localhost:8501", "accept: text/html", "range: bytes=0-2"} <= set(lines(process))


BETWEEN = ("Connection", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization", "TE", "Trailer", "Upgrade", "Expect", "X-Named")


def test_what_holds_between_neighbours_is_passed_on_to_nobody() -> None:
    process = Process(b"HTTP/1.1 200 OK\r\nconnection: close, x-mine\r\nx-mine: 1\r\nkeep-alive: 5\r\ncontent-length: 3\r\n\r\nyes")
    given = [(name, "x-named, close" if name == "Connection" else "a") for name in BETWEEN]
    _, headers, _ = ask(process, scope("http", "/static/a", *given))
    said = {line.partition(":")[0].lower(): line.partition(":")[2].strip() for line in lines(process)[1:]}
    assert said.pop("connection") == "close"
    assert not {name.lower() for name in BETWEEN} & said.keys()
    assert headers == {"content-length": "3"}


def test_for_whom_it_is_asked_is_told_anew_and_nothing_else_under_that_name() -> None:
    given = (("X-Forwarded-For", "198.51.100.1"), ("x-forwarded-for", "127.0.0.1"), ("X-Forwarded-Proto", "https"))
    told = [pair for pair in passed_on(scope("http", "/", *given)) if pair[0].startswith(b"x-forwarded")]
    assert told == [(b"x-forwarded-for", b"203.0.113.7"), (b"x-forwarded-proto", b"http")]
    assert not [name for name, _ in passed_on(scope("http", client=None)) if name == b"x-forwarded-for"]


def test_a_body_goes_through_in_its_pieces() -> None:
    pieces: tuple[Message, ...] = (
        {"type": "http.request", "body": b"abc", "more_body": True},
        {"type": "http.request", "body": b"", "more_body": True},
        {"type": "http.request", "body": b"de", "more_body": False},
    )
    whole = Process(reads=b"abcde")
    assert ask(whole, scope("http", "/", ("content-length", "5"), method="PUT"), *pieces)[0] == 200
    cut = Process(reads=b"0\r\n\r\n")
    assert ask(cut, scope("http", "/", ("transfer-encoding", "chunked"), method="PUT"), *pieces)[0] == 200
    assert b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n" in cut.heard and b"content-length" not in cut.heard.lower()


def test_an_answer_before_the_body_was_read_is_heard() -> None:
    large: Message = {"type": "http.request", "body": b"a" * 3_000_000, "more_body": False}
    refused = Process(b"HTTP/1.1 404 Not\r\ncontent-length: 2\r\n\r\nno", stays=True)
    assert ask(refused, scope("http", "/", ("content-length", "3000000"), method="PUT"), large)[::2] == (404, b"no")


SMUGGLED = [
    (("content-length", "5"), ("transfer-encoding", "chunked")),
    (("Transfer-Encoding", "chunked"), ("Content-Length", "5"), ("content-length", "5")),
]


@pytest.mark.parametrize("given", SMUGGLED)
def test_a_request_of_two_lengths_is_refused_and_reaches_nobody(given: tuple[tuple[str, str], ...]) -> None:
    process = Process()
    status, headers, body = ask(process, scope("http", "/", *given, method="POST"))
    assert (status, body, process.heard) == (400, b"two lengths", b"")
    assert headers["connection"] == "close" and "content-security-policy" in headers


@pytest.mark.parametrize("given", [(("host", "(none)"),), (("host", "a"), ("host", "b"))])
def test_a_request_that_cannot_be_written_again_reaches_nobody(given: tuple[tuple[str, str], ...]) -> None:
    process = Process()
    assert ask(process, scope("http", "/", *given))[0] == 400 and process.heard == b""


NO_ANSWER = [
    b"",
    b"none\r\n\r\n",
    b"HTTP/1.1 200 OK\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nyes",
    b"HTTP/1.1 200 OK\r\nx: " + b"a" * 4 * MOST_HEAD,
]


@pytest.mark.parametrize("says", NO_ANSWER, ids=["nothing", "no head", "two lengths", "too long"])
def test_what_is_no_answer_is_told_as_such(says: bytes) -> None:
    status, headers, _ = ask(Process(says), scope())
    assert status == 503 and headers["retry-after"] == "1" and "content-security-policy" in headers


def test_a_process_that_says_nothing_is_not_waited_for_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "MOST_ANSWERING", 0.0)
    assert ask(Process(b"", stays=True), scope())[0] == 503


def test_no_process_at_all_is_told_as_such() -> None:
    assert ask(None, scope())[0] == 503


def test_an_answer_that_is_cut_short_stays_cut_short() -> None:
    sent = asyncio.run(_asked(Process(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nyes"), scope()))
    assert [message["type"] for message in sent] == ["http.response.start", "http.response.body"]
    assert sent[1]["more_body"]


def test_who_leaves_is_not_answered() -> None:
    left: tuple[Message, ...] = ({"type": "http.request", "body": b""}, {"type": "http.disconnect"})
    sent = asyncio.run(_asked(Process(b"", stays=True), scope(), left))
    assert sent[0]["status"] == 503  # to nobody


def cookie_of(asked: Scope, frames: tuple[str, ...] = ()) -> str | None:
    return ask(Process(), asked, frames=frames)[1].get("set-cookie")


def test_the_process_is_named_to_whoever_does_not_name_it_and_never_on_a_file_for_everybody() -> None:
    assert cookie_of(scope()) == f"{COOKIE}=0.a; Path=/; HttpOnly; SameSite=Lax"
    assert cookie_of(scope(scheme="https")) == f"{COOKIE}=0.a; Path=/; HttpOnly; SameSite=Lax; Secure"
    assert cookie_of(scope("http", "/", ("cookie", f"a=b; {COOKIE}=0.a"))) is None
    for forged in ("0.b", "1.a", "0.a0", "", "0.a\\", '"', "=;=;"):
        assert cookie_of(scope("http", "/", ("cookie", f"{COOKIE}={forged}")))
    for path in ("/static/js/a.js", "/media/a", "/component/a", "/_stcore/bidi-components/a.js"):
        assert cookie_of(scope("http", path)) is None


def test_where_another_site_may_frame_the_page_the_name_is_one_that_a_frame_keeps() -> None:
    frames = ("https://firm.example",)
    assert cookie_of(scope(), frames) == f"{COOKIE}=0.a; Path=/; HttpOnly; SameSite=None; Secure; Partitioned"


def test_the_name_is_read_wherever_it_stands() -> None:
    assert brought(scope("http", "/", ("cookie", "a=1"), ("cookie", f"{COOKIE}=3.x; b=2"))) == "3.x"
    assert brought(scope("http", "/")) == ""


# --- sockets ---


STREAM = "/_stcore/stream"
Acts = Callable[[ServerConnection], Awaitable[None]]


async def _echo(wire: ServerConnection) -> None:
    async for message in wire:
        await wire.send(message)


def socket(
    acts: Acts, *coming: Message, asked: Scope | None = None, refuses: int = 0
) -> tuple[list[Message], list[dict[str, str]]]:
    """What a visitor hears who says these things, and the headers that the process was given."""
    sent: list[Message] = []
    heads: list[dict[str, str]] = []
    several = Workers(1)

    async def scene() -> None:
        waiting = [{"type": "websocket.connect"}, *coming]
        answers = asyncio.Semaphore(1 + len(coming))

        async def receive() -> Message:
            await answers.acquire()
            return waiting.pop(0) if waiting else await asyncio.Future()

        async def send(message: Message) -> None:
            sent.append(message)

        def opening(wire: ServerConnection, request: Any) -> Any:
            heads.append(dict(request.headers.raw_items()))
            return wire.respond(refuses, "no") if refuses else None

        async with serve(acts, "127.0.0.1", 0, process_request=opening, subprotocols=["streamlit"]) as server:  # type: ignore[list-item]
            several.all[0].started(next(iter(server.sockets)).getsockname()[1], 1)
            several.all[0].boot = "a"
            ours = scope("websocket", STREAM, ("origin", "http://localhost:8501"), subprotocols=["streamlit", "t", "id"])
            where = asked or ours
            await asyncio.wait_for(Relay(several)(where, receive, send), 30)
        assert several.all[0].sockets == 0

    asyncio.run(scene())
    return sent, heads


async def _twice_then_leave(wire: ServerConnection) -> None:
    for _ in range(2):
        await wire.send(await wire.recv())
    await wire.close(1013)


def test_a_socket_passes_both_ways_and_the_process_is_named() -> None:
    said = ({"bytes": b"\x00" * 100_000}, {"text": "a"})
    sent, heads = socket(_twice_then_leave, *({"type": "websocket.receive", **one} for one in said))
    assert sent[0] == {
        "type": "websocket.accept",
        "subprotocol": "streamlit",
        "headers": [(b"set-cookie", f"{COOKIE}=0.a; Path=/; HttpOnly; SameSite=Lax".encode())],
    }
    assert sent[1:] == [
        *({"type": "websocket.send", **one} for one in said),
        {"type": "websocket.close", "code": 1013},
    ]
    (head,) = heads
    assert (head["Host"], head["origin"], head["x-forwarded-for"]) == ("localhost:8501", "http://localhost:8501", "203.0.113.7")
    assert [one.strip() for one in head["Sec-WebSocket-Protocol"].split(",")] == ["streamlit", "t", "id"]


async def _broken(wire: ServerConnection) -> None:
    wire.transport.abort()


def test_a_process_that_breaks_says_that_it_restarts() -> None:
    assert socket(_broken)[0][-1] == {"type": "websocket.close", "code": 1012}


def test_who_hangs_up_is_gone_from_the_process_too() -> None:
    gone: list[bool] = []

    async def until_gone(wire: ServerConnection) -> None:
        try:
            await wire.recv()
        except ConnectionClosed:
            gone.append(True)

    socket(until_gone, {"type": "websocket.disconnect", "code": 1001})
    assert gone == [True]


def test_a_socket_that_is_refused_there_is_refused_here() -> None:
    assert socket(_echo, refuses=403)[0] == [{"type": "websocket.close", "code": 1013}]


@pytest.mark.parametrize("host", ["(none)", "user:word@localhost", "localhost/x", "localhost#x", "evil example"])
def test_a_host_that_is_none_opens_no_socket(host: str) -> None:
    asked = scope("websocket", STREAM, ("host", host))
    assert socket(_echo, asked=asked) == ([{"type": "websocket.close", "code": 1008}], [])
