"""The risk of a scenario: ranges, labels, zones, tipping, luck, and one result for one seed."""

import json
import random
import sys
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from scipy.special import ndtri
from scipy.stats import spearmanr

from cmo_model import Scenario, decide, examples, parameters
from cmo_model.commands.main import main
from cmo_model.decision import evaluate
from cmo_model.readers import read_scenario
from cmo_model.scenario import OPTIONS, OptionName, hires
from cmo_model.scenario.effect_share import CLAIMED
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import Flip, Range, advise, assess, entered, glance, half_width, life_paths, ranges, zones
from cmo_model.uncertainty.advice import ADVICE_DRAWS, WHEN_DRAWS, shape_of
from cmo_model.uncertainty.ranges import CORRELATION, around, inputs
from cmo_model.uncertainty.risk import REPORT_DRAWS, SCREEN_DRAWS
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences.risk import information, nearest_flips, three_flips, tornado
from tests import plain_reading
from tests.conftest import case_file

EVIDENCE = {case["id"]: case for case in case_file("evidence.json")}
FIRST = read_scenario(examples.source(examples.FIRST).encode())
FIRST_DECISION = decide(FIRST)
RISK = assess(FIRST, 4096, flip_inputs=["in_house.base_salary"])
ADVICE = RISK.advice


FIRMS = [Scenario(), *(read_scenario(examples.source(name).encode()) for name in examples.names())]


def test_every_default_range_holds_todays_value_inside_its_bounds() -> None:
    for scenario in FIRMS:
        for path, one in ranges(scenario).items():
            facts = FIELDS[path]
            assert facts.low is not None and facts.high is not None
            assert facts.low <= one.low <= one.likely <= one.high <= facts.high and not one.given
    assert ranges(Scenario()).keys() == parameters.uncertainty().keys()


def test_the_mean_of_each_range_is_the_entered_value_unless_it_is_held_at_a_bound() -> None:
    for scenario in FIRMS:
        for path, one in ranges(scenario).items():
            if one.low < one.likely < one.high:
                assert one.mean == pytest.approx(entered(scenario, path), rel=1e-12), path
            else:
                assert entered(scenario, path) in (FIELDS[path].low, FIELDS[path].high), path
    assert ranges(Scenario())["assumptions.memory"].mean == pytest.approx(decide(Scenario()).memory)


def test_both_sides_have_ranges_for_what_makes_them() -> None:
    known = parameters.uncertainty()
    for seat, price in (("fractional", "monthly_fee"), ("in_house", "base_salary"), ("coordinator", "base_salary")):
        for name in ("leadership", "hours_per_week", price, "tenure_months", "months_to_fill", "months_to_ramp"):
            assert f"{seat}.{name}" in known, name
        assert f"{seat}.mishire_probability" in known
    for path, entry in known.items():
        assert entry.source.title or entry.kind == "assumption", path


def test_the_assumed_effects_rise_and_fall_together_as_stated() -> None:
    drawn = inputs(ranges(Scenario()))
    u = np.concatenate([drawn.points(12, 3, which) for which in range(4)])
    scores = ndtri(u)
    places = [drawn.names.index(path) for path in CLAIMED]
    others = [place for place in range(len(drawn.names)) if place not in places]
    together = np.corrcoef(scores[:, places], rowvar=False)[np.triu_indices(len(places), 1)]
    assert together == pytest.approx(CORRELATION, abs=0.02)
    assert np.abs(np.corrcoef(scores[:, [places[0], *others]], rowvar=False)[0, 1:]).max() < 0.03
    ranks = spearmanr(u[:, places]).statistic[np.triu_indices(len(places), 1)]
    assert ranks == pytest.approx(6 / np.pi * np.arcsin(CORRELATION / 2), abs=0.02)
    for place in places:
        assert np.sort(u[:, place]) == pytest.approx((np.arange(len(u)) + 0.5) / len(u), abs=0.02)


