"""What is looked at in the months of a firm to tell one assumption from another, and how like the months of others they are.

A firm's months are brought down to a few marks: the level of each measure in the beginning, the middle and the end of what is
known, in shares of what was expected; sales as sales a customer where both are known, for otherwise one gap would count twice; of
the cost, its usual month and the shares of months that are far below or far above, by which a seat that empties and fills differs
from a fee. Firms that share an assumption differ by luck alone; their marks' mean and spread say how likely a firm's are among
them. To luck is added what no model says: how much a figure wanders from month to month, as it is read off the figures themselves.
"""

from __future__ import annotations

import numpy as np

from cmo_model.checkback.expected import Paths
from cmo_model.checkback.gap import Known
from cmo_model.uncertainty.study import Array

_BLOCKS, _EACH = 3, 2
"""Stretches of months of a level, and of sales a customer."""
_LOW, _HIGH, _MOST = 0.4, 1.8, 3.0
"""Of the mean cost expected: a month is far below or above, and no month counts for more."""
_LEAST = {"level": 0.005, "cost": 0.01, "share": 0.03}
"""The spread that marks have at least."""


class Marks:
    """The marks of one set of months that are known, against the months expected."""

    def __init__(self, central: Paths, known: Known) -> None:
        self._central = {measure: np.asarray(column, float) for measure, column in central.items()}
        self._known = known
        both = {"customers", "sales"} <= known.keys()
        self._shared = np.intersect1d(known["customers"][0], known["sales"][0]) if both else np.empty(0, np.intp)

    def of(self, paths: Paths) -> Array:
        """The marks of firms, of shape (firms, marks)."""
        found = []
        for measure, (months, _) in self._known.items():
            given = paths[measure][..., months]
            if measure == "cost":
                found += self._of_cost(given, months)
            elif measure == "sales" and len(self._shared):
                found += _levels(self._each(paths), _EACH)
            else:
                found += _levels(given / np.maximum(self._central[measure][months], 1e-9), _BLOCKS)
        return np.stack(found, axis=-1)

    def _each(self, paths: Paths) -> Array:
        """Sales a customer in shares of those expected, in the months in which both are known."""

        def each(of: Paths) -> Array:
            found: Array = of["sales"][..., self._shared] / np.maximum(of["customers"][..., self._shared], 1e-9)
            return found

        return each(paths) / np.maximum(each(self._central), 1e-9)

    def _of_cost(self, given: Array, months: Array) -> list[Array]:
        usual = float(self._central["cost"][months].mean()) or 1.0
        share = given / usual
        held = np.minimum(share, _MOST)
        far = [(share < _LOW).mean(axis=-1), (share > _HIGH).mean(axis=-1)]
        return [np.median(held, axis=-1), *_levels(held, _BLOCKS), *far]

    def least(self, actual: Paths) -> Array:
        """The spread of each mark that luck does not make, from how the months of a firm wander."""
        found: list[float] = []
        for measure, (months, values) in self._known.items():
            if measure == "cost":
                blocks = _blocks(len(months), _BLOCKS)
                found += [_LEAST["cost"]] * (1 + blocks) + [_LEAST["share"]] * 2
                continue
            if measure == "sales" and len(self._shared):
                column, count = self._each(actual), _blocks(len(self._shared), _EACH)
            else:
                column, count = values / np.maximum(self._central[measure][months], 1e-9), _blocks(len(months), _BLOCKS)
            found += [max(_LEAST["level"], _wandering(column) / np.sqrt(len(column) / count))] * count
        return np.array(found)


def _blocks(months: int, most: int) -> int:
    return max(1, min(most, months // 2))


def _levels(share: Array, most: int) -> list[Array]:
    """The mean of each of so many stretches of months."""
    parts = np.array_split(np.arange(share.shape[-1]), _blocks(share.shape[-1], most))
    return [share[..., part].mean(axis=-1) for part in parts]


def _wandering(column: Array) -> float:
    """How far a month is from the line of its neighbours, in shares; a trend is none."""
    if len(column) < 4:
        return 0.0
    return float(np.median(np.abs(np.diff(column, 2))) / 0.6745 / np.sqrt(6))


def unlikeliness(actual: Array, means: Array, spreads: Array) -> Array:
    """Minus twice the log of how likely the marks of a firm are among those of each group, up to a constant."""
    found: Array = away(actual, means, spreads) + np.linalg.slogdet(spreads)[1]
    return found


def away(actual: Array, means: Array, spreads: Array) -> Array:
    """The squared distance of the marks of a firm from those of each group, in their spreads: about one a mark for one of them."""
    apart = actual - means
    found: Array = (apart * np.linalg.solve(spreads, apart[..., None])[..., 0]).sum(axis=-1)
    return found


def spread_of(marks: Array, least: Array) -> Array:
    """The spread of the marks of each group, of shape (groups, marks, marks); firms second."""
    centred = marks - marks.mean(axis=1, keepdims=True)
    found: Array = np.einsum("gfi,gfj->gij", centred, centred) / (marks.shape[1] - 1) + np.diag(least**2)
    return found
