"""The expected months of one seat (model, section 4): vacant, ramping, productive or mis-hired; ended; or bridging a first hire.

`paid` is the share of a month for which a contractor is paid, notice included.

Seats step in place, a month at a time, and write their values in the notebook under the seat's name.
"""

from __future__ import annotations

from functools import partial
from typing import Protocol

import numpy as np

from cmo_model.operands import ZERO, Operand, Values
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
    paid: Operand
    gone: bool

    def step(self, notebook: Notebook) -> None:
        """One month."""


class Seat:
    """A seat in expectation, that goes on or is new."""

    gone = False

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
        self.before = self.paid = self.engaged
        self.productive = self.leaves = self.hires = self.let_go = ZERO

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
        self.engaged = self.paid = put("engaged", self.ramping + self.settled + self.mishired)
        slow = self._ramp_worth * self.ramping + self._mishire_worth * self.mishired
        self.productive = put("productive", self.settled + slow)

    def state(self) -> State:
        """As it stands."""
        return self.vacant, self.ramping, self.settled, self.mishired


class Ended:
    """A seat that ends as the option is entered: all that was engaged leaves in the first month, then nothing.

    A contractor is paid `notice` months of what was engaged, which it does not work.
    """

    def __init__(self, engaged: Operand, notice: Operand) -> None:
        self.engaged, self._notice, self.gone, self._left = engaged, notice, False, False
        self.before = self.productive = self.leaves = self.hires = self.let_go = self.paid = ZERO

    def step(self, notebook: Notebook) -> None:
        """One month."""
        del notebook
        self.before = self.leaves = self.let_go = self.engaged
        self.engaged, self.paid = ZERO, self._notice * self.leaves
        self.gone, self._left = self._left, True


class FirstHire:
    """How far the first hire of a seat is: not found yet, or found and not productive yet. A mis-hire is not known as one."""

    def __init__(self, q: Values, seat: str, state: tuple[Operand, Operand], notebook: Notebook) -> None:
        self._owner = f"seats.{seat}.first_hire"
        self._fill = notebook.constant(f"seats.{seat}", "fill", 1 / (1 + q[f"{seat}.months_to_fill"]))
        self._ready = notebook.constant(f"seats.{seat}", "ready", 1 / (1 + q[f"{seat}.months_to_ramp"]))
        self._unfilled = notebook.put(self._owner, "unfilled", state[0])
        self._unready = notebook.put(self._owner, "unready", state[1])
        self.awaited = self._unfilled + self._unready

    def happens(self, use: str, chance: Operand) -> Operand:
        """The share of the hire to which something happens this month: in expectation, its chance."""
        del use
        return chance

    def step(self, notebook: Notebook) -> None:
        """One month; `awaited` is the share that is not productive yet."""
        filled = self._unfilled * self.happens("fill", self._fill)
        unready = (self._unready + filled) * (1 - self.happens("ready", self._ready))
        self._unready = notebook.put(self._owner, "unready", unready)
        self._unfilled = notebook.put(self._owner, "unfilled", self._unfilled - filled)
        self.awaited = notebook.put(self._owner, "awaited", self._unfilled + self._unready)

    def state(self) -> tuple[Operand, Operand]:
        """As it stands."""
        return self._unfilled, self._unready


class Bridge:
    """A contractor who covers a first hire until that hire is productive, and no later vacancy.

    Notice is given at the change, `months` months ago: what leaves is paid for what is left of it.
    """

    gone = False

    def __init__(self, seat: str, engaged: Operand, covered: FirstHire, notice: Operand, months: int, notebook: Notebook) -> None:
        self._owner, self._covered, self._notice, self.months = f"seats.{seat}.bridge", covered, notice, months
        self.engaged = self.before = self.productive = notebook.put(self._owner, "engaged", engaged)
        self.leaves = self.hires = self.let_go = self.paid = ZERO

    def step(self, notebook: Notebook) -> None:
        """One month, after that of the hire it covers."""
        self.before = self.engaged
        self.engaged = notebook.put(self._owner, "engaged", np.minimum(self.before, self._covered.awaited))
        self.productive = self.engaged
        self.leaves = notebook.put(self._owner, "leaves", self.before - self.engaged)
        self.paid = notebook.put(self._owner, "billed", self.engaged + self.leaves * np.maximum(0.0, self._notice - self.months))
        self.months += 1
