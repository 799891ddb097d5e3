"""How the answer hangs on one figure: the lead of the answer's options over all others, against each of several figures.

Every figure named is moved over half to double of what is entered (within its bounds), or over two values given for it, the others
as entered, all figures in one batch of the central case. Where the lead crosses zero the answer becomes another: the crossing is
bracketed by a second batch, and told to a two-thousandth of the figure's range, past what a reader can tell apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np

from cmo_model.decision import evaluate
from cmo_model.decision.records import Record
from cmo_model.scenario import OPTIONS, Reading, Scenario
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty.ranges import entered
from cmo_model.uncertainty.study import Array, Codes
from cmo_model.uncertainty.switching import READINGS, Flip, reading_codes

STEPS = 32
"""Values of a figure beside today's own."""
_FINER = 64


class Curve(Record):
    """The lead, in dollars over the horizon, at rising values of one figure; `today` is the value entered, one of them.

    `best` is the answer at each of them, `flips` are where the lead crosses zero.
    """

    path: str
    values: tuple[float, ...]
    leads: tuple[float, ...]
    best: tuple[Reading, ...]
    today: float
    flips: tuple[Flip, ...]


def curves(
    scenario: Scenario, reading: Reading, paths: Iterable[str], within: Mapping[str, tuple[float, float]] | None = None
) -> dict[str, Curve]:
    """The curve of each figure for the options of one reading against all others; a figure `within` two values, in round steps."""
    chosen, ends = list(paths), within or {}
    today = [entered(scenario, path) for path in chosen]
    grids = [
        _round(*ends[path], value) if path in ends else _plausible(path, value) for path, value in zip(chosen, today, strict=True)
    ]
    which = np.repeat(np.arange(len(chosen)), [len(grid) for grid in grids])
    ours = np.flatnonzero(reading_codes() == READINGS.index(reading))
    leads, best = _leads(scenario, chosen, today, which, np.concatenate(grids) if grids else np.empty(0), ours)
    starts = np.cumsum([0, *(len(grid) for grid in grids)])
    names = [option.reading for option in OPTIONS.values()]
    parts = [
        (grid, leads[begin : begin + len(grid)], tuple(names[at] for at in best[begin : begin + len(grid)]))
        for grid, begin in zip(grids, starts, strict=False)
    ]
    gaps = [(at, place) for at, (_, lead, _) in enumerate(parts) for place in np.flatnonzero((lead[1:] >= 0) != (lead[:-1] >= 0))]
    found: dict[int, list[Flip]] = {at: [] for at in range(len(chosen))}
    if gaps:
        finer = [np.linspace(parts[at][0][place], parts[at][0][place + 1], _FINER) for at, place in gaps]
        owners = np.repeat([at for at, _ in gaps], _FINER)
        leads, best = _leads(scenario, chosen, today, owners, np.concatenate(finer), ours)
        for row, (at, _) in enumerate(gaps):
            part = slice(row * _FINER, (row + 1) * _FINER)
            found[at] += _crossings(finer[row], leads[part], best[part])
    return {
        path: Curve(
            path=path, values=tuple(grid.tolist()), leads=tuple(lead.tolist()), best=answers, today=value, flips=tuple(found[at])
        )
        for at, (path, value, (grid, lead, answers)) in enumerate(zip(chosen, today, parts, strict=True))
    }


def _round(low: float, high: float, today: float) -> Array:
    """Two values and what is between, as round as its steps allow, so that each can be typed as printed; today's among them."""
    steps = np.round(np.linspace(low, high, STEPS), -math.floor(math.log10((high - low) / STEPS)))
    return np.unique(np.concatenate([[low], steps[1:-1], [high, today]]))


def _plausible(path: str, today: float) -> Array:
    """Values from half to double of today's, within the field's bounds, today's among them; from zero, up to twice its default."""
    facts = FIELDS[path]
    floor = (facts.low or 0.0) + (1e-6 if facts.low_open else 0.0)
    low, high = (today / 2, 2 * today) if today > 0 else (floor, 2 * float(facts.default or 1.0))
    low, high = max(low, floor), high if facts.high is None else min(high, facts.high)
    return np.unique(np.concatenate([np.linspace(low, high, STEPS), [today]]))


def _leads(
    scenario: Scenario, paths: list[str], today: list[float], which: Codes, values: Array, ours: Codes
) -> tuple[Array, Codes]:
    """Lead of our options over the others, and the best option, case by case; each case moves the figure named by `which`."""
    changes = {path: np.where(which == at, values, today[at]) for at, path in enumerate(paths)}
    npv = evaluate(scenario, changes)["npv"]
    return npv[:, ours].max(axis=1) - npv[:, np.setdiff1d(np.arange(npv.shape[1]), ours)].max(axis=1), npv.argmax(axis=1)


def _crossings(values: Array, leads: Array, best: Codes) -> list[Flip]:
    """Where the lead changes its sign between neighbours, by a straight line between them."""
    names = [option.reading for option in OPTIONS.values()]
    found = []
    for at in np.flatnonzero((leads[1:] >= 0) != (leads[:-1] >= 0)):
        share = leads[at] / (leads[at] - leads[at + 1])
        value = float(values[at] + share * (values[at + 1] - values[at]))
        found.append(Flip(value=value, before=names[best[at]], after=names[best[at + 1]]))
    return found
