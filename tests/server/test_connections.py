"""Silent connections: closed in time, never in the way of who speaks, and quiet in the log."""

import contextlib
import http.client
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cmo_model.server.connections import KEPT_BACK, MOST_OPEN, room
from tests.serving import environment, free_port, wait_until_up

resource = pytest.importorskip("resource")
START = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (int(sys.argv[2]), int(sys.argv[2])))
from cmo_model.server import connections
connections.MOST_SILENT = float(sys.argv[3])
from cmo_model.server.serve import serve
serve(int(sys.argv[1]), lambda: print("http://localhost", flush=True))
"""


def healthy(port: int) -> bool:
    connection = http.client.HTTPConnection("localhost", port, timeout=20)
    connection.request("GET", "/health")
    with contextlib.closing(connection):
        return connection.getresponse().status == 200


@contextlib.contextmanager
def server(descriptors: int, silence: float, log: Path):
    port = free_port()
    command = [sys.executable, "-c", START, str(port), str(descriptors), str(silence)]
    with log.open("wb") as written, subprocess.Popen(command, stdout=subprocess.PIPE, stderr=written, env=environment()) as running:
        try:
            wait_until_up(running)
            yield port
        finally:
            running.terminate()


@pytest.mark.parametrize(("descriptors", "told"), [(256, range(1, 3)), (1_024, range(1))])
def test_three_hundred_silent_connections_keep_nobody_out(tmp_path: Path, descriptors: int, told: range) -> None:
    log = tmp_path / "log"
    with server(descriptors, 3600.0, log) as port, contextlib.ExitStack() as silent:
        for number in range(300):
            one = silent.enter_context(socket.create_connection(("localhost", port), 20))
            if number % 2:
                one.sendall(b"GET / HTTP/1.1\r\nHost: localh")
        assert healthy(port) and healthy(port)
        assert log.stat().st_size < 100_000 and log.read_text().count("full: ") in told


def test_who_says_nothing_is_shown_out_and_who_speaks_is_not(tmp_path: Path) -> None:
    with server(256, 0.5, tmp_path / "log") as port:
        with socket.create_connection(("localhost", port), 20) as silent, socket.create_connection(("localhost", port), 20) as half:
            half.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\nX-")
            for one in (silent, half):
                with contextlib.suppress(ConnectionResetError):
                    assert one.recv(1) == b""
        assert healthy(port)


def test_there_is_room_for_what_the_system_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    for soft, expected in ((256, 256 - KEPT_BACK), (1 << 20, MOST_OPEN), (64, 8)):
        monkeypatch.setattr(resource, "getrlimit", lambda _, soft=soft: (soft, soft))
        assert room() == expected
