"""The rules of a decision, each written once: loaded salaries, signals, pillars here; seats, market and value by the month.

`rules(lines)` adds to the fixed rules those of the jurisdiction's statutory lines, because lines are data. What a rule may be run
on is said in `operands`.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

from cmo_model.graph import Function, Rule, namespace
from cmo_model.parameters import Line
from cmo_model.rules import carried, payroll
from cmo_model.rules.pillars import acquisition, brand, retention
from cmo_model.rules.signals import complexity, data_culture, external, fee_ratio, together

NAMESPACES: dict[str, ModuleType] = {
    "signals.external": external,
    "signals.complexity": complexity,
    "signals.fee_ratio": fee_ratio,
    "signals.data_culture": data_culture,
    "signals": together,
    "pillars.acquisition": acquisition,
    "pillars.retention": retention,
    "pillars.brand": brand,
}
"""Where the fixed rules live; a module more is a namespace more."""


def _declared(module: ModuleType) -> list[Function]:
    """The functions of a module that declare a unit: its rules."""
    return [f for f in vars(module).values() if hasattr(f, "unit") and f.__module__ == module.__name__]


def rules(lines: Sequence[Line]) -> list[Rule]:
    """All rules outside the months, of a jurisdiction whose statutory `lines` are given."""
    salaries = [
        rule for space, (seat, earlier) in payroll.spaces().items() for rule in payroll.seat_rules(space, seat, earlier, lines)
    ]
    fixed = [rule for prefix, module in NAMESPACES.items() for rule in namespace(prefix, _declared(module))]
    top = [Rule(rule.name.removeprefix("."), rule.function, rule.needs) for rule in namespace("", _declared(carried))]
    return [*payroll.law_rules(lines), *salaries, *fixed, *top]
