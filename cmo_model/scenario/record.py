"""What the user is asked: one frozen record of its parts.

A file holds only what differs from the defaults, at any depth; `t` counts months from 1. Parameters stand above this module, not
below it as in the house's first sketch: a place, or a year, without parameters must be refused where it is typed, and a place has
defaults of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Annotated, Any, Self, cast

import numpy as np
from pydantic import AfterValidator, BaseModel, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from cmo_model import parameters
from cmo_model.operands import Operand
from cmo_model.scenario import workload
from cmo_model.scenario.checks import MOST_LETTERS, MOST_MONEY, check_range, has_hidden_character
from cmo_model.scenario.options import OptionName
from cmo_model.scenario.parts import (
    Acquisition,
    Assumptions,
    Brand,
    Company,
    Consultant,
    Coordinator,
    Customers,
    DataCulture,
    Fractional,
    InHouse,
    LeadershipEffect,
    Owner,
    Part,
    Range,
    Sales,
    Share,
    Unit,
    Workload,
    known_way,
)

SCHEMA_VERSION = 2
MOST_YEARS_AHEAD = 3
"""Of the latest year whose rates are known, which stand in."""


class Scenario(Part):
    """One firm's situation: everything the decision rests on. `Scenario()` is the reference SME.

    What is left out stands at its default: the place's own where it has one, else ours, which is Québec's.
    """

    schema_version: Annotated[int, Unit("version")] = SCHEMA_VERSION
    name: Annotated[str, StringConstraints(max_length=MOST_LETTERS), Unit("text")] = "Reference SME, Montréal"
    jurisdiction: Annotated[str, Unit("place")] = parameters.HOME
    year: Annotated[int, Unit("year")] = 2026
    horizon_months: Annotated[int, Field(ge=6, le=120), Unit("months")] = 36
    timing_months: Annotated[int, Field(ge=1, le=120), Unit("months")] = 60
    discount_rate: Annotated[float, Field(ge=0, le=1), Unit("share_per_year")] = 0.08
    company: Company = Company()
    customers: Customers = Customers()
    acquisition: Acquisition = Acquisition()
    sales: Sales = Sales()
    brand: Brand = Brand()
    leadership_effect: LeadershipEffect = LeadershipEffect()
    workload: Workload = Workload()
    data_culture: DataCulture = DataCulture()
    current: Annotated[OptionName, AfterValidator(known_way), Unit("option")] = "fractional"
    owner: Owner = Owner()
    consultant: Consultant = Consultant()
    fractional: Fractional = Fractional()
    coordinator: Coordinator = Coordinator()
    in_house: InHouse = InHouse()
    hybrid_fractional_share: Share = 0.5
    bridge: Annotated[bool, Unit("yes_no")] = True
    advantage_volatility: Annotated[float | None, Field(ge=0, le=MOST_MONEY), Unit("money_per_year")] = Field(
        None, exclude_if=lambda value: value is None
    )
    uncertainty: Annotated[dict[str, Range | None], Unit("ranges")] = Field({}, exclude_if=lambda value: not value)
    assumptions: Assumptions = Assumptions()

    @model_validator(mode="before")
    @classmethod
    def _as_in_its_place(cls, tree: Any) -> Any:
        """The place's defaults where nothing was given."""
        place = tree.get("jurisdiction", parameters.HOME) if isinstance(tree, Mapping) else None
        if not isinstance(place, str) or place not in parameters.available():
            return tree
        found = dict(tree)
        for path, default in parameters.place(place).defaults.items():
            part, _, name = path.partition(".")
            given = found.get(part, {})
            if isinstance(given, Mapping):
                found[part] = {name: default.value, **given}
            elif isinstance(given, Part) and name not in given.model_fields_set:
                found[part] = given.model_copy(update={name: default.value})
        return found

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        if self.schema_version != SCHEMA_VERSION:
            raise PydanticCustomError("version_unsupported", "unsupported version", {"read": SCHEMA_VERSION})
        if has_hidden_character(self.name):
            raise PydanticCustomError("text_control", "control character in the name")
        years = parameters.available().get(self.jurisdiction)
        if years is None:
            raise PydanticCustomError("jurisdiction_unknown", "no parameters", {"exist": ", ".join(parameters.available())})
        if not years[0] <= self.year <= years[-1] + MOST_YEARS_AHEAD:
            raise PydanticCustomError("year_unknown", "no parameters", {"first": years[0], "last": years[-1] + MOST_YEARS_AHEAD})
        for path, given in self.uncertainty.items():
            check_range(Scenario, path, given, parameters.uncertainty())
        if self.acquisition.monthly_new_customers > 0 and self.acquisition.monthly_spend == 0:
            raise PydanticCustomError("customers_without_spend", "customers bought with no spend")
        return self

    def quantities(self) -> dict[str, Operand]:
        """Every figure by its path, as the engine takes it: duties turned into hours, answers into arrays with NaN."""
        found: dict[str, Operand] = {}
        for path, value in leaves(self):
            if path in ("workload.duties", "uncertainty", "advantage_volatility"):
                continue
            if path.startswith("data_culture."):
                value = np.array([np.nan if a is None else a for a in value], float)
            found[path] = cast("Operand", np.nan) if value is None else value
        if self.workload.duties is not None:
            found["workload.hours_per_week"] = cast("Operand", self.hours_from_duties()[0])
        return found

    def hours_from_duties(self) -> tuple[float, float, float]:
        """Mean hours a week of the duties given, their standard deviation and P(hours ≥ the article's threshold)."""
        table = parameters.duties()
        given = self.workload.duties or {}
        taken = {name: duty.volume * (1 - duty.delegated) for name, duty in given.items()}
        points = {name: table.duties[name].unit_hours for name in given}
        rest = [name for name in given if name != table.share_of_rest]
        apart = np.array([points[name] for name in rest], float).reshape(-1, 3)
        last = np.array(points.get(table.share_of_rest, (0.0, 0.0, 0.0)))
        volumes, mean = np.array([taken[name] for name in rest]), workload.pert_mean(apart)
        share = taken.get(table.share_of_rest, 0.0), float(workload.pert_mean(last))
        hours = workload.hours(volumes, mean, *share)
        spread = workload.hours_spread(volumes, mean, workload.pert_sd(apart), *share, float(workload.pert_sd(last)))
        threshold = parameters.thresholds()["hours_full_time"].value
        return hours, spread, workload.probability_at_threshold(hours, spread, threshold)

    def value(self, path: str) -> Any:
        """The value of a field by its path."""
        found: Any = self
        for name in path.split("."):
            found = getattr(found, name)
        return found

    def default(self, path: str) -> Any:
        """What a field is where nobody said, in this place."""
        return default_in(self.jurisdiction, path, type(self))

    def changed(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """The scenario as plain data, with these values at these paths; nothing is checked."""
        data = self.model_dump()
        for path, value in changes.items():
            *parents, last = path.split(".")
            place = data
            for name in parents:
                place = place[name]
            place[last] = value
        return data

    def with_values(self, changes: Mapping[str, Any]) -> Self:
        """A copy in which the fields at these paths have these values, checked anew. Raises `ValidationError`."""
        return type(self).model_validate(self.changed(changes))


def default_in(place: str, path: str, kind: type[Scenario] = Scenario) -> Any:
    """What a field is in a place where nobody said."""
    own = parameters.place(place).defaults
    return own[path].value if path in own else _ours(kind).value(path)


@cache
def _ours(kind: type[Scenario]) -> Scenario:
    return kind()


def leaves(part: BaseModel, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Paths and values of every field that is not itself a record, in the order they are declared."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        if isinstance(value, BaseModel):
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value
