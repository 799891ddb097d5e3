"""What must hold whatever the figures: scaling, monotonicity, conservation, one result for one case and for many."""

import json
import random
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmo_model import Decision, Scenario, decide, explain, parameters
from cmo_model.decision import MONTHLY, evaluate, quantities
from cmo_model.decision.timing import entry_worths
from cmo_model.graph import Graph
from cmo_model.parameters import Line, Statutory
from cmo_model.rules import payroll
from cmo_model.rules.capability import capability_today
from cmo_model.rules.months import live
from cmo_model.rules.roles import start
from cmo_model.scenario import OPTIONS, leaves, without_hire
from cmo_model.scenario.fields import FIELDS
from tests import plain_reading
from tests.conftest import case_file
from tests.lived import path_months

DEFAULTS = case_file("reference.json")
MONEY_FIELDS = [path for path, facts in FIELDS.items() if facts.unit.startswith("money")]
SOME = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def scenario_of(seed: int, **changes: Any) -> Scenario:
    found = plain_reading.random_scenario(random.Random(seed), DEFAULTS)
    found["timing_months"] = min(found["timing_months"], 6)
    scenario = Scenario.model_validate(found)
    return scenario.with_values(changes) if changes else scenario


scenarios = st.integers(0, 10**9).map(scenario_of)


def flat_line(**more: Any) -> Line:
    origin = {"title": "A fixture", "address": ""}
    return Line.model_validate(
        {"id": "flat", "kind": "law", "source": origin, "checked": "2026-01-01"}
        | {"confidence": "high", "bands": [{"lower": 0, "rate": 0.1}]}
        | more
    )


UNCAPPED = Statutory.model_validate(
    {
        "jurisdiction": "CA-QC",
        "year": 2026,
        "sales_tax": parameters.statutory("CA-QC", 2026).sales_tax.model_dump(mode="json"),
        "lines": [flat_line().model_dump(mode="json")],
    }
)


def amounts(decision: Decision) -> dict[str, float]:
    found = {
        f"{o}.{f}": getattr(x, f) for o, x in decision.options.items() for f in ("npv", "cost_pv", "extra_margin_pv", "tail_pv")
    }
    found |= {f"{o}.peak_need": x.cash.peak_need for o, x in decision.options.items() if x.cash}
    found["full"] = decision.value_of_full_leadership
    found["loaded"] = decision.loaded_salary["in_house"].loaded_salary
    if decision.timing:
        for option, curve in decision.timing.advantage_by_month.items():
            found |= {f"{option}.{n}": value for n, value in enumerate(curve)}
    return found


def scaled(scenario: Scenario, factor: float) -> Scenario:
    values = dict(leaves(scenario))
    return scenario.with_values({path: values[path] * factor for path in MONEY_FIELDS if values[path] is not None})


@SOME
@given(scenarios, st.sampled_from([0.01, 0.5, 3.0, 100.0]))
def test_all_money_times_k_makes_every_amount_times_k_without_ceilings(scenario: Scenario, factor: float) -> None:
    before, after = amounts(decide(scenario, UNCAPPED)), amounts(decide(scaled(scenario, factor), UNCAPPED))
    size = max(1.0, *(abs(value) for value in before.values())) * factor
    assert after == pytest.approx({name: value * factor for name, value in before.items()}, rel=1e-8, abs=1e-8 * size)


@SOME
@given(scenarios, st.sampled_from([0.1, 2.0, 10.0]))
def test_under_quebec_it_scales_too_once_loaded_salaries_are_given(scenario: Scenario, factor: float) -> None:
    values = quantities(scenario)
    salaries = {name: value * factor for name, value in values.items() if name.endswith(".loaded_salary")}
    larger = quantities(scaled(scenario, factor), salaries)
    months, bridge = scenario.horizon_months, scenario.bridge
    today = capability_today(values, scenario.current)
    before, after = (
        live(q, start(q, scenario.current, today), OPTIONS, months, bridge=bridge, today=today).options for q in (values, larger)
    )
    for option in OPTIONS:
        one, other = before[option], after[option]
        size = abs(one.cost_pv) + abs(one.extra_margin_pv) + 1
        assert float(other.npv) == pytest.approx(float(one.npv) * factor, rel=1e-8, abs=1e-8 * (size * factor + 1))


