"""Where the answer changes: against a fine scan, and put back into the scenario."""

import itertools
import random
from typing import Any

import numpy as np
import pytest

from cmo_model import Scenario, decide
from cmo_model.decision import evaluate
from cmo_model.scenario import OPTIONS
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import entered, flips, numbers
from cmo_model.uncertainty.switching import READINGS, crossings, grid, reading_codes
from tests import plain_reading
from tests.conftest import case_file

DEFAULTS = case_file("reference.json")


def situation(seed: int) -> Scenario:
    return Scenario.model_validate(plain_reading.random_scenario(random.Random(seed), DEFAULTS) | {"timing_months": 1})


def readings(scenario: Scenario, path: str, values: Any) -> list[str]:
    npv = evaluate(scenario, {path: np.asarray(values, float)})["npv"]
    return [[*OPTIONS.values()][place].reading for place in npv.argmax(axis=1)]


SCANNED = ("in_house.tenure_months", "in_house.mishire_probability", "company.contribution_margin", "workload.annual_growth")


@pytest.mark.parametrize("seed", range(50))
def test_every_flip_of_a_fine_scan_is_found(seed: int) -> None:
    scenario = situation(seed)
    path = SCANNED[seed % len(SCANNED)]
    facts = FIELDS[path]
    assert facts.low is not None and facts.high is not None
    top = min(facts.high, 5.0 if facts.high <= 5 else 600.0)
    values = np.linspace(facts.low + 1e-6, top, 3001)
    seen = readings(scenario, path, values)
    step = values[1] - values[0]
    found = flips(scenario, [path])[path]
    changes = [place for place in range(len(values) - 1) if seen[place] != seen[place + 1]]
    for place in changes:
        near = [f for f in found if values[place] - step <= f.value <= values[place + 1] + step]
        assert near, (path, values[place], seen[place], seen[place + 1])
    for flip in found:
        if values[0] < flip.value < values[-1]:
            hair = 1e-6 * (top - facts.low)
            span = (flip.value - hair, flip.value + hair)
            before, after = readings(scenario, path, span)
            assert (before, after) == (flip.before, flip.after)


def test_a_flip_put_back_into_the_scenario_is_a_tie() -> None:
    scenario = Scenario()
    for path, found in flips(scenario).items():
        for flip in found:
            options = decide(scenario.with_values({path: flip.value, "timing_months": 1})).options
            best = {r: max(o.npv for n, o in options.items() if OPTIONS[n].reading == r) for r in (flip.before, flip.after)}
            size = max(abs(value) for value in best.values())
            if path not in ("company.annual_payroll", "in_house.base_salary", "coordinator.base_salary", "in_house.bonus_rate"):
                assert best[flip.before] == pytest.approx(best[flip.after], abs=1e-5 * size), (path, flip)


def test_flips_rise_chain_and_pass_through_todays_reading() -> None:
    scenario = Scenario()
    reading = decide(scenario).verdict.reading
    for path, found in flips(scenario).items():
        assert [f.value for f in found] == sorted(f.value for f in found)
        for first, second in itertools.pairwise(found):
            assert first.after == second.before
        today = entered(scenario, path)
        below = [f for f in found if f.value <= today]
        above = [f for f in found if f.value > today]
        assert not below or below[-1].after == reading
        assert not above or above[0].before == reading


def test_every_number_is_scanned_and_most_change_nothing() -> None:
    found = flips(Scenario())
    assert list(found) == numbers() and any(not ones for ones in found.values())


def test_the_scan_leaves_no_wide_gap_between_near_bounds_or_around_today() -> None:
    for path in numbers():
        facts, today = FIELDS[path], entered(Scenario(), path)
        assert facts.low is not None and facts.high is not None
        values = grid(facts, today)
        assert values[0] == pytest.approx(facts.low, abs=1e-9) and values[-1] == facts.high and today in values
        above = values[values >= 1]
        assert len(above) < 2 or (above[1:] / above[:-1]).max() <= 1.5, path
        if facts.high - facts.low <= 10:
            assert np.diff(values).max() <= 0.03, path
        elif today:
            near = values[(values > 0.5 * today) & (values < 1.5 * today)]
            assert np.diff(near).max() <= 0.003 * today, path


def test_a_change_that_comes_and_goes_and_a_jump_are_both_found() -> None:
    def code(_: Any, values: Any) -> Any:
        return np.where((values > 0.31) & (values < 0.6), 1, np.where(values >= 0.9, 2, 0))

    assert [(round(v, 9), a, b) for v, a, b in crossings(code, [np.linspace(0, 1, 11)])[0]] == [
        (0.31, 0, 1),
        (0.6, 1, 0),
        (0.9, 0, 2),
    ]


