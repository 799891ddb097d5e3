"""The external contract that signals 1 and 2 speak of (model, section 2): the one engaged today, else the fractional's quote."""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Condition, Operand, Word


@unit("share")
def share(current: Word, hybrid_fractional_share: Operand) -> Operand:
    """How much of the fractional's contract is bought: all of it, or the hybrid's share."""
    return np.where(np.equal(current, "hybrid"), hybrid_fractional_share, 1.0)


@unit("money_per_month")
def monthly_fee(current: Word, share: Operand, consultant__monthly_fee: Operand, fractional__monthly_fee: Operand) -> Operand:
    """Its monthly fee."""
    return np.where(np.equal(current, "consultant"), consultant__monthly_fee, share * fractional__monthly_fee)


@unit("hours_per_week")
def hours_per_week(
    current: Word, share: Operand, consultant__hours_per_week: Operand, fractional__hours_per_week: Operand
) -> Operand:
    """Its hours a week."""
    return np.where(np.equal(current, "consultant"), consultant__hours_per_week, share * fractional__hours_per_week)


@unit("yes_no")
def is_quote(current: Word) -> Condition:
    """Whether nobody external is engaged today, so that the contract is a quote."""
    engaged = np.logical_or(np.equal(current, "consultant"), np.equal(current, "fractional"))
    return np.logical_not(np.logical_or(engaged, np.equal(current, "hybrid")))


@unit("money_per_month")
def fees_paid(monthly_fee: Operand, is_quote: Condition) -> Operand:
    """External fees really paid each month in the current arrangement."""
    return np.where(is_quote, 0.0, monthly_fee)
