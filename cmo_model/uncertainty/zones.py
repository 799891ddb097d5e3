"""Stay, prepare, hire: where a yearly advantage that wanders is large enough to act on, given what acting and undoing cost.

Hysteresis of entry and exit (model, section 8): between the two thresholds the better decision is to wait and prepare.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from cmo_model.decision import Decision
from cmo_model.projection import CONTRACTORS, HIRES, SEATS
from cmo_model.scenario import OptionName

VOLATILITY = 0.20
"""Share of the in-house loaded salary that the advantage wanders by in a year, when the scenario says nothing: our assumption."""


class Zones(BaseModel):
    """The yearly advantage once settled, what getting there and coming back cost, the two thresholds, and the zone."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    option: OptionName
    base: OptionName
    yearly_advantage: float
    cost_to_enter: float
    cost_to_leave: float
    volatility: float
    hire_above: float
    stay_below: float
    zone: Literal["stay", "prepare", "hire"]


def half_width(rate: float, volatility: float, cost: float) -> float:
    """Half the distance between the thresholds, in dollars a year; `cost` is that of entering and leaving together."""
    if volatility == 0:
        return rate * cost / 2
    if rate == 0:
        return float(np.cbrt(0.75 * volatility**2 * cost))
    slope = np.sqrt(2 * rate) / volatility
    goal = rate * cost / 2 * slope  # solve y - tanh(y) = goal for y = slope times the half-width
    low, high = 0.0, goal + 1.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if middle - np.tanh(middle) < goal else (low, middle)
    return float(high / slope)


def zones(decision: Decision) -> Zones | None:
    """The zones of a decision; none when an in-house seat exists already or the horizon is under 24 months."""
    scenario, timing = decision.scenario, decision.timing
    if timing is None or scenario.horizon_months < 24:
        return None
    option = max(HIRES, key=lambda o: decision.options[o].npv)
    hired, stayed = ({name: np.array(column) for name, column in decision.months[o].items()} for o in (option, timing.base))
    gain = (hired["extra_margin"] - hired["cost"]) - (stayed["extra_margin"] - stayed["cost"])
    yearly = float(gain[12:24].sum())
    enter = max(0.0, yearly - float(gain[:12].sum()))
    leave = 0.0
    for seat in SEATS[option]:
        employee = getattr(scenario, seat)
        leave += employee.severance_weeks / 52 * employee.base_salary
    for seat in SEATS[timing.base]:
        if seat in CONTRACTORS:
            share = scenario.hybrid_fractional_share if timing.base == "hybrid" else 1.0
            leave += 2 * share * getattr(scenario, seat).monthly_fee
    given = scenario.advantage_volatility
    volatility = VOLATILITY * decision.loaded_salary.in_house.loaded_salary if given is None else given
    rate = scenario.discount_rate
    half, centre = half_width(rate, volatility, enter + leave), rate * (enter - leave) / 2
    above, below = centre + half, centre - half
    zone: Literal["stay", "prepare", "hire"] = "hire" if yearly >= above else "stay" if yearly <= below else "prepare"
    return Zones(
        option=option,
        base=timing.base,
        yearly_advantage=yearly,
        cost_to_enter=enter,
        cost_to_leave=leave,
        volatility=volatility,
        hire_above=above,
        stay_below=below,
        zone=zone,
    )
