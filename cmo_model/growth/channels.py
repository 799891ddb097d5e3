"""A firm's monthly history by channel, as `readers` hand it over and the diagnostic takes it, and what is unlikely in it.

A column taken for what it is not shows in figures that are unlikely for the firm: a cost per click as spend, a number of orders as
revenue, cents as dollars. They are asked about before anything is advised.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from cmo_model.uncertainty.study import Array

Unlikely = Literal["spend_above_revenue", "spend_far", "ratio_high", "ratio_low"]
MOST_RATIO, LEAST_RATIO = 30.0, 0.02
"""Dollars of revenue for one of spend outside of which one of the two is more often something else."""
MOST_TIMES = 100.0
"""Times the scenario's own advertising from which it is not the same advertising."""


@dataclass(frozen=True, eq=False)
class History:
    """Months (first days, consecutive, ascending) by channels: spend and revenue in dollars, new customers where they are known.

    The first month `starts_late`, or the last `ends_early`, where the file covers only part of it: it is in totals, not in trends
    or curves. `total` says that the revenue is all the firm's, whatever brought it, so that no channel is credited with it.
    """

    channels: tuple[str, ...]
    months: tuple[datetime.date, ...]
    spend: Array
    revenue: Array
    customers: Array | None = None
    starts_late: bool = False
    ends_early: bool = False
    total: bool = False

    @property
    def whole(self) -> slice[int, int, None]:
        """The months that the file covers from their first day to their last, by position."""
        return slice(int(self.starts_late), len(self.months) - int(self.ends_early))


@dataclass(frozen=True)
class Doubt:
    """What is unlikely: the figure, what it is compared with, and the channel where it is one's."""

    code: Unlikely
    figure: float
    beside: float
    channel: str = ""


def doubts(history: History, revenue: float, monthly_spend: float) -> tuple[Doubt, ...]:
    """What is unlikely beside the firm's revenue in dollars a year and its advertising in dollars a month."""
    months = max(1, len(history.months))
    spend, credited = history.spend.sum(axis=0), history.revenue.sum(axis=0)
    monthly = float(spend.sum()) / months
    found = []
    if monthly * 12 > revenue > 0:
        found.append(Doubt("spend_above_revenue", monthly * 12, revenue))
    if monthly > MOST_TIMES * monthly_spend > 0:
        found.append(Doubt("spend_far", monthly, monthly_spend))
    for channel, spent, brought in zip(history.channels, spend.tolist(), credited.tolist(), strict=True):
        ratio = brought / spent if spent > 0 else 1.0
        if ratio > MOST_RATIO and not history.total:
            found.append(Doubt("ratio_high", ratio, MOST_RATIO, channel))
        if ratio < LEAST_RATIO:
            found.append(Doubt("ratio_low", ratio, LEAST_RATIO, channel))
    return tuple(found)
