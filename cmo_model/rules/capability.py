"""How much of what leadership could bring the firm has, and what that does to its customers and margin (model, sections 5 to 7)."""

from __future__ import annotations

from functools import partial

import numpy as np

from cmo_model.operands import ONE, ZERO, Operand, Values, quotient, total
from cmo_model.rules.market import CLOCK, Clock, Market
from cmo_model.rules.notebook import Notebook
from cmo_model.scenario.options import OPTIONS, OptionName

WEEKS_A_MONTH = 52 / 12


def owners_hours(q: Values, option: OptionName) -> Operand:
    """Hours a week the owner gives to marketing in an option."""
    return q["owner.hours_per_week"] if OPTIONS[option].owner_leads else q["owner.oversight_hours"]


def share(q: Values, option: OptionName, seat: str) -> Operand:
    """How much of a seat an option takes: all of it, unless the table names a share."""
    named = OPTIONS[option].shares.get(seat)
    return ONE if named is None else q[named]


def coverage(led: Operand, need: Operand, exponent: Operand) -> Operand:
    """Share of the need that is led, to the exponent; 1 when there is no need."""
    return np.minimum(1.0, quotient(led, need, ONE)) ** exponent


def capability_today(q: Values, current: OptionName) -> Operand:
    """Coverage of the current arrangement, fully productive, at today's hours."""
    led = [owners_hours(q, current) * q["owner.leadership"]]
    for seat in OPTIONS[current].seats:
        led.append(share(q, current, seat) * q[f"{seat}.hours_per_week"] * q[f"{seat}.leadership"])
    return coverage(total(led), q["workload.hours_per_week"], q["assumptions.coverage_exponent"])


class Growth:
    """Capability, customers, margin and cost as the months go: of one option, or of several at once, stacked on a first axis."""

    def __init__(
        self, q: Values, owner: str, state: tuple[Operand, Operand], today: Operand, market: Market, notebook: Notebook
    ) -> None:
        """`state` is capability and customers at the start; `today` is the capability that margins are counted from."""
        self._owner, self._today, self._market = owner, today, market
        self.capability = notebook.put(owner, "capability", state[0])
        self.customers = notebook.put(owner, "customers", state[1])
        self._unmet_cost = q["assumptions.unmet_share"] * q["assumptions.unmet_hour_cost"] * WEEKS_A_MONTH
        self._exponent = q["assumptions.coverage_exponent"]
        self._forgets = 1 - q["memory"]
        self._learns = notebook.constant(CLOCK, "learns", -np.expm1(-1 / q["assumptions.learning_months"]))
        self.margin = self.cost_pv = self.extra_margin_pv = self.lift = ZERO

    def month(self, hours: tuple[Operand, Operand, Operand, Operand], paid: Operand, clock: Clock, notebook: Notebook) -> None:
        """One month, from hours a week led, covered, held before it and lost in it, and from what time and seats cost."""
        put = partial(notebook.put, self._owner)
        led, covered, held, lost = hours
        covering = put("coverage", coverage(led, clock.need, self._exponent))
        kept = self.capability * (1 - self._forgets * put("loss", quotient(lost, held, ZERO)))
        self.capability = put("capability", kept + self._learns * (covering - kept))
        self.lift = put("lift", self.capability - self._today)
        customers, margin = self._market.month(self.customers, self.lift, clock)
        self.customers, self.margin = put("customers", customers), put("extra_margin", margin)
        unmet = put("unmet_hours", np.maximum(0.0, clock.need - covered) * self._unmet_cost)
        self.cost_pv = put("cost_pv", self.cost_pv + clock.discount * put("cost", paid + unmet))
        self.extra_margin_pv = put("extra_margin_pv", self.extra_margin_pv + clock.discount * self.margin)

    @property
    def sales(self) -> Operand:
        """Sales of the month."""
        return self._market.sales(self.customers, self.lift)