def test_a_scenario_overrides_drops_and_clears_ranges() -> None:
    given = Scenario.model_validate({"uncertainty": {"in_house.tenure_months": [18, 42, 72], "owner.leadership": None}})
    found = ranges(given)
    assert (found["in_house.tenure_months"].low, found["in_house.tenure_months"].high) == (18.0, 72.0)
    assert found["in_house.tenure_months"].given and "owner.leadership" not in found
    only = Scenario.model_validate({"uncertainty": {"*": None, "discount_rate": [0.02, 0.08, 0.15]}})
    assert list(ranges(only)) == ["discount_rate"]
    still = Scenario.model_validate({"uncertainty": {"discount_rate": [0.08, 0.08, 0.08]}})
    assert "discount_rate" not in ranges(still)


def test_duties_give_the_mean_hours() -> None:
    built = Scenario.model_validate({"workload": {"duties": {"people": {"volume": 6.0}}}})
    assert ranges(built)["workload.hours_per_week"].mean == pytest.approx(built.hours_from_duties()[0])


@pytest.mark.parametrize("points", [(0.0, 1.0, 5.0), (2.0, 2.0, 3.0), (-1.0, 4.0, 4.0)])
def test_draws_of_a_range_are_those_of_its_pert(points: tuple[float, float, float]) -> None:
    one = Range("x", *points)
    u = (np.arange(100_000) + 0.5) / 100_000
    x = one.inverse(u)
    assert x.mean() == pytest.approx(one.mean, rel=1e-6)
    low, likely, high = points
    alpha, beta = 1 + 4 * (likely - low) / (high - low), 1 + 4 * (high - likely) / (high - low)
    variance = (high - low) ** 2 * alpha * beta / ((alpha + beta) ** 2 * (alpha + beta + 1))
    assert x.var() == pytest.approx(variance, rel=1e-4)
    assert np.all(np.diff(x) >= 0) and low <= x[0] and x[-1] <= high


def test_hysteresis_is_the_derived_one() -> None:
    case = EVIDENCE["hysteresis_abm"]
    given = case["inputs"]
    half = half_width(given["r"], given["sigma"], given["Kin"] + given["Kout"])
    centre = given["r"] * (given["Kin"] - given["Kout"]) / 2
    assert [centre + half, centre - half] == pytest.approx(case["expected"], abs=case["tolerance"])


def test_hysteresis_at_its_limits() -> None:
    assert half_width(0.1, 0.0, 80_000) == pytest.approx(4_000)
    assert half_width(0.0, 20_000, 80_000) == pytest.approx((0.75 * 20_000**2 * 80_000) ** (1 / 3))
    assert half_width(1e-10, 20_000, 80_000) == pytest.approx(half_width(0.0, 20_000, 80_000), rel=1e-3)
    assert half_width(0.1, 1e-6, 80_000) == pytest.approx(4_000, rel=1e-6)
    assert half_width(0.1, 20_000, 0.0) == pytest.approx(0.0, abs=200)


def test_zones_follow_the_specification() -> None:
    decision = decide(Scenario.model_validate({"advantage_volatility": 20_000.0}))
    found = zones(decision)
    assert found is not None and found.volatility == 20_000.0 and found.base == decision.timing.base  # type: ignore[union-attr]
    net = [np.subtract(decision.months[o]["extra_margin"], decision.months[o]["cost"]) for o in (found.option, found.base)]
    gain = (net[0] - net[1]).tolist()
    assert found.yearly_advantage == pytest.approx(sum(gain[12:24]))
    assert found.cost_to_enter == pytest.approx(max(0.0, sum(gain[12:24]) - sum(gain[:12])))
    assert found.cost_to_leave == pytest.approx(6 / 52 * 120_000 + 7_300)  # two months of half a contract
    assert found.stay_below < found.hire_above
    default = zones(decide(Scenario()))
    assert default is not None and default.volatility == pytest.approx(0.2 * decision.loaded_salary["in_house"].loaded_salary)


