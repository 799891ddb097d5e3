"""What the revenue credited to a channel is worth: how much its spend may have caused, and how much of a customer it shows.

A platform errs on both sides: it claims sales that would have come anyway, and misses some that it brought. The least and the most
that its spend may have caused depend on the kind of channel, and are our assumption (`parameters/credit.yaml`). Revenue may be the
first order of each new customer only: a dollar of it is then worth `lifetime` dollars of all that the customer will buy.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from cmo_model import parameters
from cmo_model.rules.pillars.retention import customer_value
from cmo_model.scenario.checks import plain

KINDS = tuple(parameters.channel_kinds())
"""The kinds of channels by name."""
OTHER = "other"
"""The kind of a channel whose name tells none."""
MOST_SHARE = 10.0
"""Times its credited revenue that a spend may be said to cause."""
_FIGURES = parameters.channel_figures()
CAUSED_OF_TOTAL = _FIGURES["caused_of_total"].value
"""Share of all a firm's sales that advertising causes, in the three public data sets whose truth is known."""
GEO_TESTS = tuple(_FIGURES[f"geo_{place}"].value for place in ("low", "median", "high"))
"""First quartile, median and third quartile of the true return of a dollar, in 225 tests by region in the United States."""


@dataclass(frozen=True)
class Credit:
    """How to take credited revenue: the `kinds` and the `shares` caused given by hand, and what a dollar is worth of a customer.

    Both are by channel; a share, the least and the most, prevails over that of the kind.
    """

    kinds: Mapping[str, str] = field(default_factory=dict)
    shares: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    lifetime: float = 1.0

    def kind(self, channel: str) -> str:
        """The kind given for a channel, or else the one that its name tells."""
        return self.kinds.get(channel) or kind_of(channel)

    def caused(self, channel: str) -> tuple[float, float]:
        """The least and the most of its credited revenue that a channel's spend may have caused."""
        return self.shares.get(channel) or parameters.channel_kinds()[self.kind(channel)].caused


def lifetime_of(retention: float, discount: float) -> float | None:
    """A customer's whole margin over that of the first order, by yearly shares; None if nobody leaves and nothing is discounted."""
    one = np.array(1.0)
    found = float(customer_value(one, one, np.array(discount), np.array(retention)))
    return found if math.isfinite(found) else None


def fits(least: float, most: float) -> bool:
    """Whether two shares caused have a meaning: in order, the most above zero and at most tenfold."""
    return 0 <= least <= most <= MOST_SHARE and most > 0


@cache
def kind_of(channel: str) -> str:
    """The kind that a channel's name tells; `other` when it tells none."""
    words = {*plain(channel).split()}
    kinds = parameters.channel_kinds().items()
    return next((name for name, kind in kinds if words & {*kind.words} and not words & {*kind.unless}), OTHER)
