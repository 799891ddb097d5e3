"""A firm's monthly history by channel, as `readers` hand it over and the diagnostic takes it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from cmo_model.uncertainty.study import Array


@dataclass(frozen=True, eq=False)
class History:
    """Months (first days, consecutive, ascending) by channels: spend and revenue in dollars, new customers where they are known."""

    channels: tuple[str, ...]
    months: tuple[datetime.date, ...]
    spend: Array
    revenue: Array
    customers: Array | None = None
