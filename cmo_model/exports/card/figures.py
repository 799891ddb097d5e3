"""The figures that matter, each with the curve of the answer over its range, and what is said at every value of it.

The figures are those whose flips every surface names; where fewer than three change the answer, those that move it most follow. All
that moves under the pointer is in the card from the start: points in percent of the drawing, and a sentence for each.
"""

from __future__ import annotations

from dataclasses import dataclass

from cmo_model.exports.handout import Handout
from cmo_model.uncertainty import Curve, Flip, Risk, curves, deciding
from cmo_model.words.sentences.risk import along, nearest_flip

MOST = 3
_COMMON = ("workload.hours_per_week", "fractional.monthly_fee", "in_house.base_salary")
"""Told where no figure is uncertain."""
_TOP, _HIGH = 6.0, 88.0
"""Where a curve begins and how high it is, in percent of its drawing."""


@dataclass(frozen=True)
class Figure:
    """A figure's curve with a sentence for each of its values, and those that say where the answer changes."""

    curve: Curve
    said: tuple[str, ...]
    flips: tuple[Flip, ...]
    turns: tuple[str, ...]

    @property
    def at(self) -> int:
        """The place of the value entered."""
        return self.curve.values.index(self.curve.today)

    @property
    def points(self) -> list[tuple[float, float]]:
        """Each value and its lead in percent of the drawing, from the left and from the top."""
        return [(self.across(value), self.down(lead)) for value, lead in zip(self.curve.values, self.curve.leads, strict=True)]

    def across(self, value: float) -> float:
        """A value's place from the left."""
        low, high = self.curve.values[0], self.curve.values[-1]
        return round(100 * (value - low) / (high - low), 2) if high > low else 50.0

    def down(self, lead: float) -> float:
        """A lead's place from the top."""
        low, high = min(*self.curve.leads, 0.0), max(*self.curve.leads, 0.0)
        return round(_TOP + _HIGH * (high - lead) / ((high - low) or 1.0), 2)


def figures(handout: Handout) -> list[Figure]:
    """The three figures that matter most, those that change the answer first."""
    risk, t = handout.risk, handout.text
    reading = risk.advice.reading
    bars = {bar.path: bar for bar in risk.tornado}
    ends = {path: (bar.low, bar.high) for path, bar in bars.items()}
    paths = weightiest(risk)[:MOST]
    found = []
    for path, curve in curves(handout.decision.scenario, reading, paths, ends).items():
        low, high = curve.values[0], curve.values[-1]
        exact = risk.flips.get(path, curve.flips)
        flips = tuple(one for one in exact if low < one.value < high and reading in (one.before, one.after))
        turns = nearest_flip(risk, bars[path], t) if path in bars else []
        found.append(Figure(curve, tuple(along(curve, reading, t)), flips, tuple(turns)))
    return found


def weightiest(risk: Risk) -> list[str]:
    """Figures by their weight: those that change the answer somewhere in their range, then those that move it most."""
    first = [bar.path for bar in deciding(risk.tornado, risk.advice.decision.verdict.reading)]
    return list(dict.fromkeys([*first, *(bar.path for bar in risk.tornado), *_COMMON]))