def test_two_changes_between_two_neighbours_are_both_told() -> None:
    def code(_: Any, values: Any) -> Any:
        return np.where(values > 0.52, 2, np.where(values > 0.47, 1, 0))

    for values in (np.linspace(0, 1, 2), np.linspace(0, 1, 3)):
        assert [(round(v, 9), a, b) for v, a, b in crossings(code, [values])[0]] == [(0.47, 0, 1), (0.52, 1, 2)]


def halved_one_by_one(code: Any, values: Any) -> list[tuple[float, int, int]]:
    """The changes of one grid, each bracket halved alone, one level at a time."""
    codes = [int(one) for one in code(np.zeros(len(values), int), values)]
    found = []
    for (low, before), (right, after) in itertools.pairwise(zip(map(float, values), codes, strict=True)):
        if before == after:
            continue
        high = right
        for _ in range(48):
            middle = (low + high) / 2
            if code(np.zeros(1, int), np.array([middle]))[0] == before:
                low = middle
            else:
                high = middle
        last = int(code(np.zeros(1, int), np.array([high]))[0])
        found.append((high, before, last))
        if last != after:
            found += halved_one_by_one(code, np.linspace(high, right, 9))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_halving_several_levels_a_batch_finds_the_same_values_to_the_last_bit(seed: int) -> None:
    """Jumps anywhere, answers that come and go between two neighbours, few changes and many."""
    draw = np.random.default_rng(seed)
    jumps = np.sort(draw.uniform(-1, 1, 3 ** (1 + seed % 4))) * 10.0 ** draw.integers(-6, 7)
    answers = draw.integers(0, 4, len(jumps) + 1)

    def code(_: Any, values: Any) -> Any:
        return answers[np.searchsorted(jumps, values)]

    values = np.unique(draw.uniform(jumps[0] - 1, jumps[-1] + 1, 25))
    expected = halved_one_by_one(code, values)
    for ahead in (1, 40, 768, 10**5):
        assert crossings(code, [values], ahead=ahead)[0] == expected


@pytest.mark.parametrize("seed", range(12))
def test_flips_of_random_scenarios_are_those_of_plain_halving(seed: int) -> None:
    scenario = situation(seed)
    chosen = sorted({*random.Random(seed).sample(numbers(), 2), SCANNED[seed % len(SCANNED)]})
    today = scenario.quantities()
    found = flips(scenario, chosen)
    for path in chosen:

        def code(_: Any, values: Any, path: str = path) -> Any:
            return reading_codes()[evaluate(scenario, {path: values})["npv"].argmax(axis=1)]

        plain = crossings(code, [grid(FIELDS[path], float(today[path]))], ahead=1)[0]
        assert [(f.before, f.after) for f in found[path]] == [(READINGS[before], READINGS[after]) for _, before, after in plain]
        assert [f.value for f in found[path]] == pytest.approx([value for value, _, _ in plain], rel=1e-12, abs=0)


def test_progress_of_flips_rises_to_the_end_and_stops_the_search_by_raising() -> None:
    told: list[float] = []
    flips(Scenario(), SCANNED, told.append)
    assert told == sorted(told) and told[0] <= 0.5 and told[-1] == 1.0 and len(told) > 5
    seen: list[float] = []

    def stop(share: float) -> None:
        seen.append(share)
        if len(seen) == 4:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        flips(Scenario(), SCANNED, stop)
    assert seen == told[:4]
    for paths in ([], ["customers.active"]):
        told.clear()
        assert list(flips(Scenario(), paths, told.append)) == paths and told == sorted(told) and told[-1] == 1.0


def test_progress_never_falls_where_a_change_comes_and_goes_between_two_neighbours() -> None:
    told: list[float] = []

    def code(_: Any, values: Any) -> Any:
        return np.where(values < 0.4, 0, np.where(values < 0.5, 1, 2))

    found = crossings(code, [np.array([0.0, 1.0])], told.append)[0]
    assert [value for value, _, _ in found] == pytest.approx([0.4, 0.5])
    assert told == sorted(told) and told[-1] == 1.0


def test_hours_built_from_duties_can_be_flipped() -> None:
    built = Scenario.model_validate({"workload": {"duties": {"people": {"volume": 12.0}}}})
    hours = built.hours_from_duties()[0]
    plain = Scenario.model_validate({"workload": {"hours_per_week": hours}})
    path = ["workload.hours_per_week"]
    assert [f.value for f in flips(built, path)[path[0]]] == pytest.approx([f.value for f in flips(plain, path)[path[0]]])
