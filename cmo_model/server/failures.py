"""What breaks is logged with a code, and the same code is told: neither figures nor the error's words are kept."""

from __future__ import annotations

import logging
import secrets

_log = logging.getLogger(__name__)


def failed(error: Exception) -> str:
    """A code for the log and the visitor; neither figures nor the error's words are kept."""
    code = secrets.token_hex(3)
    _log.error("failed, code %s: %s", code, type(error).__name__)
    return code
