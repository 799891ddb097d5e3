"""A question's curve is the engine's own lead, and its crossings are the flips that the whole search finds."""

import numpy as np
import pytest

from cmo_model import decide, examples
from cmo_model.readers import read_scenario
from cmo_model.scenario import OPTIONS, Scenario
from cmo_model.uncertainty import curves, flips
from cmo_model.uncertainty.curves import STEPS

PATHS = (
    *("company.annual_revenue", "company.contribution_margin", "customers.active", "acquisition.monthly_spend"),
    *("acquisition.monthly_new_customers", "workload.hours_per_week", "fractional.monthly_fee", "in_house.base_salary"),
)


def _lead(scenario: Scenario, reading: str) -> float:
    npv = {option: one.npv for option, one in decide(scenario).options.items()}
    ours = max(value for option, value in npv.items() if OPTIONS[option].reading == reading)
    return ours - max(value for option, value in npv.items() if OPTIONS[option].reading != reading)


@pytest.mark.parametrize("name", examples.names())
def test_a_curve_is_the_lead_of_the_answer_at_each_value(name: str) -> None:
    scenario = read_scenario(examples.source(name).encode())
    reading = decide(scenario).verdict.reading
    for path, curve in curves(scenario, reading, PATHS).items():
        assert curve.today in curve.values and list(curve.values) == sorted(curve.values)
        for at in np.linspace(0, len(curve.values) - 1, 5).astype(int):
            if path.startswith("acquisition.") and curve.values[at] == 0:
                continue
            found = _lead(scenario.with_values({path: curve.values[at]}), reading)
            assert found == pytest.approx(curve.leads[at], abs=0.01)


@pytest.mark.parametrize("name", examples.names())
def test_the_crossings_are_the_flips_of_the_answer(name: str) -> None:
    scenario = read_scenario(examples.source(name).encode())
    reading = decide(scenario).verdict.reading
    drawn = curves(scenario, reading, PATHS)
    for path, all_flips in flips(scenario, PATHS).items():
        curve = drawn[path]
        low, high = curve.values[0], curve.values[-1]
        ours = [flip for flip in all_flips if (flip.before == reading) != (flip.after == reading) and low < flip.value < high]
        assert [(one.before, one.after) for one in curve.flips] == [(flip.before, flip.after) for flip in ours]
        for one, flip in zip(curve.flips, ours, strict=True):
            assert one.value == pytest.approx(flip.value, abs=(high - low) / 100_000)


def test_a_figure_moved_within_two_values_begins_and_ends_there_in_steps_as_round_as_they_can_be() -> None:
    scenario, ends = Scenario(), {"in_house.base_salary": (91_140.0, 127_400.0), "workload.hours_per_week": (20.96, 20.98)}
    for path, curve in curves(scenario, "fractional", ends, ends).items():
        assert {*ends[path], curve.today} <= set(curve.values)
    salary, hours = curves(scenario, "fractional", ends, ends).values()
    assert all(value % 1_000 == 0 for value in set(salary.values) - {*ends["in_house.base_salary"], salary.today})
    assert len(set(hours.values)) == len(hours.values) >= STEPS


@pytest.mark.parametrize("name", examples.names())
def test_the_best_answer_at_each_value_is_the_decisions(name: str) -> None:
    scenario = read_scenario(examples.source(name).encode())
    reading = decide(scenario).verdict.reading
    for path, curve in curves(scenario, reading, PATHS[5:]).items():
        assert all((best == reading) == (lead >= 0) for best, lead in zip(curve.best, curve.leads, strict=True))
        for at in (0, -1):
            assert curve.best[at] == decide(scenario.with_values({path: curve.values[at]})).verdict.reading


def test_a_figure_at_zero_is_moved_up_to_its_default() -> None:
    scenario = Scenario().with_values({"acquisition.monthly_spend": 0.0, "acquisition.monthly_new_customers": 0.0})
    curve = curves(scenario, "fractional", ["acquisition.monthly_spend"])["acquisition.monthly_spend"]
    assert curve.today == curve.values[0] == 0.0 and len(curve.values) == STEPS
    assert curve.values[-1] == 2 * Scenario().acquisition.monthly_spend


def test_a_figure_is_moved_from_half_to_double_within_its_bounds() -> None:
    found = curves(Scenario(), "hire", ["customers.annual_retention", "fractional.monthly_fee"])
    kept, fee = Scenario().customers.annual_retention, Scenario().fractional.monthly_fee
    shares, fees = found["customers.annual_retention"].values, found["fractional.monthly_fee"].values
    assert (shares[0], shares[-1]) == (kept / 2, 1.0) and (fees[0], fees[-1]) == (fee / 2, 2 * fee)


def test_a_figure_at_its_least_is_not_moved_under_it() -> None:
    values = curves(Scenario().with_values({"company.staff": 1.0}), "fractional", ["company.staff"])["company.staff"].values
    assert (values[0], values[-1]) == (1.0, 2.0)


def test_no_figure_has_no_curve() -> None:
    assert curves(Scenario(), "hire", []) == {}
