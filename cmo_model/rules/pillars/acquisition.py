"""Pillar 1, acquisition: what a dollar of media brings back, and what it must (model, section 3)."""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Operand, Word, quotient


@unit("money_per_year")
def revenue_per_customer(company__annual_revenue: Operand, customers__active: Operand) -> Operand:
    """A year's revenue from one active customer."""
    return quotient(company__annual_revenue, customers__active)


@unit("money")
def cac(acquisition__monthly_spend: Operand, acquisition__monthly_new_customers: Operand) -> Operand:
    """Media spend for one customer bought; NaN when none is."""
    return quotient(acquisition__monthly_spend, acquisition__monthly_new_customers)


@unit("ratio")
def ratio(
    acquisition__monthly_new_customers: Operand,
    revenue_per_customer: Operand,
    acquisition__monthly_spend: Operand,
) -> Operand:
    """Twelve months of revenue for each dollar of media; NaN without spend."""
    return quotient(acquisition__monthly_new_customers * revenue_per_customer, acquisition__monthly_spend)


@unit("zone")
def zone(ratio: Operand, thresholds__acquisition_low: Operand, thresholds__acquisition_high: Operand) -> Word:
    """Below, inside or above the article's 3:1 to 5:1."""
    upper = np.where(ratio <= thresholds__acquisition_high, "inside", "above")
    return np.where(np.isnan(ratio), "", np.where(ratio < thresholds__acquisition_low, "below", upper))


@unit("ratio")
def break_even_ratio(company__contribution_margin: Operand) -> Operand:
    """The ratio at which media pays for itself."""
    return quotient(1.0, company__contribution_margin)


@unit("ratio")
def break_even_ratio_with_fees(
    signals__external__fees_paid: Operand, acquisition__monthly_spend: Operand, company__contribution_margin: Operand
) -> Operand:
    """The ratio at which media pays for itself and for the fees; NaN without spend."""
    return (1 + quotient(signals__external__fees_paid, acquisition__monthly_spend)) / company__contribution_margin


@unit("share")
def contribution_roi(company__contribution_margin: Operand, ratio: Operand) -> Operand:
    """Margin left after media, for each dollar of media."""
    return company__contribution_margin * ratio - 1


@unit("months")
def payback_months(cac: Operand, revenue_per_customer: Operand, company__contribution_margin: Operand) -> Operand:
    """Months of margin that pay back the cost of a customer."""
    return quotient(cac, revenue_per_customer * company__contribution_margin / 12)


@unit("money_per_month")
def spend_for_low_target_to_cover_fees(
    signals__external__fees_paid: Operand, company__contribution_margin: Operand, thresholds__acquisition_low: Operand
) -> Operand:
    """Monthly spend from which the article's 3:1 covers the fees; NaN where it never does."""
    surplus = thresholds__acquisition_low * company__contribution_margin - 1
    return quotient(signals__external__fees_paid, np.where(surplus > 0, surplus, np.nan))


@unit("ratio")
def profit_maximising_ratio(company__contribution_margin: Operand, assumptions__response_elasticity: Operand) -> Operand:
    """The average ratio at which the next dollar of media stops paying."""
    return quotient(1.0, company__contribution_margin * assumptions__response_elasticity)
