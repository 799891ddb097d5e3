"""Several processes behind one port, spoken to without a browser; the whole of them ends together."""

import asyncio
import contextlib
import json
import os
import re
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect

from cmo_model.server import front
from cmo_model.server.allowances import MOST_EACH
from cmo_model.server.connections import Connection
from cmo_model.server.front import Front, serve_several, state
from cmo_model.server.guard import MOST_SOCKETS
from cmo_model.server.serve import OriginError, PortTakenError
from cmo_model.server.workers import Workers
from tests.server.asgi import ask as ask_app
from tests.server.test_server import HOST, ask, shake
from tests.serving import environment, free_port, wait_until_up

START = """
import sys
from cmo_model.server.front import serve_several
serve_several(int(sys.argv[1]), 2, lambda: print("http://localhost", flush=True), (sys.argv[2],), ("https://firm.example",))
"""


LIGHT = """
from cmo_model.server import workers
workers._SERVING = "import sys; print(9000, flush=True); sys.stdin.read()"
"""


@contextlib.contextmanager
def running(start: str = START) -> Iterator[tuple[int, "subprocess.Popen[bytes]"]]:
    found = free_port()
    with subprocess.Popen([sys.executable, "-c", start, str(found), HOST], stdout=subprocess.PIPE, env=environment()) as process:
        try:
            wait_until_up(process)
            yield found, process
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with running() as (found, _):
        yield found


def measures(port: int) -> dict[str, list[float]]:
    """What is counted of each process, by name."""
    found: dict[str, list[float]] = {}
    for name, value in re.findall(r"^cmo_worker_(\w+)\{worker=\"\d\"\} (\S+)$", ask(port, "/metrics")[2].decode(), re.MULTILINE):
        found.setdefault(name, []).append(float(value))
    return found


def test_the_page_is_served_with_the_headers_of_one_process_and_a_process_is_named(port: int) -> None:
    status, headers, body = ask(port, "/", accept_language="fr-CA")
    assert status == 200 and b'<html lang="fr-CA">' in body
    assert "frame-ancestors https://firm.example" in headers["content-security-policy"] and "x-frame-options" not in headers
    assert re.fullmatch(
        r"cmo_worker=[01]\.[0-9a-f]{16}; Path=/; HttpOnly; SameSite=None; Secure; Partitioned", headers["set-cookie"]
    )
    script = re.search(rb'src="\.(/static/js/index[^"]*)"', body)
    assert script
    _, packed, _ = ask(port, script[1].decode(), accept_encoding="gzip")
    assert packed["content-encoding"] == "gzip" and "set-cookie" not in packed


def test_all_are_well_and_counted_and_nothing_is_said_of_visitors(port: int) -> None:
    status, headers, body = ask(port, "/health")
    assert (status, json.loads(body)) == (200, {"status": "ok", "workers": ["ok", "ok"]})
    assert headers["cache-control"] == "no-store" and "content-security-policy" in headers
    found = measures(port)
    assert found["up"] == [1, 1] and found["restarts_total"] == [0, 0] and len(found["uptime_seconds"]) == 2
    assert all(100e6 < one < 2e9 for one in found.get("memory_bytes", []))
    assert ask(port, "/metrics", X_Forwarded_For="203.0.113.7")[0] == 404
    for path in ("/health", "/metrics", "/"):
        assert ask(port, path, Host="evil.example")[0] == 400
        assert ask(port, path, Origin="https://firm.example")[0] == 403
        assert ask(port, path, Host=HOST, Origin=f"https://{HOST}")[0] == 200


def test_sockets_open_to_our_pages_alone(port: int) -> None:
    assert shake(port, Host=HOST, Origin=f"https://{HOST}") == 101
    assert shake(port, Host="evil.example", Origin="http://evil.example") == 403
    for origin in ("https://evil.example", "https://firm.example", "null"):
        assert shake(port, Host=HOST, Origin=origin) == 403


