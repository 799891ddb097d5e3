"""Hours a week built from duties, with their spread (model, section 2; evidence, section 5).

Each family is a volume, the hours one unit takes (low, likely, high; a PERT), and the share delegated. Families are taken as
independent. One family, reactive work, is a share of all the others. Arrays carry the families last.
"""

from __future__ import annotations

from math import erf, sqrt

import numpy as np

from cmo_model.formulas.quotient import Number
from cmo_model.graph import unit


def pert_mean(low: Number, likely: Number, high: Number) -> Number:
    """Mean of a PERT with these three points."""
    return (low + 4 * likely + high) / 6


def pert_sd(low: Number, high: Number) -> Number:
    """Its standard deviation, by the usual sixth of the range."""
    return (high - low) / 6


@unit("hours_per_week")
def hours(taken: Number, mean: Number, reactive_taken: Number, reactive_mean: Number) -> Number:
    """Mean hours; `taken` is volume times what is not delegated, `mean` the PERT means."""
    return np.sum(taken * mean, axis=-1) * (1 + reactive_taken * reactive_mean)


@unit("hours_per_week")
def hours_spread(
    taken: Number, mean: Number, sd: Number, reactive_taken: Number, reactive_mean: Number, reactive_sd: Number
) -> Number:
    """Standard deviation of the hours: variance of a product of two independent factors."""
    rest, rest_variance = np.sum(taken * mean, axis=-1), np.sum((taken * sd) ** 2, axis=-1)
    factor, factor_variance = 1 + reactive_taken * reactive_mean, (reactive_taken * reactive_sd) ** 2
    return np.sqrt(factor**2 * rest_variance + rest**2 * factor_variance + rest_variance * factor_variance)


@unit("probability")
def probability_at_threshold(hours: Number, hours_spread: Number, threshold: Number) -> Number:
    """Chance that the need reaches the threshold, by the normal approximation; certain where there is no spread."""
    hours, spread = np.asarray(hours, float), np.asarray(hours_spread, float)
    certain = np.where(hours >= threshold, 1.0, 0.0)
    z = np.divide(threshold - hours, spread, out=np.zeros(np.broadcast(hours, spread).shape), where=spread > 0)
    upper_tail = (1 - np.vectorize(erf, otypes=[float])(z / sqrt(2))) / 2
    return np.where(spread > 0, upper_tail, certain)
