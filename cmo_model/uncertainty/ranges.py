"""What is uncertain, and how: a range for each figure, low, likely and high, drawn as a PERT.

A range of ours is a spread around the entered value (`parameters/uncertainty.yaml`), stopped at the bounds of its field, whose mean
is the entered value; a scenario may give its own, taken as typed, drop one with `null`, or drop all of ours first with `"*": null`.
A range of no width is no uncertainty. The assumed effects of leadership rise and fall together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cmo_model import parameters
from cmo_model.decision import quantities
from cmo_model.scenario import Scenario
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty.study import Array, Inputs

CORRELATION = 0.6
"""Of the normal scores of the assumed effects: our assumption."""
_NODES = 4097
"""Points of a PERT's table, even in value: a draw is exact to a ten-millionth of the range."""
DERIVED = {"assumptions.memory": "memory"}
"""Figures that may be left to a rule, and the rule whose result then counts as entered."""


@dataclass(frozen=True)
class Range:
    """Low, likely and high of one figure; `given` when the scenario says so itself."""

    path: str
    low: float
    likely: float
    high: float
    given: bool = False

    def inverse(self, u: Array) -> Array:
        """Values at these probabilities: the inverse distribution of a PERT (a beta, λ = 4)."""
        probabilities, values = _table(self.low, self.likely, self.high)
        return np.interp(u, probabilities, values)

    @property
    def mean(self) -> float:
        """Mean of the PERT."""
        return (self.low + 4 * self.likely + self.high) / 6


@lru_cache(maxsize=512)
def _table(low: float, likely: float, high: float) -> tuple[Array, Array]:
    """Probabilities and values of a PERT at its nodes."""
    from scipy.special import betainc  # a tenth of a second to import: only who draws pays it

    width = high - low
    x = np.linspace(0.0, 1.0, _NODES)
    return betainc(1 + 4 * (likely - low) / width, 1 + 4 * (high - likely) / width, x), low + width * x


def entered(scenario: Scenario, path: str) -> float:
    """The value that a figure counts as having, typed or left to a rule."""
    value = float(scenario.quantities()[path])
    return float(quantities(scenario)[DERIVED[path]]) if np.isnan(value) else value


def ranges(scenario: Scenario) -> dict[str, Range]:
    """The uncertain figures of a scenario, in the order of the dimensions of the draws: ours first, then its own."""
    values = scenario.quantities()
    given = scenario.uncertainty
    found: dict[str, Range] = {}
    for path, entry in parameters.uncertainty().items():
        if "*" in given or given.get(path, ()) is None:
            continue
        facts, value = FIELDS[path], float(values[path])
        value = entered(scenario, path) if np.isnan(value) else value
        low, high = entry.spread.times or (0.0, 0.0)
        low, high = low * value, high * value
        if entry.spread.plus:
            low, high = value + entry.spread.plus[0], value + entry.spread.plus[1]
        floor = (facts.low or 0.0) + (1e-6 if facts.low_open else 0.0)
        low, high = max(low, floor), min(high, facts.high or np.inf)
        found[path] = Range(path, low, min(max((6 * value - low - high) / 4, low), high), high)
    for path, triple in given.items():
        if triple is not None:
            found[path] = Range(path, *triple, given=True)
    return {path: one for path, one in found.items() if one.low < one.high}


def inputs(uncertain: Mapping[str, Range]) -> Inputs:
    """The ranges as they are drawn."""
    return Inputs({path: one.inverse for path, one in uncertain.items()}, CLAIMED, CORRELATION)
