"""What every figure of a decision rests on, read off the rules themselves: they are run once on tracers.

A value of a month has a name (`months.hybrid.capability.3`, `months.clock.need.3`, `months.seats.in_house.engaged.3`) and rests on
the values it was computed from. A total over the months rests on what its months rest on in the end: entered figures and rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import cast

import numpy as np

from cmo_model.decision import Decision, quantities
from cmo_model.graph import Rule
from cmo_model.operands import Operand, Traced, Values, plain
from cmo_model.rules import value
from cmo_model.rules.capability import capability_today
from cmo_model.rules.months import live
from cmo_model.rules.notebook import Notebook
from cmo_model.rules.roles import start
from cmo_model.scenario import OPTIONS, OptionName, Scenario

_NO_FIGURES = ("law.", "led.", "base.", *(f"verdict.{rival}." for rival in value.RIVALS), "verdict.visible.")
"""Steps that have no name of their own for a reader: what rests on one rests on what it rests on."""


class Trail(Notebook):
    """Names every value of the months; `needs` and `values` by name."""

    def __init__(self) -> None:
        super().__init__()
        self.needs: dict[str, tuple[str, ...]] = {}
        self.values: dict[str, float | str | bool] = {}

    def put(self, owner: str, name: str, value: Operand) -> Operand:
        """Name a value of this month; what things start from keeps the names it came with."""
        return self.named(f"months.{owner}.{name}.{self.month}", value) if self.month else value

    def named(self, name: str, value: Operand) -> Operand:
        """A value under its name, from which later ones are computed."""
        self.needs[name] = value.needs if isinstance(value, Traced) else ()
        self.values[name] = np.asarray(plain(value)).item()
        return cast("Operand", Traced(plain(value), (name,)))

    def discounted(self, owner: str, name: str) -> Operand:
        """A total, under what its months rest on."""
        months = range(1, self.month + 1)
        column = [float(self.values.get(f"months.{owner}.{name}.{n}", 0.0)) for n in months]
        found = np.dot(column, [float(self.values[f"months.clock.discount.{n}"]) for n in months])
        names = [f"months.{owner}.{name}.{n}" for n in months if f"months.{owner}.{name}.{n}" in self.needs]
        return cast("Operand", Traced(found, tuple(dict.fromkeys(("discount_rate", *self.ends(names))))))

    def ends(self, names: Iterable[str]) -> Iterator[str]:
        """What these rest on in the end, the nearest first: figures that are no value of a month."""
        waiting, seen = list(reversed(list(names))), set()
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen.add(name)
            if name.startswith("months."):
                waiting += reversed(self.needs.get(name, ()))
            else:
                yield name

    def rests(self, name: str) -> tuple[str, ...]:
        """What a figure rests on: a value of a month on other such values, anything else on figures that are none."""
        needs = self.needs.get(name, ())
        return needs if name.startswith("months.") else tuple(dict.fromkeys(self.ends(needs)))


def _traced(scenario: Scenario) -> dict[str, Operand]:
    """The figures of a scenario, each under its own name; what shapes the rules (words, switches) stays as it is."""
    figures = quantities(scenario)
    return {name: Traced(one, (name,)) if np.asarray(one).dtype.kind == "f" else one for name, one in figures.items()}  # type: ignore[misc]


@lru_cache(maxsize=4)
def _trail(kind: type[Scenario], given: str) -> Trail:
    scenario, trail = kind.model_validate_json(given), Trail()
    q = _traced(scenario)

    def keep(rule: Rule, result: Operand) -> Operand:
        return result if rule.name.startswith(_NO_FIGURES) else trail.named(rule.name, result)

    lived = value.lives(q, scenario.current, scenario.bridge, trail).advance(scenario.horizon_months)
    found = value.outcomes(lived, trail)
    for name, one in found.items():
        found[name] = one if name.startswith(_NO_FIGURES) else trail.named(name, one)
    value.worth(scenario.current, tuple(OPTIONS)).compute(q | found, keep)
    return trail


def trail_of(decision: Decision) -> Trail:
    """The trail of a decision's scenario. The last few are kept."""
    return _trail(type(decision.scenario), decision.scenario.model_dump_json())


def entry_needs(scenario: Scenario, base: OptionName, option: OptionName, month: int) -> tuple[str, ...]:
    """What the worth of an option in a month of entry rests on, `base` being followed until then."""
    q: Values = _traced(scenario)
    today = capability_today(q, scenario.current)
    stood = start(q, scenario.current, today)
    if month > 1:
        stood = live(q, stood, [base], month - 1, bridge=scenario.bridge, today=today).position(base)
    lives = live(q, stood, [option], scenario.horizon_months, bridge=scenario.bridge, today=today, first=month).options
    worth = lives[option].npv
    return worth.needs if isinstance(worth, Traced) else ()
