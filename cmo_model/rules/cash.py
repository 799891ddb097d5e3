"""What the firm earns and pays in an option against carrying on as today, month by month and undiscounted (model, section 7)."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import numpy as np

from cmo_model.operands import ZERO, Operand
from cmo_model.rules.notebook import Notebook


class Flows(Protocol):
    """What cash reads of an option each month: margin gained, and what its seats cost."""

    option: str
    outlay: Operand

    @property
    def margin(self) -> Operand:
        """Margin of the month above that of a firm led as today."""


class CashRun:
    """The cash of one option: its sum, the lowest it has been and when, without the owner's time, unmet hours and the tail.

    `even` counts the months since the sum last rose to zero or above.
    """

    def __init__(self, run: Flows, today: Flows, notebook: Notebook) -> None:
        self._run, self._today = run, today
        starts = (("cash_total", ZERO), ("cash_low", ZERO), ("cash_low_month", ZERO), ("cash_even", ZERO))
        self.total, self.low, self.low_month, self.even = (notebook.put(run.option, *at) for at in starts)
        self.by_year: list[Operand] = []
        self._year_before: Operand = ZERO

    def month(self, notebook: Notebook) -> None:
        """One month, after those of both options."""
        run, today, put = self._run, self._today, partial(notebook.put, self._run.option)
        flow = put("cash", (run.margin - today.margin) - (run.outlay - today.outlay))
        self.total = put("cash_total", self.total + flow)
        self.low_month = put("cash_low_month", np.where(self.total < self.low, notebook.month, self.low_month))
        self.low = put("cash_low", np.minimum(self.low, self.total))
        self.even = put("cash_even", np.where(self.total >= 0, self.even + 1, 0.0))
        if notebook.month % 12 == 1:
            self.by_year.append(ZERO)
        self.by_year[-1] = self.total - self._year_before
        if notebook.month % 12 == 0:
            self._year_before = self.total
