"""Connections that say nothing: closed in time, and the first to go when the system has room for no more.

A connection takes one of the process's few descriptors before it has said a word. Once those are out, nobody is let in and the log
fills with that. So each has some seconds to make a request, and when there is no room the one that has been silent longest goes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import Any, cast

from uvicorn.protocols.http.auto import AutoHTTPProtocol

from cmo_model.server.failures import Seldom

MOST_SILENT = 10.0
"""Seconds that a connection may take to make a request, or its next one."""
MOST_OPEN = 1_000
"""Connections at once, however many descriptors there are."""
KEPT_BACK = 96
"""Descriptors for everything else: files, pipes, the database of names."""

_log = logging.getLogger(__name__)


def room() -> int:
    """Connections that the system has room for."""
    try:
        import resource
    except ImportError:  # Windows counts otherwise, and has more
        return MOST_OPEN
    return max(8, min(MOST_OPEN, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - KEPT_BACK))


def make_room() -> None:
    """Take all the descriptors that the system grants, and say once a minute that they are out: the loop says it at each try."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
        enough = 4 * MOST_OPEN if most == resource.RLIM_INFINITY else min(most, 4 * MOST_OPEN)
        resource.setrlimit(resource.RLIMIT_NOFILE, (max(enough, resource.getrlimit(resource.RLIMIT_NOFILE)[0]), most))
    logging.getLogger("asyncio").addFilter(
        Seldom("socket.accept() out of system resource", "full: no descriptor left for a connection")
    )


class Connection(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """A connection of the server's own kind, with an end to its silence."""

    silent: dict[Connection, asyncio.TimerHandle] = {}  # noqa: RUF012 - of the whole process, the longest silent first
    told = False

    def connection_made(self, transport: Any) -> None:
        """Let in, in the place of the longest silent one when there is no other."""
        super().connection_made(transport)
        self._expect()
        if len(self.connections) <= room():
            Connection.told = Connection.told and len(self.connections) > 0.9 * room()
            return
        if not Connection.told:
            Connection.told = True
            _log.warning("full: %s connections", len(self.connections))
        next(iter(Connection.silent)).drop()

    def data_received(self, data: bytes) -> None:
        """Once a request is whole the silence is over."""
        super().data_received(data)
        if self._speaks():
            self._heard()

    def on_response_complete(self) -> None:
        """From here on it is silent again."""
        super().on_response_complete()
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is no longer waited for."""
        self._heard()
        super().connection_lost(exc)

    def drop(self) -> None:
        """Close it, whatever it was about to say."""
        self._heard()
        self.transport.abort()

    def _expect(self) -> None:
        self._heard()
        Connection.silent[self] = self.loop.call_later(MOST_SILENT, self._too_late)

    def _heard(self) -> None:
        if (timer := Connection.silent.pop(self, None)) is not None:
            timer.cancel()

    def _too_late(self) -> None:
        self._heard()
        if not self._speaks():
            self.transport.abort()

    def _speaks(self) -> bool:
        """Whether a request is being answered, or the connection became a socket."""
        answering = self.cycle is not None and not self.cycle.response_complete
        return answering or cast("asyncio.Transport", self.transport).get_protocol() is not self