def test_each_zone_begins_at_its_threshold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a discount the thresholds stand at the same distance from nothing, which is then made that of the advantage."""
    small, large = (decide(Scenario.model_validate({"discount_rate": 0.0, "company": {"annual_revenue": x}})) for x in (3e6, 20e6))
    for decision, sign, zone in ((small, -1.0, "stay"), (large, 1.0, "hire")):
        found = zones(decision)
        assert found is not None and found.yearly_advantage * sign > 0
        lead = abs(found.yearly_advantage)
        for half, expected in ((lead, zone), (lead * (1 - 1e-9), zone), (lead * (1 + 1e-9), "prepare")):
            monkeypatch.setattr(sys.modules["cmo_model.uncertainty.zones"], "half_width", lambda *_, half=half: half)
            told = zones(decision)
            assert told is not None and (told.hire_above, told.stay_below, told.zone) == (half, -half, expected)


def test_a_first_year_that_leads_by_more_than_the_second_costs_nothing_to_enter() -> None:
    firm = plain_reading.random_scenario(random.Random(7), case_file("reference.json"))
    found = zones(decide(Scenario.model_validate(firm | {"timing_months": 1})))
    assert found is not None and found.cost_to_enter == 0.0


def test_zones_need_a_choice_and_two_years() -> None:
    assert zones(decide(Scenario(current="in_house"))) is None
    assert zones(decide(Scenario(horizon_months=23))) is None
    now = zones(decide(read_scenario(examples.source("equipements-laurentides").encode())))
    assert now is not None and now.stay_below < now.hire_above


def test_draws_are_rounded_up_to_whole_sets_and_memory_does_not_grow() -> None:
    assert shape_of(16_384) == (16, 10) and shape_of(131_072) == (16, 13) and shape_of(100) == (16, 4)
    sets, power = shape_of(5_000_000)
    assert power == 16 and sets * 2**power >= 5_000_000


def test_the_draws_of_every_surface_are_whole_sets_already() -> None:
    for draws in (ADVICE_DRAWS, WHEN_DRAWS, SCREEN_DRAWS, REPORT_DRAWS):
        sets, power = shape_of(draws)
        assert sets * 2**power == draws


def test_quantiles_are_those_of_the_draws_option_by_option_and_against_today() -> None:
    drawn, at = inputs(ranges(FIRST)), list(OPTIONS)
    npv = [evaluate(FIRST, drawn.values(drawn.points(8, ADVICE.seed, which)))["npv"] for which in range(ADVICE.sets)]
    assert ADVICE.draws == sum(map(len, npv))

    def marks(option: OptionName, less: OptionName | None = None) -> list[float]:
        values = [one[:, at.index(option)] - (one[:, at.index(less)] if less else 0.0) for one in npv]
        return np.mean([np.quantile(value, (0.1, 0.5, 0.9)) for value in values], axis=0).tolist()  # type: ignore[no-any-return]

    for option, one in ADVICE.options.items():
        assert one.npv_quantiles == pytest.approx(marks(option), rel=1e-9)
        assert one.gain_quantiles == pytest.approx(marks(option, FIRST.current), rel=1e-9, abs=1e-6)
    assert ADVICE.lead_quantiles == pytest.approx(marks(ADVICE.advised, ADVICE.runner_up), rel=1e-9)


def test_what_is_worth_knowing_never_exceeds_the_regret() -> None:
    assert max(RISK.evppi.values()) <= ADVICE.regret + ADVICE.regret_error + max(RISK.evppi_error.values())


def test_the_seed_alone_decides_whatever_the_chunk() -> None:
    def run(**more: Any) -> dict[str, Any]:
        return assess(FIRST, 1024, flip_inputs=[], **more).model_dump()["advice"]

    first = run()
    assert run() == first
    other = run(chunk=77)
    for option, one in first["options"].items():
        assert other["options"][option]["mean_npv"] == pytest.approx(one["mean_npv"], rel=1e-9)
        assert other["options"][option]["p_best"] == one["p_best"]
    assert run(seed=2)["options"] != first["options"]


def test_a_progress_that_raises_stops_at_once_wherever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []

    def counted(scenario: Scenario, changes: Any) -> Any:
        calls.append(max(map(len, changes.values())))
        return evaluate(scenario, changes)

    for module in ("advice", "risk", "switching", "entry"):
        monkeypatch.setattr(sys.modules[f"cmo_model.uncertainty.{module}"], "evaluate", counted)

    def run(progress: Any) -> None:
        assess(FIRST, 512, decision=FIRST_DECISION, flip_inputs="deciding", chunk=128, progress=progress)

    told: list[tuple[float, int]] = []
    run(lambda share: told.append((share, len(calls))))
    assert told == sorted(told) and 0 < told[0][0] < 0.2 and told[-1][0] == 1.0
    for last in (1, 3, len(told) // 2, len(told) - 3):
        calls.clear()
        seen: list[tuple[float, int]] = []

        def stop(share: float, seen: Any = seen, last: int = last) -> None:
            seen.append((share, len(calls)))
            if len(seen) == last:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            run(stop)
        assert seen == told[:last] and len(calls) == told[last - 1][1]


def test_a_glance_tells_its_progress_and_scans_the_figures_that_decide() -> None:
    told: list[float] = []
    plain = advise(FIRST, decision=FIRST_DECISION, dates=False)
    seen = glance(plain, told.append)
    assert len(told) > 9 and seen.advice == advise(FIRST, decision=FIRST_DECISION) and plain.when is None
    chosen = [bar.path for bar in seen.tornado if {bar.reading_at_low, bar.reading_at_high} != {FIRST_DECISION.verdict.reading}][:3]
    assert list(seen.flips) == chosen
    for bar in seen.tornado:
        if bar.path in chosen:
            assert any(bar.low <= flip.value <= bar.high for flip in seen.flips[bar.path])
    full = assess(FIRST, 256, advice=plain, flip_inputs=chosen)
    assert seen.tornado == full.tornado
    for t in map(text, LANGUAGES):
        said = three_flips(seen, FIRST_DECISION, t)
        assert said == three_flips(full, FIRST_DECISION, t) and len(said) == min(3, len(chosen) + 1)


def test_duties_are_the_hours_they_make_everywhere() -> None:
    duties = {"strategy": {"volume": 30.0}, "plan_and_budget": {"volume": 5.0}}
    built = FIRST.with_values({"workload.duties": duties})
    plain = FIRST.with_values({"workload.hours_per_week": built.hours_from_duties()[0]})
    path = ["workload.hours_per_week", "in_house.mishire_probability"]
    one, other = (assess(scenario, 256, flip_inputs=path) for scenario in (built, plain))
    for mine, theirs in zip(one.tornado, other.tornado, strict=True):
        assert mine.path == theirs.path and mine.lead_at_low == pytest.approx(theirs.lead_at_low, rel=1e-9)
    assert one.advice.regret == pytest.approx(other.advice.regret, rel=1e-9)
    for language in LANGUAGES:
        said = [nearest_flips(risk.flips, scenario, text(language)) for risk, scenario in ((one, built), (other, plain))]
        assert said[0] == said[1]


def test_the_tornado_is_the_engine_at_both_ends() -> None:
    bar = RISK.tornado[0]
    for value, lead, reading in ((bar.low, bar.lead_at_low, bar.reading_at_low), (bar.high, bar.lead_at_high, bar.reading_at_high)):
        there = decide(FIRST.with_values({bar.path: value, "timing_months": 1}))
        others = [o.npv for name, o in there.options.items() if OPTIONS[name].reading != ADVICE.reading]
        assert lead == pytest.approx(there.options[ADVICE.advised].npv - max(others), rel=1e-9)
        assert there.verdict.reading == reading
    widths = [abs(b.lead_at_high - b.lead_at_low) for b in RISK.tornado]
    assert widths == sorted(widths, reverse=True)


@pytest.mark.parametrize("current", ["fractional", "hybrid", "owner", "in_house_team"])
def test_luck_has_the_mean_of_the_expectation_wherever_it_is_a_sum(current: str) -> None:
    for one in life_paths(Scenario.model_validate({"current": current}), lives=6_000, seed=3).values():
        assert abs(one.paid_mean - one.paid_expectation) <= 2.5 * one.paid_error + 1e-6
        assert one.mean <= one.expectation + 2.5 * one.error + 1e-6
        assert one.quantiles[0] <= one.quantiles[1] <= one.quantiles[2]


def test_the_error_of_a_mean_of_lives_is_what_its_seeds_vary_by() -> None:
    runs = [life_paths(Scenario(), 256, seed)["in_house"] for seed in range(40)]
    for mean, error in (("mean", "error"), ("paid_mean", "paid_error")):
        spread = np.std([getattr(one, mean) for one in runs], ddof=1)
        assert np.mean([getattr(one, error) for one in runs]) == pytest.approx(1.96 * spread, rel=0.3)


def test_luck_is_drawn_again_by_its_seed() -> None:
    assert life_paths(Scenario(), 500, 7) == life_paths(Scenario(), 500, 7) != life_paths(Scenario(), 500, 8)


def test_a_hire_has_more_cash_to_find_in_its_worse_lives_than_on_the_expected_path() -> None:
    lived, decision = life_paths(Scenario(), lives=2_000, seed=3), decide(Scenario())
    assert lived[decision.scenario.current].peak_need is None
    for option in hires():
        cash, worse = decision.options[option].cash, lived[option].peak_need
        assert cash is not None and worse is not None and worse > cash.peak_need


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_risk_is_said_in_sentences(language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    said = [*information(RISK, t), *tornado(RISK, t), *nearest_flips(RISK.flips, FIRST, t)]
    assert all(sentence.endswith((".", ")")) for sentence in said)
    both = {"in_house.base_salary": (Flip(value=150_000.0, before="hire", after="fractional"),)}
    [nearest] = nearest_flips(both, FIRST, t)
    assert t("readings.fractional") in nearest and t.money(150_000, cents=False) in nearest
    assert information(RISK.model_copy(update={"information": ()}), t) == [t("risk.information_none")]


def test_the_json_of_a_risk_has_the_agreed_names() -> None:
    answer = CliRunner().invoke(main, ["risk", "-", "--draws", "64", "--json"], input=examples.source(examples.FIRST))
    found = json.loads(answer.stdout)
    assert {"advised", "reading", "readings", "label", "regret", "hire_from", "p_ever", "flips", "seed", "draws"} <= found.keys()
    assert {"mean_npv", "mean_gain", "p_best", "mean_npv_error", "p_best_error"} <= found["options"]["hybrid"].keys()
    assert found["flips"]["in_house.base_salary"][0].keys() == {"value", "from", "to"}
    assert {"regret_error", "evppi", "evppi_error", "tornado", "zones", "ranges"} <= found.keys() and "decision" not in found


@pytest.mark.parametrize("path", parameters.uncertainty())
def test_a_default_range_ends_at_the_bounds_of_its_field(path: str) -> None:
    facts, spread = FIELDS[path], parameters.uncertainty()[path].spread
    least, most = facts.low or 0.0, 1.0 if facts.high is None else facts.high
    for value in (least + 1e-3 * (most - least), (least + most) / 2, most - 1e-3 * (most - least)):
        low, likely, high = (float(one) for one in around(path, value, spread))
        assert (low > least if facts.low_open else low >= least) and (facts.high is None or high <= most)
        assert low <= likely <= high
