"""What one option should show, month by month, to the firm that follows it: the expected path, and where eight firms in ten are.

Four measures that an owner can know. `customers` at the end of the month. `sales` of the month. `cost` is the outlay, what invoices
and pay slips add up to: the cost that the advice weighs also prices the owner's time and the hours nobody is there for, which no
book shows. `hours` are those a week that the direction of marketing asks for, done or left undone, as the question about the need
puts it and a log of time shows; the hours that are covered already show in the outlay.

The expected path is that of the central case, where a seat is filled in part. One firm is not: its director leaves or stays. The
band is therefore drawn over lives: every uncertain figure from its range at the points of the advice, and every seat's months as
events. In a life whose retention or ads turn out to be others, who comes without ads is as expected (`Clock` says how).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np

from cmo_model.decision import quantities
from cmo_model.decision.records import Record
from cmo_model.operands import Values
from cmo_model.rules.capability import capability_today
from cmo_model.rules.months import Lives
from cmo_model.rules.roles import Seating, start
from cmo_model.scenario import OptionName, Scenario
from cmo_model.uncertainty import ADVICE_DRAWS, AsEvents, ranges
from cmo_model.uncertainty.advice import SETS, shape_of
from cmo_model.uncertainty.ranges import inputs
from cmo_model.uncertainty.study import QUANTILES, Array

Measure = Literal["customers", "sales", "cost", "hours"]
MEASURES: tuple[Measure, ...] = get_args(Measure)
Paths = Mapping[Measure, Array]
"""A path of each measure, months last."""
LEAST_MONTHS, MOST_MONTHS = 3, 24
"""Months that can be checked."""
CLOSEST, SMALLEST = 0.01, 0.5
"""A band is at least so wide on either side of its middle, as a share of it or in its own unit: nobody counts closer."""


class Band(Record):
    """One measure, month 1 first: the central case, and 10, 50 and 90 % of the lives."""

    central: tuple[float, ...]
    low: tuple[float, ...]
    middle: tuple[float, ...]
    high: tuple[float, ...]


Expected = dict[Measure, Band]


def walked(
    scenario: Scenario,
    option: OptionName,
    changes: Values | None = None,
    *,
    cases: int = 1,
    seating: Seating | None = None,
    months: int = MOST_MONTHS,
) -> dict[Measure, Array]:
    """The measures of so many firms that follow an option from today, of shape (cases, months); `changes` are arrays of cases."""
    entered = quantities(scenario)
    figures = quantities(scenario, changes) if changes else entered
    today = capability_today(figures, scenario.current)
    before = start(figures, scenario.current, today)
    bridge, shape = scenario.bridge, (cases,)
    lives = Lives(figures, before, (option,), bridge=bridge, today=today, seating=seating, cases=shape, reckoned=entered)
    run, found = lives.options[option], {measure: np.empty((cases, months)) for measure in MEASURES}
    for month in range(months):
        lives.advance(1)
        found["customers"][:, month] = run.customers
        found["sales"][:, month] = run.sales
        found["cost"][:, month] = run.outlay
        found["hours"][:, month] = lives.clock.need
    return found


def drawn(scenario: Scenario, option: OptionName, seed: int = 1, draws: int = ADVICE_DRAWS) -> dict[Measure, Array]:
    """The measures of as many firms as the advice has draws, each figure within its range and each seat living its own life."""
    uncertain = inputs(ranges(scenario))
    _, power = shape_of(draws)
    u = np.concatenate([uncertain.points(power, seed, which) for which in range(SETS)])
    return walked(scenario, option, uncertain.values(u), cases=len(u), seating=AsEvents(len(u), seed))


def expected(scenario: Scenario, option: OptionName, seed: int = 1, draws: int = ADVICE_DRAWS) -> Expected:
    """What to expect of an option over the months that can be checked."""
    central, lives = walked(scenario, option), drawn(scenario, option, seed, draws)
    found: Expected = {}
    for measure in MEASURES:
        low, middle, high = np.quantile(lives[measure], QUANTILES, axis=0)
        least = np.maximum(CLOSEST * np.abs(middle), SMALLEST)
        bounds = {"low": np.minimum(low, middle - least), "middle": middle, "high": np.maximum(high, middle + least)}
        plain = {name: tuple(np.round(values, 4).tolist()) for name, values in bounds.items()}
        found[measure] = Band(central=tuple(np.round(central[measure][0], 4).tolist()), **plain)
    return found
