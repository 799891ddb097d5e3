"""The difference of two scenarios: what each input moves alone, and what comes of their being together."""

import itertools
import math
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmo_model import Decision, Scenario, decide, examples, parameters
from cmo_model.decision import comparison
from cmo_model.decision.comparison import Difference, Move, difference, differing
from cmo_model.readers import read_scenario
from cmo_model.scenario import OPTIONS, Duty
from tests.test_properties import scenario_of

# Leadership changes nothing, an owner's hour costs nothing: an option costs what it is paid, and doing nothing is free.
# The fractional serves all the time, so a year of 5 500 $ a month is 66 000 $, the cheapest of any other reading.
FREE_OWNER = Scenario().with_values(
    {
        "current": "owner",
        "horizon_months": 12,
        "timing_months": 1,
        "discount_rate": 0.0,
        **{f"leadership_effect.{name}": 0.0 for name in ("acquisition_lift", "retention_lift", "price_premium", "win_rate_lift")},
        "owner.hourly_value": 0.0,
        "assumptions.unmet_hour_cost": 0.0,
        "fractional.follows_need": 0.0,
        "fractional.fee_growth": 0.0,
        "fractional.monthly_fee": 5_500.0,
        "fractional.months_to_fill": 0.0,
        "fractional.months_to_ramp": 0.0,
        "fractional.mishire_probability": 0.0,
    }
)


def between(first: Scenario, **changes: Any) -> Difference:
    return difference(decide(first), decide(first.with_values(changes)))


def by_path(found: Difference) -> dict[str, Move]:
    return {path: move for move in found.moves for path in move.paths}


def lead(decision: Decision, reading: str) -> float:
    mine = [one.npv for option, one in decision.options.items() if OPTIONS[option].reading == reading]
    return max(mine) - max(one.npv for option, one in decision.options.items() if OPTIONS[option].reading != reading)


def checked_by_decisions(first: Scenario, second: Scenario) -> None:
    found = difference(decide(first), decide(second))
    for move in found.moves:
        alone = decide(first.with_values(dict(zip(move.paths, move.second, strict=True))))
        assert move.moved == pytest.approx(lead(alone, found.reading) - found.lead_first, abs=1e-6, rel=1e-9)
        assert move.reading == alone.verdict.reading or alone.verdict.reading_margin < 1e-6


@cache
def example(name: str) -> Decision:
    return decide(read_scenario(examples.source(name).encode()))


def test_a_dearer_contract_over_a_longer_time_by_hand() -> None:
    found = between(FREE_OWNER, **{"fractional.monthly_fee": 6_000.0, "horizon_months": 24})
    assert found.reading == "neither_yet"
    assert found.lead_first == pytest.approx(66_000)
    assert found.lead_second == pytest.approx(144_000)
    assert [move.paths for move in found.moves] == [("horizon_months",), ("fractional.monthly_fee",)]
    assert [move.moved for move in found.moves] == pytest.approx([66_000, 6_000])
    assert found.rest == pytest.approx(6_000)  # the second year at 500 $ more a month
    assert (found.moves[0].first, found.moves[0].second) == ((12,), (24,))


def test_a_change_that_turns_the_verdict_leaves_a_negative_lead() -> None:
    # The owner's 6 hours a week at 100 $ cost 31 200 $ a year; beside a fractional, 2 of them cost 10 400 $.
    found = between(FREE_OWNER, **{"fractional.monthly_fee": 1_000.0, "owner.hourly_value": 100.0})
    assert found.lead_second == pytest.approx(12_000 + 10_400 - 31_200)
    assert {move.paths[0]: move.moved for move in found.moves} == {
        "fractional.monthly_fee": pytest.approx(-54_000),
        "owner.hourly_value": pytest.approx(-20_800),
    }
    assert {move.reading for move in found.moves} == {"neither_yet"}  # neither is enough alone
    assert found.rest == pytest.approx(0, abs=1e-6)
    dear = between(FREE_OWNER, **{"owner.hourly_value": 1_000.0})
    assert dear.moves[0].moved == pytest.approx(-208_000)
    assert dear.moves[0].reading == "fractional"


