"""Every rule outside the months, by its full name: the signals, the pillars and the loaded salaries.

`rules(statutory)` adds to the fixed rules one rule for each statutory line of the jurisdiction, because lines are data. The
coordinator of `in_house_team` is hired onto a payroll that already holds the in-house seat; shown alone it is hired onto the
firm's own.
"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import numpy as np

from cmo_model.formulas import (
    acquisition,
    brand,
    complexity,
    data_culture,
    external,
    fee_ratio,
    payroll,
    retention,
    signals,
)
from cmo_model.formulas.quotient import Number
from cmo_model.graph import Rule, namespace, unit

_NAMESPACES: dict[str, ModuleType] = {
    "signals.external": external,
    "signals.complexity": complexity,
    "signals.fee_ratio": fee_ratio,
    "signals.data_culture": data_culture,
    "signals": signals,
    "pillars.acquisition": acquisition,
    "pillars.retention": retention,
    "pillars.brand": brand,
}
_SEATS = {"in_house": "in_house", "coordinator": "coordinator", "coordinator_in_team": "coordinator"}


def _declared(module: ModuleType) -> list[Callable[..., Any]]:
    """The functions of a module that declare a unit: its rules."""
    return [f for f in vars(module).values() if hasattr(f, "unit") and f.__module__ == module.__name__]


def _line_rule(prefix: str, pay: str, before: str, line: Any) -> Rule:
    """The rule of one statutory line; on pay it needs the pay, on payroll the payroll before the hire as well."""
    name = f"{prefix}.lines.{line.id}"
    if line.bands:
        rates = tuple(band.rate_of for band in line.bands if band.rate_of)

        @unit("money")
        def on_pay(cash_pay: Number, *rate: Number) -> Number:
            given = iter(rate)
            return sum(
                payroll.band(cash_pay, b.lower, b.upper, b.multiplier * (next(given) if b.rate_of else b.rate)) for b in line.bands
            )

        return Rule(name, on_pay, (pay, *rates))
    if line.graduated:
        terms = line.graduated

        @unit("money")
        def on_graduated(cash_pay: Number, payroll_before: Number, sector: Any) -> Number:
            low = payroll.by_sector(sector, terms.low_percent)

            def levy(whole: Number) -> Number:
                return payroll.graduated_levy(whole, low, terms.lower, terms.upper, terms.high_percent)

            return payroll.marginal(levy, payroll_before, cash_pay)

        return Rule(name, on_graduated, (pay, before, "company.sector"))
    terms_above = line.whole_above

    @unit("money")
    def on_whole_above(cash_pay: Number, payroll_before: Number) -> Number:
        def levy(whole: Number) -> Number:
            return payroll.whole_above_levy(whole, terms_above.threshold, terms_above.rate)

        return payroll.marginal(levy, payroll_before, cash_pay)

    return Rule(name, on_whole_above, (pay, before))


def _seat_rules(space: str, seat: str, lines: Any) -> list[Rule]:
    prefix = f"loaded_salary.{space}"
    rename = {field: f"{seat}.{field}" for field in ("base_salary", "bonus_rate", "benefits_rate")}
    rename |= {name: f"{prefix}.{name}" for name in ("cash_pay", "benefits", "employer_contributions")}
    found = namespace(prefix, (payroll.cash_pay, payroll.benefits, payroll.loaded_salary), rename)
    before = "company.annual_payroll"
    if space == "coordinator_in_team":
        before = f"{prefix}.payroll_before"

        @unit("money")
        def payroll_before(annual_payroll: Number, in_house_pay: Number) -> Number:
            return annual_payroll + in_house_pay

        found.append(Rule(before, payroll_before, ("company.annual_payroll", "loaded_salary.in_house.cash_pay")))
    charged = [_line_rule(prefix, f"{prefix}.cash_pay", before, line) for line in lines]

    @unit("money")
    def employer_contributions(*line: Number) -> Number:
        return sum(line, np.float64(0.0))

    total = Rule(f"{prefix}.employer_contributions", employer_contributions, tuple(rule.name for rule in charged))
    return [*found, *charged, total]


def rules(lines: Any) -> list[Rule]:
    """All rules of a jurisdiction whose statutory `lines` (see `parameters.Line`) are given."""
    fixed = [rule for prefix, module in _NAMESPACES.items() for rule in namespace(prefix, _declared(module))]
    return [rule for space, seat in _SEATS.items() for rule in _seat_rules(space, seat, lines)] + fixed
