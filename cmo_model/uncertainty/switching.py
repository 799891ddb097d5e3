"""Switching values: every value of a figure at which the reading becomes another.

A figure is scanned over its field's bounds on the deterministic engine, all figures together: evenly where the bounds are near;
where they are far, evenly within half of today's value and by proportion beyond. Each change between neighbours is then bisected,
all of them at once, down to the precision of the numbers themselves, which survives a jump (a payroll step) as well as a smooth
crossing. A batch of few cases costs nearly what one case does, so few changes are bisected several levels a batch, through the
same midpoints. A change that comes and goes between two neighbours (a quarter of a percent of today's value near it) is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, get_args

import numpy as np
from pydantic import ConfigDict, Field

from cmo_model.decision import evaluate
from cmo_model.decision.records import Record
from cmo_model.scenario import OPTIONS, Reading, Scenario
from cmo_model.scenario.checks import MOST_MONEY
from cmo_model.scenario.fields import FIELDS, FieldFacts
from cmo_model.uncertainty.ranges import DERIVED, entered
from cmo_model.uncertainty.study import Array, Codes, Progress

STEPS = 384
_NEAR = 10.0
"""Bounds no further apart than this are scanned evenly: shares, rates, elasticities."""
_INSIDE = 97
"""Values scanned between two that are given."""
_HALVINGS = 48
_TOGETHER = 3_000
"""Figures are scanned so many cases a batch, each case changing its own figure: quicker than one batch a figure."""
_AHEAD = 768
"""Up to so many midpoints, a batch that looks several halvings ahead is quicker than one batch a halving."""

READINGS: tuple[Reading, ...] = get_args(Reading)


class Flip(Record):
    """A value at which the reading changes, as the figure rises; written `from` and `to`, which Python keeps for itself."""

    model_config = ConfigDict(serialize_by_alias=True)

    value: float
    before: Annotated[Reading, Field(serialization_alias="from")]
    after: Annotated[Reading, Field(serialization_alias="to")]


def reading_codes() -> Codes:
    """The reading of each option of the table, as its place among `READINGS`."""
    return np.array([READINGS.index(option.reading) for option in OPTIONS.values()], np.intp)


def numbers() -> list[str]:
    """The figures that can be scanned: every number of the scenario."""
    return [path for path, facts in FIELDS.items() if isinstance(facts.default, float) or path in DERIVED]


def grid(facts: FieldFacts, today: float) -> Array:
    """Values to scan, in rising order, bounds and today's value among them."""
    low, high = facts.low or 0.0, facts.high if facts.high is not None else MOST_MONEY
    first = low + (1e-9 if facts.low_open else 0.0)
    spread = [np.linspace(first, high, STEPS)]
    if high - low > _NEAR:
        around = abs(today) or 1.0
        near = np.linspace(around / 2, 1.5 * around, STEPS)
        wide = np.geomspace(around / 1e3, min(around * 1e3, high), STEPS)
        far = np.geomspace(max(around / 1e3, 1e-3), high, STEPS // 4)
        spread = [near, wide, far, np.array([first, high])]
    found = np.unique(np.concatenate([*spread, [today]]))
    return found[(found >= first) & (found <= high)]


def crossings(
    code: Callable[[Codes, Array], Codes], grids: Iterable[Array], progress: Progress | None = None, ahead: int = _AHEAD
) -> list[list[tuple[float, int, int]]]:
    """For each grid, every value at which the code changes, with the codes before and after, in rising order.

    `code` receives which grid each value belongs to and the values, and returns a code for each. `progress` is called after each
    batch. `ahead` is how many midpoints a batch may hold to look several halvings ahead: it changes the batches, not the result.
    """
    grids = list(grids)
    which = np.repeat(np.arange(len(grids)), [len(g) for g in grids])
    values = np.concatenate(grids) if grids else np.empty(0)
    codes = np.empty(len(values), np.intp)
    for part in _batches([len(g) for g in grids]):
        codes[part] = code(which[part], values[part])
        if progress:
            progress(0.5 * part.stop / len(values))
    change = np.flatnonzero((codes[1:] != codes[:-1]) & (which[1:] == which[:-1]))
    owner, low, high = which[change], values[change], values[change + 1]
    before, after = codes[change], codes[change + 1]
    last, done = after, 0
    while len(change) and done < _HALVINGS:
        levels = max(1, min((ahead // len(change) + 1).bit_length() - 1, _HALVINGS - done))
        low, high, last = _halve(code, owner, (low, high), (before, last), levels)
        done += levels
        if progress:
            progress(0.5 + 0.5 * done / _HALVINGS)
    found: list[list[tuple[float, int, int]]] = [[] for _ in grids]
    for place in range(len(change)):
        # A third answer between two neighbours: bisection met its edge, the rest is told from there on.
        found[owner[place]].append((float(high[place]), int(before[place]), int(last[place])))
        if last[place] != after[place]:
            heard = None if progress is None else lambda _, tell=progress: tell(1.0)
            found[owner[place]] += _rest(code, int(owner[place]), float(high[place]), float(values[change[place] + 1]), heard)
    if progress:
        progress(1.0)
    return found


def _batches(sizes: list[int]) -> Iterable[slice[int, int, int]]:
    """Neighbouring grids joined up to `_TOGETHER` values; a larger grid goes alone."""
    begin = end = 0
    for size in sizes:
        if end > begin and end + size - begin > _TOGETHER:
            yield slice(begin, end)
            begin = end
        end += size
    if end > begin:
        yield slice(begin, end)


def _halve(
    code: Callable[[Codes, Array], Codes], owner: Codes, bracket: tuple[Array, Array], codes: tuple[Codes, Codes], levels: int
) -> tuple[Array, Array, Codes]:
    """Each bracket halved so many times in one batch, on the side whose ends differ: its ends, and the code at its high end.

    Every midpoint that could be met is evaluated: each is the mean of its two neighbours, as when halving one level at a time.
    """
    width, columns = 2**levels, np.arange(len(owner))
    edges = np.empty((width + 1, len(owner)))
    edges[0], edges[width] = bracket
    for level in range(levels):
        step = width >> level
        edges[step // 2 :: step] = (edges[:-1:step] + edges[step::step]) / 2
    inner = edges[1:-1]
    seen = np.empty(edges.shape, np.intp)
    seen[width] = codes[1]
    seen[1:-1] = code(np.tile(owner, len(inner)), inner.ravel()).reshape(inner.shape)
    at = np.zeros(len(owner), np.intp)
    for level in range(levels):
        middle = at + (width >> level + 1)
        at = np.where(seen[middle, columns] == codes[0], middle, at)
    return edges[at, columns], edges[at + 1, columns], seen[at + 1, columns]


def _rest(
    code: Callable[[Codes, Array], Codes], owner: int, low: float, high: float, progress: Progress | None
) -> list[tuple[float, int, int]]:
    """Changes left between a crossing and the neighbour it was bracketed with."""

    def one(which: Codes, values: Array) -> Codes:
        return code(np.full(len(which), owner), values)

    return crossings(one, [np.linspace(low, high, 9)], progress)[0]


def flips(
    scenario: Scenario,
    paths: Iterable[str] | None = None,
    progress: Progress | None = None,
    within: Mapping[str, tuple[float, float]] | None = None,
) -> dict[str, tuple[Flip, ...]]:
    """Every flip of each figure named (all of them when none is), in rising order of value; an empty tuple where there is none.

    Figures are scanned over their bounds, or `within` the two values given for each. `progress` receives the share done between
    batches; what it raises stops the search.
    """
    codes = reading_codes()
    chosen = list(dict.fromkeys(numbers() if paths is None else paths))
    today = [entered(scenario, path) for path in chosen]
    if within is None:
        grids = [grid(FIELDS[path], value) for path, value in zip(chosen, today, strict=True)]
    else:
        grids = [np.linspace(*within[path], _INSIDE) for path in chosen]

    def reading(which: Codes, values: Array) -> Codes:
        changes = {}
        for place in np.unique(which):
            changes[chosen[place]] = np.where(which == place, values, today[place])
        best: Codes = evaluate(scenario, changes)["npv"].argmax(axis=1)
        return codes[best]

    found = crossings(reading, grids, progress)
    return {
        path: tuple(Flip(value=value, before=READINGS[before], after=READINGS[after]) for value, before, after in ones)
        for path, ones in zip(chosen, found, strict=True)
    }
