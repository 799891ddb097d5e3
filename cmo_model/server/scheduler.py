"""Whose turn it is in a process that all visitors share: pages first, long computations one at a time, in the order they came.

A page is drawn in a tenth of a second, a long computation takes several times that; without turns, the long ones of others would
make everybody's verdict wait. A long computation calls its `turn` between its parts: it lets pages be drawn, within a bound, and
Streamlit stop it when its visitor has typed again.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import streamlit as st

PATIENCE = 0.25
"""Seconds a part of a long computation waits for pages at most, so that it ends even on a busy day."""
_LOOK = 0.05
"""Seconds between two looks at whether one's own visitor has typed again."""


class Turns:
    """The turns of one process."""

    def __init__(self) -> None:
        self._free = threading.Condition()
        self._drawing = 0
        self._mine_drawn = threading.local()
        self._waiting: deque[object] = deque()

    @contextmanager
    def page(self) -> Iterator[None]:
        """A page is being drawn, by this thread."""
        self._draws(1)
        try:
            yield
        finally:
            self._draws(-1)

    def _draws(self, more: int) -> int:
        with self._free:
            self._mine_drawn.count = getattr(self._mine_drawn, "count", 0) + more
            self._drawing += more
            self._free.notify_all()
            return int(self._mine_drawn.count)

    @contextmanager
    def long(self, look: Callable[[], None]) -> Iterator[Callable[[float], None]]:
        """A long computation's turn, once those before it are done; gives what it must call between its parts.

        `look` is called while waiting and between parts, and may raise to give the turn up. The page it belongs to, if any, counts
        as drawn meanwhile.
        """
        me, pages = object(), getattr(self._mine_drawn, "count", 0)
        self._draws(-pages)
        with self._free:
            self._waiting.append(me)
        try:
            while not self._mine(me):
                look()
            yield lambda _: self._between(look)
        finally:
            with self._free:
                self._waiting.remove(me)
            self._draws(pages)

    def _mine(self, me: object) -> bool:
        with self._free:
            return self._free.wait_for(lambda: self._waiting[0] is me, _LOOK)

    def _between(self, look: Callable[[], None]) -> None:
        look()
        until = time.monotonic() + PATIENCE
        with self._free:
            self._free.wait_for(lambda: not self._drawing, max(0.0, until - time.monotonic()))


TURNS = Turns()


def typed_again() -> None:
    """Let Streamlit stop this run when its visitor has typed again: reading the session's state is where it does so."""
    st.session_state.get("visit")
