"""When to hire, under uncertainty: the lead of the better hire over the best option without one, by month of entry and draw."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from cmo_model.decision import evaluate, quantities
from cmo_model.decision.records import Record
from cmo_model.decision.timing import entry_worths
from cmo_model.scenario import OPTIONS, Scenario, hires, place, without_hire
from cmo_model.scenario.options import OptionName
from cmo_model.uncertainty.study import QUANTILES, Array, Progress

EVERY = 6
"""Months between two entries looked at."""
LIKELY = 0.60
"""The chance from which a date is named."""
CHUNK = 1024
"""Draws at once: each is lived from every month of entry."""
_USED = ("loaded_salary.", "pillars.brand.")  # what the months need of the rules' results


class When(Record):
    """The lead of the better hire by month of entry: the chance that it is above zero, its mean, its 10, 50 and 90 % quantiles."""

    months: tuple[int, ...]
    chance: tuple[float, ...]
    mean: tuple[float, ...]
    quantiles: tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]
    draws: int


def entries(scenario: Scenario) -> tuple[int, ...]:
    """Months of entry that are looked at, the first among them."""
    return tuple(range(1, scenario.timing_months + 1, EVERY))


def leads(scenario: Scenario, base: OptionName, draws: Mapping[str, Array], progress: Progress | None = None) -> Array:
    """Lead of the better hire over the best option without one, of shape (draws, months of entry); `base` is followed till then."""
    size = len(next(iter(draws.values()), np.empty(1)))
    months = entries(scenario)
    now = evaluate(scenario, draws)["npv"]
    found = np.empty((size, len(months)))
    found[:, 0] = _ahead({option: now[:, place(option)] for option in OPTIONS})
    for begin in range(0, size if months[1:] else 0, CHUNK):
        part = slice(begin, min(begin + CHUNK, size))
        everything = quantities(scenario, {path: column[part] for path, column in draws.items()})
        values = {k: v for k, v in everything.items() if not k.startswith(("signals.", "pillars.", "data_culture."))}
        values |= {k: v for k, v in everything.items() if k.startswith(_USED)}
        run = (scenario.current, base, scenario.horizon_months, months[1:], scenario.bridge)
        later = entry_worths(values, *run, cases=part.stop - part.start if draws else None)
        found[part, 1:] = _ahead(later).T
        if progress:
            progress(part.stop / size)
    return found


def _ahead(worth: Mapping[OptionName, Array]) -> Array:
    return np.max([worth[one] for one in hires()], axis=0) - np.max([worth[one] for one in without_hire()], axis=0)  # type: ignore[no-any-return]


def when(scenario: Scenario, ahead: Array) -> When:
    """What the leads say by month of entry."""
    low, middle, high = (tuple(row.tolist()) for row in np.quantile(ahead, QUANTILES, axis=0))
    return When(
        months=entries(scenario),
        chance=tuple((ahead > 0).mean(axis=0).tolist()),
        mean=tuple(ahead.mean(axis=0).tolist()),
        quantiles=(low, middle, high),
        draws=len(ahead),
    )


def hire_from(found: When) -> int | None:
    """The first month of entry at which a hire leads on average and in at least so many draws; none when there is none."""
    rows = zip(found.months, found.chance, found.mean, strict=True)
    return next((month for month, chance, mean in rows if mean > 0 and chance >= LIKELY), None)
