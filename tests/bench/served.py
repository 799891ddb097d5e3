"""A page served in a process of its own, for the time of a measure."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.serving import ROOT, free_port


@dataclass(frozen=True)
class Served:
    """A server that runs, and where."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    def memory(self) -> float | None:
        """Resident memory in MB, where the system tells."""
        try:
            lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        except OSError:
            return None
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@contextlib.contextmanager
def served(*command: str, where: Path = ROOT) -> Iterator[Served]:
    """A page under a command that takes a port, until left."""
    port = free_port()
    full = [sys.executable, "-m", *(part.format(port=port) for part in command)]
    # A module is looked for where the command runs; the floor's folder has none, and none of our settings either.
    with subprocess.Popen(full, cwd=where, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=dict(os.environ)) as process:
        try:
            _wait_until_up(process, port)
            yield Served(process, port)
        finally:
            process.terminate()


def _wait_until_up(process: subprocess.Popen[bytes], port: int) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit(f"{process.args} does not answer")


def several(count: int) -> contextlib.AbstractContextManager[Served]:
    """The app as `cmo-model app` serves it by so many processes."""
    return served("cmo_model.commands.main", "app", "--no-browser", "--port", "{port}", "--workers", str(count))


def ours() -> contextlib.AbstractContextManager[Served]:
    """The app as `cmo-model app` serves it."""
    return served("cmo_model.commands.main", "app", "--no-browser", "--port", "{port}")
