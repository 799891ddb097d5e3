"""The central case: every figure as entered (model, sections 1 to 7).

`decide` computes the rules, lives the options through the months and reads the verdict. `evaluate` is the same arithmetic over
many cases at once, without the timing, in chunks that stay in the processor's cache. What has no answer is `None` (`null` in
JSON), never infinity.

The money's own reading is held against the signals': it says `internalise` when a hire is best now, `prepare` when a hire becomes
best within the months looked at, `external` otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeVar, cast

import numpy as np
import numpy.typing as npt

from cmo_model import parameters, rules
from cmo_model.decision import records
from cmo_model.decision.records import Decision, LoadedSalary, Outcome, Record, Timing, Verdict
from cmo_model.decision.timing import entry_worths
from cmo_model.graph import Graph
from cmo_model.operands import Operand, Values
from cmo_model.parameters import Line, Statutory
from cmo_model.rules import payroll, value
from cmo_model.rules.capability import capability_today
from cmo_model.rules.months import TERMS, live
from cmo_model.rules.notebook import Table
from cmo_model.rules.roles import start
from cmo_model.scenario import Reading, Scenario
from cmo_model.scenario.options import OPTIONS, OptionName, hires, without_hire

Array = npt.NDArray[np.float64]
Plain = float | int | bool | str | None

CHUNK = 8192
"""Cases walked at once: measured on the design's month loop, larger chunks leave the cache and smaller ones pay overhead."""

_OF_A_MONTH = ("need", "led", "covered", "coverage", "loss", "capability", "customers", "customers_base", "extra_margin", "cost")
MONTHLY = ("owner_hours", *_OF_A_MONTH, *TERMS, "outlay", "cash")
"""What a decision says of each month of each option."""
_SHARED = ("need", "customers_base")
HORIZONS = (24, 36, 60)
"""Months at which the reading is taken as well, all else equal."""


@cache
def _graph(jurisdiction: str, year: int, options: tuple[str, ...], namespaces: tuple[str, ...]) -> Graph:
    del options, namespaces  # what the rules are made from, beside the law
    return Graph(rules.rules(parameters.statutory(jurisdiction, year).lines))


def lines_of(scenario: Scenario, statutory: Statutory | None = None) -> tuple[Line, ...]:
    """The statutory lines in force for a scenario, or those of `statutory`."""
    return (statutory or parameters.statutory(scenario.jurisdiction, scenario.year)).lines


def graph_of(scenario: Scenario, statutory: Statutory | None = None) -> Graph:
    """The rules in force for a scenario, outside the months."""
    if statutory is not None:
        return Graph(rules.rules(statutory.lines))
    return _graph(scenario.jurisdiction, scenario.year, tuple(OPTIONS), tuple(rules.NAMESPACES))


@cache
def _thresholds() -> dict[str, Operand]:
    return {f"thresholds.{name}": cast("Operand", entry.value) for name, entry in parameters.thresholds().items()}


def given(scenario: Scenario, statutory: Statutory | None = None) -> dict[str, Operand]:
    """What the rules start from: the scenario's figures, the thresholds and the law's numbers, by full name."""
    place = statutory or parameters.statutory(scenario.jurisdiction, scenario.year)
    law = {name: cast("Operand", number) for name, number in payroll.law(place).items()}
    return scenario.quantities() | _thresholds() | law


def quantities(scenario: Scenario, changes: Values | None = None, statutory: Statutory | None = None) -> dict[str, Operand]:
    """What the rules start from and their results, by full name; `changes` replaces figures, arrays included."""
    figures = given(scenario, statutory) | dict(changes or {})
    return figures | graph_of(scenario, statutory).compute(figures)


def _plain(value: Operand) -> Plain:
    """A Python value for a result that may be NaN or an empty word."""
    plain: Plain = np.asarray(value).item()
    return None if plain == "" or plain != plain else plain


R = TypeVar("R", bound=Record)


def _section(model: type[R], values: Values, prefix: str, **more: Plain) -> R:
    """A record whose fields are results of one namespace."""
    names = [name for name in model.model_fields if name not in more]
    return model.model_validate({name: _plain(values[f"{prefix}.{name}"]) for name in names} | more)


def _salary(values: Values, space: str) -> LoadedSalary:
    prefix = f"loaded_salary.{space}"
    lines = {k.rsplit(".", 1)[1]: float(v) for k, v in values.items() if k.startswith(f"{prefix}.lines.")}
    names = [name for name in LoadedSalary.model_fields if name != "lines"]
    return LoadedSalary(lines=lines, **{name: float(values[f"{prefix}.{name}"]) for name in names})


def _signals(scenario: Scenario, values: Values) -> records.Signals:
    spread = chance = None
    if scenario.workload.duties is not None:
        _, spread, chance = scenario.hours_from_duties()
    of, built = "signals.complexity", {"hours_spread": spread, "probability_at_threshold": chance}
    return records.Signals(
        external=_section(records.External, values, "signals.external"),
        complexity=_section(records.Complexity, values, of, **built),
        fee_ratio=_section(records.FeeRatio, values, "signals.fee_ratio"),
        data_culture=_section(records.DataCulture, values, "signals.data_culture"),
        stage=_plain(values["signals.stage"]),
        lit=_plain(values["signals.lit"]),
        independent=_plain(values["signals.independent"]),
    )


