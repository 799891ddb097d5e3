"""The shared marginal at which the channels' spends, each kept within its bounds, sum to the budget.

Every problem is a row: its own bounds and budget on the same curves. For S-shaped curves what is solved is the concave envelope,
which a spend follows except between the low bound and the point where the chord from that bound touches the curve.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cmo_model.growth.curves.curve import Stack
from cmo_model.uncertainty.study import Array, Codes

MOST = 600.0  # how far from 0 the logarithm of a marginal is followed: beyond, products with its exponential overflow


@dataclass(frozen=True, eq=False)
class Relaxed:
    """Spends of the envelope's optimum by row; `bound`, what no allocation can exceed; `partial`, the channel left on a chord."""

    spend: Array
    value: Array
    bound: Array
    partial: Codes


def by_breakpoints(stack: Stack, low: Array, high: Array, budgets: Array) -> Array | None:
    """Spends by budget when the curves are all Michaelis-Menten or all log, None otherwise.

    Each spend is then linear, between its bounds, in one transform of the marginal, and the total is piecewise linear in it.
    """
    if len(stack.parts) > 1 or not {"michaelis_menten", "log"} & set(stack.parts):
        return None
    rate = np.sqrt(stack.A * stack.K) if "michaelis_menten" in stack.parts else stack.A
    points = ((np.array((low, high)) + stack.K) / rate).ravel()
    points.sort()
    totals = np.minimum(np.maximum(points[:, None] * rate - stack.K, low), high).sum(axis=1)
    at = np.interp(budgets, totals, points)[:, None]
    spend = np.minimum(np.maximum(at * rate - stack.K, low), high)
    return settled(spend, budgets, low, high, spend + stack.K)


def settled(spend: Array, budgets: Array, low: Array, high: Array, fall: Array) -> Array:
    """Place what rounding left of the budget where it moves every free marginal alike, then wherever there is room."""
    left = budgets - spend.sum(axis=-1)
    if not (np.abs(left) > 1e-15 * budgets).any():
        return spend
    weight = np.where((spend > low) & (spend < high), fall, 0.0)
    total = weight.sum(axis=-1)
    share = np.where(total > 0, left / np.where(total > 0, total, 1.0), 0.0)
    spend = np.clip(spend + share[..., None] * weight, low, high)
    left = budgets - spend.sum(axis=-1)
    if np.any(np.abs(left) > 1e-13 * budgets):
        room = np.where(left[..., None] > 0, high - spend, spend - low)
        total = room.sum(axis=-1)
        share = np.clip(np.where(total > 0, left / np.where(total > 0, total, 1.0), 0.0), -1.0, 1.0)
        spend = np.clip(spend + share[..., None] * room, low, high)
    return spend


class Envelope:
    """The concave envelope of each curve between bounds, by row: where its chord ends and the slope of the chord."""

    def __init__(self, stack: Stack, low: Array, high: Array) -> None:
        self.stack, self.low, self.high = stack, low, high
        self.bent = (stack.inflection > low) & (high > low)
        self.touch = self._touching() if self.bent.any() else low
        with np.errstate(divide="ignore", invalid="ignore"):
            chord = (stack.value(self.touch) - stack.value(low)) / (self.touch - low)
            entry = np.log(np.where(self.bent, chord, stack.marginal(low)))
            leave = np.where(self.bent & (self.touch >= high), entry, np.log(stack.marginal(high)))
        self.entry = np.clip(entry, -MOST, MOST)
        self.leave = np.clip(leave, -MOST, self.entry)

    def _touching(self) -> Array:
        """Where the chord from the low bound is tangent to the curve, or the high bound if it comes first."""
        stack, low, high = self.stack, self.low, self.high
        s = np.maximum(stack.slope, 1.0)
        left = np.broadcast_to(stack.inflection, low.shape).copy()
        right = np.where(self.bent, stack.K * (s - 1) ** (1 / s), stack.K)
        if not low.any():
            return np.where(self.bent, np.minimum(right, high), low)
        x, base = right.copy(), stack.value(low)
        for _ in range(60):
            slope = stack.marginal(x)
            short = slope * (x - low) - (stack.value(x) - base)
            left, right = np.where(short > 0, x, left), np.where(short > 0, right, x)
            with np.errstate(divide="ignore", invalid="ignore"):
                moved = x - short / (slope * stack.curvature(x) * (1 - low / x))
            moved = np.where((moved >= left) & (moved <= right), moved, (left + right) / 2)
            near = np.abs(moved - x) <= 1e-9 * x
            x = moved
            if near[self.bent].all():
                break
        return np.where(self.bent, np.minimum(x, high), low)

    def spend(self, t: Array, taken: bool, near: Array | None = None) -> tuple[Array, Array]:
        """Spends by row where the marginal is e^t, and their falls; `taken`: a chord of that slope is followed to the end."""
        at = t[:, None]
        if near is not None:
            near = np.maximum(near, np.maximum(self.touch, 1.01 * self.stack.inflection))
        on = (at < self.entry) | (self.bent & (at == self.entry)) if taken else at < self.entry
        # Where a channel is at a bound its spend is known: an easy marginal is asked for instead.
        x, fall = self.stack.spend_at(np.where(on, np.maximum(at, self.leave), self.leave), near)
        full = on & (at <= self.leave)
        kept = np.where(full, self.high, np.where(on, np.minimum(np.maximum(x, self.touch), self.high), self.low))
        return kept, np.where(on & ~full, fall, 0.0)


