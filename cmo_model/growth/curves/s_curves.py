"""The best allocation when some curves are S-shaped: envelopes solved for boxes of spends, the boxes split until the gap closes."""

from __future__ import annotations

import numpy as np

from cmo_model.growth.curves.curve import Stack
from cmo_model.growth.curves.multiplier import relaxed
from cmo_model.uncertainty.study import Array, Codes

TOLERANCE = 1e-9  # relative to the value: closer than that, the best found is called exact
ROUNDS, BATCH = 40, 32  # boxes are split by batches, the most promising first; past so many rounds the gap is what remains


def best(stack: Stack, budget: float) -> tuple[Array, float]:
    """Spends, and what no allocation's value exceeds: within TOLERANCE of theirs unless the rounds ran out."""
    low, high = stack.low[None, :], np.minimum(stack.high, stack.low + max(budget - stack.low.sum(), 0.0))[None, :]
    found, worth, ceiling = low[0], -np.inf, 0.0
    waiting: list[tuple[float, Array, Array, Array, int]] = []
    for _ in range(ROUNDS):
        answer = relaxed(stack, low, high, np.full(len(low), budget))
        for spends, values in ((answer.spend, answer.value), _tries(stack, low, high, answer.spend, answer.partial, budget)):
            if len(values) and values.max() > worth:
                found, worth = spends[values.argmax()], float(values.max())
        waiting += [
            (float(answer.bound[row]), low[row], high[row], answer.spend[row], int(answer.partial[row]))
            for row in np.flatnonzero(answer.partial >= 0)
        ]
        enough = worth * (1 + TOLERANCE)
        ceiling = max([ceiling, *(box[0] for box in waiting if box[0] <= enough)])
        waiting = sorted((box for box in waiting if box[0] > enough), key=lambda box: -box[0])
        if not waiting:
            return _polished(stack, found, budget), ceiling
        halves = [half for box in waiting[:BATCH] for half in _halves(stack, *box[1:])]
        low, high = (np.array(side) for side in zip(*halves, strict=True))
        feasible = (low.sum(axis=1) <= budget * (1 + 1e-12)) & (high.sum(axis=1) >= budget * (1 - 1e-12))
        most = waiting[0][0]
        low, high, waiting = low[feasible], high[feasible], waiting[BATCH:]
    return _polished(stack, found, budget), max(ceiling, most)


def _polished(stack: Stack, spend: Array, budget: float) -> Array:
    """The free marginals made equal by Newton on all the spends at once: a value within tolerance leaves them a little apart."""
    free = (spend > stack.low) & (spend < stack.high)
    if free.sum() < 2:
        return spend
    now = spend
    for _ in range(4):
        logs = np.log(stack.marginal(now)[free])
        with np.errstate(divide="ignore", invalid="ignore"):
            fall = -now[free] / stack.curvature(now)[free]
            level = (budget - now.sum() - (logs * fall).sum()) / -fall.sum()
        moved = now.copy()
        moved[free] = now[free] + fall * (logs - level)
        if not (np.all(moved >= stack.low) and np.all(moved <= stack.high)):
            return spend
        now = moved
    better = stack.value(now).sum() >= stack.value(spend).sum() * (1 - 1e-14)
    return now if better and abs(now.sum() - budget) <= 1e-13 * budget else spend


def _halves(stack: Stack, low: Array, high: Array, spend: Array, channel: int) -> list[tuple[Array, Array]]:
    """The box cut across the channel left on its chord: at its inflection if the spend is short of it, else at the spend."""
    begin, end, at = low[channel], high[channel], spend[channel]
    cut = stack.inflection[channel] if at < stack.inflection[channel] < end else at
    cut = min(max(cut, begin + 0.05 * (end - begin)), end - 0.05 * (end - begin))
    under, over = high.copy(), low.copy()
    under[channel] = over[channel] = cut
    return [(low, under), (over, high)]


def _tries(stack: Stack, low: Array, high: Array, spend: Array, partial: Codes, budget: float) -> tuple[Array, Array]:
    """Allocations near each box's: the channel on its chord left at its low bound, then taken past its inflection."""
    rows = np.flatnonzero(partial >= 0)
    low, high, spend, partial = low[rows], high[rows], spend[rows], partial[rows]
    bent = stack.inflection > low
    starts, ends = [], []
    for taken in (False, True):
        on = spend >= stack.inflection
        on[np.arange(len(rows)), partial] = taken
        starts.append(np.where(bent & on, np.minimum(np.maximum(low, stack.inflection), high), low))
        ends.append(np.where(bent & ~on, low, high))
    start, end = np.concatenate(starts), np.concatenate(ends)
    feasible = (start.sum(axis=1) <= budget) & (end.sum(axis=1) >= budget)
    if not feasible.any():
        return np.empty((0, len(stack.K))), np.empty(0)
    answer = relaxed(stack, start[feasible], end[feasible], np.full(int(feasible.sum()), budget))
    return answer.spend, answer.value
