"""Whose turn it is in a process that all visitors share: pages first, one at a time; long ones between them.

Python computes one thing at a time: pages drawn side by side would all be late, and everybody's verdict with them. A page pauses
once its verdict is sent, so that the verdicts of others come before what is left of it. A long computation calls its `turn`
between its parts: it lets pages be drawn, within a bound, and Streamlit stop it when its visitor has typed again.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

HELD = 5.0
"""Seconds a page waits for those before it at most: one that hangs holds nobody."""
PATIENCE = 0.25
"""Seconds a part of a long computation waits for pages at most, so that it ends even on a busy day."""
_LOOK = 0.1
"""Seconds between two looks at whether one's own visitor has typed again."""


class _Line:
    """Who waits, in the order they came; only the first in line is woken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tickets: deque[threading.Event] = deque()
        self.empty = threading.Event()
        self.empty.set()

    def join(self) -> threading.Event:
        """A place at the end; its event is set once it is the first."""
        ticket = threading.Event()
        with self._lock:
            self.empty.clear()
            self._tickets.append(ticket)
            self._tickets[0].set()
        return ticket

    def leave(self, ticket: threading.Event) -> None:
        """Out of the line, from wherever one stands in it."""
        with self._lock:
            self._tickets.remove(ticket)
            (self._tickets[0] if self._tickets else self.empty).set()


class Turns:
    """The turns of one process."""

    def __init__(self) -> None:
        self._pages, self._long = _Line(), _Line()
        self._mine = threading.local()

    @contextmanager
    def page(self) -> Iterator[None]:
        """A page is drawn, by this thread, once those before it are."""
        self._take()
        try:
            yield
        finally:
            self._give_back()

    @contextmanager
    def aside(self) -> Iterator[None]:
        """Nothing is drawn by this thread's page inside: pages that wait come before what is left of it."""
        held = self._give_back()
        try:
            yield
        finally:
            if held:
                self._take()

    def _take(self) -> None:
        ticket = self._mine.page = self._pages.join()
        ticket.wait(HELD)

    def _give_back(self) -> bool:
        """Leave the page's turn; whether there was one."""
        ticket: threading.Event | None = getattr(self._mine, "page", None)
        self._mine.page = None
        if ticket is not None:
            self._pages.leave(ticket)
        return ticket is not None

    @contextmanager
    def long(self, look: Callable[[], None]) -> Iterator[Callable[[float], None]]:
        """A long computation's turn, once those before it are done; gives what it must call between its parts.

        `look` is called while waiting and between parts, and may raise to give the turn up. The page it belongs to, if any, gives
        its own turn up meanwhile.
        """
        page, ticket = self._give_back(), self._long.join()
        try:
            while not ticket.wait(_LOOK):
                look()
            self._between(look)
            yield lambda _: self._between(look)
        finally:
            self._long.leave(ticket)
        if page:
            self._take()

    def _between(self, look: Callable[[], None]) -> None:
        look()
        self._pages.empty.wait(PATIENCE)


TURNS = Turns()


def typed_again() -> None:
    """Let Streamlit stop this run when its visitor has typed again: reading the session's state is where it does so."""
    st.session_state.get("visit")
