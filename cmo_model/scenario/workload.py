"""Hours a week built from duties, with their spread (model, section 2; evidence, section 5).

Each family is a volume, the hours one unit takes (low, likely, high; a PERT), and the share delegated. Families are taken as
independent. One family, reactive work, is a share of all the others. Arrays carry the families last.
"""

from __future__ import annotations

import math
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from cmo_model.graph import unit

Array = npt.NDArray[np.float64]


def pert_mean(points: Array) -> Array:
    """Means of PERTs, a row of low, likely and high each."""
    return np.asarray(points @ (1 / 6, 4 / 6, 1 / 6))


def pert_sd(points: Array) -> Array:
    """Their standard deviations, by the usual sixth of the range."""
    return np.asarray((points[..., 2] - points[..., 0]) / 6)


@unit("hours_per_week")
def hours(taken: Array, mean: Array, reactive_taken: float, reactive_mean: float) -> float:
    """Mean hours; `taken` is volume times what is not delegated, `mean` the PERT means."""
    return float(np.sum(taken * mean)) * (1 + reactive_taken * reactive_mean)


@unit("hours_per_week")
def hours_spread(taken: Array, mean: Array, sd: Array, reactive_taken: float, reactive_mean: float, reactive_sd: float) -> float:
    """Standard deviation of the hours: variance of a product of two independent factors."""
    rest, rest_variance = float(np.sum(taken * mean)), float(np.sum((taken * sd) ** 2))
    factor, factor_variance = 1 + reactive_taken * reactive_mean, (reactive_taken * reactive_sd) ** 2
    return math.sqrt(factor**2 * rest_variance + rest**2 * factor_variance + rest_variance * factor_variance)


@unit("probability")
def probability_at_threshold(hours: float, hours_spread: float, threshold: float) -> float:
    """Chance that the need reaches the threshold, by the normal approximation; certain where there is no spread."""
    return 1 - NormalDist(hours, hours_spread).cdf(threshold) if hours_spread > 0 else float(hours >= threshold)
