"""What is uncertain, and how: a range for each figure, low, likely and high, drawn as a PERT.

A default range is a spread around the entered value (`parameters/uncertainty.yaml`), stopped at the bounds of its field; a scenario
may give its own, drop one with `null`, or drop all the defaults first with `"*": null`. A range of no width is no uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from cmo_model import parameters
from cmo_model.scenario import Scenario
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty.study import Array

_NODES = 4097
"""Points of a PERT's table, even in value: a draw is exact to a ten-millionth of the range."""


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


def ranges(scenario: Scenario) -> dict[str, Range]:
    """The uncertain figures of a scenario, in the order of the dimensions of the draws: defaults first, then its own."""
    values = scenario.quantities()
    given = scenario.uncertainty
    found: dict[str, Range] = {}
    for path, entry in parameters.uncertainty().items():
        if "*" in given or given.get(path, ()) is None:
            continue
        facts, value = FIELDS[path], float(values[path])
        low, high = entry.spread.times or (0.0, 0.0)
        low, high = low * value, high * value
        if entry.spread.plus:
            low, high = value + entry.spread.plus[0], value + entry.spread.plus[1]
        floor = (facts.low or 0.0) + (1e-6 if facts.low_open else 0.0)
        found[path] = Range(path, max(low, floor), value, min(high, facts.high or np.inf))
    for path, triple in given.items():
        if triple is not None:
            found[path] = Range(path, *triple, given=True)
    return {path: one for path, one in found.items() if one.low < one.high}