def relaxed(stack: Stack, low: Array, high: Array, budgets: Array) -> Relaxed:
    """The optimum of the envelopes for each row: that of the curves themselves where no channel is left on its chord."""
    slack = budgets - low.sum(axis=1)
    high = np.minimum(high, low + np.maximum(slack, 0.0)[:, None])
    envelope = Envelope(stack, low, high)
    rows = np.arange(len(budgets))
    # An equal share of the slack bounds an infinite marginal: some channel gets at least as much.
    share = low + slack[:, None] / low.shape[1]
    with np.errstate(divide="ignore"):
        entry = np.where(
            envelope.bent, envelope.entry, np.minimum(envelope.entry, np.log(stack.marginal(share)).max(axis=1)[:, None])
        )
    points = -np.sort(-np.concatenate([entry, envelope.leave], axis=1), axis=1)
    first, last = np.zeros(len(budgets), dtype=int), np.full(len(budgets), points.shape[1])
    while np.any(last - first > 1):
        middle = (first + last) // 2
        fits = envelope.spend(points[rows, middle], taken=False)[0].sum(axis=1) <= budgets
        open_ = last - first > 1
        first, last = np.where(open_ & fits, middle, first), np.where(open_ & ~fits, middle, last)
    at = points[rows, first]
    off, fall = envelope.spend(at, taken=False)
    on, _ = envelope.spend(at, taken=True)
    inside = (on.sum(axis=1) < budgets) & (last < points.shape[1])
    spend = off
    if inside.any():
        upper, lower = at, points[rows, np.minimum(last, points.shape[1] - 1)]
        smooth, fall = _between(envelope, budgets, upper, lower)
        spend = np.where(inside[:, None], smooth, off)
    caps = np.where(inside[:, None], 0.0, on - off)
    left = np.maximum(budgets - spend.sum(axis=1), 0.0)[:, None]
    before = np.cumsum(caps, axis=1) - caps
    spend = spend + np.clip(left - before, 0.0, caps)
    spend = settled(spend, budgets, low, high, fall)
    value = stack.value(spend)
    total = value.sum(axis=1)
    # On its chord a channel's envelope is above its curve; what the envelopes give is what nothing can exceed.
    chord = stack.value(low) + np.exp(envelope.entry) * (spend - low)
    on_chord = envelope.bent & (spend > low) & (spend < envelope.touch)
    excess = np.where(on_chord, np.maximum(chord - value, 0.0), 0.0)
    return Relaxed(spend, total, total + excess.sum(axis=1), np.where(excess.max(axis=1) > 0, excess.argmax(axis=1), -1))


def _between(envelope: Envelope, budgets: Array, upper: Array, lower: Array) -> tuple[Array, Array]:
    """Spends, and their falls, at the marginal between two breakpoints by row: Newton on its logarithm, bracketed.

    The total of the free spends, each with its offset, is nearly a power of the marginal, so its logarithm is nearly linear.
    """
    offset = envelope.stack.offset
    t, spend = (upper + lower) / 2, None
    for _ in range(120):
        spend, fall = envelope.spend(t, taken=False, near=spend)
        left = spend.sum(axis=1) - budgets
        upper, lower = np.where(left < 0, t, upper), np.where(left > 0, t, lower)
        total = np.where(fall > 0, spend + offset, 0.0).sum(axis=1)
        with np.errstate(divide="ignore", invalid="ignore"):
            step = -np.log1p(-left / total) * total / fall.sum(axis=1)
        moved = t + step
        safe = (moved >= lower) & (moved <= upper)
        done = (safe & (np.abs(step) <= 1e-13 * np.maximum(1.0, np.abs(t)))) | (upper - lower <= 1e-15 * np.abs(t))
        t = np.where(safe, moved, (upper + lower) / 2)
        if done.all():
            break
    return envelope.spend(t, taken=False, near=spend)
