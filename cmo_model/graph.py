"""Links rules by their names and runs them in order; knows nothing of marketing.

A rule is a function named after its result; its arguments name what it needs. Rules live in namespaces (`signals.fee_ratio`):
an argument is first looked for among the rules of its own namespace, then taken as a full path whose dots are written `__`
(`company__annual_revenue` is the input `company.annual_revenue`). A value given as an input replaces the rule of that name, so a
what-if needs no code. Whoever runs the rules may keep each result as it comes: write it down, name it, put it in a cell.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from graphlib import TopologicalSorter
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

from cmo_model.operands import Operand, Values

Function = Callable[..., npt.NDArray[np.generic]]  # type: ignore[explicit-any] # what a rule takes is in its names
F = TypeVar("F")
Keep = Callable[["Rule", Operand], Operand]
"""Takes a rule and its result, and gives what the rules that need it are run on."""


class MissingValueError(LookupError):
    """A rule needs a value that is neither an input nor the result of a rule."""


def unit(name: str) -> Callable[[F], F]:
    """Declare the unit of a rule's result; the unit names how a surface prints it."""

    def declare(function: F) -> F:
        function.unit = name  # type: ignore[attr-defined]
        return function

    return declare


@dataclass(frozen=True)
class Rule:
    """One function of the graph, under its full name, with the full names of what it needs in the order of its arguments."""

    name: str
    function: Function
    needs: tuple[str, ...]

    @property
    def unit(self) -> str:
        """The unit its function declares."""
        return str(getattr(self.function, "unit", ""))


def namespace(prefix: str, functions: Iterable[Function], rename: Mapping[str, str] | None = None) -> list[Rule]:
    """Rules of one namespace; `rename` maps an argument to the full name that it stands for."""
    functions = list(functions)
    siblings = {f.__name__ for f in functions}
    rename = rename or {}

    def full(argument: str) -> str:
        if argument in rename:
            return rename[argument]
        return f"{prefix}.{argument}" if argument in siblings else argument.replace("__", ".")

    return [Rule(f"{prefix}.{f.__name__}", f, tuple(full(a) for a in inspect.signature(f).parameters)) for f in functions]


class Graph:
    """A set of rules, runnable on any operands. Refuses two rules of one name and rules that need each other."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: dict[str, Rule] = {}
        for rule in rules:
            if rule.name in self.rules:
                raise ValueError(f"two rules are named {rule.name}")
            self.rules[rule.name] = rule
        self._ordered = cache(self._order)
        self._ordered(frozenset())

    def inputs(self) -> frozenset[str]:
        """Full names that some rule needs and no rule computes."""
        return frozenset(need for rule in self.rules.values() for need in rule.needs) - self.rules.keys()

    def _order(self, given: frozenset[str]) -> tuple[tuple[Rule, ...], tuple[str, ...]]:
        """The rules to run, in an order in which each finds what it needs; and what has to be there beforehand."""
        active = {name: rule.needs for name, rule in self.rules.items() if name not in given}
        ordered = tuple(self.rules[name] for name in TopologicalSorter(active).static_order() if name in active)
        return ordered, tuple(sorted({need for needs in active.values() for need in needs} - active.keys()))

    def compute(self, values: Values, keep: Keep | None = None) -> dict[str, Operand]:
        """Every result by full name. Raises `MissingValueError` naming who needs what is missing."""
        ordered, needed = self._ordered(frozenset(self.rules.keys() & values.keys()))
        for name in needed:
            if name not in values:
                who = ", ".join(rule.name for rule in self.rules.values() if name in rule.needs)
                raise MissingValueError(f"{name} is needed by {who}")
        known = dict(values)
        for rule in ordered:
            result = cast("Operand", rule.function(*[known[name] for name in rule.needs]))
            known[rule.name] = result if keep is None else keep(rule, result)
        return {name: known[name] for name in self.rules}
