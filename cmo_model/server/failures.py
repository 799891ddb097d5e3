"""What breaks is logged with a code, and the same code is told: neither figures nor the error's words are kept."""

from __future__ import annotations

import logging
import secrets
import time

_log = logging.getLogger(__name__)


class Seldom(logging.Filter):
    """Of a complaint that strangers can bring about as often as they like, one a minute, in our words and without its trace."""

    def __init__(self, begins: str, said: str) -> None:
        super().__init__()
        self._begins, self._said, self._next = begins, said, 0.0

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record is written."""
        if not record.getMessage().startswith(self._begins):
            return True
        record.msg, record.args, record.exc_info = self._said, (), None
        late = time.monotonic() >= self._next
        if late:
            self._next = time.monotonic() + 60.0
        return late


def failed(error: Exception) -> str:
    """A code for the log and the visitor; neither figures nor the error's words are kept."""
    code = secrets.token_hex(3)
    _log.error("failed, code %s: %s", code, type(error).__name__)
    return code
