"""The questions, read off the scenario itself: what a surface needs to ask for a field, written once in the model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

import annotated_types as at
from pydantic import BaseModel

from cmo_model import parameters
from cmo_model.parameters import Statutory
from cmo_model.scenario.options import OPTIONS
from cmo_model.scenario.parts import Unit
from cmo_model.scenario.record import Scenario


@dataclass(frozen=True)
class FieldFacts:
    """What a surface needs to ask for a field: its unit, its bounds (open ends told apart) and its default."""

    path: str
    unit: str
    default: Any
    low: float | None
    high: float | None
    low_open: bool
    choices: tuple[str, ...]
    whole: bool


def _facts(model: type[BaseModel], prefix: str) -> Iterator[FieldFacts]:
    for name, info in model.model_fields.items():
        kind = info.annotation
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            yield from _facts(kind, f"{prefix}{name}.")
            continue
        bounds = {type(m): m for m in info.metadata}
        low, high = bounds.get(at.Ge) or bounds.get(at.Gt), bounds.get(at.Le)
        choices = get_args(kind) if kind is not None and hasattr(kind, "__args__") else ()
        words = tuple(OPTIONS) if name == "current" else tuple(c for c in choices if isinstance(c, str))
        measured = bounds.get(Unit)
        yield FieldFacts(
            path=f"{prefix}{name}",
            unit=measured.name if isinstance(measured, Unit) else ("choice" if words else "duties"),
            default=info.default,
            low=getattr(low, "ge", getattr(low, "gt", None)),
            high=getattr(high, "le", None),
            low_open=isinstance(low, at.Gt),
            choices=words,
            whole=kind is int,
        )


def unread(jurisdiction: str, year: int) -> frozenset[str]:
    """The questions that only the law of other places, or years, makes."""
    return _made_by_law() - _read_by(parameters.statutory(jurisdiction, year))


@cache
def _made_by_law() -> frozenset[str]:
    every = (parameters.statutory(place, year) for place, years in parameters.available().items() for year in years)
    return frozenset().union(*map(_read_by, every))


def _read_by(law: Statutory) -> frozenset[str]:
    """Full paths: a name without a record is a question of every seat on the payroll."""
    return frozenset(path for path in FIELDS if path in law.fields or path.rpartition(".")[2] in law.fields)


FIELDS: dict[str, FieldFacts] = {facts.path: facts for facts in _facts(Scenario, "")}
"""Every question by its path, read off the model itself."""
