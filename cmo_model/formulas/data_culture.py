"""Signal 3, data culture: does the firm need speed and memory, and lack them today (model, section 2).

Answers are 0 to 4 with the items last; NaN is "I don't know" and is left out of its mean.
"""

from __future__ import annotations

import numpy as np

from cmo_model.formulas.quotient import Number, quotient
from cmo_model.graph import unit


def _score(answers: Number) -> Number:
    """25 times the mean of the answers known; NaN when none is."""
    answers = np.asarray(answers, float)
    return 25 * quotient(np.nansum(answers, axis=-1), np.count_nonzero(~np.isnan(answers), axis=-1))


@unit("score")
def iteration(data_culture__answers: Number) -> Number:
    """How fast the firm tries, decides and corrects."""
    return _score(np.asarray(data_culture__answers)[..., 0:4])


@unit("score")
def reliability(data_culture__answers: Number) -> Number:
    """How far the figures can be trusted; shown, and decides nothing."""
    return _score(np.asarray(data_culture__answers)[..., 4:8])


@unit("score")
def memory(data_culture__answers: Number) -> Number:
    """How much of what is known is written down and owned."""
    return _score(np.asarray(data_culture__answers)[..., 8:12])


@unit("score")
def need(data_culture__need: Number) -> Number:
    """How much the firm needs speed and memory."""
    return _score(data_culture__need)


@unit("yes_no")
def lit(
    need: Number,
    iteration: Number,
    memory: Number,
    thresholds__need_score: Number,
    thresholds__capability_score: Number,
) -> Number:
    """Whether the firm needs speed and memory and does not get one of them."""
    lacks = (iteration < thresholds__capability_score) | (memory < thresholds__capability_score)
    return np.asarray((need >= thresholds__need_score) & lacks)