DEARER = {
    "consultant.monthly_fee": ("consultant",),
    "consultant.notice_months": ("owner", "fractional", "hybrid", "in_house", "in_house_team"),
    "fractional.notice_months": ("owner", "consultant", "in_house", "in_house_team"),
    "assumptions.unmet_share": tuple(OPTIONS),
    "fractional.monthly_fee": ("fractional", "hybrid"),
    "in_house.base_salary": ("in_house", "in_house_team"),
    "in_house.recruiting_fee_rate": ("in_house", "in_house_team"),
    "in_house.monthly_overhead": ("in_house", "in_house_team"),
    "in_house.severance_weeks": ("in_house", "in_house_team"),
    "coordinator.base_salary": ("hybrid", "in_house_team"),
    "assumptions.unmet_hour_cost": tuple(OPTIONS),
    "owner.hourly_value": tuple(OPTIONS),
}


@SOME
@given(scenarios, st.sampled_from(sorted(DEARER)), st.floats(1.0, 1.8))
def test_a_dearer_price_never_raises_the_value_of_who_pays_it(scenario: Scenario, path: str, factor: float) -> None:
    value = dict(leaves(scenario))[path]
    before = decide(scenario).options
    dearer = min(value * factor, FIELDS[path].high or value * factor)
    after = decide(scenario.with_values({path: dearer})).options
    for option in OPTIONS:
        if option in DEARER[path]:
            assert after[option].npv <= before[option].npv + 1e-6
        elif path != "consultant.notice_months" and path != "fractional.notice_months":
            assert after[option].npv == pytest.approx(before[option].npv, rel=1e-9, abs=1e-6) or path.endswith((*_PAID_TODAY,))


_PAID_TODAY = ("monthly_fee", "base_salary", "severance_weeks", "recruiting_fee_rate", "monthly_overhead")
"""What a seat of today costs every option until it ends."""


@SOME
@given(scenarios)
def test_taxes_not_recovered_cost_who_pays_fees_and_nobody_else(scenario: Scenario) -> None:
    with_tax, without = (decide(scenario.with_values({"company.recovers_sales_tax": told})).options for told in (False, True))
    for option in OPTIONS:
        extra = without[option].npv - with_tax[option].npv
        rate = parameters.statutory("CA-QC", scenario.year).sales_tax.rate
        fees = without[option].terms["fees"]
        searches = with_tax[option].terms["recruiting"] - without[option].terms["recruiting"]
        assert searches >= -1e-6 and extra == pytest.approx(rate * fees + searches, rel=1e-9, abs=1e-4)


@SOME
@given(scenarios, st.integers(1, 60))
def test_a_longer_tail_moves_only_what_customers_are_worth_after_the_horizon(scenario: Scenario, more: int) -> None:
    tail = scenario.assumptions.tail_months
    longer = scenario.with_values({"assumptions.tail_months": min(120, tail + more)})
    before, after = decide(scenario).options, decide(longer).options
    for option in OPTIONS:
        one, other = before[option], after[option]
        assert other.cost_pv == one.cost_pv and other.extra_margin_pv == one.extra_margin_pv
        assert abs(other.tail_pv) >= abs(one.tail_pv) - 1e-6 and other.tail_pv * one.tail_pv >= -1e-6


@SOME
@given(scenarios)
def test_cash_is_what_the_months_say_and_never_counts_time_or_the_tail(scenario: Scenario) -> None:
    decision = decide(scenario)
    today = decision.months[scenario.current]
    assert decision.options[scenario.current].cash is None
    for option, outcome in decision.options.items():
        if outcome.cash is None:
            continue
        columns = decision.months[option]
        flow = [
            (columns["extra_margin"][n] - today["extra_margin"][n]) - (columns["outlay"][n] - today["outlay"][n])
            for n in range(scenario.horizon_months)
        ]
        size = 1 + max(map(abs, flow))
        years = [sum(flow[n : n + 12]) for n in range(0, len(flow), 12)]
        assert outcome.cash.by_year == pytest.approx(years, rel=1e-9, abs=1e-6 * size)
        total = np.cumsum(flow)
        assert outcome.cash.peak_need == pytest.approx(max(0.0, -float(total.min())), rel=1e-9, abs=1e-6 * size)
        if outcome.cash.payback_month:
            assert min(total[outcome.cash.payback_month - 1 :]) >= -1e-6 * size


@SOME
@given(scenarios, st.data())
def test_a_seat_is_always_vacant_ramping_productive_or_mis_hired(scenario: Scenario, data: st.DataObject) -> None:
    months = sorted(data.draw(st.sets(st.integers(1, 24), max_size=3)))
    path = [(month, data.draw(st.sampled_from(list(OPTIONS)))) for month in months]
    _, lived = path_months(scenario, path, 24)
    assert len(lived) == 24
    for seats in lived:
        for state in seats.values():
            assert sum(state) == pytest.approx(1.0, abs=1e-12)
            assert min(state) >= -1e-15


