"""Three figures that the months carry: what leavers leave behind, the tax on what is bought, and what a customer is worth later.

They stand at the top of the decision's figures: `memory`, `sales_tax`, `tail_margin` (model, sections 4, 5 and 7).
"""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Condition, Operand, quotient

UNKNOWN_MEMORY = 0.5
"""What is taken where neither a figure nor an answer says how much is written down: our assumption."""


@unit("share")
def memory(assumptions__memory: Operand, signals__data_culture__memory: Operand) -> Operand:
    """Share of what leavers knew that stays: as typed, else as the answers about memory say, else a half."""
    scored = np.where(np.isnan(signals__data_culture__memory), UNKNOWN_MEMORY, signals__data_culture__memory / 100)
    return np.where(np.isnan(assumptions__memory), scored, assumptions__memory)


@unit("share")
def sales_tax(company__recovers_sales_tax: Condition, law__sales_tax: Operand) -> Operand:
    """Sales tax on fees and searches that the firm bears: none when it recovers it."""
    return np.where(company__recovers_sales_tax, 0.0, law__sales_tax)


@unit("money")
def tail_margin(
    company__annual_revenue: Operand,
    customers__active: Operand,
    company__contribution_margin: Operand,
    customers__annual_retention: Operand,
    discount_rate: Operand,
    assumptions__tail_months: Operand,
) -> Operand:
    """Margin of a customer there at the horizon over the months after it, seen from it; they leave at today's pace."""
    kept = (customers__annual_retention / (1 + discount_rate)) ** (1 / 12)
    months = kept * quotient(1 - kept**assumptions__tail_months, 1 - kept, assumptions__tail_months)
    return company__annual_revenue / customers__active / 12 * company__contribution_margin * months
