"""Can the firm stand alone: scores by hand, gates one by one, what documenting is worth, how long to overlap."""

import math
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from cmo_model import Scenario, decide
from cmo_model.growth.transfer import (
    ITEMS,
    MOST_PROCESSES,
    TARGET_MEMORY,
    Gate,
    Item,
    Process,
    Transfer,
    autonomy,
    documenting,
    gates,
    memory,
    overlap,
    ready,
    written,
)
from cmo_model.scenario import OptionName
from tests import plain_reading

READY = Transfer(
    items=dict.fromkeys(ITEMS, Item(state="yes")),
    processes=(Process(name="Close", autonomy=4, criticality=3, insiders=2), Process(name="Launch", autonomy=4, criticality=1)),
    silent_month=True,
)


def test_no_partly_and_yes_are_nothing_a_half_and_one() -> None:
    half = Transfer(items={"accounts": Item(state="yes"), "access": Item(state="partly")})
    assert written(Transfer()) == 0.0
    assert written(half) == pytest.approx(1.5 / 12)


def test_autonomy_weighs_processes_by_their_criticality() -> None:
    first, second = Process(autonomy=5, criticality=3), Process(autonomy=1, criticality=1)
    assert autonomy(Transfer(processes=(first, second))) == pytest.approx(100 * 16 / 20)
    assert autonomy(Transfer(processes=(first, second, Process(autonomy=1, criticality=3)))) == pytest.approx(100 * 19 / 35)
    assert autonomy(Transfer()) is None


def test_memory_is_half_what_is_written_and_half_who_can_do_it() -> None:
    assert memory(Transfer(items={"accounts": Item(state="yes")})) == pytest.approx(1 / 12)
    assert memory(READY) == pytest.approx((1 + 0.8) / 2)
    assert pytest.approx(0.875) == TARGET_MEMORY


def test_each_gate_fails_alone() -> None:
    assert ready(READY) and set(gates(READY)) == set(get_args(Gate))
    close, launch = READY.processes
    for gate, changed in {
        "autonomy": {"processes": (close, launch, *[Process(autonomy=0, criticality=2)] * 2)},
        "critical": {"processes": (close.model_copy(update={"autonomy": 3}), *[Process(autonomy=5, criticality=2)] * 3)},
        "insiders": {"processes": (close.model_copy(update={"insiders": 1}), launch)},
        "silent_month": {"silent_month": False},
    }.items():
        found = gates(READY.model_copy(update=changed))
        assert [name for name, holds in found.items() if not holds] == [gate]
    assert not any(gates(Transfer()).values())


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(1, 3)), min_size=1, max_size=MOST_PROCESSES))
def test_scores_stay_in_their_bounds_and_more_autonomy_never_lowers_them(rows: list[tuple[int, int]]) -> None:
    before = Transfer(processes=tuple(Process(autonomy=a, criticality=w) for a, w in rows))
    after = Transfer(processes=tuple(Process(autonomy=min(5, a + 1), criticality=w) for a, w in rows))
    low, high = autonomy(before), autonomy(after)
    assert low is not None and high is not None and 0 <= low <= high <= 100
    assert 0 <= memory(before) <= memory(after) <= 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"items": {"accounts": {"state": "maybe"}}},
        {"items": {"cookies": {}}},
        {"processes": [{"autonomy": 6}]},
        {"processes": [{"criticality": 0}]},
        {"processes": [{}] * (MOST_PROCESSES + 1)},
        {"items": {"accounts": {"due": "9999-12-31"}}},
        {"items": {"accounts": {"evidence": "x" * 201}}},
        {"processes": [{"name": "x" * 61}]},
    ],
)
def test_what_is_out_of_bounds_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Transfer.model_validate(wrong)


def test_what_shows_nothing_is_left_out_of_a_text() -> None:
    assert Item.model_validate({"evidence": "a\u202eb\u200b\u00ad"}).evidence.startswith("ab")


