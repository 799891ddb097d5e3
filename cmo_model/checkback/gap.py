"""How far what happened is from what was expected, and whether that is further than a firm within its ranges goes.

The place of a month is counted in half-widths of the band: 0 at its middle, 1 and −1 at its edges, four at most, so that one month
does not make a year. The distance of a firm is the mean of these places without their signs, of the measure that is furthest: the
months of one measure go together, and are not so many facts. A firm is inside when no more than nine draws in ten are nearer; one
that never leaves the band is always inside.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from pydantic import model_validator

from cmo_model.checkback.expected import LEAST_MONTHS, MEASURES, MOST_MONTHS, Expected, Measure, Paths
from cmo_model.decision.records import Record
from cmo_model.uncertainty.study import Array

MOST_APART = 4.0
"""Half-widths of the band that a month counts for at most."""
INSIDE = 0.90
"""Share of the draws that are inside."""


class Actuals(Record):
    """What happened: the months by their number since the day it was frozen, rising, and what is known of each measure in each."""

    months: tuple[int, ...]
    figures: dict[Measure, tuple[float | None, ...]]

    @model_validator(mode="after")
    def _holds_together(self) -> Actuals:
        rising = all(a < b for a, b in zip(self.months, self.months[1:], strict=False))
        if not (rising and len(self.months) >= LEAST_MONTHS and self.months[0] >= 1 and self.months[-1] <= MOST_MONTHS):
            raise ValueError("months rise from 1 to 24, three of them at least")
        known = [column for column in self.figures.values() if len(column) == len(self.months)]
        if len(known) != len(self.figures) or not any(value is not None for column in known for value in column):
            raise ValueError("a figure or nothing for each month")
        return self

    def known(self) -> dict[Measure, tuple[Array, Array]]:
        """The months of each measure that is known, from 0, and its figures."""
        found: dict[Measure, tuple[Array, Array]] = {}
        for measure in MEASURES:
            column = self.figures.get(measure, ())
            pairs = [(month - 1, value) for month, value in zip(self.months, column, strict=False) if value is not None]
            if pairs:
                months, values = zip(*pairs, strict=True)
                found[measure] = np.array(months, np.intp), np.array(values, float)
        return found


Known = Mapping[Measure, tuple[Array, Array]]


def places(paths: Paths, bands: Expected, known: Known) -> dict[Measure, Array]:
    """Where paths are in their bands in the months that are known, in half-widths; `paths` hold every month, months last."""
    found: dict[Measure, Array] = {}
    for measure, (months, _) in known.items():
        band = bands[measure]
        low, middle, high = (np.array(column)[months] for column in (band.low, band.middle, band.high))
        away = paths[measure][..., months] - middle
        found[measure] = np.clip(away / np.where(away > 0, high - middle, middle - low), -MOST_APART, MOST_APART)
    return found


def distance(of: Mapping[Measure, Array]) -> Array:
    """The distance of each firm whose places are given."""
    return np.asarray(np.max([np.abs(one).mean(axis=-1) for one in of.values()], axis=0))


def laid_out(known: Known) -> dict[Measure, Array]:
    """What is known as paths over every month, NaN where nothing is."""
    found: dict[Measure, Array] = {}
    for measure, (months, values) in known.items():
        found[measure] = np.full(MOST_MONTHS, np.nan)
        found[measure][months] = values
    return found


def furthest_inside(lives: Paths, bands: Expected, known: Known) -> float:
    """The distance that a firm may have and be inside."""
    return max(1.0, float(np.quantile(distance(places(lives, bands, known)), INSIDE)))