def test_the_other_way_round_measures_the_others_lead() -> None:
    # At 400 $ an hour the owner alone costs 124 800 $, the fractional 66 000 $ and 41 600 $ of the owner's time.
    turned = FREE_OWNER.with_values({"owner.hourly_value": 400.0})
    found = difference(decide(turned), decide(FREE_OWNER))
    assert found.reading == "fractional"
    assert found.lead_first == pytest.approx(124_800 - 107_600)
    assert found.lead_second == pytest.approx(-66_000)
    back = between(FREE_OWNER.with_values({"fractional.monthly_fee": 6_000.0, "horizon_months": 24}), **{"horizon_months": 12})
    assert back.together == pytest.approx(-72_000)


@pytest.mark.parametrize("scenario", [Scenario(), *(example(name).scenario for name in examples.names())], ids=lambda s: s.name)
def test_equal_scenarios_have_no_moves(scenario: Scenario) -> None:
    found = difference(decide(scenario), decide(scenario.with_values({"name": "Another", "uncertainty": {"*": None}})))
    assert found.moves == ()
    assert found.together == found.rest == 0
    assert found.lead_first == found.lead_second == decide(scenario).verdict.reading_margin


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("in_house.base_salary", 130_000.0),
        ("company.sector", "primary_manufacturing"),
        ("year", 2025),
        ("current", "in_house"),
        ("bridge", False),
        ("horizon_months", 48),
        ("workload.duties", {next(iter(parameters.duties().duties)): Duty(volume=3.0)}),
        ("data_culture.need", (None, 4, 0)),
    ],
)
def test_a_single_difference_is_the_whole_of_it(path: str, value: Any) -> None:
    found = between(Scenario(), **{path: value})
    (move,) = found.moves
    assert move.paths == (path,)
    assert move.second == (value,)
    assert move.moved == pytest.approx(found.together, abs=1e-6)
    assert found.rest == pytest.approx(0, abs=1e-6)
    assert Difference.model_validate_json(found.model_dump_json()).together == found.together


@pytest.mark.parametrize(
    ("path", "value"), [("timing_months", 12), ("advantage_volatility", 1e5), ("data_culture.need", (0, 0, 0))]
)
def test_what_changes_no_worth_moves_nothing(path: str, value: Any) -> None:
    assert between(Scenario(), **{path: value}).moves[0].moved == 0


def test_customers_and_the_spend_that_buys_them_stop_together() -> None:
    changes = {"acquisition.monthly_spend": 0.0, "acquisition.monthly_new_customers": 0.0, "sales.win_rate": 0.3}
    found = between(Scenario(), **changes)
    pair = by_path(found)["acquisition.monthly_spend"]
    assert pair.paths == ("acquisition.monthly_spend", "acquisition.monthly_new_customers")
    assert (pair.first, pair.second) == ((5_000.0, 3.0), (0.0, 0.0))
    assert len(found.moves) == 2
    checked_by_decisions(Scenario(), Scenario().with_values(changes))
    back = difference(decide(Scenario().with_values(changes)), decide(Scenario()))
    assert by_path(back)["acquisition.monthly_new_customers"].paths == pair.paths
    # Customers that stop alone are no contradiction, while the spend stays.
    assert len(between(Scenario(), **{"acquisition.monthly_new_customers": 0.0, "sales.win_rate": 0.3}).moves) == 2


def test_a_place_and_a_year_that_exist_only_together_change_together() -> None:
    first = Scenario(year=2025)  # for which France has no rates
    there = first.with_values({"jurisdiction": "FR", "year": 2026})
    found = between(first, jurisdiction="FR", year=2026, bridge=False)
    assert {move.paths for move in found.moves} == {("jurisdiction", "year"), ("bridge",)}
    assert by_path(found)["year"].moved == pytest.approx(difference(decide(first), decide(there)).together)