def _timing(scenario: Scenario, values: Values) -> Timing | None:
    if OPTIONS[scenario.current].is_hire:
        return None
    base, months = str(values["timing.base"]), range(2, scenario.timing_months + 1)
    # The first month is that of the npv shown beside it, to the cent.
    worth = np.array([[float(values[f"options.{option}.npv"])] for option in OPTIONS])
    if months:
        later = entry_worths(values, scenario.current, base, scenario.horizon_months, months, scenario.bridge)
        worth = np.hstack([worth, [later[option] for option in OPTIONS]])
    of = dict(zip(OPTIONS, worth, strict=True))
    stays = without_hire()
    comparators = np.array([of[option] for option in stays])
    curves = {hire: of[hire] - comparators.max(axis=0) for hire in hires()}
    tips = np.flatnonzero(np.max([*curves.values()], axis=0) > 0)
    tipping = int(tips[0]) if len(tips) else None
    return Timing(
        base=base,
        advantage_by_month={hire: tuple(curve.tolist()) for hire, curve in curves.items()},
        comparator_by_month=tuple(stays[place] for place in comparators.argmax(axis=0)),
        tipping_month=None if tipping is None else tipping + 1,
        tipping_option=None if tipping is None else max(hires(), key=lambda hire: curves[hire][tipping]),
    )


def _verdict(values: Values, timing: Timing | None, readings: Mapping[str, Reading]) -> Verdict:
    def split(lead: str) -> dict[str, float]:
        return {part: float(values[f"verdict.{lead}.{part}"]) for part in value.PARTS}

    plain = {name: _plain(values[f"verdict.{name}"]) for name in records.PLAIN}
    tipping = timing.tipping_month if timing else None
    said = {
        "signals_say": _plain(values["signals.say"]),
        "hire_month": None if timing is None else 1 if plain["reading"] == "hire" else tipping,
        "reading_by_horizon": readings,
    }
    return Verdict.model_validate(plain | said | {lead: split(lead) for lead in value.LEADS})


def decide(scenario: Scenario, statutory: Statutory | None = None) -> Decision:
    """The decision for one scenario; `statutory` replaces the jurisdiction's lines (a draft budget, a test)."""
    figures = quantities(scenario, statutory=statutory)
    table = Table()
    lived = value.lives(figures, scenario.current, scenario.bridge, table)
    horizon, readings = scenario.horizon_months, {}
    for months in sorted({horizon, *HORIZONS}):
        lived.advance(months - lived.months)
        if months == horizon:
            values = figures | value.outcomes(lived, table)
            lived.unwritten()
        if months in HORIZONS:
            npv = {option: float(run.npv) for option, run in lived.options.items()}
            readings[str(months)] = OPTIONS[max(OPTIONS, key=lambda option: npv[option])].reading
    values |= value.worth(scenario.current, tuple(OPTIONS)).compute(values)
    timing = _timing(scenario, values)
    return Decision(
        scenario=scenario,
        loaded_salary={space: _salary(values, space) for space in payroll.spaces()},
        signals=_signals(scenario, values),
        pillars=records.Pillars(
            acquisition=_section(records.Acquisition, values, "pillars.acquisition"),
            retention=_section(records.Retention, values, "pillars.retention"),
            brand=_section(records.Brand, values, "pillars.brand"),
        ),
        memory=float(values["memory"]),
        capability_today=float(values["capability_today"]),
        value_of_full_leadership=float(values["value_of_full_leadership"]),
        options={option: _outcome(values, f"options.{option}") for option in OPTIONS},
        best=str(values["best"]),
        timing=timing,
        verdict=_verdict(values, timing, readings),
        months={option: _columns(table, option, horizon) for option in OPTIONS},
    )


def _outcome(values: Values, here: str) -> Outcome:
    terms = {term: float(values[f"{here}.terms.{term}"]) for term in TERMS}
    plain = {name: float(values[f"{here}.{name}"]) for name in value.FIGURES}
    return Outcome(terms=terms, cash=_cash(values, f"{here}.cash"), **plain)


def _cash(values: Values, here: str) -> records.Cash | None:
    if f"{here}.peak_need" not in values:
        return None
    years = tuple(float(one) for name, one in values.items() if name.startswith(f"{here}.by_year."))
    return records.Cash.model_validate({name: _plain(values[f"{here}.{name}"]) for name in value.CASH} | {"by_year": years})


def _columns(table: Table, option: OptionName, horizon: int) -> dict[str, tuple[float, ...]]:
    found = {}
    for name in MONTHLY:
        column = table.columns["clock" if name in _SHARED else option].get(name)
        found[name] = (0.0,) * horizon if column is None else tuple(map(float, column[:horizon]))
    return found


def evaluate(scenario: Scenario, changes: Values, statutory: Statutory | None = None) -> dict[str, Array]:
    """The options of many cases at once, without the timing.

    `changes` maps paths of figures to arrays of shape (cases,); everything else is the scenario's. Returns arrays of shape
    (cases, options) named `npv`, `cost_pv`, `extra_margin_pv`, `tail_pv`, `capability_end`, `customers_end`. Memory
    does not grow with the number of cases beyond its results.
    """
    cases = max((len(column) for column in changes.values()), default=1)
    names = ("npv", "cost_pv", "extra_margin_pv", "tail_pv", "capability", "customers")
    results = {name: np.empty((cases, len(OPTIONS))) for name in names}
    for begin in range(0, cases, CHUNK):
        part = slice(begin, begin + CHUNK)
        values = quantities(scenario, {path: column[part] for path, column in changes.items()}, statutory)
        today = capability_today(values, scenario.current)
        before = start(values, scenario.current, today)
        size = (min(CHUNK, cases - begin),)
        lives = live(values, before, OPTIONS, scenario.horizon_months, bridge=scenario.bridge, today=today, cases=size)
        for place, run in enumerate(lives.options.values()):
            for name in names:
                results[name][part, place] = getattr(run, name)
    return {f"{name}_end" if name in ("capability", "customers") else name: column for name, column in results.items()}
