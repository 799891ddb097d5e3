"""Scenario in, decision out: the one function behind every page, file, chart and command.

`decide` computes the signals, pillars and loaded salaries through the graph of rules, lives the six options through the months,
and reads the verdict. `evaluate` is the same arithmetic over many cases at once, without the timing, in chunks that stay in the
processor's cache. What has no answer is `None` (`null` in JSON), never infinity.

The money's own reading is held against the signals': it says `internalise` when a hire is best now, `prepare` when a hire becomes
best within the months looked at, `external` otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel, ConfigDict

from cmo_model import formulas, parameters, projection
from cmo_model.graph import Graph
from cmo_model.parameters import Statutory
from cmo_model.projection import HIRES, READING, TERMS, Array, Lived, Months
from cmo_model.scenario import OPTIONS, OptionName, Scenario

CHUNK = 8192
"""Cases walked at once: measured on the design's month loop, larger chunks leave the cache and smaller ones pay overhead."""

Reading = Literal["neither_yet", "fractional", "hybrid", "hire"]
Saying = Literal["external", "prepare", "internalise"]


class Result(BaseModel):
    """A frozen, closed record."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class LoadedSalary(Result):
    """One employee seat, a year, in dollars."""

    cash_pay: float
    lines: dict[str, float]
    employer_contributions: float
    benefits: float
    loaded_salary: float


class LoadedSalaries(Result):
    """The two employee seats, and the coordinator as priced in a team (onto a payroll that holds the director)."""

    in_house: LoadedSalary
    coordinator: LoadedSalary
    coordinator_in_team: LoadedSalary


class External(Result):
    """The external contract that signals 1 and 2 speak of; a quote when nobody external is engaged."""

    monthly_fee: float
    hours_per_week: float
    is_quote: bool


class Complexity(Result):
    """Signal 1. The spread and the probability exist when the hours are built from duties."""

    hours: float
    lit: bool
    months_to_threshold: float | None
    wait_for_presence_days: float | None
    hours_spread: float | None
    probability_at_threshold: float | None


class FeeRatio(Result):
    """Signal 2."""

    ratio: float | None
    lit: bool
    zone: Literal["below", "band", "above"] | None
    months_to_low: float | None
    months_to_high: float | None
    fee_at_low: float
    fee_at_high: float


class DataCulture(Result):
    """Signal 3: scores out of 100."""

    iteration: float | None
    reliability: float | None
    memory: float | None
    need: float | None
    lit: bool


class Signals(Result):
    """The three signals, how many are lit, and the stage."""

    external: External
    complexity: Complexity
    fee_ratio: FeeRatio
    data_culture: DataCulture
    stage: Literal["validation", "growth"]
    lit: int


class Acquisition(Result):
    """Pillar 1."""

    cac: float | None
    ratio: float | None
    zone: Literal["below", "inside", "above"] | None
    break_even_ratio: float
    break_even_ratio_with_fees: float | None
    contribution_roi: float | None
    payback_months: float | None
    spend_for_low_target_to_cover_fees: float | None
    profit_maximising_ratio: float
    revenue_per_customer: float


class Retention(Result):
    """Pillar 2."""

    customer_value: float | None
    value_to_cac: float | None
    gain_from_ten_percent: float | None
    cac_cut_equal_fixed_customers: float | None
    cac_cut_equal_fixed_budget: float | None


class Brand(Result):
    """Pillar 3."""

    price_premium_value: float
    break_even_volume_loss: float
    highest_elasticity: float
    brand_capital: float
    left_after_three_years: float
    sales_velocity_per_day: float
    sales_velocity_led_per_day: float


class Pillars(Result):
    """The three pillars of ROI."""

    acquisition: Acquisition
    retention: Retention
    brand: Brand


class Outcome(Result):
    """One option entered in month 1 and judged over the horizon; `terms` are the parts of `cost_pv`."""

    npv: float
    cost_pv: float
    extra_margin_pv: float
    capability_end: float
    customers_end: float
    advantage: float
    terms: dict[str, float]


class Timing(Result):
    """The advantage of each hire over the base option by month of entry, month 1 first."""

    base: OptionName
    advantage_by_month: dict[OptionName, tuple[float, ...]]
    tipping_month: int | None
    tipping_option: OptionName | None


class Verdict(Result):
    """The two readings, side by side, and what makes the difference.

    `margin` is the best option's npv less that of `runner_up`, the best option of another reading; `difference` splits it into
    the terms of the sum, signed so that they add up to it. `rival` is the best option across the line of the hire (a hire when the
    best is none, and the reverse), which is what signals and money disagree about; `rival_difference` splits that lead likewise.
    """

    reading: Reading
    hire_month: int | None
    signals_say: Saying
    money_says: Saying
    agree: bool
    runner_up: OptionName
    margin: float
    difference: dict[str, float]
    rival: OptionName
    rival_difference: dict[str, float]


class Decision(Result):
    """Everything the engine says of one scenario; every surface shows figures of this object."""

    scenario: Scenario
    loaded_salary: LoadedSalaries
    signals: Signals
    pillars: Pillars
    capability_today: float
    value_of_full_leadership: float
    options: dict[OptionName, Outcome]
    best: OptionName
    timing: Timing | None
    verdict: Verdict
    months: dict[OptionName, dict[str, tuple[float, ...]]]


@cache
def _graph(jurisdiction: str, year: int) -> Graph:
    return Graph(formulas.rules(parameters.statutory(jurisdiction, year).lines))


def graph_of(scenario: Scenario, statutory: Statutory | None = None) -> Graph:
    """The rules in force for a scenario, or under the statutory lines given."""
    if statutory is None:
        return _graph(scenario.jurisdiction, scenario.year)
    return Graph(formulas.rules(statutory.lines))


@cache
def _thresholds() -> dict[str, float]:
    return {f"thresholds.{name}": entry.value for name, entry in parameters.thresholds().items()}


def quantities(scenario: Scenario, graph: Graph, changes: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Figures of the scenario, thresholds and results of the rules by path; `changes` replaces figures, arrays included."""
    given = scenario.quantities() | _thresholds() | dict(changes or {})
    return given | graph.compute(given)


