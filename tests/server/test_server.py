"""The whole server, in a process of its own, spoken to without a browser."""

import asyncio
import contextlib
import http.client
import io
import json
import logging
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from streamlit.error_util import handle_user_script_exception
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from cmo_model.server import serve as server
from cmo_model.server.allowances import MOST_EACH
from cmo_model.server.guard import LOOPBACK
from cmo_model.words import LANGUAGES
from tests.server.asgi import scope_of
from tests.serving import ROOT, environment, free_port, wait_until_up

HOST = "calc.example.ca"
START = """
import sys
from cmo_model.server.serve import serve
serve(int(sys.argv[1]), lambda: print("http://localhost", flush=True), (sys.argv[2],))
"""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    found = free_port()
    command = [sys.executable, "-c", START, str(found), HOST]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment()) as running:
        try:
            wait_until_up(running)
            yield found
        finally:
            running.terminate()


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    answer = connection.getresponse()
    found = {name.lower(): value for name, value in answer.getheaders()}
    body = answer.read()
    connection.close()
    return answer.status, found, body


def shake(port: int, **headers: str) -> int:
    """The status of a socket's handshake."""
    key = {"Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec_WebSocket_Version": "13"}
    with socket.create_connection(("localhost", port), 30) as wire:
        lines = [f"{name.replace('_', '-')}: {value}" for name, value in {**key, **headers}.items()]
        wire.sendall(
            "\r\n".join(("GET /_stcore/stream HTTP/1.1", "Connection: Upgrade", "Upgrade: websocket", *lines, "", "")).encode()
        )
        return int(wire.recv(64).split()[1])


def test_a_visitor_gets_the_page_in_french_with_every_header(port: int) -> None:
    status, headers, body = ask(port, "/risk", accept_language="fr-CA")
    assert status == 200
    assert b'<html lang="fr-CA">' in body
    for name in ("content-security-policy", "referrer-policy", "x-frame-options", "permissions-policy"):
        assert name in headers
    script = re.search(rb'src="\.(/static/js/index[^"]*)"', body)
    assert script
    _, packed, _ = ask(port, script[1].decode(), accept_encoding="gzip")
    assert packed["content-encoding"] == "gzip"
    assert "content-security-policy" in packed


def test_the_server_is_healthy_under_its_own_names_alone(port: int) -> None:
    assert ask(port, "/health")[2] == b'{"status":"ok"}'
    assert ask(port, "/health", Host=HOST)[0] == 200
    assert ask(port, "/health", Host="evil.example")[0] == 400
    assert ask(port, "/health", Origin="https://evil.example")[0] == 403
    assert ask(port, "/robots.txt")[2].startswith(b"User-agent")


def test_sockets_open_to_our_pages_alone(port: int) -> None:
    assert shake(port, Host=HOST, Origin=f"https://{HOST}") == 101
    assert shake(port, Host=f"127.0.0.1:{port}", Origin=f"http://localhost:{port}") == 101
    assert shake(port, Host="evil.example", Origin="http://evil.example") == 403
    assert shake(port, Host=HOST, Origin="https://evil.example") == 403
    assert shake(port, Host=HOST, Origin="null") == 403


def test_streamlits_own_check_knows_the_same_hosts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.config.get_option", {"server.allowedHosts": server.allowed((f"{HOST.upper()}:443",))}.get)
    for host in (*LOOPBACK, HOST):
        assert is_host_allowed(f"{host}:8501")
    assert not is_host_allowed("evil.example")


def test_a_host_that_is_none_is_told_before_anything_starts() -> None:
    with pytest.raises(ValueError, match="https://"):
        server.application(("https://calc.example.ca",))


def test_a_page_that_fails_leaves_a_code_and_no_figures_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    server.application()
    said = io.StringIO()
    streamlits, handler = logging.getLogger("streamlit.error_util"), logging.StreamHandler(said)
    streamlits.addHandler(handler)
    try:
        handle_user_script_exception(ValueError("base_salary 123456"), server._failed)
    finally:
        streamlits.removeHandler(handler)
    records = [record.getMessage() for record in caplog.records if record.name == "cmo_model.server.failures"]
    assert len(records) == 1
    assert re.fullmatch("failed, code [0-9a-f]{6}: ValueError", records[0])
    assert "123456" not in said.getvalue() + caplog.text


def test_an_answer_that_breaks_says_nothing_and_carries_the_headers() -> None:
    request = Request(scope_of("http"))
    answer = asyncio.run(server._broken(request, ValueError("base_salary 123456")))
    assert (answer.status_code, answer.body) == (500, b"internal error")
    assert server.headers().items() <= dict(answer.headers).items()


WARM = """
import gc, sys
from streamlit.testing.v1 import AppTest
from cmo_model.words import _text
import cmo_model.server.warm
frozen = gc.get_freeze_count()
import cmo_model.server.warm
words = _text.cache_info().currsize
before = set(sys.modules)
assert not AppTest.from_file(sys.argv[1], default_timeout=60).run().exception
print(words, frozen, gc.get_freeze_count(), *{name.split(".")[0] for name in set(sys.modules) - before})
"""


