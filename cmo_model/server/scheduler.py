"""Whose turn it is in a process that all visitors share: pages first, one at a time; long ones between them.

Python computes one thing at a time: pages drawn side by side would all be late, and everybody's verdict with them. Turns go round
by person, not by who asks most. A page pauses once its verdict is sent, so that the verdicts of others come before what is left of
it. A long computation calls its `turn` between its parts: it lets pages be drawn, within a bound, and Streamlit stop it when its
visitor has typed again.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

HELD = 5.0
"""Seconds that a page holds its turn while others wait, at most: what hangs is passed over."""
PATIENCE = 0.25
"""Seconds a part of a long computation waits for pages at most, so that it ends even on a busy day."""
_LOOK = 0.1
"""Seconds between two looks at whether one's own visitor has typed again."""
_MANY = 1_000
"""Persons that a line remembers to have served."""


class _Ticket(threading.Event):
    """Somebody's place; set once it is their turn."""

    def __init__(self, who: str) -> None:
        super().__init__()
        self.who = who


class _Line:
    """Who waits: whoever was served longest ago comes first, whatever the number of their tickets; only the next one is woken."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[_Ticket] = []
        self._holder: _Ticket | None = None
        self._since = 0.0
        self._turn = 0
        self._served: dict[str, int] = {}
        self.empty = threading.Event()
        self.empty.set()

    def join(self, who: str) -> _Ticket:
        """A place in it."""
        ticket = _Ticket(who)
        with self._lock:
            self.empty.clear()
            self._served.setdefault(who, self._turn - 1)  # a stranger comes after whoever waits already
            self._waiting.append(ticket)
            if self._holder is None:
                self._next()
        return ticket

    def pass_over(self) -> None:
        """Let the next one go on, if whoever has the turn has held it for too long."""
        with self._lock:
            if self._waiting and time.monotonic() >= self._since + HELD:
                self._next()

    def leave(self, ticket: _Ticket) -> None:
        """Out of it, from wherever one stands."""
        with self._lock:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            elif ticket is self._holder:
                self._next()

    def _next(self) -> None:
        self._holder = min(self._waiting, key=lambda one: self._served[one.who], default=None)
        if self._holder is None:
            self._served.clear()
            self.empty.set()
            return
        self._waiting.remove(self._holder)
        self._turn += 1
        self._served[self._holder.who] = self._turn
        if len(self._served) > _MANY:  # who does not wait any more is a stranger again
            here = {one.who for one in (*self._waiting, self._holder)}
            self._served = {who: turn for who, turn in self._served.items() if who in here}
        self._since = time.monotonic()
        self._holder.set()


class Turns:
    """The turns of one process."""

    def __init__(self) -> None:
        self._pages, self._long = _Line(), _Line()
        self._mine = threading.local()

    @contextmanager
    def page(self, who: str, look: Callable[[], None]) -> Iterator[None]:
        """A page is drawn for someone, by this thread, once those before it are; `look` is called while it waits, and may raise."""
        self._mine.who, self._mine.look = who, look
        try:
            self._take()
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
        ticket = self._mine.page = self._pages.join(self._mine.who)
        while not ticket.wait(_LOOK):
            self._pages.pass_over()
            self._mine.look()

    def _give_back(self) -> bool:
        """Leave the page's turn; whether there was one."""
        ticket: _Ticket | None = getattr(self._mine, "page", None)
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
        page, ticket = self._give_back(), self._long.join(getattr(self._mine, "who", ""))
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
