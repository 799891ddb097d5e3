"""How much one person may ask for, kept by address for as long as it matters: a socket opened anew brings nothing new.

A person is an address, or the half of one that is given to a household (IPv6). What comes from this computer has no address to go
by: each socket is then a person, and only coming in is shared. So a proxy in front must say for whom it asks (`X-Forwarded-For`).
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

BURST = 60
"""Messages a person may send at a stroke: a page sends one per answer."""
REFILL = 5.0
"""Messages a second after that, about what one process answers in all."""
LETTERS = 100_000
"""Bytes of a message that count as one more: a file of 5 MB as some fifty."""
ARRIVAL = 3
"""What opening a socket counts as."""
LONGEST = 15.0
"""Seconds that anybody is made to wait to come in; beyond, one is asked to come again later."""
MOST_EACH = 40
"""Sockets of one person at once: an office behind one address."""
_MANY = 1_000


def person(address: str | None) -> str:
    """Who is at an address; empty for this computer, and for what is no address."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if found.is_loopback:
        return ""
    return str(found if found.version == 4 else ipaddress.ip_network((found, 64), strict=False))


class Bucket:
    """One person's allowance."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._at, self._left = clock, clock(), float(BURST)

    def wait(self, cost: float = 1.0) -> float:
        """Takes so much; seconds until it may pass."""
        self._left = self.left() - cost
        self._at = self._clock()
        return max(0.0, -self._left / REFILL)

    def left(self) -> float:
        """What may still be taken at once; less than nothing when more was."""
        return min(float(BURST), self._left + (self._clock() - self._at) * REFILL)


class Allowances:
    """Everybody's."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock, self._kept = clock, dict[str, Bucket]()

    def of(self, who: str) -> Bucket:
        """What a person may say; for nobody in particular, a new one."""
        return self.arrivals(who) if who else Bucket(self._clock)

    def arrivals(self, who: str) -> Bucket:
        """What a person may come in by; all who are nobody in particular have one together."""
        if who not in self._kept and len(self._kept) >= _MANY:
            self._kept = {one: bucket for one, bucket in self._kept.items() if bucket.left() < BURST}
        return self._kept.setdefault(who, Bucket(self._clock))
