"""Signal 2, budget critical mass: external fees against a loaded salary (model, section 2).

It is a lead indicator and not a break-even; at a constant hourly price it says what signal 1 says.
"""

from __future__ import annotations

import numpy as np

from cmo_model.formulas.quotient import Number, logarithm, quotient
from cmo_model.graph import unit


@unit("share")
def ratio(signals__external__monthly_fee: Number, loaded_salary__in_house__loaded_salary: Number) -> Number:
    """A year of fees over the in-house loaded salary."""
    return quotient(12 * signals__external__monthly_fee, loaded_salary__in_house__loaded_salary)


@unit("yes_no")
def lit(ratio: Number, thresholds__fee_ratio_low: Number) -> Number:
    """Whether the ratio has reached the band."""
    return np.asarray(ratio >= thresholds__fee_ratio_low)


@unit("word")
def zone(ratio: Number, thresholds__fee_ratio_low: Number, thresholds__fee_ratio_high: Number) -> Number:
    """Below, in or above the article's band."""
    zones = np.where(ratio < thresholds__fee_ratio_high, "band", "above")
    return np.where(np.isnan(ratio), "", np.where(ratio < thresholds__fee_ratio_low, "below", zones))


@unit("money_per_month")
def fee_at_low(loaded_salary__in_house__loaded_salary: Number, thresholds__fee_ratio_low: Number) -> Number:
    """The monthly fee at which the band begins."""
    return thresholds__fee_ratio_low * loaded_salary__in_house__loaded_salary / 12


@unit("money_per_month")
def fee_at_high(loaded_salary__in_house__loaded_salary: Number, thresholds__fee_ratio_high: Number) -> Number:
    """The monthly fee at which the band ends."""
    return thresholds__fee_ratio_high * loaded_salary__in_house__loaded_salary / 12


@unit("log_per_year")
def yearly_drift(
    current: Number,
    consultant__fee_growth: Number,
    fractional__fee_growth: Number,
    in_house__salary_growth: Number,
) -> Number:
    """How fast the ratio drifts by prices alone: logarithm of fee growth over salary growth."""
    fee_growth = np.where(np.equal(current, "consultant"), consultant__fee_growth, fractional__fee_growth)
    return np.log1p(fee_growth) - np.log1p(in_house__salary_growth)


@unit("log_per_year")
def yearly_follow(current: Number, workload__annual_growth: Number, fractional__follows_need: Number) -> Number:
    """How fast the fractional's days follow the need, as a logarithm; none for a consultant."""
    return np.where(np.equal(current, "consultant"), 0.0, fractional__follows_need * np.log1p(workload__annual_growth))


@unit("log")
def follow_cap(current: Number, fractional__most_hours_per_week: Number, fractional__hours_per_week: Number) -> Number:
    """The most that following the need can add before no day is left to buy, as a logarithm."""
    most = np.log(np.maximum(1.0, np.asarray(fractional__most_hours_per_week) / fractional__hours_per_week))
    return np.where(np.equal(current, "consultant"), 0.0, most)


def _months_to(target: Number, ratio: Number, drift: Number, follow: Number, cap: Number) -> Number:
    """First month at which the ratio's logarithm has climbed to the target: first with the need, then by prices alone."""
    climb = logarithm(quotient(target, ratio))
    together = drift + follow
    early = quotient(climb, np.where(together > 0, together, np.nan))
    follows = np.asarray(follow > 0)  # a need that shrinks never meets the cap
    until = np.where(follows, quotient(cap, np.where(follows, follow, np.nan)), np.inf)
    late = quotient(climb - cap, np.where(follows & (drift > 0), drift, np.nan))
    return np.where(ratio >= target, 0.0, 12 * np.where(early <= until, early, late))


@unit("months")
def months_to_low(
    ratio: Number, thresholds__fee_ratio_low: Number, yearly_drift: Number, yearly_follow: Number, follow_cap: Number
) -> Number:
    """Months until the ratio enters the band; NaN if it never does."""
    return _months_to(thresholds__fee_ratio_low, ratio, yearly_drift, yearly_follow, follow_cap)


@unit("months")
def months_to_high(
    ratio: Number, thresholds__fee_ratio_high: Number, yearly_drift: Number, yearly_follow: Number, follow_cap: Number
) -> Number:
    """Months until the ratio leaves the band by the top; NaN if it never does."""
    return _months_to(thresholds__fee_ratio_high, ratio, yearly_drift, yearly_follow, follow_cap)
