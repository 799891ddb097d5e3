"""Stay, prepare, hire: where a yearly advantage that wanders is large enough to act on, given what acting and undoing cost.

Hysteresis of entry and exit (model, section 8): between the two thresholds the better decision is to wait and prepare.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from cmo_model.decision import Decision
from cmo_model.decision.records import Record
from cmo_model.rules.roles import WEEKS_A_YEAR
from cmo_model.scenario import OptionName
from cmo_model.scenario.options import OPTIONS, hires, is_contractor

VOLATILITY = 0.20
"""Share of the in-house loaded salary that the advantage wanders by in a year, when the scenario says nothing: our assumption."""
_NEGLIGIBLE = 1e-9
"""Below it beside the other, the discount or the volatility changes nothing that the equation could still tell from rounding."""


class Zones(Record):
    """The yearly advantage once settled, what getting there and coming back cost, the two thresholds, and the zone."""

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
    certain, undiscounted = rate * cost / 2, math.cbrt(0.75 * volatility**2 * cost)
    if min(certain, undiscounted) <= _NEGLIGIBLE * max(certain, undiscounted):
        return certain + undiscounted
    from scipy.optimize import brentq  # here, for a decision without its risk must not wait for it

    length = volatility / math.sqrt(2 * rate)
    return float(brentq(lambda half: half - length * math.tanh(half / length) - certain, 0.0, 2 * (certain + undiscounted)))


def zones(decision: Decision) -> Zones | None:
    """The zones of a decision; none when an in-house seat exists already or the horizon is under 24 months."""
    scenario, timing = decision.scenario, decision.timing
    if timing is None or scenario.horizon_months < 24:
        return None
    option = max(hires(), key=lambda o: decision.options[o].npv)
    hired, stayed = ({name: np.array(column) for name, column in decision.months[o].items()} for o in (option, timing.base))
    gain = (hired["extra_margin"] - hired["cost"]) - (stayed["extra_margin"] - stayed["cost"])
    yearly = float(gain[12:24].sum())
    enter = max(0.0, yearly - float(gain[:12].sum()))
    leave = 0.0
    for seat in OPTIONS[option].seats:
        employee = getattr(scenario, seat)
        leave += employee.severance_weeks / WEEKS_A_YEAR * employee.base_salary
    for seat in OPTIONS[timing.base].seats:
        if is_contractor(seat):
            share = OPTIONS[timing.base].shares.get(seat)
            taken = 1.0 if share is None else scenario.value(share)
            leave += 2 * taken * getattr(scenario, seat).monthly_fee
    given = scenario.advantage_volatility
    volatility = VOLATILITY * decision.loaded_salary["in_house"].loaded_salary if given is None else given
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
