"""Signal 2, budget critical mass: external fees against a loaded salary (model, section 2).

It is a lead indicator and not a break-even; at a constant hourly price it says what signal 1 says.
"""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Condition, Operand, Word, logarithm, quotient


@unit("share")
def ratio(signals__external__monthly_fee: Operand, loaded_salary__in_house__loaded_salary: Operand) -> Operand:
    """A year of fees over the in-house loaded salary."""
    return quotient(12 * signals__external__monthly_fee, loaded_salary__in_house__loaded_salary)


@unit("yes_no")
def lit(ratio: Operand, thresholds__fee_ratio_low: Operand) -> Condition:
    """Whether the ratio has reached the band."""
    return np.greater_equal(ratio, thresholds__fee_ratio_low)


@unit("zone")
def zone(ratio: Operand, thresholds__fee_ratio_low: Operand, thresholds__fee_ratio_high: Operand) -> Word:
    """Below, in or above the article's band."""
    zones = np.where(ratio < thresholds__fee_ratio_high, "band", "above")
    return np.where(np.isnan(ratio), "", np.where(ratio < thresholds__fee_ratio_low, "below", zones))


@unit("money_per_month")
def fee_at_low(loaded_salary__in_house__loaded_salary: Operand, thresholds__fee_ratio_low: Operand) -> Operand:
    """The monthly fee at which the band begins."""
    return thresholds__fee_ratio_low * loaded_salary__in_house__loaded_salary / 12


@unit("money_per_month")
def fee_at_high(loaded_salary__in_house__loaded_salary: Operand, thresholds__fee_ratio_high: Operand) -> Operand:
    """The monthly fee at which the band ends."""
    return thresholds__fee_ratio_high * loaded_salary__in_house__loaded_salary / 12


@unit("log_per_year")
def yearly_drift(
    current: Word,
    consultant__fee_growth: Operand,
    fractional__fee_growth: Operand,
    in_house__salary_growth: Operand,
) -> Operand:
    """How fast the ratio drifts by prices alone: logarithm of fee growth over salary growth."""
    fee_growth = np.where(np.equal(current, "consultant"), consultant__fee_growth, fractional__fee_growth)
    return np.log1p(fee_growth) - np.log1p(in_house__salary_growth)


@unit("log_per_year")
def yearly_follow(current: Word, workload__annual_growth: Operand, fractional__follows_need: Operand) -> Operand:
    """How fast the fractional's days follow the need, as a logarithm; none for a consultant."""
    return np.where(np.equal(current, "consultant"), 0.0, fractional__follows_need * np.log1p(workload__annual_growth))


@unit("log")
def follow_cap(current: Word, fractional__most_hours_per_week: Operand, fractional__hours_per_week: Operand) -> Operand:
    """The most that following the need can add before no day is left to buy, as a logarithm."""
    most = np.log(np.maximum(1.0, fractional__most_hours_per_week / fractional__hours_per_week))
    return np.where(np.equal(current, "consultant"), 0.0, most)


def _months_to(target: Operand, ratio: Operand, drift: Operand, follow: Operand, cap: Operand) -> Operand:
    """First month at which the ratio's logarithm has climbed to the target: first with the need, then by prices alone."""
    climb = logarithm(quotient(target, ratio))
    together = drift + follow
    early = quotient(climb, np.where(together > 0, together, np.nan))
    follows = np.greater(follow, 0)  # a need that shrinks never meets the cap
    until = np.where(follows, quotient(cap, np.where(follows, follow, np.nan)), np.inf)
    late = quotient(climb - cap, np.where(np.logical_and(follows, drift > 0), drift, np.nan))
    return np.where(ratio >= target, 0.0, 12 * np.where(early <= until, early, late))


@unit("months")
def months_to_low(
    ratio: Operand, thresholds__fee_ratio_low: Operand, yearly_drift: Operand, yearly_follow: Operand, follow_cap: Operand
) -> Operand:
    """Months until the ratio enters the band; NaN if it never does."""
    return _months_to(thresholds__fee_ratio_low, ratio, yearly_drift, yearly_follow, follow_cap)


@unit("months")
def months_to_high(
    ratio: Operand, thresholds__fee_ratio_high: Operand, yearly_drift: Operand, yearly_follow: Operand, follow_cap: Operand
) -> Operand:
    """Months until the ratio leaves the band by the top; NaN if it never does."""
    return _months_to(thresholds__fee_ratio_high, ratio, yearly_drift, yearly_follow, follow_cap)
