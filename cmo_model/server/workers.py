"""Several processes that each serve the whole page, and who goes to which.

A visitor's figures live in one process for as long as a socket is open, and in the browser's tab; the processes share nothing. So a
visitor goes back to the one that has the session, by a cookie that names the process and nobody: all its visitors carry the same
one. Whoever brings none, one made up, or that of a process which ended goes where the fewest are, and its tab brings the figures.
But a person who has sockets open goes where they are, whatever is brought: what one person may ask for is counted by each process.

A process that ends is started again, later and later when it keeps ending. Each ends by itself once this one is gone: it reads a
pipe that nobody writes to.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from cmo_model.server.guard import MOST_SOCKETS

SOONEST, LATEST = 0.5, 30.0
"""Seconds before a process that ended is started again: the first time, and at most."""
STEADY = 60.0
"""Seconds after which a process that ends counts as having worked."""
LEAVING = 5.0
"""Seconds that a process is given to end by itself."""
_SERVING = "from cmo_model.server.serve import work; work()"

_log = logging.getLogger(__name__)


@dataclass
class Worker:
    """One place among the processes, and who is in it now."""

    number: int
    boot: str = ""
    port: int = 0
    pid: int = 0
    since: float = 0.0
    sockets: int = 0
    people: Counter[str] = field(default_factory=Counter)
    given: int = 0
    restarts: int = 0
    settled: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def up(self) -> bool:
        """Whether it can be asked."""
        return self.port > 0

    @property
    def name(self) -> str:
        """What its visitors bring back: never the same after a restart."""
        return f"{self.number}.{self.boot}"

    @contextlib.contextmanager
    def visited(self, who: str) -> Iterator[None]:
        """A socket of a person is open, or about to be."""
        boot = self.boot
        self.sockets += 1
        self.people[who] += 1
        try:
            yield
        finally:
            if self.boot == boot:  # or those of before were forgotten
                self.sockets -= 1
                self.people[who] -= 1
                self.people += Counter()  # who has none left is forgotten

    def started(self, port: int, pid: int) -> None:
        """Another process stands here now, and nobody is in it."""
        self.boot, self.port, self.pid, self.since = secrets.token_hex(8), port, pid, time.monotonic()
        self.sockets, self.given, self.people = 0, 0, Counter()
        self.settled.set()


def pause(before: float, lived: float) -> float:
    """Seconds before the next start, given those before the last one and how long the process lived."""
    return SOONEST if lived >= STEADY or not before else min(LATEST, 2 * before)


class Workers:
    """All of them, for as long as they are run."""

    def __init__(self, count: int, hosts: Sequence[str] = (), frames: Sequence[str] = ()) -> None:
        self.all = [Worker(number) for number in range(count)]
        told = (*(f"--host={host}" for host in hosts), *(f"--embed={origin}" for origin in frames))
        self._command = (sys.executable, "-c", _SERVING, *told)

    def of(self, name: str, who: str = "") -> Worker | None:
        """Whose a visitor is who brings this name: where that person is, the one named, or one with the fewest, if any is up."""
        there = [worker for worker in self.all if worker.up]
        for worker in there:
            if who and worker.people[who]:
                return worker
        named = (worker for worker in there if worker.name == name and worker.sockets < MOST_SOCKETS)
        return next(named, None) or min(there, key=lambda worker: (worker.sockets, worker.given), default=None)

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Each process started, and started again when it ends; inside, each is up or has ended once."""
        keeping = [asyncio.create_task(self._keep(worker)) for worker in self.all]
        try:
            await asyncio.gather(*(worker.settled.wait() for worker in self.all))
            yield
        finally:
            for task in keeping:
                task.cancel()
            await asyncio.gather(*keeping, return_exceptions=True)

    async def _keep(self, worker: Worker) -> None:
        wait = 0.0
        while True:
            began = time.monotonic()
            code = await self._run(worker)
            worker.settled.set()
            wait = pause(wait, time.monotonic() - began)
            _log.warning("a worker ended, code %s: started again in %g s", code, wait)
            worker.restarts += 1
            await asyncio.sleep(wait)

    async def _run(self, worker: Worker) -> int:
        """One process from its start to its end; its exit code."""
        pipe = asyncio.subprocess.PIPE
        process = await asyncio.create_subprocess_exec(*self._command, stdin=pipe, stdout=pipe, start_new_session=True)
        assert process.stdin is not None and process.stdout is not None  # noqa: S101 - both were asked for
        try:
            said = await process.stdout.readline()
            if said.strip().isdigit():
                worker.started(int(said), process.pid)
            while await process.stdout.read(65_536):
                """It has nothing more to say here."""
            return await process.wait()
        finally:
            worker.port = 0
            process.stdin.close()
            if process.returncode is None:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(asyncio.shield(process.wait()), LEAVING)
            if process.returncode is None:
                process.kill()
                await process.wait()


def memory(pid: int) -> int | None:
    """Resident memory of a process in bytes, where the system tells."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text("ascii", "replace").splitlines()
    except OSError:
        return None
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("VmRSS")), None)