def test_a_request_of_two_lengths_is_refused_and_what_follows_it_is_not_read(port: int) -> None:
    twice = "POST /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    for path in ("/health", "/budget"):
        with socket.create_connection(("localhost", port), 30) as wire:
            asked = twice.replace("/health", path)
            wire.sendall(f"{asked}GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            said = b"".join(iter(lambda: wire.recv(65_536), b""))
        assert said.startswith(b"HTTP/1.1 400 ") and said.count(b"HTTP/1.1 ") == 1


HEADS = [
    "GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n".format("a" * 200_000),
    "GET / HTTP/1.1\r\n" + "".join(f"X{n}: {'a' * 900}\r\n" for n in range(200)),
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
    "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "GET / HTTP/1.1\r\nHost: localhost\r\n X: folded\nGET /metrics HTTP/1.1\r\n\r\n",
    "GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    "\x16\x03\x01",
    "NONE\r\n\r\n",
]


@pytest.mark.parametrize("head", HEADS, ids=range(len(HEADS)))
def test_a_head_that_is_none_gets_one_refusal_at_most(port: int, head: str) -> None:
    with socket.create_connection(("localhost", port), 30) as wire:
        with contextlib.suppress(ConnectionError):
            wire.sendall(head.encode("latin-1"))
        with contextlib.suppress(OSError):
            wire.shutdown(socket.SHUT_WR)
            said = b"".join(iter(lambda: wire.recv(65_536), b""))
            assert said.count(b"HTTP/1.1 ") <= 1 and not re.match(rb"HTTP/1.1 (?!4)", said)
    assert ask(port, "/health")[0] == 200


def test_a_session_stays_where_it_began_and_newcomers_are_spread(port: int) -> None:
    async def scene() -> None:
        def opened(cookie: str = "", who: str = "127.0.0.1") -> connect:
            told = {"X-Forwarded-For": who, **({"Cookie": cookie} if cookie else {})}
            here: Any = {"origin": f"http://127.0.0.1:{port}", "subprotocols": ["streamlit"], "additional_headers": told}
            return connect(f"ws://127.0.0.1:{port}/_stcore/stream", **here)

        async with opened() as one, opened() as two:
            assert one.response is not None and two.response is not None
            mine = one.response.headers["set-cookie"].split(";")[0]
            assert mine != two.response.headers["set-cookie"].split(";")[0]
            assert (await asyncio.to_thread(measures, port))["sessions"] == [1, 1]
            async with opened(mine) as again:
                assert again.response is not None and "set-cookie" not in again.response.headers
                assert sorted((await asyncio.to_thread(measures, port))["sessions"]) == [1, 2]
        many = [opened(who="203.0.113.7") for _ in range(MOST_EACH + 5)]  # one person has no more for there being several
        found = await asyncio.gather(*many, return_exceptions=True)
        wires = [one for one in found if isinstance(one, ClientConnection)]
        assert len(wires) == MOST_EACH
        for wire in wires:
            await wire.close()

    asyncio.run(scene())


def _children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system does not tell whose process is whose")
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_all_end_with_the_first(sent: signal.Signals) -> None:
    with running(START if sent is signal.SIGKILL else LIGHT + START) as (_, process):
        workers = _children(process.pid)
        assert len(workers) == 2
        process.send_signal(sent)
        process.wait(30)
    ended = [os.pidfd_open(pid) for pid in workers if Path(f"/proc/{pid}").exists()]
    for one in ended:
        assert select.select([one], [], [], 30)[0]
        os.close(one)


def test_what_is_asked_for_wrongly_is_told_before_anything_starts(port: int) -> None:
    with pytest.raises(OriginError):
        serve_several(free_port(), 2, frames=("http://firm.example",))
    with pytest.raises(ValueError, match="https://"):
        serve_several(free_port(), 2, hosts=("https://calc.example.ca",))
    with pytest.raises(PortTakenError):
        serve_several(port, 2)


def test_it_listens_with_the_connections_that_one_process_has(monkeypatch: pytest.MonkeyPatch) -> None:
    """Silent ones are closed in time, and the first to go: what `test_connections` holds is so here."""
    kept: list[uvicorn.Config] = []

    def run(self: uvicorn.Server, sockets: list[socket.socket]) -> None:
        kept.append(self.config)
        sockets[0].close()

    monkeypatch.setattr(uvicorn.Server, "run", run)
    monkeypatch.setattr(front, "make_room", lambda: None)
    serve_several(free_port(), 2)
    (config,) = kept
    config.load()
    assert issubclass(config.http_protocol_class, Connection)
    assert not config.access_log and config.proxy_headers
    assert 8_000_000 < config.ws_max_size < 10_000_000


def test_one_that_does_not_answer_is_not_well() -> None:
    several = Workers(3)
    several.all[1].started(free_port(), 1)

    async def scene() -> list[str]:
        async def wrong(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.readline()
            writer.write(b"HTTP/1.1 503 No\r\n\r\n")
            writer.close()
            await writer.wait_closed()

        async with await asyncio.start_server(wrong, "127.0.0.1", 0) as server:
            several.all[2].started(server.sockets[0].getsockname()[1], 1)
            return [await state(worker) for worker in several.all]

    assert asyncio.run(scene()) == ["starting", "silent", "wrong"]


def test_one_that_is_not_well_is_told_and_counted() -> None:
    several = Workers(2)
    app = Front(several, lambda: None)
    answer = ask_app(app, "/health")
    assert answer.status == 503
    assert json.loads(answer.body) == {"status": "wrong", "workers": ["starting", "starting"]}
    several.all[0].restarts = 3
    said = ask_app(app, "/metrics").body.decode()
    assert 'cmo_worker_up{worker="0"} 0' in said and 'cmo_worker_restarts_total{worker="0"} 3' in said
    assert "memory_bytes{" not in said


def test_whoever_asks_often_is_given_what_was_just_found(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[int] = []

    async def looked(worker: Any) -> str:
        looks.append(worker.number)
        return "ok"

    monkeypatch.setattr(front, "state", looked)
    monkeypatch.setattr(front, "HOLDS", 60.0)
    app = Front(Workers(2), lambda: None)
    assert [ask_app(app, "/health").status for _ in range(20)] == [200] * 20 and looks == [0, 1]


def test_each_process_takes_as_many_visitors_as_one_alone() -> None:
    several = Workers(2)
    for worker in several.all:
        worker.started(9_000, 1)
    for _ in range(2 * MOST_SOCKETS):
        found = several.of("")
        assert found is not None
        found.sockets += 1
    assert [worker.sockets for worker in several.all] == [MOST_SOCKETS, MOST_SOCKETS]
