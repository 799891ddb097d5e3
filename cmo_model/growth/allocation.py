"""Where each dollar of a budget goes: the split over the channels' curves that brings the most, and how sure that is.

Concave curves are solved exactly; with S-shaped ones the answer carries the most it can fall short of the best (`gap`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from cmo_model.growth.curves import Curve, Stack
from cmo_model.growth.curves.multiplier import Envelope, by_breakpoints, relaxed
from cmo_model.growth.curves.s_curves import best
from cmo_model.uncertainty.study import Array

Bound = Literal["low", "high", ""]


class BudgetError(ValueError):
    """No spends within the bounds sum to the budget; `least` and `most` are the totals they allow."""

    def __init__(self, budget: float, least: float, most: float) -> None:
        super().__init__(f"a budget of {budget!r} is outside what the bounds allow, {least!r} to {most!r}")
        self.budget, self.least, self.most = budget, least, most


@dataclass(frozen=True)
class Allocation:
    """Spends in the order of the curves, their total value, and one more dollar's response by channel and for the whole.

    `multiplier` is the marginal the free channels share; with none free, that of the channel which would take the next dollar
    (the last one, when all are at their high bounds). `bound` says which bound holds a channel, "" for none; for a locked channel,
    the one that costs. `gap` is relative to the value: no allocation within the bounds is better by more.
    """

    spend: tuple[float, ...]
    value: float
    multiplier: float
    marginals: tuple[float, ...]
    bound: tuple[Bound, ...]
    gap: float


def allocate(curves: Sequence[Curve], budget: float) -> Allocation:
    """Split a budget, spent whole, within the bounds. Raises BudgetError when the bounds cannot add up to it."""
    stack = Stack(curves)
    budgets = _checked(stack, np.array([budget], dtype=float))
    if _bent(stack):
        return _reported(stack, *best(stack, float(budgets[0])))
    return _reported(stack, _concave(stack, budgets)[0], 0.0)


def free_allocation(curves: Sequence[Curve], margin: float) -> Allocation:
    """Spend on each channel, within its bounds, while one more dollar brings back more than itself: margin x marginal = 1.

    `margin` is the profit on a unit of response; exact optimum of margin x value less spend, S-shaped curves included.
    """
    if not 0 < margin < math.inf:
        raise ValueError("margin must be positive and finite")
    stack = Stack(curves)
    t = np.array([-math.log(margin)])
    spend = Envelope(stack, stack.low[None, :], stack.high[None, :]).spend(t, taken=False)[0][0]
    if not np.isfinite(spend).all():
        names = ", ".join(curve.name for curve, one in zip(curves, spend, strict=True) if not math.isfinite(one))
        raise ValueError(f"{names}: without a high bound there is no end to the spend")
    return _reported(stack, spend, 0.0, 1 / margin)


def sweep(curves: Sequence[Curve], budgets: Sequence[float] | Array) -> tuple[Array, Array]:
    """Best value and best spends (budgets by channels) for many budgets, the same as `allocate` gives one at a time."""
    stack = Stack(curves)
    wanted = _checked(stack, np.asarray(budgets, dtype=float))
    if _bent(stack):
        spend = np.array([best(stack, float(budget))[0] for budget in wanted]).reshape(len(wanted), len(curves))
    else:
        spend = _concave(stack, wanted)
    return stack.value(spend).sum(axis=1), spend


def _checked(stack: Stack, budgets: Array) -> Array:
    """The budgets, those a rounding outside the range brought back into it."""
    least, most = float(stack.low.sum()), float(stack.high.sum())
    kept = np.minimum(np.maximum(budgets, least), most)
    near = np.abs(kept - budgets) <= 1e-12 * budgets
    if not near.all():
        raise BudgetError(float(budgets[~near][0]), least, most)
    return kept


def _bent(stack: Stack) -> bool:
    """Whether a channel's curve is convex somewhere between its bounds."""
    return "hill" in stack.parts and bool(((stack.inflection > stack.low) & (stack.high > stack.low)).any())


def _concave(stack: Stack, budgets: Array) -> Array:
    high = stack.high
    if not np.isfinite(high).all():  # no channel can be given more than what the low bounds leave
        high = np.minimum(high, stack.low + max(float(budgets.max(initial=0.0)) - float(stack.low.sum()), 0.0))
    spend = by_breakpoints(stack, stack.low, high, budgets)
    if spend is None:
        shape = (len(budgets), len(high))
        spend = relaxed(stack, np.broadcast_to(stack.low, shape), np.broadcast_to(high, shape), budgets).spend
    return spend


def _reported(stack: Stack, spend: Array, ceiling: float, multiplier: float | None = None) -> Allocation:
    """The allocation of these spends; a ceiling below the value stands for an exact answer.

    A spend that is a bound but for the rounding of the whole budget, and for no more than a billionth of it, is that bound.
    """
    for bound in (stack.low, stack.high):
        near = np.minimum(1e-14 * spend.sum(), 1e-9 * bound)
        spend = np.where(np.abs(spend - bound) < near, bound, spend)
    value, marginals, spends = float(stack.value(spend).sum()), stack.marginal(spend).tolist(), spend.tolist()
    # Lists: for a handful of channels they are several times quicker than arrays.
    rows = list(zip(spends, marginals, stack.low.tolist(), stack.high.tolist(), strict=True))
    if multiplier is None:
        free = [marginal for x, marginal, low, high in rows if low < x < high]
        room = [marginal for x, marginal, _, high in rows if x < high]
        multiplier = sorted(free)[len(free) // 2] if free else max(room) if room else min(marginals)
    held: list[Bound] = []
    for x, marginal, low, high in rows:
        down = marginal <= multiplier if low == high else x <= low
        held.append("low" if down else "high" if x >= high else "")
    gap = (ceiling - value) / value if ceiling > value > 0 else 0.0
    return Allocation(tuple(spends), value, multiplier, tuple(marginals), tuple(held), gap)
