"""What is uncertain, and how: a range for each figure, low, likely and high, drawn as a PERT.

A range of ours is a spread around the entered value (`parameters/uncertainty.yaml`), stopped at the bounds of its field, whose mean
is the entered value; a scenario may give its own, taken as typed, drop one with `null`, or drop all of ours first with `"*": null`.
A range of no width is no uncertainty. The assumed effects of leadership rise and fall together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import cast

import numpy as np

from cmo_model import parameters
from cmo_model.decision import quantities
from cmo_model.operands import Operand, Values
from cmo_model.parameters import Spread
from cmo_model.scenario import Scenario
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty.study import Array, Inputs

CORRELATION = 0.6
"""Of the normal scores of the assumed effects: our assumption."""
_NODES = 4097
"""Points of a PERT's table, even in value: a draw is exact to a ten-millionth of the range."""
_PLACES = 12
"""Decimals of a peak: firms whose ranges have one shape share its table."""
DERIVED = {"assumptions.memory": "memory"}
"""Figures that may be left to a rule, and the rule whose result then counts as entered."""
NO_FIGURES: Values = MappingProxyType({})


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
        width = self.high - self.low
        return self.low + width * unit_inverse(peak(self.low, self.likely, self.high), u)

    @property
    def mean(self) -> float:
        """Mean of the PERT."""
        return (self.low + 4 * self.likely + self.high) / 6


def peak(low: Array | float, likely: Array | float, high: Array | float) -> Array:
    """Where the likely value stands between the ends, from 0 to 1: all that the shape of a PERT hangs on."""
    return np.round((np.asarray(likely, float) - low) / (np.asarray(high, float) - low), _PLACES)


def unit_inverse(at: float | Array, u: Array) -> Array:
    """Values of a PERT from 0 to 1 whose peak is there, at these probabilities."""
    return np.interp(u, _probabilities(float(at)), _UNIT)


_UNIT = np.linspace(0.0, 1.0, _NODES)


@lru_cache(maxsize=512)
def _probabilities(at: float) -> Array:
    """Probabilities of a PERT from 0 to 1 at its nodes."""
    from scipy.special import betainc  # a tenth of a second to import: only who draws pays it

    found: Array = betainc(1 + 4 * at, 1 + 4 * (1 - at), _UNIT)
    return found


def entered(scenario: Scenario, path: str) -> float:
    """The value that a figure counts as having, typed or left to a rule."""
    value = float(scenario.quantities()[path])
    return float(quantities(scenario)[DERIVED[path]]) if np.isnan(value) else value


def ranges(scenario: Scenario) -> dict[str, Range]:
    """The uncertain figures of a scenario, in the order of the dimensions of the draws: ours first, then its own."""
    found = {}
    for path, (low, likely, high) in spans(scenario).items():
        if low < high:
            found[path] = Range(path, float(low), float(likely), float(high), scenario.uncertainty.get(path) is not None)
    return found


def spans(scenario: Scenario, figures: Values = NO_FIGURES) -> dict[str, tuple[Operand, Operand, Operand]]:
    """Low, likely and high of what may be uncertain, of no width where nothing is; arrays where `figures` replaces by arrays."""
    values, given = scenario.quantities() | dict(figures), scenario.uncertainty
    for path, rule in DERIVED.items():
        if np.any(np.isnan(values[path])):
            values[path] = quantities(scenario, figures)[rule]
    kept = {path: entry for path, entry in parameters.uncertainty().items() if not ("*" in given or given.get(path, ()) is None)}
    ours = {path: around(path, values[path], entry.spread) for path, entry in kept.items()}
    return ours | {path: cast("tuple[Operand, Operand, Operand]", triple) for path, triple in given.items() if triple is not None}


def around(path: str, value: Operand | float, spread: Spread) -> tuple[Operand, Operand, Operand]:
    """Low, likely and high of a spread around values entered, stopped at the bounds of the field, their mean the value entered."""
    facts, value = FIELDS[path], np.asarray(value)[()]
    low, high = (times * value for times in spread.times or (0.0, 0.0))
    if spread.plus:
        low, high = (value + plus for plus in spread.plus)
    low = np.maximum(low, (facts.low or 0.0) + (1e-6 if facts.low_open else 0.0))
    high = np.minimum(high, facts.high or np.inf)
    return low, np.minimum(np.maximum((6 * value - low - high) / 4, low), high), high


def inputs(uncertain: Mapping[str, Range]) -> Inputs:
    """The ranges as they are drawn."""
    return Inputs({path: one.inverse for path, one in uncertain.items()}, CLAIMED, CORRELATION)
