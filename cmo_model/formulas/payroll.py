"""Loaded salary of one employee seat (model, section 1): what the employer pays in a year, all in.

The statutory lines are data; here are the three ways a line charges and the four rules around them. Money is a year's dollars.
The health services fund is computed in whole cents and hundredths of a percent so that its half-up rounding is exact in floats.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from cmo_model.formulas.quotient import Number
from cmo_model.graph import unit


@unit("money")
def cash_pay(base_salary: Number, bonus_rate: Number) -> Number:
    """Salary and bonus paid in the year."""
    return base_salary * (1 + bonus_rate)


@unit("money")
def benefits(base_salary: Number, benefits_rate: Number) -> Number:
    """Group insurance and retirement savings; vacation is inside the salary and never added."""
    return benefits_rate * base_salary


@unit("money")
def loaded_salary(cash_pay: Number, employer_contributions: Number, benefits: Number) -> Number:
    """Everything a year of the seat costs the employer in pay and charges."""
    return cash_pay + employer_contributions + benefits


def band(cash_pay: Number, lower: float, upper: float | None, rate: Number) -> Number:
    """A rate on the slice of pay between two bounds."""
    return rate * np.maximum(np.minimum(cash_pay, np.inf if upper is None else upper) - lower, 0.0)


def graduated_levy(payroll: Number, low_percent: Number, lower: float, upper: float, high_percent: float) -> Number:
    """The levy on a whole payroll whose percentage climbs in a straight line and is rounded half up to two decimals."""
    millions = (upper - lower) / 1e6
    slope = np.floor((high_percent - low_percent) / millions * 1e4 + 0.5)  # percent per M$, in ten-thousandths
    intercept = np.rint(low_percent * 1e4) - slope * (lower / 1e6)
    cents = np.rint(payroll * 100)
    between = np.floor((intercept * 1e8 + slope * cents + 5e9) / 1e10)  # hundredths of a percent
    hundredths = np.where(payroll <= lower, low_percent * 100, np.where(payroll >= upper, high_percent * 100, between))
    return payroll * hundredths / 1e4


def whole_above_levy(payroll: Number, threshold: float, rate: float) -> Number:
    """A share of the whole payroll once it exceeds the threshold."""
    return np.where(payroll > threshold, rate * payroll, 0.0)


def by_sector(sector: Any, values: Mapping[str, float]) -> Number:
    """The value of the firm's sector; `sector` may be an array of names."""
    return np.select([np.asarray(sector) == name for name in values], list(values.values()), default=np.nan)


def marginal(levy: Callable[[Number], Number], payroll: Number, cash_pay: Number) -> Number:
    """What a hire adds to a levy on the whole payroll: it pays for the whole step it causes."""
    return levy(payroll + cash_pay) - levy(payroll)