def _plain(value: Any) -> Any:
    """A Python value for a result that may be NaN or an empty word."""
    value = np.asarray(value).item()
    return None if value == "" or value != value else value


def _section(model: type[Result], values: Mapping[str, Any], prefix: str, **more: Any) -> Any:
    names = [name for name in model.model_fields if name not in more]
    return model(**{name: _plain(values[f"{prefix}.{name}"]) for name in names}, **more)


def _salary(values: Mapping[str, Any], space: str) -> LoadedSalary:
    prefix = f"loaded_salary.{space}"
    lines = {k.rsplit(".", 1)[1]: float(v) for k, v in values.items() if k.startswith(f"{prefix}.lines.")}
    found: LoadedSalary = _section(LoadedSalary, values, prefix, lines=lines)
    return found


def _signals(scenario: Scenario, values: Mapping[str, Any]) -> Signals:
    built = scenario.hours_from_duties() if scenario.workload.duties is not None else (None, None, None)
    return Signals(
        external=_section(External, values, "signals.external"),
        complexity=_section(Complexity, values, "signals.complexity", hours_spread=built[1], probability_at_threshold=built[2]),
        fee_ratio=_section(FeeRatio, values, "signals.fee_ratio"),
        data_culture=_section(DataCulture, values, "signals.data_culture"),
        stage=_plain(values["signals.stage"]),
        lit=_plain(values["signals.lit"]),
    )


def _timing(scenario: Scenario, values: Mapping[str, Any], npv: Mapping[OptionName, float]) -> Timing | None:
    if "in_house" in projection.SEATS[scenario.current]:
        return None
    base = max((o for o in OPTIONS if o not in HIRES), key=lambda o: npv[o])
    curves = projection.entry_advantages(
        values, scenario.current, base, scenario.horizon_months, scenario.timing_months, scenario.bridge
    )
    # The first month is the difference of the two npv shown beside it, to the cent.
    lists = {hire: (npv[hire] - npv[base], *(float(x) for x in curve.ravel()[1:])) for hire, curve in curves.items()}
    tips = (month for month, pair in enumerate(zip(*lists.values(), strict=True), start=1) if max(pair) > 0)
    tipping = next(tips, None)
    option = None if tipping is None else _better(lists, tipping)
    return Timing(base=base, advantage_by_month=lists, tipping_month=tipping, tipping_option=option)


def _better(curves: Mapping[OptionName, tuple[float, ...]], month: int) -> OptionName:
    """The hire of the larger advantage at a month of entry; on a tie, the first of the table."""
    return max(HIRES, key=lambda hire: curves[hire][month - 1])