def test_a_record_changes_whole_when_no_pair_does_and_a_move_without_a_scenario_has_no_amount(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = comparison._alone
    brand_and_sales = {"brand.annual_brand_spend": 1.0, "sales.win_rate": 0.3, "sales.deal_value": 1.0, "sales.cycle_days": 1.0}

    def strict(first: Scenario, second: Scenario, paths: Any) -> Scenario | None:
        of_sales = sum(path.startswith("sales.") for path in paths)
        alone = "brand.annual_brand_spend" in paths or 0 < of_sales < 3
        return None if alone else real(first, second, paths)

    monkeypatch.setattr(comparison, "_alone", strict)
    found = between(Scenario(), **brand_and_sales)
    whole, impossible = found.moves
    assert whole.paths == ("sales.win_rate", "sales.deal_value", "sales.cycle_days")
    assert impossible.paths == ("brand.annual_brand_spend",)
    assert impossible.moved is impossible.reading is None
    assert whole.moved is not None
    assert found.rest == pytest.approx(found.together - whole.moved)


def test_duties_and_the_hours_they_replace_are_one_question() -> None:
    duty = next(iter(parameters.duties().duties))
    built = Scenario().with_values({"workload.duties": {duty: Duty(volume=2.0)}})
    said = Scenario().with_values({"workload.hours_per_week": 12.0})
    for first, second in ((built, said), (said, built)):
        found = difference(decide(first), decide(second))
        assert [move.paths for move in found.moves] == [("workload.hours_per_week", "workload.duties")]
        assert found.rest == pytest.approx(0, abs=1e-6)
    same = between(built, **{"workload.hours_per_week": 12.0})
    assert same.together == 0 == same.moves[0].moved


@pytest.mark.parametrize(("first", "second"), [*itertools.permutations(examples.names(), 2)])
def test_any_two_examples_compare(first: str, second: str) -> None:
    found = difference(example(first), example(second))
    assert found.reading == example(first).verdict.reading
    assert found.lead_first == example(first).verdict.reading_margin
    assert found.lead_second == lead(example(second), found.reading)
    moved = [move.moved for move in found.moves if move.moved is not None]
    assert len(moved) == len(found.moves)
    assert all(map(math.isfinite, [*moved, found.rest]))
    assert [abs(x) for x in moved] == sorted((abs(x) for x in moved), reverse=True)
    compared = [path for move in found.moves for path in move.paths]
    assert sorted(compared) == sorted(differing(example(first).scenario, example(second).scenario))
    assert sum(moved) + found.rest == pytest.approx(found.together)


def test_equal_moves_stand_in_the_order_of_the_fields() -> None:
    found = between(Scenario(), timing_months=12, **{"data_culture.need": (0, 0, 0), "advantage_volatility": 1e5})
    assert [move.paths[0] for move in found.moves] == ["timing_months", "data_culture.need", "advantage_volatility"]


def test_one_batch_says_what_a_decision_at_a_time_says() -> None:
    checked_by_decisions(example("logiciels-perce-neige").scenario, example("clinique-des-rapides").scenario)
    checked_by_decisions(scenario_of(7), scenario_of(11))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_the_moves_and_the_rest_are_all_of_it(one: int, other: int) -> None:
    first, second = decide(scenario_of(one)), decide(scenario_of(other))
    found = difference(first, second)
    moved = [move.moved for move in found.moves if move.moved is not None]
    size = max((abs(x) for x in moved), default=1.0)
    assert found.rest + math.fsum(moved) == pytest.approx(found.together, abs=1e-9 * size)
    assert found.together == found.lead_second - found.lead_first
    assert sorted(p for m in found.moves for p in m.paths) == sorted(differing(first.scenario, second.scenario))
