"""When to hire, under uncertainty: the tipping month of each draw, and the band of the advantage by month of entry."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cmo_model.decision import quantities
from cmo_model.decision.timing import entry_advantages
from cmo_model.rules.months import capability_today, live, start
from cmo_model.scenario import Scenario, without_hire
from cmo_model.uncertainty.study import Array, Progress

CHUNK = 256
"""Draws at once: each is lived from every month of entry, so a chunk is as large as one of the plain evaluation."""
_USED = ("loaded_salary.", "pillars.brand.")  # what the months need of the rules' results


def curves(scenario: Scenario, draws: Mapping[str, Array], progress: Progress | None = None) -> Array:
    """Advantage of the better hire over the draw's own base option, of shape (draws, months of entry)."""
    size = len(next(iter(draws.values())))
    found = np.empty((size, scenario.timing_months))
    run = (scenario.horizon_months, scenario.timing_months, scenario.bridge)
    stays = without_hire()
    for begin in range(0, size, CHUNK):
        part = slice(begin, min(begin + CHUNK, size))
        everything = quantities(scenario, {path: column[part] for path, column in draws.items()})
        values = {k: v for k, v in everything.items() if not k.startswith(("signals.", "pillars.", "data_culture."))}
        values |= {k: v for k, v in everything.items() if k.startswith(_USED)}
        today = capability_today(values, scenario.current)
        before = start(values, scenario.current, today)
        lives = live(values, before, stays, scenario.horizon_months, bridge=scenario.bridge, today=today).options
        npv = np.column_stack([np.broadcast_to(run.npv, (part.stop - begin,)) for run in lives.values()])
        base = npv.argmax(axis=1)
        for place in np.unique(base):
            mine = base == place
            own = {k: v[mine] if isinstance(v, np.ndarray) and v.ndim else v for k, v in values.items()}
            ahead = entry_advantages(own, scenario.current, stays[place], *run)
            rows = np.flatnonzero(mine) + begin
            found[rows] = np.maximum(*(np.broadcast_to(curve, (len(rows), run[1])) for curve in ahead.values()))
        if progress:
            progress(part.stop / size)
    return found


def tipping_months(advantages: Array) -> Array:
    """First month of entry whose advantage is positive, by draw; NaN where it never is."""
    positive = advantages > 0
    return np.where(positive.any(axis=1), positive.argmax(axis=1) + 1.0, np.nan)
