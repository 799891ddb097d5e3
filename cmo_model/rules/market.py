"""What a month is worth: the clock that every option shares, and the market that leadership moves (model, sections 4 to 6).

Growth and discount factors advance by one multiplication a month, so that no power is taken that does not have to be: only
coverage, retention and price take one.
"""

from __future__ import annotations

import numpy as np

from cmo_model.operands import ONE, Operand, Values
from cmo_model.rules.notebook import Notebook
from cmo_model.scenario.options import SEATS, is_contractor

CLOCK = "clock"
"""The name under which the notebook finds what every option shares."""


class _Index:
    """A yearly rate as a monthly factor, standing at the month before the first and advanced month by month."""

    def __init__(self, notebook: Notebook, name: str, rate: Operand, past: Operand) -> None:
        self._name = name
        self._step = notebook.constant(CLOCK, f"step.{name}", (1 + rate) ** (1 / 12))
        self.level = self._step**past

    def put(self, notebook: Notebook, level: Operand) -> Operand:
        self.level = notebook.put(CLOCK, self._name, level)
        return self.level

    def advance(self, notebook: Notebook) -> Operand:
        return self.put(notebook, self.level * self._step)


class Clock:
    """What month `t` brings to every option alike: need, prices, customers bought, the base without any change of leadership.

    `first` is the month of entry, a number or an array of them. Everything stands at the month before and advances by `tick`.
    Customers who come by themselves are reckoned from what growth needs beyond those kept and bought. `reckoned` are the figures
    that they were reckoned from, where retention or what is bought turned out to be others: who comes is then as expected.
    """

    need: Operand
    paid: Operand
    organic: Operand
    base_margin: Operand

    def __init__(
        self, q: Values, first: Operand, customers_base: Operand, notebook: Notebook, reckoned: Values | None = None
    ) -> None:
        self._q, self._started = q, False
        past = np.subtract(first, 1)
        seats = [seat for seat in SEATS if f"{seat}.hours_per_week" in q]
        self._contractors = [seat for seat in seats if is_contractor(seat)]
        growth = q["workload.annual_growth"]
        self._need = _Index(notebook, "need", growth, past)
        self._need.level = q["workload.hours_per_week"] * self._need.level
        self._fees = {seat: _Index(notebook, f"fee_index.{seat}", q[f"{seat}.fee_growth"], past) for seat in self._contractors}
        self._salaries = {
            seat: _Index(notebook, f"salary_index.{seat}", q[f"{seat}.salary_growth"], past)
            for seat in seats
            if seat not in self._contractors
        }
        self._follows, self._most = {}, {}
        taxed = 1 + q["sales_tax"]
        self._fee_today = {seat: q[f"{seat}.monthly_fee"] * taxed for seat in self._contractors}
        for seat in self._contractors:
            if f"{seat}.follows_need" in q:
                rate = (1 + growth) ** q[f"{seat}.follows_need"] - 1
                self._follows[seat] = _Index(notebook, f"following.{seat}", rate, past)
                most = np.maximum(1.0, q[f"{seat}.most_hours_per_week"] / q[f"{seat}.hours_per_week"])
                self._most[seat] = notebook.constant(CLOCK, f"most.{seat}", most)
        self._revenue = _Index(notebook, "revenue_index", q["company.revenue_growth"], past)
        keep, bought = _kept_and_bought(q)
        self._bought = notebook.constant(CLOCK, "bought", bought)
        self._keep = notebook.constant(CLOCK, "keep", keep)
        self._reckoned = None if reckoned is None else _kept_and_bought(reckoned)
        self.customers_base = notebook.put(CLOCK, "customers_base", customers_base)
        self._discount_step = notebook.constant(CLOCK, "step.discount", (1 + q["discount_rate"]) ** (-1 / 12))
        self.discount = ONE
        self.fee: dict[str, Operand] = {}
        self.follow: dict[str, Operand] = {}
        self.salary_index: dict[str, Operand] = {}
        monthly = q["company.annual_revenue"] / q["customers.active"] / 12
        self._unled_margin = notebook.constant(CLOCK, "unled_margin", monthly * q["company.contribution_margin"])

    def tick(self, notebook: Notebook) -> None:
        """Advance to the next month."""
        q, put = self._q, notebook.put
        self.discount = put(CLOCK, "discount", self.discount * self._discount_step)
        self.need = self._need.advance(notebook)
        self.follow = {
            seat: put(CLOCK, f"follow.{seat}", np.minimum(index.advance(notebook), self._most[seat]))
            for seat, index in self._follows.items()
        }
        prices = {**self._fees, **self._salaries}
        for index in prices.values():  # a price stands for a whole month: the first month's is today's
            index.advance(notebook) if self._started else index.put(notebook, index.level)
        for seat in self._contractors:
            level = self._fee_today[seat] * self._fees[seat].level
            self.fee[seat] = put(CLOCK, f"fee.{seat}", level * self.follow[seat] if seat in self.follow else level)
        self.salary_index = {seat: index.level for seat, index in self._salaries.items()}
        before = self._revenue.level
        self.paid = put(CLOCK, "paid", self._bought * before)
        grown, active = self._revenue.advance(notebook), q["customers.active"]
        keep, paid = (self._keep, self.paid) if self._reckoned is None else (self._reckoned[0], self._reckoned[1] * before)
        self.organic = put(CLOCK, "organic", np.maximum(0.0, active * grown - active * before * keep - paid))
        self.customers_base = put(CLOCK, "customers_base", self.customers_base * self._keep + self.paid + self.organic)
        self.base_margin = put(CLOCK, "margin_base", self.customers_base * self._unled_margin)
        self._started = True


