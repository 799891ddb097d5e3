"""Who sits where: the seats of each option, and the expected months of one seat (model, section 4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cmo_model.scenario import OptionName

Array = npt.NDArray[np.float64]
Quantities = Mapping[str, Any]
"""Scenario figures and results of the formulas by path: floats, or arrays of cases."""

SEATS: dict[OptionName, tuple[str, ...]] = {
    "owner": (),
    "consultant": ("consultant",),
    "fractional": ("fractional",),
    "hybrid": ("fractional", "coordinator"),
    "in_house": ("in_house",),
    "in_house_team": ("in_house", "coordinator"),
}
READING: dict[OptionName, str] = {
    "owner": "neither_yet",
    "consultant": "neither_yet",
    "fractional": "fractional",
    "hybrid": "hybrid",
    "in_house": "hire",
    "in_house_team": "hire",
}
HIRES: tuple[OptionName, ...] = ("in_house", "in_house_team")
CONTRACTORS = frozenset({"consultant", "fractional"})
TERMS = ("owner_time", "unmet_hours", "fees", "pay", "overhead", "recruiting", "severance")
"""The parts of a month's cost, in the order they are shown."""

WEEKS_A_MONTH = 52 / 12


def owners_hours(q: Quantities, option: OptionName) -> Any:
    """Hours a week the owner gives to marketing in an option."""
    return q["owner.hours_per_week"] if READING[option] == "neither_yet" else q["owner.oversight_hours"]


def share(q: Quantities, option: OptionName, seat: str) -> Any:
    """How much of a seat an option takes: all of it, but the hybrid's share of the fractional."""
    return q["hybrid_fractional_share"] if option == "hybrid" and seat == "fractional" else 1.0


def loaded_salary(q: Quantities, option: OptionName, seat: str) -> Any:
    """A year of an employee seat in an option; a team's coordinator is hired onto a payroll that holds the director."""
    space = "coordinator_in_team" if (option, seat) == ("in_house_team", "coordinator") else seat
    return q[f"loaded_salary.{space}.loaded_salary"]


class Occupancy:
    """A seat in expectation: vacant, ramping, productive or mis-hired, with what a month brings. Steps in place."""

    def __init__(self, q: Quantities, seat: str, vacant: Any, ramping: Any, productive: Any, mishired: Any) -> None:
        self.vacant, self.ramping, self.settled, self.mishired = vacant, ramping, productive, mishired
        self._leave = 1 / q[f"{seat}.tenure_months"]
        self._drop = 1 / q[f"{seat}.mishire_months"]
        self._fill = 1 / (1 + q[f"{seat}.months_to_fill"])
        self._ready = 1 / (1 + q[f"{seat}.months_to_ramp"])
        self._fails = q[f"{seat}.mishire_probability"]
        self._ramp_worth = q["assumptions.ramp_productivity"]
        self._mishire_worth = q["assumptions.mishire_productivity"]
        self.engaged: Any = ramping + productive + mishired
        self.before: Any = self.engaged
        self.productive: Any = 0.0
        self.leaves: Any = 0.0
        self.hires: Any = 0.0
        self.let_go: Any = 0.0

    def happens(self, use: str, chance: Any) -> Any:
        """The share of a seat to which something happens this month: in expectation, its chance."""
        del use
        return chance

    def step(self) -> None:
        """One month."""
        self.before = self.engaged
        leaving = self.happens("leave", self._leave)
        gone, lost = leaving * self.settled, leaving * self.ramping
        dropped = self.happens("drop", self._drop) * self.mishired
        self.leaves = gone + lost + dropped
        self.let_go = dropped
        vacant = self.vacant + self.leaves
        self.hires = vacant * self.happens("fill", self._fill)
        failed = self.happens("fail", self._fails) * self.hires
        ramping = self.ramping - lost + self.hires - failed
        ready = ramping * self.happens("ready", self._ready)
        self.vacant = vacant - self.hires
        self.ramping = ramping - ready
        self.settled = self.settled - gone + ready
        self.mishired = self.mishired - dropped + failed
        self.engaged = self.ramping + self.settled + self.mishired
        self.productive = self.settled + self._ramp_worth * self.ramping + self._mishire_worth * self.mishired

    def state(self) -> tuple[Any, Any, Any, Any]:
        """Vacant, ramping, productive and mis-hired, as they stand."""
        return self.vacant, self.ramping, self.settled, self.mishired


class Ended:
    """A seat that ends as the option is entered: all that was engaged leaves in the first month, then nothing."""

    def __init__(self, engaged: Any) -> None:
        self.before, self.engaged, self.productive, self.hires = 0.0, engaged, 0.0, 0.0
        self.leaves: Any = 0.0
        self.let_go: Any = 0.0

    def step(self) -> None:
        """One month."""
        self.before = self.leaves = self.let_go = self.engaged
        self.engaged = 0.0


class Bridge:
    """A contractor who covers the first hire until that hire is productive, and no later vacancy."""

    def __init__(self, q: Quantities, engaged: Any) -> None:
        self._unfilled: Any = 1.0
        self._unready: Any = 0.0
        self._fill = 1 / (1 + q["in_house.months_to_fill"])
        self._ready = 1 / (1 + q["in_house.months_to_ramp"])
        self.engaged, self.before, self.productive, self.leaves = engaged, engaged, engaged, 0.0
        self.hires = self.let_go = 0.0

    def happens(self, use: str, chance: Any) -> Any:
        """The share of the bridge to which something happens this month: in expectation, its chance."""
        del use
        return chance

    def step(self) -> None:
        """One month."""
        filled = self._unfilled * self.happens("fill", self._fill)
        self._unready = (self._unready + filled) * (1 - self.happens("ready", self._ready))
        self._unfilled = self._unfilled - filled
        self.before = self.engaged
        self.engaged = np.minimum(self.before, self._unfilled + self._unready)
        self.productive = self.engaged
        self.leaves = self.before - self.engaged
