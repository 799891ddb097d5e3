"""How much one person may ask for, kept by address for as long as it matters: a socket opened anew brings nothing new.

A person is an address, or the part of one that is given to a household (IPv6). What comes from this computer has no address to go
by: each socket then speaks for itself, and only coming in is shared. So a proxy in front must say for whom it asks, by
`X-Forwarded-For`.
"""

from __future__ import annotations

import contextlib
import ipaddress
from collections.abc import Callable, Iterator

BURST = 60
"""Messages a person may send at a stroke: a page sends one per answer."""
REFILL = 5.0
"""Messages a second after that, about what one process answers in all."""
LETTERS = 200_000
"""Bytes of a message that count as one more: a file of 5 MB as some thirty-five."""
ARRIVAL = 3
"""What opening a socket counts as."""
MOST_ARRIVING = 6.0
"""Seconds that anybody is made to wait to come in, less than a browser does; beyond, one is asked to come again later."""
MOST_WAITING = 30.0
"""Seconds that a message is made to wait; beyond, its socket is closed, and the browser sends again what was not answered."""
MOST_EACH = 20
"""Sockets of one person at once: an office behind one address."""
_HOUSEHOLD = 56
"""Leading bits of an IPv6 address that providers give to one household."""
_MANY = 1_000


def person(address: str | None) -> str:
    """Who is at an address; empty for this computer, and for what is no address."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    found = getattr(found, "ipv4_mapped", None) or found
    if found.is_loopback:
        return ""
    return str(found if found.version == 4 else ipaddress.ip_network((found, _HOUSEHOLD), strict=False))


class Bucket:
    """One person's allowance."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._at, self._left = clock, clock(), float(BURST)
        self.holders = 0

    def wait(self, cost: float = 1.0) -> float:
        """Takes so much; seconds until it may pass."""
        self._left = self.left() - cost
        self._at = self._clock()
        return max(0.0, -self._left / REFILL)

    def left(self) -> float:
        """What may still be taken at once; less than nothing when more was."""
        return min(float(BURST), self._left + (self._clock() - self._at) * REFILL)


class Allowances:
    """One kind of everybody's: to come in, or to speak."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._kept = clock, dict[str, Bucket]()

    @contextlib.contextmanager
    def of(self, who: str) -> Iterator[Bucket]:
        """A person's, kept while it is held and until it is full again."""
        if who not in self._kept and len(self._kept) >= _MANY:
            self._kept = {one: bucket for one, bucket in self._kept.items() if bucket.holders or bucket.left() < BURST}
        bucket = self._kept.setdefault(who, Bucket(self._clock))
        bucket.holders += 1
        try:
            yield bucket
        finally:
            bucket.holders -= 1
