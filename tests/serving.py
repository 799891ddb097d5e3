"""Servers that tests start: a free port, and waiting until one is up by what it prints."""

import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


def environment() -> dict[str, str]:
    """That of a server: nothing of it is measured, which would make it slow."""
    return {key: value for key, value in os.environ.items() if not key.startswith("COVERAGE")}


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port: int = probe.getsockname()[1]
    return port


def wait_until_up(server: "subprocess.Popen[bytes]", log: Path | None = None) -> threading.Thread:
    """Reads what the server prints until it says its address, then goes on reading, into a file when one is given."""
    assert server.stdout is not None
    out, said = server.stdout, []

    def go_on() -> None:
        rest = out.read()
        if log is not None:
            log.write_bytes(b"".join(said) + rest)

    for line in out:
        said.append(line)
        if b"http://localhost" in line:
            reading = threading.Thread(target=go_on, daemon=True)
            reading.start()
            return reading
    pytest.fail(b"".join(said).decode())


@contextmanager
def served(*command: str) -> Iterator[str]:
    """The address of the app under a command that takes a port, on a free one, until left."""
    port = free_port()
    full = [sys.executable, "-m", *(part.format(port=port) for part in command)]
    with subprocess.Popen(full, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=environment()) as server:
        try:
            wait_until_up(server)
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
