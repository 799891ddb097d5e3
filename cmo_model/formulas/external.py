"""The external contract that signals 1 and 2 speak of (model, section 2): the one engaged today, else the fractional's quote."""

from __future__ import annotations

import numpy as np

from cmo_model.formulas.quotient import Number
from cmo_model.graph import unit


@unit("share")
def share(current: Number, hybrid_fractional_share: Number) -> Number:
    """How much of the fractional's contract is bought: all of it, or the hybrid's share."""
    return np.where(np.equal(current, "hybrid"), hybrid_fractional_share, 1.0)


@unit("money_per_month")
def monthly_fee(current: Number, share: Number, consultant__monthly_fee: Number, fractional__monthly_fee: Number) -> Number:
    """Its monthly fee."""
    return np.where(np.equal(current, "consultant"), consultant__monthly_fee, share * fractional__monthly_fee)


@unit("hours_per_week")
def hours_per_week(
    current: Number, share: Number, consultant__hours_per_week: Number, fractional__hours_per_week: Number
) -> Number:
    """Its hours a week."""
    return np.where(np.equal(current, "consultant"), consultant__hours_per_week, share * fractional__hours_per_week)


@unit("yes_no")
def is_quote(current: Number) -> Number:
    """Whether nobody external is engaged today, so that the contract is a quote."""
    return ~np.isin(current, ("consultant", "fractional", "hybrid"))


@unit("money_per_month")
def fees_paid(monthly_fee: Number, is_quote: Number) -> Number:
    """External fees really paid each month in the current arrangement."""
    return np.where(is_quote, 0.0, monthly_fee)
