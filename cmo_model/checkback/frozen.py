"""A scenario as it stood on a day: its figures, what was advised, what was expected by month, and what said so.

Month 1 is the first that begins on the day or after it. The same scenario, day, option and version give the same record.
"""

from __future__ import annotations

import datetime
import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Annotated

import numpy as np
from dateutil.relativedelta import relativedelta
from pydantic import Field, model_validator

from cmo_model import parameters
from cmo_model.checkback.expected import MEASURES, MOST_MONTHS, Expected, expected
from cmo_model.decision.records import Record
from cmo_model.scenario import OptionName, Reading, Scenario
from cmo_model.scenario.parts import known_way
from cmo_model.uncertainty import ADVICE_DRAWS, Advice, Label, advise

FORMAT = 1
"""Of the record: a new one is another number."""
MOST_VERSION, LARGEST = 40, 1e15
"""Letters of what names a version; the largest figure of a month, in dollars or in anything else."""
MOST_ENTRY = 120
"""Months of entry that a scenario looks at, at most."""


class Advised(Record):
    """The advice in brief; gains are over today, on average and in eight draws of ten."""

    advised: OptionName
    reading: Reading
    label: Label
    rival: OptionName
    mean_gain: float
    low_gain: float
    high_gain: float
    regret: float
    hire_from: Annotated[int, Field(ge=1, le=MOST_ENTRY)] | None


class Versions(Record):
    """What said so: the package, the scenario's schema, the year of the charges and the day they were checked last.

    `parameters` is short for the content of every parameter file.
    """

    package: Annotated[str, Field(max_length=MOST_VERSION)]
    schema_version: int
    year: int
    checked: datetime.date
    parameters: Annotated[str, Field(max_length=MOST_VERSION)]


class Frozen(Record):
    """One scenario on one day; `option` is the one that is followed."""

    format: Annotated[int, Field(ge=1)] = FORMAT
    day: datetime.date
    option: OptionName
    seed: Annotated[int, Field(ge=0, lt=2**32)]
    draws: Annotated[int, Field(ge=1)]
    advice: Advised
    versions: Versions
    expected: Expected
    scenario: Scenario

    @model_validator(mode="after")
    def _holds_together(self) -> Frozen:
        for option in (self.option, self.advice.advised, self.advice.rival):
            known_way(option)
        if set(self.expected) != set(MEASURES):
            raise ValueError("a band for each measure")
        for band in self.expected.values():
            columns = np.array([band.low, band.middle, band.high]) if len(band.low) == len(band.middle) == len(band.high) else None
            whole = columns is not None and columns.shape[1] == len(band.central) == MOST_MONTHS
            if columns is None or not whole or not (np.abs([*columns.ravel(), *band.central]) <= LARGEST).all():
                raise ValueError("24 months of numbers")
            if not (np.diff(columns, axis=0) > 0).all():
                raise ValueError("a band has a width")
        return self

    @property
    def first(self) -> datetime.date:
        """The first day of month 1."""
        return first_after(self.day)

    def month(self, number: int) -> datetime.date:
        """The first day of a month by its number."""
        return self.first + relativedelta(months=number - 1)


def first_after(day: datetime.date) -> datetime.date:
    """The first day of the first month that begins on a day or after it."""
    return day if day.day == 1 else day.replace(day=1) + relativedelta(months=1)


def frozen(
    scenario: Scenario, day: datetime.date, option: OptionName | None = None, seed: int = 1, advice: Advice | None = None
) -> Frozen:
    """A scenario frozen on a day. The option followed is the one advised, unless another is given."""
    advice = advise(scenario, seed=seed) if advice is None else advice
    followed = advice.advised if option is None else option
    return Frozen(
        day=day,
        option=followed,
        seed=advice.seed,
        draws=ADVICE_DRAWS,
        advice=in_brief(advice),
        versions=versions(scenario),
        expected=expected(scenario, followed, advice.seed),
        scenario=scenario,
    )


def in_brief(advice: Advice) -> Advised:
    """An advice as it is kept, to the cent."""
    low, _, high = advice.gain.gain_quantiles
    amounts = {"mean_gain": advice.gain.mean_gain, "low_gain": low, "high_gain": high, "regret": advice.regret}
    return Advised(
        advised=advice.advised,
        reading=advice.reading,
        label=advice.label,
        rival=advice.rival,
        hire_from=advice.search_month,
        **{name: round(value, 2) for name, value in amounts.items()},
    )


def versions(scenario: Scenario) -> Versions:
    """What a scenario's figures are worked out with today."""
    law = parameters.statutory(scenario.jurisdiction, scenario.year)
    return Versions(
        package=_package(),
        schema_version=scenario.schema_version,
        year=law.year,
        checked=max(line.checked for line in law.lines),
        parameters=_parameters(),
    )


@cache
def _package() -> str:
    try:
        return metadata.version("cmo-model")
    except metadata.PackageNotFoundError:  # run from its folder, never installed
        return ""


@cache
def _parameters() -> str:
    found = hashlib.sha256()
    folder = Path(parameters.__file__).parent
    for file in sorted(folder.rglob("*.yaml"), key=lambda one: one.relative_to(folder).as_posix()):
        found.update(file.relative_to(folder).as_posix().encode() + b"\0" + file.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return found.hexdigest()[:12]
