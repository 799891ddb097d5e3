"""Links rules by their names and explains a result; knows nothing of marketing.

A rule is a function named after its result; its arguments name what it needs. Rules live in namespaces (`signals.fee_ratio`):
an argument is first looked for among the rules of its own namespace, then taken as a full path whose dots are written `__`
(`company__annual_revenue` is the input `company.annual_revenue`). The `dags` package orders and runs the functions; only the
naming and the explanation are ours. A value given as an input replaces the rule of that name, so a what-if needs no code.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

import dags

F = TypeVar("F", bound=Callable[..., Any])


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
    function: Callable[..., Any]
    needs: tuple[str, ...]

    @property
    def unit(self) -> str:
        """The unit its function declares."""
        return str(getattr(self.function, "unit", ""))


def namespace(prefix: str, functions: Iterable[Callable[..., Any]], rename: Mapping[str, str] | None = None) -> list[Rule]:
    """Rules of one namespace; `rename` maps an argument to the full name that it stands for."""
    functions = list(functions)
    siblings = {f.__name__ for f in functions}
    rename = rename or {}

    def full(argument: str) -> str:
        if argument in rename:
            return rename[argument]
        return f"{prefix}.{argument}" if argument in siblings else argument.replace("__", ".")

    return [Rule(f"{prefix}.{f.__name__}", f, tuple(full(a) for a in inspect.signature(f).parameters)) for f in functions]


def _identifier(name: str) -> str:
    return name.replace(".", "__")


def _by_identifier(rule: Rule) -> Callable[..., Any]:
    """The rule's function, callable with the identifiers of what it needs."""
    identifiers = [_identifier(need) for need in rule.needs]

    @dags.with_signature(args=identifiers)
    def call(*args: Any, **kwargs: Any) -> Any:
        return rule.function(*args, *(kwargs[name] for name in identifiers[len(args) :]))

    return call


class Graph:
    """A set of rules, runnable on inputs that are numbers or arrays of cases."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules: dict[str, Rule] = {}
        for rule in rules:
            if rule.name in self.rules:
                raise ValueError(f"two rules are named {rule.name}")
            self.rules[rule.name] = rule
        self._compiled = cache(self._compile)

    def inputs(self) -> frozenset[str]:
        """Full names that some rule needs and no rule computes."""
        return frozenset(need for rule in self.rules.values() for need in rule.needs) - self.rules.keys()

    def _compile(self, given: frozenset[str]) -> tuple[Callable[..., dict[str, Any]], tuple[str, ...]]:
        active = [rule for rule in self.rules.values() if rule.name not in given]
        functions = {_identifier(rule.name): _by_identifier(rule) for rule in active}
        run = dags.concatenate_functions(
            functions, targets=list(functions), return_type="dict", enforce_signature=False, set_annotations=False
        )
        needed = {need for rule in active for need in rule.needs} - {rule.name for rule in active}
        return cast("Callable[..., dict[str, Any]]", run), tuple(sorted(needed))

    def compute(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Every result by full name. Raises `MissingValueError` naming who needs what is missing."""
        run, needed = self._compiled(frozenset(self.rules.keys() & values.keys()))
        for name in needed:
            if name not in values:
                who = ", ".join(rule.name for rule in self.rules.values() if name in rule.needs)
                raise MissingValueError(f"{name} is needed by {who}")
        results = run(**{_identifier(name): values[name] for name in needed})
        names = {_identifier(name): name for name in self.rules}
        return {names[key]: value for key, value in results.items()} | {k: v for k, v in values.items() if k in self.rules}
