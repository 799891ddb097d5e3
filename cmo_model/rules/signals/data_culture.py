"""Signal 3, data culture: does the firm need speed and memory; and, where it lacks them, what to do first (model, section 2).

Answers are 0 to 4 with the items last; NaN is "I don't know" and is left out of its mean.
"""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Condition, Operand, known_mean


def _score(answers: Operand) -> Operand:
    """25 times the mean of the answers known; NaN when none is."""
    return 25 * known_mean(answers)


@unit("score")
def iteration(data_culture__answers: Operand) -> Operand:
    """How fast the firm tries, decides and corrects."""
    return _score(data_culture__answers[..., 0:4])


@unit("score")
def reliability(data_culture__answers: Operand) -> Operand:
    """How far the figures can be trusted; shown, and decides nothing."""
    return _score(data_culture__answers[..., 4:8])


@unit("score")
def memory(data_culture__answers: Operand) -> Operand:
    """How much of what is known is written down and owned."""
    return _score(data_culture__answers[..., 8:])


@unit("score")
def need(data_culture__need: Operand) -> Operand:
    """How much the firm needs speed and memory."""
    return _score(data_culture__need)


@unit("yes_no")
def lit(need: Operand, thresholds__need_score: Operand) -> Condition:
    """Whether the need calls for a dedicated person, as the article says; an unknown need lights nothing."""
    return need >= thresholds__need_score


@unit("yes_no")
def document_first(iteration: Operand, memory: Operand, thresholds__capability_score: Operand) -> Condition:
    """Whether the firm writes things down before it hires: it lacks speed or memory, or does not know."""
    has = np.logical_and(iteration >= thresholds__capability_score, memory >= thresholds__capability_score)
    return np.logical_not(has)
