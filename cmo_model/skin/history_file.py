"""The file of a history by channel, as a visitor brought it: held in memory, and deflated in the draft when it is small enough."""

from __future__ import annotations

import base64
import zlib
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from cmo_model.readers.history.limits import MOST_BYTES

MOST_PACKED = 64 * 1024
"""Characters of a file in a draft; a larger one has to be opened again after a reload."""
_MOST_DEFLATED = 64 * MOST_PACKED
"""Bytes beyond which a file is not even deflated to find that it is too large."""
MOST_LETTERS = 200
"""Of a file's name."""


@dataclass(frozen=True)
class HistoryFile:
    """Its name and its bytes."""

    name: str
    data: bytes

    @cached_property
    def packed(self) -> tuple[str, ...]:
        """Name and deflated bytes, as a draft holds them; nothing when they are too many."""
        if len(self.data) > _MOST_DEFLATED:
            return ()
        deflated = base64.b64encode(zlib.compress(self.data, 9)).decode()
        return (self.name, deflated) if len(deflated) <= MOST_PACKED else ()


def unpacked(given: Any) -> HistoryFile | None:
    """A file as a draft holds it, inflated with a bound; nothing when it cannot be read."""
    try:
        name, deflated = given
        inflate = zlib.decompressobj()
        data = inflate.decompress(base64.b64decode(deflated, validate=True), MOST_BYTES)
        return HistoryFile(str(name)[:MOST_LETTERS], data) if inflate.eof else None
    except (ValueError, TypeError, zlib.error):
        return None