@SOME
@given(scenarios, st.integers(1, 20))
def test_entering_the_current_option_changes_nothing(scenario: Scenario, month: int) -> None:
    stay, _ = path_months(scenario, [], 24)
    enter, _ = path_months(scenario, [(month, scenario.current)], 24)
    for name in MONTHLY:
        assert enter[name] == pytest.approx(stay[name], rel=1e-9, abs=1e-6)


@SOME
@given(st.lists(st.integers(0, 10**9), min_size=2, max_size=5))
def test_many_cases_at_once_are_each_case_alone(seeds: list[int]) -> None:
    base = scenario_of(seeds[0])
    same = {name: getattr(base, name) for name in ("current", "horizon_months", "bridge", "year", "timing_months")}
    alone = [scenario_of(seed).with_values(same) for seed in seeds]
    numbers = [p for p, f in FIELDS.items() if isinstance(f.default, float)]
    changes = {path: np.array([dict(leaves(s))[path] for s in alone]) for path in numbers}
    for path in ("company.sector", "company.recovers_sales_tax", "assumptions.tail_months"):
        changes[path] = np.array([dict(leaves(s))[path] for s in alone])
    typed = (s.assumptions.memory for s in alone)
    changes["assumptions.memory"] = np.array([np.nan if memory is None else memory for memory in typed])
    for path in ("data_culture.answers", "data_culture.need"):
        changes[path] = np.array([s.quantities()[path] for s in alone])
    together = evaluate(base, changes)
    for place, scenario in enumerate(alone):
        one = decide(scenario)
        for column, option in enumerate(OPTIONS):
            outcome = one.options[option]
            size = abs(outcome.cost_pv) + abs(outcome.extra_margin_pv) + 1
            # The margin is the difference of two gross ones: a float knows it to its share of those, well under a cent.
            known = 1e-9 * size + 1e-12 * scenario.company.annual_revenue
            assert together["npv"][place, column] == pytest.approx(outcome.npv, rel=1e-9, abs=known)
            assert together["capability_end"][place, column] == pytest.approx(outcome.capability_end, rel=1e-9, abs=1e-12)
            assert together["customers_end"][place, column] == pytest.approx(outcome.customers_end, rel=1e-9)


NUMBERS = [path for path, facts in FIELDS.items() if isinstance(facts.default, float)]


@pytest.mark.parametrize("path", NUMBERS)
def test_any_one_figure_may_be_an_array_of_cases_even_with_months_of_entry_beside_it(path: str) -> None:
    scenario = Scenario(timing_months=4, horizon_months=8)
    today = dict(leaves(scenario))[path]
    run = (scenario.current, "hybrid", scenario.horizon_months, (2, 3, 4), scenario.bridge)
    together = entry_worths(quantities(scenario, {path: np.array([today, 0.9 * today, today])}), *run, cases=3)  # type: ignore[arg-type]
    alone = entry_worths(quantities(scenario), *run)  # type: ignore[arg-type]
    for option, curve in together.items():
        found = np.broadcast_to(curve, (3, 3))
        assert found[:, 0].tolist() == found[:, 2].tolist() == pytest.approx(alone[option].tolist(), rel=1e-9, abs=1e-6)


def test_chunks_do_not_change_a_case(monkeypatch: pytest.MonkeyPatch) -> None:
    salaries = np.linspace(50_000, 200_000, 23)
    whole = evaluate(Scenario(), {"in_house.base_salary": salaries})
    monkeypatch.setattr("cmo_model.decision.central.CHUNK", 5)
    assert np.array_equal(evaluate(Scenario(), {"in_house.base_salary": salaries})["npv"], whole["npv"])


@SOME
@given(scenarios, st.randoms())
def test_the_order_of_a_file_changes_nothing(scenario: Scenario, shuffler: random.Random) -> None:
    def shuffled(tree: Any) -> Any:
        if not isinstance(tree, dict):
            return tree
        keys = list(tree)
        shuffler.shuffle(keys)
        return {key: shuffled(tree[key]) for key in keys}

    again = Scenario.model_validate(shuffled(json.loads(scenario.model_dump_json())))
    assert again == scenario
    assert decide(again) == decide(scenario)


@SOME
@given(scenarios)
def test_the_language_changes_no_figure(scenario: Scenario) -> None:
    decision = decide(scenario)

    def values(node: Any) -> list[Any]:
        return [node.value, *(v for child in node.children for v in values(child))]

    for name in ("verdict.margin", "signals.fee_ratio.ratio", f"options.{decision.best}.cost_pv"):
        assert values(explain(decision, name, "fr", depth=2)) == values(explain(decision, name, "en", depth=2))


levies = [line for year in (2025, 2026) for line in parameters.statutory("CA-QC", year).lines if line.levy]


