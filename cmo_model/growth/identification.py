"""Whether a channel's history can tell how its revenue answers to its spend, and what stands in the way.

Revenue here is what a channel is credited with, so the elasticity expected is that of a channel's own sales, about 0.5: the centre
of the prior of `response`. The published 0.12 is that of a firm's total sales to its total advertising.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np

from cmo_model.uncertainty.study import Array

Failing = Literal["total", "months", "silent", "idle", "noise", "wide", "spread", "inflation"]
"""What stands in the way of a curve: revenue that is all the firm's (told by the history, not tested here), too few months, too
many months without revenue, no spend lately, too much noise. Of telling it: an interval too wide; and why it may be, a spend too
steady, or that moves with the rest."""
FAILINGS: tuple[Failing, ...] = get_args(Failing)
_NO_CURVE: set[Failing] = {"total", "months", "silent", "idle", "noise"}
_WHY_WIDE: set[Failing] = {"spread", "inflation"}

USUAL_ELASTICITY = 0.5
LEAST_MONTHS = 8
"""Months under which no curve is tried; how many tell is for the width of its interval to say."""
LEAST_SPREAD = 0.15
MOST_NOISE = 1.0
"""Standard deviation of log-revenue around any curve past which its mean in dollars has no meaning."""
MOST_SILENT = 0.1
"""Share of the months with spend that may be without revenue: those have no logarithm, and to leave out more would flatter."""
MOST_INFLATION = 5.0
SEASON_MONTHS = 24
"""Months from which a yearly season can be told from a trend."""
LATELY = 3
"""Last months that stand for today."""


@dataclass(frozen=True)
class Identification:
    """The figures of the test.

    `silent` is the share of the months with spend that lack revenue, `log_spread` the standard deviation of log-spend over all of
    them; `r_squared` the share of its variance that time and the other channels' spend explain, as many as they are. `noise` is the
    standard deviation of what a power of spend, a trend and a season leave of log-revenue; None for too few months.
    """

    usable_months: int
    silent: float
    log_spread: float
    r_squared: float
    noise: float | None
    failing: tuple[Failing, ...]

    @property
    def identified(self) -> bool:
        """Whether the curve can be told."""
        return not self.failing

    @property
    def has_curve(self) -> bool:
        """Whether there is a curve at all, however wide."""
        return not _NO_CURVE & set(self.failing)

    def once_read(self, wide: bool) -> Identification:
        """The test once the curve is there: what could make it wide stands in the way only if it is."""
        kept = tuple(name for name in self.failing if name not in _WHY_WIDE)
        return replace(self, failing=tuple(sorted({*self.failing, "wide"}, key=FAILINGS.index)) if wide else kept)


def needed_months(elasticity: float, log_spread: float, noise: float, r_squared: float, z: float = 2.0) -> float:
    """Months after which an elasticity stands `z` standard errors from zero; infinite when spend never moves by itself."""
    own = (elasticity * log_spread) ** 2 * (1 - r_squared)
    return 1 + (z * noise) ** 2 / own if own > 0 else math.inf


def usable(spend: Array, revenue: Array) -> Array:
    """The months with both spend and revenue above zero, by position: only those have logarithms."""
    return np.flatnonzero((spend > 0) & (revenue > 0)).astype(np.float64)


def surroundings(months: Array) -> Array:
    """What moves besides spend: a level, a straight trend and, from two years on, one yearly wave."""
    columns = [np.ones_like(months), months]
    if len(months) >= SEASON_MONTHS:
        turn = 2 * np.pi * months / 12
        columns += [np.cos(turn), np.sin(turn)]
    return np.column_stack(columns)


def residual(columns: Array, values: Array) -> Array:
    """What least squares on the columns leave of the values."""
    left: Array = values - columns @ np.linalg.lstsq(columns, values, rcond=None)[0]
    return left


def explained(columns: Array, values: Array) -> float:
    """The share of the values' variance that the columns explain; all of it when the columns are as many as the values."""
    if len(values) <= columns.shape[1]:
        return 1.0
    around = float(((values - values.mean()) ** 2).sum())
    if around <= 1e-12 * len(values):
        return 0.0
    return float(np.clip(1 - (residual(columns, values) ** 2).sum() / around, 0.0, 1.0))


def identify(spend: Array, revenue: Array, channel: int) -> Identification:
    """The test for one channel of a history (months by channels); another channel's month without spend counts as one dollar."""
    own, rows = spend[:, channel], usable(spend[:, channel], revenue[:, channel])
    at = rows.astype(int)
    months = len(rows)
    spending = int((own > 0).sum())
    silent = 1 - months / spending if spending else 0.0
    spread = float(np.log(own[own > 0]).std(ddof=1)) if spending > 1 else 0.0
    others = np.log(np.maximum(np.delete(spend, channel, axis=1)[at], 1.0))
    log_spend, moving = np.log(own[at]), np.column_stack([np.ones(months), rows, others])
    left = months - moving.shape[1]
    r_squared = max(0.0, 1 - (1 - explained(moving, log_spend)) * (months - 1) / left) if left > 0 else 0.0
    columns = np.column_stack([surroundings(rows), log_spend])
    freedom = months - columns.shape[1]
    strays = residual(columns, np.log(revenue[at, channel])) if freedom > 0 else None
    noise = None if strays is None else float(np.sqrt(strays @ strays / freedom))
    failing: dict[Failing, bool] = {
        "months": months < LEAST_MONTHS,
        "silent": silent > MOST_SILENT,
        "idle": not (own[-LATELY:] > 0).any(),
        "spread": spread < LEAST_SPREAD,
        "inflation": months >= LEAST_MONTHS and (1 - r_squared) * MOST_INFLATION < 1,
        "noise": noise is not None and noise > MOST_NOISE,
    }
    return Identification(months, silent, spread, r_squared, noise, tuple(name for name in FAILINGS if failing.get(name)))
