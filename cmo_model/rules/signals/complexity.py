"""Signal 1, complexity: how many hours a week marketing leadership asks for (model, section 2)."""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Condition, Operand, logarithm, quotient


@unit("hours_per_week")
def hours(workload__hours_per_week: Operand) -> Operand:
    """Hours of need a week, typed or built from duties."""
    return workload__hours_per_week


@unit("yes_no")
def lit(hours: Operand, thresholds__hours_full_time: Operand) -> Condition:
    """Whether the need fills a full-time week."""
    return np.greater_equal(hours, thresholds__hours_full_time)


@unit("months")
def months_to_threshold(
    hours: Operand,
    lit: Condition,
    workload__annual_growth: Operand,
    thresholds__hours_full_time: Operand,
) -> Operand:
    """Months until the need reaches the threshold at today's growth; NaN if it never does."""
    grows = np.where(workload__annual_growth > 0, workload__annual_growth, np.nan)
    wait = 12 * quotient(logarithm(quotient(thresholds__hours_full_time, hours)), np.log1p(grows))
    return np.where(lit, 0.0, wait)


@unit("working_days")
def wait_for_presence_days(signals__external__hours_per_week: Operand) -> Operand:
    """Mean wait of a question until the next day of presence, at five days minus k, squared, over ten k."""
    days = np.minimum(5.0, signals__external__hours_per_week / 8)
    return quotient((5 - days) ** 2, 10 * days)
