"""Pillar 3, brand: pricing power, friction in the sale, and how long spend lasts as an asset (model, section 3)."""

from __future__ import annotations

import numpy as np

from cmo_model.graph import unit
from cmo_model.operands import Operand, quotient


@unit("money_per_year")
def price_premium_value(
    company__annual_revenue: Operand,
    leadership_effect__price_premium: Operand,
    leadership_effect__price_elasticity: Operand,
    company__contribution_margin: Operand,
) -> Operand:
    """A year's margin from the premium, customers lost to it included; below zero, the premium is not taken."""
    price = 1 + leadership_effect__price_premium
    kept = price**-leadership_effect__price_elasticity
    return company__annual_revenue * (kept * (price - (1 - company__contribution_margin)) - company__contribution_margin)


@unit("share")
def break_even_volume_loss(leadership_effect__price_premium: Operand, company__contribution_margin: Operand) -> Operand:
    """The share of volume that the premium can lose before it costs money."""
    return quotient(leadership_effect__price_premium, company__contribution_margin + leadership_effect__price_premium)


@unit("number")
def highest_elasticity(leadership_effect__price_premium: Operand, company__contribution_margin: Operand) -> Operand:
    """The price elasticity above which the premium loses money."""
    premium = leadership_effect__price_premium
    at_premium = quotient(np.log1p(premium / company__contribution_margin), np.log1p(premium))
    return np.where(premium == 0, quotient(1.0, company__contribution_margin), at_premium)


@unit("money")
def brand_capital(brand__annual_brand_spend: Operand, brand__depreciation_rate: Operand) -> Operand:
    """The stock that a steady brand spend sustains."""
    return quotient(brand__annual_brand_spend, brand__depreciation_rate)


@unit("share")
def left_after_three_years(brand__depreciation_rate: Operand) -> Operand:
    """What is left of a dollar of brand spend after three years."""
    return (1 - brand__depreciation_rate) ** 3


@unit("money_per_day")
def sales_velocity_per_day(
    sales__open_opportunities: Operand, sales__win_rate: Operand, sales__deal_value: Operand, sales__cycle_days: Operand
) -> Operand:
    """Sales that the pipeline yields each day."""
    return quotient(sales__open_opportunities * sales__win_rate * sales__deal_value, sales__cycle_days)


@unit("money_per_day")
def sales_velocity_led_per_day(sales_velocity_per_day: Operand, leadership_effect__win_rate_lift: Operand) -> Operand:
    """The same with the win rate of a fully led firm."""
    return sales_velocity_per_day * (1 + leadership_effect__win_rate_lift)
