"""The expected months of one seat (model, section 4): vacant, ramping, productive or mis-hired; ended; or bridging a first hire.

Seats step in place, a month at a time, and write their values in the notebook under the seat's name.
"""

from __future__ import annotations

from functools import partial
from typing import Protocol

import numpy as np

from cmo_model.operands import ONE, ZERO, Operand, Values
from cmo_model.rules.notebook import Notebook

State = tuple[Operand, Operand, Operand, Operand]
"""Vacant, ramping, productive, mis-hired: shares of a seat that add up to 1."""
DIRECTOR = "in_house"
"""The seat whose first hire a bridge covers."""


class Occupancy(Protocol):
    """What an option reads of a seat each month."""

    engaged: Operand
    before: Operand
    productive: Operand
    leaves: Operand
    hires: Operand
    let_go: Operand

    def step(self, notebook: Notebook) -> None:
        """One month."""


class Seat:
    """A seat in expectation, that goes on or is new."""

    def __init__(self, q: Values, seat: str, state: State, notebook: Notebook) -> None:
        owner = self._owner = f"seats.{seat}"
        self._leave = notebook.constant(owner, "leave", 1 / q[f"{seat}.tenure_months"])
        self._drop = notebook.constant(owner, "drop", 1 / q[f"{seat}.mishire_months"])
        self._fill = notebook.constant(owner, "fill", 1 / (1 + q[f"{seat}.months_to_fill"]))
        self._ready = notebook.constant(owner, "ready", 1 / (1 + q[f"{seat}.months_to_ramp"]))
        self._fails = q[f"{seat}.mishire_probability"]
        self._ramp_worth = q["assumptions.ramp_productivity"]
        self._mishire_worth = q["assumptions.mishire_productivity"]
        names = ("vacant", "ramping", "settled", "mishired")
        started = [notebook.put(owner, name, part) for name, part in zip(names, state, strict=True)]
        self.vacant, self.ramping, self.settled, self.mishired = started
        self.engaged = notebook.put(owner, "engaged", self.ramping + self.settled + self.mishired)
        self.before, self.productive, self.leaves, self.hires, self.let_go = self.engaged, ZERO, ZERO, ZERO, ZERO

    def happens(self, use: str, chance: Operand) -> Operand:
        """The share of a seat to which something happens this month: in expectation, its chance."""
        del use
        return chance

    def step(self, notebook: Notebook) -> None:
        """One month."""
        put = partial(notebook.put, self._owner)
        self.before = self.engaged
        leaving = self.happens("leave", self._leave)
        gone, lost = leaving * self.settled, leaving * self.ramping
        self.let_go = put("let_go", self.happens("drop", self._drop) * self.mishired)
        self.leaves = put("leaves", gone + lost + self.let_go)
        vacant = self.vacant + self.leaves
        self.hires = put("hires", vacant * self.happens("fill", self._fill))
        failed = self.happens("fail", self._fails) * self.hires
        climbing = put("climbing", self.ramping - lost + self.hires - failed)
        ready = climbing * self.happens("ready", self._ready)
        self.vacant = put("vacant", vacant - self.hires)
        self.ramping = put("ramping", climbing - ready)
        self.settled = put("settled", self.settled - gone + ready)
        self.mishired = put("mishired", self.mishired - self.let_go + failed)
        self.engaged = put("engaged", self.ramping + self.settled + self.mishired)
        slow = self._ramp_worth * self.ramping + self._mishire_worth * self.mishired
        self.productive = put("productive", self.settled + slow)

    def state(self) -> State:
        """As it stands."""
        return self.vacant, self.ramping, self.settled, self.mishired


class Ended:
    """A seat that ends as the option is entered: all that was engaged leaves in the first month, then nothing."""

    def __init__(self, engaged: Operand) -> None:
        self.engaged = engaged
        self.before = self.productive = self.leaves = self.hires = self.let_go = ZERO

    def step(self, notebook: Notebook) -> None:
        """One month."""
        del notebook
        self.before = self.leaves = self.let_go = self.engaged
        self.engaged = ZERO


class Bridge:
    """A contractor who covers the first hire until that hire is productive, and no later vacancy."""

    def __init__(self, q: Values, seat: str, engaged: Operand, notebook: Notebook) -> None:
        owner = self._owner = f"seats.{seat}.bridge"
        self._fill = notebook.constant(owner, "fill", 1 / (1 + q[f"{DIRECTOR}.months_to_fill"]))
        self._ready = notebook.constant(owner, "ready", 1 / (1 + q[f"{DIRECTOR}.months_to_ramp"]))
        self._unfilled = notebook.put(owner, "unfilled", ONE)
        self._unready = notebook.put(owner, "unready", ZERO)
        self.engaged = self.before = self.productive = notebook.put(owner, "engaged", engaged)
        self.leaves = self.hires = self.let_go = ZERO

    def happens(self, use: str, chance: Operand) -> Operand:
        """The share of the bridge to which something happens this month: in expectation, its chance."""
        del use
        return chance

    def step(self, notebook: Notebook) -> None:
        """One month."""
        filled = self._unfilled * self.happens("fill", self._fill)
        unready = (self._unready + filled) * (1 - self.happens("ready", self._ready))
        self._unready = notebook.put(self._owner, "unready", unready)
        self._unfilled = notebook.put(self._owner, "unfilled", self._unfilled - filled)
        self.before = self.engaged
        self.engaged = notebook.put(self._owner, "engaged", np.minimum(self.before, self._unfilled + self._unready))
        self.productive = self.engaged
        self.leaves = notebook.put(self._owner, "leaves", self.before - self.engaged)
