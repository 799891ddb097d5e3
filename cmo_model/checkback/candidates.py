"""The assumptions that a gap may come from, and how far each may be moved.

They are the uncertain figures, and the fee, pay and tenure of every seat of the option whatever its ranges. The effects of
leadership are one assumption and move together. A figure is moved in steps of its own range: 1 is the end of the range, above it or
below, and further steps go on by proportion where the range is one of proportions, to the bounds of its field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from cmo_model.scenario import OPTIONS, OptionName, Scenario, is_contractor
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.scenario.fields import FIELDS
from cmo_model.scenario.options import SEATS
from cmo_model.uncertainty import entered, ranges
from cmo_model.uncertainty.study import Array

EFFECT = "leadership_effect"
"""The assumed effects of leadership, as one assumption; its value is the share of them that counts."""
STEPS = np.array([-6.0, -4.0, -3.0, -2.5, -2.0, -1.5, -1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 6.0, 9.0, 13.0])
"""How far an assumption is moved, in steps of its range."""
_UNSAID = (0.75, 1.3)
"""The range of a figure that has none, in multiples of it: that of the need."""


@dataclass(frozen=True)
class Candidate:
    """One assumption: as expected, the ends of its range, and its bounds. `by_proportion` says how it goes past them."""

    path: str
    value: float
    low: float
    high: float
    least: float
    most: float
    by_proportion: bool

    def at(self, steps: Array) -> Array:
        """Its values so many steps away."""
        if self.by_proportion:
            ratio = np.where(steps < 0, self.low / self.value, self.high / self.value) ** np.abs(steps)
            moved = self.value * ratio
        else:
            moved = self.value + np.abs(steps) * np.where(steps < 0, self.low - self.value, self.high - self.value)
        return np.clip(moved, self.least, self.most)

    def reached(self) -> Array:
        """The steps that move it, and 0: those past a bound are the bound itself once."""
        values = self.at(STEPS)
        up, down = STEPS > 0, STEPS < 0
        apart = np.ones(len(STEPS), bool)
        apart[1:] &= ~(up[1:] & (values[1:] == values[:-1]))
        apart[:-1] &= ~(down[:-1] & (values[:-1] == values[1:]))
        return STEPS[apart]

    def changes(self, scenario: Scenario, values: Array) -> dict[str, Array]:
        """The figures that take part in it, at its values."""
        if self.path != EFFECT:
            return {self.path: values}
        figures = scenario.quantities()
        return {path: np.minimum(float(figures[path]) * values, FIELDS[path].high or np.inf) for path in CLAIMED}


def candidates(scenario: Scenario, option: OptionName) -> dict[str, Candidate]:
    """Every assumption that an option's months may rest on, by its path, the effect of leadership first."""
    figures, uncertain = scenario.quantities(), ranges(scenario)
    found: dict[str, Candidate] = {}
    effects = {path: float(figures[path]) for path in CLAIMED if float(figures[path]) > 0}
    if effects:
        most = max((FIELDS[path].high or 1.0) / value for path, value in effects.items())
        found[EFFECT] = Candidate(EFFECT, 1.0, 0.0, 2.0, 0.0, most, False)
    seats = {*OPTIONS[option].seats, *OPTIONS[scenario.current].seats}
    always = [
        f"{seat}.{name}"
        for seat in OPTIONS[option].seats
        for name in ("monthly_fee" if is_contractor(seat) else "base_salary", "tenure_months")
    ]
    for path in dict.fromkeys([*uncertain, *always]):
        part = path.partition(".")[0]
        if path in CLAIMED or (part in SEATS and part not in seats):
            continue
        value, facts = entered(scenario, path), FIELDS[path]
        one = uncertain.get(path)
        low, high = (one.low, one.high) if one else (_UNSAID[0] * value, _UNSAID[1] * value)
        least, most = (facts.low or 0.0) + (1e-6 if facts.low_open else 0.0), facts.high or np.inf
        narrow = 0.05 * abs(value) or 0.05
        low, high = min(low, value - narrow), max(high, value + narrow)
        by_proportion = low > 0 and not facts.unit.startswith("share")
        found[path] = Candidate(path, value, low, high, least, most, by_proportion)
    return found


def moved(scenario: Scenario, found: Mapping[str, Array], of: Mapping[str, Candidate]) -> dict[str, Array]:
    """Figures of cases in which each assumption named has these values."""
    changes: dict[str, Array] = {}
    for path, values in found.items():
        changes |= of[path].changes(scenario, values)
    return changes
