"""What the three signals say together (model, section 2)."""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Condition, Operand, Word, total


@unit("stage")
def stage(company__annual_revenue: Operand, thresholds__growth_revenue: Operand) -> Word:
    """Validation under the article's revenue threshold, growth from there; it changes no figure."""
    return np.where(company__annual_revenue < thresholds__growth_revenue, "validation", "growth")


@unit("count")
def lit(signals__complexity__lit: Condition, signals__fee_ratio__lit: Condition, signals__data_culture__lit: Condition) -> Operand:
    """How many of the three signals are lit."""
    return total([np.where(one, 1, 0) for one in (signals__complexity__lit, signals__fee_ratio__lit, signals__data_culture__lit)])


@unit("count")
def independent(
    signals__complexity__lit: Condition, signals__fee_ratio__lit: Condition, signals__data_culture__lit: Condition
) -> Operand:
    """How many of two: hours and fees say much the same thing, a price per hour, and count once."""
    either = np.logical_or(signals__complexity__lit, signals__fee_ratio__lit)
    return total([np.where(one, 1, 0) for one in (either, signals__data_culture__lit)])


@unit("saying")
def say(independent: Operand) -> Word:
    """Our reading of the signals: stay outside, prepare the transfer, or internalise."""
    return np.where(np.equal(independent, 2), "internalise", np.where(np.equal(independent, 1), "prepare", "external"))
