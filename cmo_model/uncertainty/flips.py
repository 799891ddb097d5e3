"""Where the answer changes: every value of a figure at which the reading becomes another, and where two options tie.

A figure is scanned over its field's bounds on the deterministic engine, all figures in one batch: evenly where the bounds are
near; where they are far, evenly within half of today's value and by proportion beyond. Each change between neighbours is then
bisected, all of them at once, down to the precision of the numbers themselves, which survives a jump (a payroll step) as well as a
smooth crossing. A change that comes and goes between two neighbours (a quarter of a percent of today's value near it) is not seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cmo_model.decision import evaluate
from cmo_model.fields import FIELDS, FieldFacts
from cmo_model.projection import OPTIONS, READING
from cmo_model.scenario import OptionName, Scenario

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

STEPS = 384
_NEAR = 10.0
"""Bounds no further apart than this are scanned evenly: shares, rates, elasticities."""
_HALVINGS = 48

READINGS = tuple(dict.fromkeys(READING.values()))
_READING_OF = np.array([READINGS.index(READING[option]) for option in OPTIONS])


@dataclass(frozen=True)
class Flip:
    """A value at which the reading changes, as the figure rises."""

    value: float
    before: str
    after: str


def numbers() -> list[str]:
    """The figures that can be scanned: every number of the scenario."""
    return [path for path, facts in FIELDS.items() if isinstance(facts.default, float)]


def grid(facts: FieldFacts, today: float) -> Array:
    """Values to scan, in rising order, bounds and today's value among them."""
    low, high = facts.low or 0.0, facts.high if facts.high is not None else 1e12
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


def crossings(code: Callable[[Codes, Array], Codes], grids: Iterable[Array]) -> list[list[tuple[float, int, int]]]:
    """For each grid, every value at which the code changes, with the codes before and after, in rising order.

    `code` receives which grid each value belongs to and the values, and returns a code for each.
    """
    grids = list(grids)
    which = np.repeat(np.arange(len(grids)), [len(g) for g in grids])
    values = np.concatenate(grids) if grids else np.empty(0)
    codes = code(which, values)
    change = np.flatnonzero((codes[1:] != codes[:-1]) & (which[1:] == which[:-1]))
    owner, low, high = which[change], values[change], values[change + 1]
    before, after = codes[change], codes[change + 1]
    for _ in range(_HALVINGS if len(change) else 0):
        middle = (low + high) / 2
        same = code(owner, middle) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    last = code(owner, high) if len(change) else after
    found: list[list[tuple[float, int, int]]] = [[] for _ in grids]
    for place in range(len(change)):
        # A third answer between two neighbours: bisection met its edge, the rest is told from there on.
        found[owner[place]].append((float(high[place]), int(before[place]), int(last[place])))
        if last[place] != after[place]:
            found[owner[place]] += _rest(code, int(owner[place]), float(high[place]), float(values[change[place] + 1]))
    return found


def _rest(code: Callable[[Codes, Array], Codes], owner: int, low: float, high: float) -> list[tuple[float, int, int]]:
    """Changes left between a crossing and the neighbour it was bracketed with."""

    def one(which: Codes, values: Array) -> Codes:
        return code(np.full(len(which), owner), values)

    return crossings(one, [np.linspace(low, high, 9)])[0]


def _changes(scenario: Scenario, paths: list[str], which: Codes, values: Array) -> dict[str, Array]:
    """Arrays of cases in which each case changes one figure of the scenario."""
    today = scenario.quantities()
    found = {}
    for place, path in enumerate(paths):
        column = np.full(len(values), float(today[path]))
        mine = which == place
        if mine.any():
            column[mine] = values[mine]
            found[path] = column
    return found


def flips(scenario: Scenario, paths: Iterable[str] | None = None) -> dict[str, tuple[Flip, ...]]:
    """Every flip of each figure named (all of them when none is), in rising order of value; an empty tuple where there is none."""
    chosen = list(numbers() if paths is None else paths)
    today = scenario.quantities()

    def reading(which: Codes, values: Array) -> Codes:
        codes = np.empty(len(values), np.intp)
        for place, path in enumerate(chosen):
            mine = which == place
            if mine.any():
                npv = evaluate(scenario, {path: values[mine]})["npv"]
                codes[mine] = _READING_OF[npv.argmax(axis=1)]
        return codes

    def in_one_batch(which: Codes, values: Array) -> Codes:
        if len(values) > _TOGETHER:
            return reading(which, values)
        npv = evaluate(scenario, _changes(scenario, chosen, which, values))["npv"]
        return np.asarray(_READING_OF[npv.argmax(axis=1)], np.intp)

    found = crossings(in_one_batch, [grid(FIELDS[path], float(today[path])) for path in chosen])
    return {
        path: tuple(Flip(value, READINGS[before], READINGS[after]) for value, before, after in ones)
        for path, ones in zip(chosen, found, strict=True)
    }


_TOGETHER = 2_000
"""Up to so many cases, one batch in which each case changes its own figure is quicker than one batch a figure."""


def break_even(scenario: Scenario, path: str, one: OptionName, other: OptionName) -> tuple[float, ...]:
    """Every value of a figure, inside its field's bounds, at which two options tie, in rising order."""
    first, second = OPTIONS.index(one), OPTIONS.index(other)

    def ahead(_: Codes, values: Array) -> Codes:
        npv = evaluate(scenario, {path: values})["npv"]
        return np.asarray(npv[:, first] > npv[:, second], np.intp)

    today = scenario.quantities()
    return tuple(value for value, _, _ in crossings(ahead, [grid(FIELDS[path], float(today[path]))])[0])


def break_even_fee(scenario: Scenario, one: OptionName, other: OptionName) -> tuple[float, ...]:
    """Monthly fees of the fractional, in dollars, at which two options tie."""
    return break_even(scenario, "fractional.monthly_fee", one, other)


def break_even_salary(scenario: Scenario, one: OptionName, other: OptionName) -> tuple[float, ...]:
    """In-house base salaries, in dollars a year, at which two options tie."""
    return break_even(scenario, "in_house.base_salary", one, other)


def break_even_tenure(scenario: Scenario, one: OptionName, other: OptionName) -> tuple[float, ...]:
    """In-house tenures, in months, at which two options tie."""
    return break_even(scenario, "in_house.tenure_months", one, other)


def break_even_mishire(scenario: Scenario, one: OptionName, other: OptionName) -> tuple[float, ...]:
    """In-house mis-hire probabilities at which two options tie."""
    return break_even(scenario, "in_house.mishire_probability", one, other)


def break_even_hours(scenario: Scenario, one: OptionName, other: OptionName) -> tuple[float, ...]:
    """Weekly hours of need at which two options tie."""
    return break_even(scenario, "workload.hours_per_week", one, other)


def break_even_revenue(scenario: Scenario, one: OptionName, other: OptionName) -> tuple[float, ...]:
    """Annual revenues, in dollars, at which two options tie."""
    return break_even(scenario, "company.annual_revenue", one, other)