def _kept_and_bought(q: Values) -> tuple[Operand, Operand]:
    """The share of customers that stays a month, and those bought in the first."""
    bought = np.where(np.equal(q["acquisition.monthly_spend"], 0), 0.0, q["acquisition.monthly_new_customers"])
    return q["customers.annual_retention"] ** (1 / 12), bought[()] if isinstance(bought, np.ndarray) else bought


class Market:
    """What leadership does to customers and margin (model, section 6), given capability above or below today's."""

    def __init__(self, q: Values, notebook: Notebook) -> None:
        self._retention = q["customers.annual_retention"]
        self._ceiling = notebook.constant(CLOCK, "ceiling", np.maximum(self._retention, 0.995))
        self._wins, self._buys = q["leadership_effect.win_rate_lift"], q["leadership_effect.acquisition_lift"]
        self._stays = q["leadership_effect.retention_lift"]
        taken = np.where(np.greater(q["pillars.brand.price_premium_value"], 0), q["leadership_effect.price_premium"], 0.0)
        self._premium = notebook.constant(CLOCK, "premium", taken[()] if isinstance(taken, np.ndarray) else taken)
        self._priced = bool(np.any(np.greater(self._premium, 0)))
        self._sensitivity = -q["leadership_effect.price_elasticity"]
        self._margin = q["company.contribution_margin"]
        self._variable = 1 - self._margin
        self._revenue = notebook.constant(CLOCK, "revenue", q["company.annual_revenue"] / q["customers.active"] / 12)

    def month(self, customers: Operand, lift: Operand, clock: Clock) -> tuple[Operand, Operand]:
        """Customers at the end of the month and the margin above the base's, `lift` being capability less today's."""
        kept = lift * self._stays
        kept += 1  # in place with a plain number only: another figure may be the wider array
        kept = np.minimum(self._ceiling, np.maximum(0.0, kept * self._retention))
        kept **= 1 / 12
        bought = lift * self._buys
        bought += 1
        won = lift * self._wins  # never under −1: a win rate at most doubles, and capability is within 0 and 1
        won += 1
        customers = kept * customers + (np.maximum(0.0, bought) * clock.paid + clock.organic) * won
        return customers, self._gross(customers, lift) - clock.base_margin

    def sales(self, customers: Operand, lift: Operand) -> Operand:
        """Sales of the month, of which `_gross` is what is left after the variable cost."""
        if not self._priced:
            return customers * self._revenue
        return customers * self._revenue * (1 + lift * self._premium) ** (1 + self._sensitivity)

    def _gross(self, customers: Operand, lift: Operand) -> Operand:
        """Gross margin of the month."""
        if not self._priced:
            return customers * self._revenue * self._margin
        price = lift * self._premium
        price += 1
        return customers * self._revenue * (price**self._sensitivity * (price - self._variable))