def plain_npv(scenario: Scenario, option: OptionName) -> float:
    facts = plain_reading.facts_of(scenario.model_dump())
    rows = plain_reading.months_along(facts, [(1, option)], scenario.horizon_months)
    return float(plain_reading.option_value(facts, rows)["npv"])


def test_documenting_is_worth_what_the_best_option_gains_by_it() -> None:
    scenario = Scenario()
    best = decide(scenario).best
    there = plain_npv(scenario.with_values({"assumptions.memory": 0.875}), best)
    here = plain_npv(scenario, best)
    assert documenting(decide(scenario)) == pytest.approx(there - here, abs=0.01)
    assert documenting(decide(scenario)) > 0
    assert documenting(decide(scenario), decide(scenario).memory) == pytest.approx(0.0, abs=1e-6)
    assert documenting(decide(scenario), 0.0) < 0


def test_the_overlap_weighs_what_is_lost_against_what_a_week_costs() -> None:
    scenario = Scenario()
    found = overlap(scenario, "in_house")
    assert found is not None and found.weeks is not None
    assert found.weekly_cost == pytest.approx(12 * 7_300 / 52)
    expected = 4 * math.log(found.to_lose / (4 * found.weekly_cost)) if found.to_lose > 4 * found.weekly_cost else 0.0
    assert found.weeks == pytest.approx(expected)
    assert found.to_lose > 0


@pytest.mark.parametrize(("current", "option"), [("fractional", "in_house"), ("hybrid", "in_house"), ("in_house_team", "hybrid")])
def test_what_is_to_lose_is_what_a_plain_reading_of_the_model_finds(
    monkeypatch: pytest.MonkeyPatch, current: str, option: OptionName
) -> None:
    scenario = Scenario().with_values({"current": current})
    found, plain = overlap(scenario, option), plain_npv(scenario, option)
    hours_in = plain_reading.hours_in

    def known(firm: dict[str, Any], owner: float, seats: dict[str, dict[str, Any]], month: int) -> dict[str, float]:
        kept = {name: seat if seat["mode"] == "staffed" else seat | {"leaves": 0.0} for name, seat in seats.items()}
        return dict(hours_in(firm, owner, kept, month))

    monkeypatch.setattr(plain_reading, "hours_in", known)
    assert found is not None
    assert found.to_lose == pytest.approx(plain_npv(scenario, option) - plain, abs=0.01)


def test_what_is_written_shortens_the_overlap_and_full_memory_ends_it() -> None:
    losses = []
    for share in (0.0, 0.5, 1.0):
        found = overlap(Scenario().with_values({"assumptions.memory": share, "bridge": False}), "in_house")
        assert found is not None
        losses.append(found.to_lose)
    assert losses[0] > losses[1] > losses[2] == pytest.approx(0.0, abs=1e-6)


def test_an_option_that_ends_no_seat_needs_no_overlap() -> None:
    assert overlap(Scenario(), "fractional") is None
    assert overlap(Scenario(), "hybrid") is None
    assert overlap(Scenario().with_values({"current": "owner"}), "in_house") is None
    staffed = overlap(Scenario().with_values({"current": "in_house_team"}), "owner")
    pay = decide(Scenario()).loaded_salary
    assert staffed is not None
    assert staffed.weekly_cost == pytest.approx((pay["in_house"].cash_pay + pay["coordinator"].cash_pay) / 52)


def test_an_overlap_that_costs_nothing_has_no_end() -> None:
    free = overlap(Scenario().with_values({"fractional.monthly_fee": 0.0}), "in_house")
    assert free is not None and free.weeks is None
    hybrid = overlap(Scenario().with_values({"current": "hybrid"}), "in_house")
    assert hybrid is not None
    paid = 12 * 0.5 * 7_300 / 52 + decide(Scenario()).loaded_salary["coordinator"].cash_pay / 52
    assert hybrid.weekly_cost == pytest.approx(paid)