def test_the_first_visitor_waits_for_no_library_and_none_is_walked_by_the_collector() -> None:
    out = subprocess.run(
        [sys.executable, "-c", WARM, str(server._PAGE)], stdout=subprocess.PIPE, text=True, check=True, timeout=120
    )
    words, frozen, left, *imported = out.stdout.split()
    assert int(words) == len(LANGUAGES)
    assert int(frozen) >= int(left) > 50_000  # of the frozen, a few die; importing again freezes no more
    assert not {"babel", "numpy", "pandas", "PIL", "plotly", "pyarrow", "scipy"} & set(imported)


TOLD = """
import json, sys
from streamlit import config
names = json.loads(sys.argv[-1])
def told(*_, **__):
    print(json.dumps({name: config.get_option(name) for name in names}))
    raise SystemExit
"""
OURS = """
from streamlit.web.server.starlette import starlette_server
starlette_server.UvicornRunner.run = told
from cmo_model.server import serve
if sys.argv[1] == "wheel":
    serve._PACKED_PAGE, serve._PAGE = serve._PAGE, serve._PACKED_PAGE
serve.serve(8599)
"""
STREAMLITS = """
from streamlit.web import bootstrap, cli
bootstrap.run = told
sys.argv = ["streamlit", "run", sys.argv[1], "--", sys.argv[2]]
cli.main()
"""


@pytest.mark.parametrize(
    ("way", "code", "inside"),
    [("repository", OURS, True), ("elsewhere", OURS, False), ("wheel", OURS, False), (str(ROOT / "app.py"), STREAMLITS, False)],
)
def test_the_settings_are_the_same_wherever_it_is_started(tmp_path: Path, way: str, code: str, inside: bool) -> None:
    names = {**server.settings(), "server.allowedHosts": list(server.allowed(()))}
    asked = [sys.executable, "-c", TOLD + code, way, json.dumps(list(names))]
    outside = environment() | {"HOME": str(tmp_path)}
    found = subprocess.run(asked, cwd=ROOT if inside else tmp_path, env=outside, capture_output=True, text=True, check=False)
    assert json.loads(found.stdout.splitlines()[-1]) == names, found.stderr
    assert len(names) >= 12 and names["browser.gatherUsageStats"] is False and names["client.showErrorDetails"] == "none"


def test_the_way_in_that_is_not_used_is_not_there(port: int) -> None:
    status, headers, _ = ask(port, "/_stcore/upload_file/session/file", "PUT")
    assert status == 404 and "content-security-policy" in headers


def test_a_port_that_is_taken_is_told_in_our_words_and_nothing_is_said_to_be_open(port: int) -> None:
    code = f"from cmo_model.server.serve import *; serve({port}, lambda: print('open'))"
    found = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=False)
    assert found.returncode == 1 and found.stdout == ""
    assert found.stderr.splitlines()[-1].endswith("PortTakenError") and "is not available" not in found.stderr


def test_a_request_of_two_lengths_is_refused_and_what_follows_it_is_not_read(port: int) -> None:
    twice = "POST /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    with socket.create_connection(("localhost", port), 30) as wire:
        wire.sendall(f"{twice}GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        said = b"".join(iter(lambda: wire.recv(65_536), b""))
    assert said.startswith(b"HTTP/1.1 400 ") and said.count(b"HTTP/1.1 ") == 1
    assert b"content-security-policy" in said


def test_what_is_no_message_and_no_request_leaves_one_line_each_in_the_log(tmp_path: Path) -> None:
    found, log = free_port(), tmp_path / "log"
    command = [sys.executable, "-c", START, str(found), HOST]
    with log.open("wb") as written, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=written, env=environment()) as running:
        try:
            wait_until_up(running)
            for _ in range(5):
                with socket.create_connection(("localhost", found), 30) as wire:
                    wire.sendall(b"NONE\r\n\r\n")
                    assert b"400" in wire.recv(100)
                asyncio.run(_says(found, b"\xff\xfe none"))
                asyncio.run(_says(found, "text"))
            assert ask(found, "/health")[0] == 200
        finally:
            running.terminate()
    said = log.read_text()
    assert said.count("that is none was refused") == 2 and "Traceback" not in said and len(said.splitlines()) <= 3


async def _says(port: int, message: bytes | str) -> None:
    """Say something to the page's socket, and hear what comes of it."""
    here = f"127.0.0.1:{port}"
    async with connect(f"ws://{here}/_stcore/stream", origin=f"http://{here}", subprotocols=["streamlit"]) as wire:  # type: ignore[list-item]
        await wire.send(message)
        with contextlib.suppress(ConnectionClosed, TimeoutError):
            await asyncio.wait_for(wire.recv(), 1)


def test_a_proxy_says_for_whom_it_asks_and_one_person_has_so_many_sockets(port: int) -> None:
    async def opened(address: str) -> int:
        here = f"127.0.0.1:{port}"
        how: Any = {"origin": f"http://{here}", "subprotocols": ["streamlit"], "additional_headers": {"X-Forwarded-For": address}}
        many = [connect(f"ws://{here}/_stcore/stream", **how) for _ in range(MOST_EACH + 1)]
        found = await asyncio.gather(*many, return_exceptions=True)
        wires = [one for one in found if isinstance(one, ClientConnection)]
        other = await connect(f"ws://{here}/_stcore/stream", **(how | {"additional_headers": {"X-Forwarded-For": "198.51.100.2"}}))
        for wire in (*wires, other):
            await wire.close()
        return len(wires)

    assert asyncio.run(opened("198.51.100.1")) == MOST_EACH
