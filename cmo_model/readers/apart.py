"""A function of ours run apart: in a child process with bounds on time, memory and answer, so that no file holds up the others.

What is long in Python holds the interpreter while it lasts. A child answers one question after another, as long as it keeps within
bounds; past one it ends, and `EndedError` says so. The processor's time and the memory are bounded where the system can (not on
Windows); the time on the clock is bounded everywhere. Questions and answers are pickled: both sides are this program, and an answer
is made of our own records and of dates, or it is none.
"""

from __future__ import annotations

import atexit
import contextlib
import importlib
import io
import pickle
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any, cast

MOST_SECONDS = 2
"""Seconds of the processor for one answer."""
MOST_CLOCK = 10.0
"""Seconds on the clock for the same, on a machine that does other things too; and to wait for those who asked before."""
MOST_MEMORY = 300 * 1024 * 1024
"""Bytes that an answer takes beside what the child is made of."""
MOST_ANSWERED = 64 * 1024 * 1024
"""Bytes of an answer."""
MOST_CHILDREN = 2
"""Answers worked out at once."""

_SIZE = struct.Struct(">Q")
_Child = subprocess.Popen[bytes]


class EndedError(Exception):
    """The child passed a bound, and ended."""


class BusyError(Exception):
    """Every child was answering others for too long."""


class Apart:
    """One function, `module:name`, and the children that answer for it."""

    def __init__(self, function: str) -> None:
        self._function = function
        self._places = threading.BoundedSemaphore(MOST_CHILDREN)
        self._idle: queue.LifoQueue[_Child] = queue.LifoQueue()
        self.children: list[_Child] = []

    def prepare(self) -> None:
        """Start a child, once, while nobody waits for it yet: it takes about a second."""
        if not self.children:
            self._idle.put(self._start())

    def ask(self, *given: Any) -> Any:
        """What the function answers to these, or the `ValueError` that it raises. Raises `EndedError` and `BusyError`."""
        with self._child() as child:
            fine, answer = _asked(child, pickle.dumps(given))
        if fine:
            return answer
        raise answer

    def end(self) -> None:
        """End the children, as the program's own end does."""
        for child in self.children:
            child.kill()
            child.communicate()

    def _start(self) -> _Child:
        if not self.children:
            atexit.register(self.end)
        command = [sys.executable, "-P", "-m", "cmo_model.readers.apart", self._function]
        child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
        self.children = [*(one for one in self.children if one.poll() is None), child]
        return child

    @contextlib.contextmanager
    def _child(self) -> Iterator[_Child]:
        """A child that waits for a question; back among the idle ones if it still can answer."""
        if not self._places.acquire(timeout=MOST_CLOCK):
            raise BusyError
        try:
            child = self._next()
            while child.poll() is not None:  # it died meanwhile
                child.communicate()
                child = self._next()
            yield child
            self._idle.put(child)
        finally:
            self._places.release()

    def _next(self) -> _Child:
        try:
            return self._idle.get_nowait()
        except queue.Empty:
            return self._start()


def _asked(child: _Child, question: bytes) -> tuple[bool, Any]:
    """What the child answers; one that dies, or says nothing in time, is ended."""
    limit = threading.Timer(MOST_CLOCK, child.kill)
    limit.daemon = True
    limit.start()
    answer = None
    try:
        _write(cast("IO[bytes]", child.stdin), question)
        answer = _read(cast("IO[bytes]", child.stdout))
    except OSError:
        pass  # it is dead already
    finally:
        limit.cancel()
    if answer is not None:
        with contextlib.suppress(pickle.UnpicklingError, EOFError):
            return cast("tuple[bool, Any]", _Records(io.BytesIO(answer)).load())
    child.kill()
    with contextlib.suppress(OSError):
        child.communicate()
    raise EndedError


class _Records(pickle.Unpickler):
    """Reads our own records and dates, and calls nothing else: the child has read what a stranger wrote."""

    def find_class(self, module: str, name: str) -> Any:
        """A kind of record; raises `UnpicklingError` for what is none of ours."""
        if module != "datetime" and not module.startswith("cmo_model.readers."):
            raise pickle.UnpicklingError(module)
        return super().find_class(module, name)


def _write(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_SIZE.pack(len(message)) + message)
    pipe.flush()


def _read(pipe: IO[bytes]) -> bytes | None:
    """One message; none where the other side has ended, or says too much."""
    head = pipe.read(_SIZE.size)
    if len(head) < _SIZE.size or (size := _SIZE.unpack(head)[0]) > MOST_ANSWERED:
        return None
    message = pipe.read(size)
    return message if len(message) == size else None


# --- the child's side ---


def serve(function: str) -> None:
    """Answer what is asked of a function, within bounds, until the parent closes its pipe."""
    module, _, name = function.partition(":")
    answers = getattr(importlib.import_module(module), name)
    bound_memory()
    while (asked := _read(sys.stdin.buffer)) is not None:
        given = pickle.loads(asked)  # noqa: S301 - of our own parent
        _bound_time()
        try:
            found = True, answers(*given)
        except ValueError as error:
            found = False, error
        _write(sys.stdout.buffer, pickle.dumps(found))


def bound_memory() -> None:
    """From here on this process gets so much more memory, and leaves nothing behind when it dies."""
    with contextlib.suppress(ImportError, OSError):
        import resource

        held = int(Path("/proc/self/statm").read_text("ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (held + MOST_MEMORY, held + MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_time() -> None:
    with contextlib.suppress(ImportError):
        import resource

        used = resource.getrusage(resource.RUSAGE_SELF)
        until = int(used.ru_utime + used.ru_stime) + 1 + MOST_SECONDS
        resource.setrlimit(resource.RLIMIT_CPU, (until, resource.getrlimit(resource.RLIMIT_CPU)[1]))


if __name__ == "__main__":
    serve(sys.argv[1])
