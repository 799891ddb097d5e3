"""Pillar 2, retention: what keeping a customer is worth against buying one for less (model, section 3).

First margin certain, yearly renewal, no end: the convention is part of the answer. "+10 %" is relative, as in the article: a large
effort where retention is high. At equal effort, a tenth fewer customers leave.
"""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Operand, quotient


@unit("money")
def customer_value(
    company__contribution_margin: Operand,
    pillars__acquisition__revenue_per_customer: Operand,
    discount_rate: Operand,
    customers__annual_retention: Operand,
) -> Operand:
    """Discounted margin of one customer; NaN when nobody leaves and nothing is discounted."""
    margin = company__contribution_margin * pillars__acquisition__revenue_per_customer
    return margin * (1 + discount_rate) * quotient(1.0, 1 + discount_rate - customers__annual_retention)


@unit("number")
def value_to_cac(customer_value: Operand, pillars__acquisition__cac: Operand) -> Operand:
    """Customer value for each dollar of acquisition cost."""
    return quotient(customer_value, pillars__acquisition__cac)


@unit("share")
def gain_from_ten_percent(
    customers__annual_retention: Operand,
    discount_rate: Operand,
    thresholds__retention_gain: Operand,
) -> Operand:
    """Relative gain in customer value when retention rises by a tenth; NaN where no such retention can exist."""
    raised = (1 + thresholds__retention_gain) * customers__annual_retention
    gain = quotient(thresholds__retention_gain * customers__annual_retention, 1 + discount_rate - raised)
    return np.where(raised < 1, gain, np.nan)


@unit("share")
def cac_cut_equal_fixed_customers(gain_from_ten_percent: Operand, value_to_cac: Operand) -> Operand:
    """The cut in acquisition cost worth as much, number of new customers kept, saving pocketed."""
    return gain_from_ten_percent * value_to_cac


@unit("share")
def cac_cut_equal_fixed_budget(gain_from_ten_percent: Operand) -> Operand:
    """The cut in acquisition cost worth as much, budget kept, more customers bought."""
    return gain_from_ten_percent / (1 + gain_from_ten_percent)


@unit("share")
def gain_from_ten_percent_fewer_leavers(
    customers__annual_retention: Operand, discount_rate: Operand, thresholds__retention_gain: Operand
) -> Operand:
    """Relative gain in customer value when a tenth fewer customers leave; NaN when nobody leaves and nothing is discounted."""
    leaving = 1 - customers__annual_retention
    return quotient(thresholds__retention_gain * leaving, discount_rate + (1 - thresholds__retention_gain) * leaving)


@unit("share")
def cac_cut_equal_fewer_leavers(gain_from_ten_percent_fewer_leavers: Operand) -> Operand:
    """The cut in acquisition cost worth as much as a tenth fewer leavers, budget kept, more customers bought."""
    return gain_from_ten_percent_fewer_leavers / (1 + gain_from_ten_percent_fewer_leavers)
