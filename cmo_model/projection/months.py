"""What a month is worth: the clock that every option shares, and the market that leadership moves (model, sections 4 to 6)."""

from __future__ import annotations

from typing import Any

import numpy as np

from cmo_model.projection.seats import CONTRACTORS, Quantities


class Clock:
    """What month `t` brings to every option alike: need, prices, customers bought, the base without any change of leadership.

    `first` is the month of entry, a number or an array of them. Factors stand at the month before and advance by `tick`.
    """

    def __init__(self, q: Quantities, first: Any, customers_base: Any) -> None:
        past = (np.asarray(first, float) - 1)[()]

        def index(rate: Any) -> tuple[Any, Any]:
            monthly = (1 + rate) ** (1 / 12)
            return monthly, monthly**past

        self.q = q
        self._need_step, need = index(q["workload.annual_growth"])
        self.need = q["workload.hours_per_week"] * need
        self._follow_step, self._follow = index((1 + q["workload.annual_growth"]) ** q["fractional.follows_need"] - 1)
        self._most = np.maximum(1.0, q["fractional.most_hours_per_week"] / q["fractional.hours_per_week"])
        self._fees = {seat: index(q[f"{seat}.fee_growth"]) for seat in sorted(CONTRACTORS)}
        self._salaries = {seat: index(q[f"{seat}.salary_growth"]) for seat in ("coordinator", "in_house")}
        self._revenue_step, revenue = index(q["company.revenue_growth"])
        self._active = q["customers.active"] * revenue
        self._paid = q["acquisition.monthly_new_customers"] * revenue
        self.keep = q["customers.annual_retention"] ** (1 / 12)
        self.customers_base = customers_base
        self._discount_step = (1 + q["discount_rate"]) ** (-1 / 12)
        self.discount: Any = 1.0
        self.month = 0
        self.fee: dict[str, Any] = {}
        self.follow: dict[str, Any] = {"consultant": 1.0}
        self.salary_index: dict[str, Any] = {}
        self.paid: Any = 0.0
        self.organic: Any = 0.0
        margin = q["company.contribution_margin"]
        self._monthly_revenue = q["company.annual_revenue"] / q["customers.active"] / 12
        self._unled_margin = self._monthly_revenue * margin
        self.base_margin: Any = 0.0

    def tick(self) -> None:
        """Advance to the next month."""
        q, first = self.q, self.month == 0
        self.month += 1
        self.discount = self.discount * self._discount_step
        self.need = self.need * self._need_step
        self._follow = self._follow * self._follow_step
        self.follow["fractional"] = np.minimum(self._follow, self._most)
        for seat, (step, level) in self._fees.items():
            level = level if first else level * step
            self._fees[seat] = step, level
            self.fee[seat] = q[f"{seat}.monthly_fee"] * self.follow[seat] * level
        for seat, (step, level) in self._salaries.items():
            level = level if first else level * step
            self._salaries[seat] = step, level
            self.salary_index[seat] = level
        self.paid = self._paid
        grown = self._active * self._revenue_step
        self.organic = np.maximum(0.0, grown - self._active * self.keep - self.paid)
        self._active = grown
        self._paid = self._paid * self._revenue_step
        self.customers_base = self.customers_base * self.keep + self.paid + self.organic
        self.base_margin = self.customers_base * self._unled_margin


class Market:
    """What leadership does to customers and margin (model, section 6), given capability above or below today's."""

    def __init__(self, q: Quantities) -> None:
        self._retention = q["customers.annual_retention"]
        self._ceiling = np.maximum(self._retention, 0.995)
        self._wins, self._buys = q["leadership_effect.win_rate_lift"], q["leadership_effect.acquisition_lift"]
        self._stays = q["leadership_effect.retention_lift"]
        gains = np.asarray(q["pillars.brand.price_premium_value"]) > 0
        self._premium = np.where(gains, q["leadership_effect.price_premium"], 0.0)[()]
        self._priced = bool(np.any(self._premium > 0))
        self._sensitivity = -q["leadership_effect.price_elasticity"]
        self._margin = q["company.contribution_margin"]
        self._variable = 1 - self._margin
        self._revenue = q["company.annual_revenue"] / q["customers.active"] / 12

    def month(self, customers: Any, lift: Any, clock: Clock) -> tuple[Any, Any]:
        """Customers at the end of the month and the margin above the base's, `lift` being capability less today's."""
        kept = lift * self._stays
        kept += 1  # in place with a plain number only: another quantity may be the wider array
        kept = np.minimum(self._ceiling, np.maximum(0.0, kept * self._retention))
        kept **= 1 / 12
        bought = lift * self._buys
        bought += 1
        won = lift * self._wins  # never under −1: a win rate at most doubles, and capability is within 0 and 1
        won += 1
        customers = kept * customers + (np.maximum(0.0, bought) * clock.paid + clock.organic) * won
        if self._priced:
            price = lift * self._premium
            price += 1
            unit_margin = price**self._sensitivity * (price - self._variable)
        else:
            unit_margin = self._margin
        return customers, customers * self._revenue * unit_margin - clock.base_margin