def _verdict(options: Mapping[OptionName, Outcome], best: OptionName, timing: Timing | None, say: Saying) -> Verdict:
    reading: Any = READING[best]
    others = [o for o in OPTIONS if READING[o] != reading]
    runner_up = max(others, key=lambda o: options[o].npv)
    tipping = timing.tipping_month if timing else None
    money: Saying = "internalise" if reading == "hire" else "prepare" if tipping else "external"
    across = [o for o in OPTIONS if (o in HIRES) != (best in HIRES)]
    rival = max(across, key=lambda o: options[o].npv)
    mine = options[best]

    def against(theirs: Outcome) -> dict[str, float]:
        gained = {"extra_margin": mine.extra_margin_pv - theirs.extra_margin_pv}
        return gained | {term: theirs.terms[term] - mine.terms[term] for term in TERMS}

    return Verdict(
        reading=reading,
        hire_month=1 if reading == "hire" else tipping,
        signals_say=say,
        money_says=money,
        agree=money == say,
        runner_up=runner_up,
        margin=mine.npv - options[runner_up].npv,
        difference=against(options[runner_up]),
        rival=rival,
        rival_difference=against(options[rival]),
    )


def decide(scenario: Scenario, statutory: Statutory | None = None) -> Decision:
    """The decision for one scenario; `statutory` replaces the jurisdiction's lines (a draft budget, a test)."""
    graph = graph_of(scenario, statutory)
    values = quantities(scenario, graph)
    horizon, current = scenario.horizon_months, scenario.current
    lived = projection.all_options(values, current, horizon, scenario.bridge, record=True)
    npv: dict[OptionName, float] = {one.option: float(one.npv) for one in lived}
    months = {one.option: _columns(one.table) for one in lived}
    options = {
        one.option: _outcome(one, months[one.option], npv[one.option], npv[current], scenario.discount_rate) for one in lived
    }
    best = max(OPTIONS, key=lambda o: npv[o])
    timing = _timing(scenario, values, npv)
    today = projection.capability_today(values, current)
    led = projection.full_leadership_margin(values, today, horizon)
    return Decision(
        scenario=scenario,
        loaded_salary=LoadedSalaries(**{space: _salary(values, space) for space in LoadedSalaries.model_fields}),
        signals=_signals(scenario, values),
        pillars=Pillars(
            acquisition=_section(Acquisition, values, "pillars.acquisition"),
            retention=_section(Retention, values, "pillars.retention"),
            brand=_section(Brand, values, "pillars.brand"),
        ),
        capability_today=float(today),
        value_of_full_leadership=float(led) - options[current].extra_margin_pv,
        options=options,
        best=best,
        timing=timing,
        verdict=_verdict(options, best, timing, _plain(values["signals.say"])),
        months=months,
    )


def _outcome(one: Lived, columns: Mapping[str, tuple[float, ...]], npv: float, today: float, discount_rate: float) -> Outcome:
    weights = (1 + discount_rate) ** (-np.arange(1, len(columns["cost"]) + 1) / 12)
    return Outcome(
        npv=npv,
        cost_pv=float(one.cost_pv),
        extra_margin_pv=float(one.extra_margin_pv),
        capability_end=float(one.capability),
        customers_end=float(one.customers),
        advantage=npv - today,
        terms={term: float(np.dot(columns[term], weights)) for term in TERMS},
    )


def _columns(table: Months | None) -> dict[str, tuple[float, ...]]:
    assert table is not None  # noqa: S101 - decide records the months
    return {name: tuple(map(float, column)) for name, column in table.columns.items()}


def evaluate(scenario: Scenario, changes: Mapping[str, Array], statutory: Statutory | None = None) -> dict[str, Array]:
    """The options of many cases at once, without the timing.

    `changes` maps paths of figures to arrays of shape (cases,); everything else is the scenario's. Returns arrays of shape
    (cases, options) named `npv`, `cost_pv`, `extra_margin_pv`, `capability_end`, `customers_end`. Memory does not grow with the
    number of cases beyond its results.
    """
    graph = graph_of(scenario, statutory)
    cases = max((len(column) for column in changes.values()), default=1)
    names = ("npv", "cost_pv", "extra_margin_pv", "capability", "customers")
    results = {name: np.empty((cases, len(OPTIONS))) for name in names}
    for begin in range(0, cases, CHUNK):
        part = slice(begin, begin + CHUNK)
        values = quantities(scenario, graph, {path: column[part] for path, column in changes.items()})
        lived = projection.all_options(values, scenario.current, scenario.horizon_months, scenario.bridge)
        for place, one in enumerate(lived):
            for name in names:
                results[name][part, place] = getattr(one, name)
    return {f"{name}_end" if name in ("capability", "customers") else name: column for name, column in results.items()}
