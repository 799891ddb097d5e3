"""Where the next dollar goes: a monthly budget split over the channels whose response the history tells.

A channel that cannot be told keeps today's spend, and so does one that is locked. Each of the others moves within its bounds, 30 %
around today unless said otherwise: evidence is that one careful step beats a bold one. The gain is held against its own noise, and
a spend outside what was ever observed is marked, because the curve is not known there. Dollars are a month's.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np

from cmo_model.growth.allocation import Bound, allocate, free_allocation, sweep
from cmo_model.growth.channels import History
from cmo_model.growth.curves import Curve
from cmo_model.growth.diagnostic import ChannelDiagnostic, Diagnostic
from cmo_model.growth.identification import LATELY
from cmo_model.growth.intervals import INTERVAL
from cmo_model.growth.response import DRAWS
from cmo_model.uncertainty.study import Array

STEP = 0.3
"""How far from today's spend a channel may move unless its bounds are given: one step, then measure again."""
SWEPT = 41
"""Budgets of a sweep."""


@dataclass(frozen=True)
class Move:
    """One channel: spend today and proposed, its bounds, revenue for one more dollar, the bound that holds it.

    `told` is false for a channel whose response the history cannot tell; `beyond` is true outside the spends ever observed.
    """

    channel: str
    today: float
    proposed: float
    low: float
    high: float
    marginal: float | None
    bound: Bound
    told: bool
    locked: bool
    beyond: bool


@dataclass(frozen=True, eq=False)
class Arbitrage:
    """The split proposed against today's, in dollars a month.

    The gain is that of the mean curves, its 90 % interval that of all the curves that the history leaves likely. `profit` is what
    the margin leaves of the gain once the spend is paid; `noisy` says that its interval holds zero.
    `ratio_today` and `ratio` are revenue for a dollar over all channels; `gap` is the most that the value can fall short of the
    best, relative to it. `budgets` and `revenues` are the sweep, over the told channels and the others' today; `stops` is the
    budget where one more dollar no longer brings back its own. A dollar of revenue leaves `margin` times `lifetime`.
    """

    moves: tuple[Move, ...]
    budget_today: float
    budget: float
    revenue_today: float
    revenue: float
    gain: float
    gain_low: float
    gain_high: float
    profit: float
    profit_low: float
    profit_high: float
    noisy: bool
    ratio_today: float | None
    ratio: float | None
    multiplier: float
    gap: float
    budgets: Array
    revenues: Array
    stops: float
    margin: float
    lifetime: float


class NothingToldError(ValueError):
    """There is nothing to move: no channel's response can be told, or every one that can is locked (`locked`)."""

    def __init__(self, locked: bool) -> None:
        super().__init__("every channel that can be told is locked" if locked else "no channel can be told")
        self.locked = locked


def arbitrate(
    history: History,
    found: Diagnostic,
    margin: float,
    budget: float | None = None,
    free: bool = False,
    bounds: Mapping[str, tuple[float, float]] | None = None,
    locked: Collection[str] = (),
) -> Arbitrage:
    """Split a monthly budget, today's when none is given; a free one stops where a dollar no longer brings back its own.

    `bounds` are dollars by channel. Raises `NothingToldError`, and `BudgetError` when the bounds cannot add up to the budget.
    """
    bounds = bounds or {}
    today = {one.channel: _today(history, one, place) for place, one in enumerate(found.channels)}
    curves = [
        _curve(one, *bounds.get(one.channel, ((1 - STEP) * today[one.channel], (1 + STEP) * today[one.channel])))
        for one in found.channels
        if one.told is not None and one.channel not in locked
    ]
    if not curves:
        raise NothingToldError(any(one.told is not None for one in found.channels))
    moving = {curve.name for curve in curves}
    kept = math.fsum(spend for name, spend in today.items() if name not in moving)
    worth = margin * found.lifetime
    optimum = free_allocation(curves, worth)
    whole = math.fsum(today.values())
    split = optimum if free else allocate(curves, (whole if budget is None else budget) - kept)
    spends = dict(zip((curve.name for curve in curves), split.spend, strict=True))
    moves = []
    for one in found.channels:
        spend, place = spends.get(one.channel, today[one.channel]), _place(curves, one.channel)
        beyond = one.told is not None and not one.told.spend_low <= spend <= one.told.spend_high
        low, high = (spend, spend) if place is None else (curves[place].low, curves[place].high)
        moves.append(
            Move(
                one.channel,
                today[one.channel],
                spend,
                low,
                high,
                marginal=None if place is None else split.marginals[place],
                bound="" if place is None else split.bound[place],
                told=one.told is not None,
                locked=one.channel in locked,
                beyond=beyond,
            )
        )
    gain = math.fsum(curve.value(spends[curve.name]) - curve.value(today[curve.name]) for curve in curves)
    told = [(one.told, spends[one.channel]) for one in found.channels if one.told is not None and one.channel in moving]
    draws = sum((response.revenues(spend) - response.draws.worth for response, spend in told), start=np.zeros(DRAWS))
    gain_low, gain_high = (float(end) for end in np.quantile(draws, INTERVAL))
    revenue_today = math.fsum(_revenue(history, one, place) for place, one in enumerate(found.channels))
    total = math.fsum(spends.values()) + kept
    profit, profit_low, profit_high = (worth * one - (total - whole) for one in (gain, gain_low, gain_high))
    near = 1e-9 * max(1.0, whole)
    budgets = np.linspace(sum(curve.low for curve in curves), sum(curve.high for curve in curves), SWEPT)
    at_today = math.fsum(curve.value(today[curve.name]) for curve in curves)
    return Arbitrage(
        tuple(moves),
        whole,
        total,
        revenue_today,
        revenue_today + gain,
        gain,
        gain_low,
        gain_high,
        profit,
        profit_low,
        profit_high,
        profit_low <= near and profit_high >= -near,
        revenue_today / whole if whole > 0 else None,
        (revenue_today + gain) / total if total > 0 else None,
        split.multiplier,
        split.gap,
        budgets + kept,
        sweep(curves, budgets)[0] - at_today + revenue_today,
        math.fsum(optimum.spend) + kept,
        margin,
        found.lifetime,
    )


def _place(curves: list[Curve], name: str) -> int | None:
    return next((place for place, curve in enumerate(curves) if curve.name == name), None)


def _curve(one: ChannelDiagnostic, low: float, high: float) -> Curve:
    assert one.told is not None  # noqa: S101 - only told channels have a curve
    return one.told.curve(one.channel, low, high)


def _today(history: History, one: ChannelDiagnostic, place: int) -> float:
    return float(history.spend[history.whole, place][-LATELY:].mean()) if one.told is None else one.told.today


def _revenue(history: History, one: ChannelDiagnostic, place: int) -> float:
    return float(history.revenue[history.whole, place][-LATELY:].mean()) if one.told is None else one.told.revenue_today