@settings(max_examples=200)
@given(
    st.sampled_from(levies),
    st.sampled_from(["general", "primary_manufacturing"]),
    st.floats(0, 9e6),
    st.floats(0, 3e5),
    st.floats(0, 3e5),
)
def test_two_hires_one_after_the_other_cost_what_they_cost_together(
    line: Line, sector: str, before: float, first: float, second: float
) -> None:
    [rule] = [rule for rule in payroll.seat_rules("in_house", "in_house", (), [line]) if ".lines." in rule.name]
    numbers = {name: np.float64(value) for name, value in payroll.law_of([line]).items()} | {"company.sector": np.str_(sector)}
    graph = Graph([rule, *payroll.law_rules([line])])

    def added(pay: float, payroll_before: float) -> float:
        figures = {"loaded_salary.in_house.cash_pay": pay, "company.annual_payroll": payroll_before}
        return float(graph.compute(numbers | figures)[rule.name])  # type: ignore[arg-type]

    assert added(first, before) + added(second, before + first) == pytest.approx(added(first + second, before), abs=1e-3)


@SOME
@given(scenarios)
def test_the_advantage_of_month_one_is_the_difference_of_two_values(scenario: Scenario) -> None:
    decision = decide(scenario)
    if decision.timing is None:
        assert OPTIONS[scenario.current].is_hire
        return
    for option, curve in decision.timing.advantage_by_month.items():
        gap = decision.options[option].npv - decision.options[decision.timing.base].npv
        assert curve[0] == pytest.approx(gap, rel=1e-9, abs=1e-6)
    assert decision.timing.comparator_by_month[0] == decision.timing.base


@SOME
@given(scenarios)
def test_the_comparator_is_never_worse_than_the_base(scenario: Scenario) -> None:
    timing = decide(scenario).timing
    if timing is None or scenario.timing_months < 2:
        return
    base, months = timing.base, range(2, scenario.timing_months + 1)
    worth = entry_worths(quantities(scenario), scenario.current, base, scenario.horizon_months, months, scenario.bridge)
    for n in range(len(months)):
        best = worth[timing.comparator_by_month[n + 1]][n]
        assert best >= worth[base][n] and best == max(worth[option][n] for option in without_hire())
        for hire, curve in timing.advantage_by_month.items():
            assert curve[n + 1] == pytest.approx(worth[hire][n] - best, rel=1e-9, abs=1e-6)


@SOME
@given(scenarios)
def test_parts_add_up_to_their_whole(scenario: Scenario) -> None:
    decision = decide(scenario)
    for outcome in decision.options.values():
        assert sum(outcome.terms.values()) == pytest.approx(outcome.cost_pv, rel=1e-9, abs=1e-6)
        assert outcome.extra_margin_pv - outcome.cost_pv + outcome.tail_pv == pytest.approx(outcome.npv, rel=1e-9, abs=1e-6)
    assert sum(decision.verdict.difference.values()) == pytest.approx(decision.verdict.margin, rel=1e-6, abs=1e-4)
    salary = decision.loaded_salary["in_house"]
    assert sum(salary.lines.values()) == pytest.approx(salary.employer_contributions)
    assert salary.cash_pay + salary.employer_contributions + salary.benefits == pytest.approx(salary.loaded_salary)
    assert decision.best == max(OPTIONS, key=lambda o: decision.options[o].npv)
    assert decision.verdict.reading_margin >= decision.verdict.margin >= 0


def test_the_whole_payroll_step_is_paid_by_the_hire_that_crosses_it() -> None:
    def levy(annual_payroll: float) -> float:
        scenario = Scenario().with_values({"company.annual_payroll": annual_payroll, "in_house.bonus_rate": 0.0})
        return decide(scenario).loaded_salary["in_house"].lines["training_levy"]

    assert levy(1_880_000.0) == 0.0  # reaches 2 M$ exactly
    assert levy(1_880_000.01) == pytest.approx(20_000.0001)
    assert levy(2_100_000.0) == pytest.approx(1_200.0)


def test_a_2025_scenario_pays_2025_contributions() -> None:
    lines = {year: decide(Scenario(year=year)).loaded_salary["in_house"].lines for year in (2025, 2026)}
    assert lines[2025]["qpp_base"] == pytest.approx(0.054 * (71_300 - 3_500))
    assert lines[2025]["qpip"] == pytest.approx(678.16)
    assert lines[2025]["employment_insurance"] == pytest.approx(1_204.94, abs=0.005)
    assert lines[2026]["employment_insurance"] == pytest.approx(1_253.98, abs=0.005)
    assert lines[2025]["health_services_fund"] == lines[2026]["health_services_fund"]
