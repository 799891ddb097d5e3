"""What the three signals say together (model, section 2)."""

from __future__ import annotations

import numpy as np

from cmo_model.formulas.quotient import Number
from cmo_model.graph import unit


@unit("word")
def stage(company__annual_revenue: Number, thresholds__growth_revenue: Number) -> Number:
    """Validation under the article's revenue threshold, growth from there; it changes no figure."""
    return np.where(np.asarray(company__annual_revenue) < thresholds__growth_revenue, "validation", "growth")


@unit("count")
def lit(signals__complexity__lit: Number, signals__fee_ratio__lit: Number, signals__data_culture__lit: Number) -> Number:
    """How many of the three lamps are lit."""
    return np.add(signals__complexity__lit, signals__fee_ratio__lit, dtype=int) + signals__data_culture__lit


@unit("word")
def say(lit: Number) -> Number:
    """Our reading of the lamps: stay outside, prepare the transfer, or internalise."""
    return np.choose(np.asarray(lit), ("external", "external", "prepare", "internalise"))
