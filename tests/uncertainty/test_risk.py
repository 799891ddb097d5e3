"""The risk of a scenario: ranges, labels, zones, tipping, luck, and one result for one seed."""

import json
import sys
from typing import Any

import numpy as np
import pytest

from cmo_model import Scenario, decide, examples, parameters
from cmo_model.decision import evaluate
from cmo_model.readers import read_scenario
from cmo_model.scenario.fields import FIELDS
from cmo_model.uncertainty import Flip, Range, assess, glance, half_width, life_paths, ranges, zones
from cmo_model.uncertainty.risk import label, shape_of
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences.risk import error, information, nearest_flips, sure, tipping, tornado, zone
from tests.conftest import case_file

EVIDENCE = {case["id"]: case for case in case_file("evidence.json")}
FIRST = read_scenario(examples.source(examples.FIRST).encode())
FIRST_DECISION = decide(FIRST)
RISK = assess(FIRST, 4096, flip_inputs=["in_house.base_salary"], entry_draws=64)


def test_every_default_range_holds_todays_value_inside_its_bounds() -> None:
    for scenario in (Scenario(), *(read_scenario(examples.source(n).encode()) for n in examples.names())):
        for path, one in ranges(scenario).items():
            facts = FIELDS[path]
            assert facts.low is not None and facts.high is not None
            assert facts.low <= one.low <= one.likely <= one.high <= facts.high and not one.given
    assert ranges(Scenario()).keys() == parameters.uncertainty().keys()


def test_a_scenario_overrides_drops_and_clears_ranges() -> None:
    given = Scenario.model_validate({"uncertainty": {"in_house.tenure_months": [18, 42, 72], "owner.leadership": None}})
    found = ranges(given)
    assert (found["in_house.tenure_months"].low, found["in_house.tenure_months"].high) == (18.0, 72.0)
    assert found["in_house.tenure_months"].given and "owner.leadership" not in found
    only = Scenario.model_validate({"uncertainty": {"*": None, "discount_rate": [0.02, 0.08, 0.15]}})
    assert list(ranges(only)) == ["discount_rate"]
    still = Scenario.model_validate({"uncertainty": {"discount_rate": [0.08, 0.08, 0.08]}})
    assert "discount_rate" not in ranges(still)


def test_duties_give_the_likely_hours() -> None:
    built = Scenario.model_validate({"workload": {"duties": {"people": {"volume": 6.0}}}})
    assert ranges(built)["workload.hours_per_week"].likely == pytest.approx(built.hours_from_duties()[0])


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
    assert found is not None and found.volatility == 20_000.0 and found.base == "fractional"
    net = [np.subtract(decision.months[o]["extra_margin"], decision.months[o]["cost"]) for o in (found.option, found.base)]
    gain = (net[0] - net[1]).tolist()
    assert found.yearly_advantage == pytest.approx(sum(gain[12:24]))
    assert found.cost_to_enter == pytest.approx(max(0.0, sum(gain[12:24]) - sum(gain[:12])))
    assert found.cost_to_leave == pytest.approx(6 / 52 * 105_000 + 2 * 5_500)
    assert found.stay_below < found.hire_above
    default = zones(decide(Scenario()))
    assert default is not None and default.volatility == pytest.approx(0.2 * decision.loaded_salary["in_house"].loaded_salary)


def test_zones_need_a_choice_and_two_years() -> None:
    assert zones(decide(Scenario(current="in_house"))) is None
    assert zones(decide(Scenario(horizon_months=23))) is None
    now = zones(decide(read_scenario(examples.source("equipements-laurentides").encode())))
    assert now is not None and now.yearly_advantage > 0


def test_labels_follow_the_chance() -> None:
    assert [label(p) for p in (0.2, 0.5999, 0.60, 0.80, 0.8001)] == ["too_close", "too_close", "leans", "leans", "clear"]


def test_draws_are_rounded_up_to_whole_sets_and_memory_does_not_grow() -> None:
    assert shape_of(16_384) == (16, 10) and shape_of(131_072) == (16, 13) and shape_of(100) == (16, 4)
    sets, power = shape_of(5_000_000)
    assert power == 16 and sets * 2**power >= 5_000_000


def test_chances_sum_to_one_and_the_readings_are_the_options_grouped() -> None:
    assert sum(RISK.readings.values()) == pytest.approx(1.0)
    assert sum(one.p_best for one in RISK.options.values()) == pytest.approx(1.0)
    assert RISK.readings["hire"] == pytest.approx(RISK.options["in_house"].p_best + RISK.options["in_house_team"].p_best)
    assert RISK.regret >= 0 and RISK.regret_months == pytest.approx(RISK.regret / 5_500)
    assert max(RISK.evppi.values()) <= RISK.regret + RISK.regret_error + max(RISK.evppi_error.values())
    for one in RISK.options.values():
        assert one.npv_quantiles[0] <= one.npv_quantiles[1] <= one.npv_quantiles[2]


def test_nothing_uncertain_is_certain() -> None:
    still = assess(Scenario.model_validate({"uncertainty": {"*": None}}), 256, flip_inputs=[])
    decision = decide(Scenario())
    assert still.regret == 0.0 and still.readings["fractional"] == 1.0 and still.tornado == () and still.tipping is None
    for option, one in still.options.items():
        assert one.mean_npv == pytest.approx(decision.options[option].npv)
    assert sure(still, decision, text("en")) == [text("en")("risk.certain")]


def test_the_seed_alone_decides_whatever_the_chunk() -> None:
    def run(**more: Any) -> dict[str, Any]:
        return assess(FIRST, 1024, flip_inputs=[], entry_draws=64, **more).model_dump()

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

    for module in ("risk", "switching"):
        monkeypatch.setattr(sys.modules[f"cmo_model.uncertainty.{module}"], "evaluate", counted)

    def run(progress: Any) -> None:
        assess(FIRST, 512, decision=FIRST_DECISION, flip_inputs="deciding", entry_draws=32, chunk=128, progress=progress)

    told: list[tuple[float, int]] = []
    run(lambda share: told.append((share, len(calls))))
    assert told == sorted(told) and told[-1][0] == 1.0
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
    seen = glance(FIRST, FIRST_DECISION, told.append)
    assert told == sorted(told) and told[-1] == 1.0 and len(told) > 10
    chosen = [bar.path for bar in seen.tornado if {bar.reading_at_low, bar.reading_at_high} != {seen.reading}][:3]
    assert len(chosen) > 0 and list(seen.flips) == chosen
    for bar in seen.tornado:
        if bar.path in chosen:
            assert any(bar.low <= flip.value <= bar.high for flip in seen.flips[bar.path])
    assert seen == assess(FIRST, decision=FIRST_DECISION, flip_inputs=chosen, entry_draws=None)


def test_the_mean_agrees_with_a_larger_run_within_its_error() -> None:
    large = assess(FIRST, 65_536, seed=9, flip_inputs=[], entry_draws=64)
    for option, one in RISK.options.items():
        assert abs(one.mean_npv - large.options[option].mean_npv) <= 3 * one.mean_npv_error
    assert abs(RISK.regret - large.regret) <= 3 * (RISK.regret_error + large.regret_error)


def test_duties_are_the_hours_they_make_everywhere() -> None:
    duties = {"strategy": {"volume": 30.0}, "plan_and_budget": {"volume": 5.0}}
    built = FIRST.with_values({"workload.duties": duties})
    plain = FIRST.with_values({"workload.hours_per_week": built.hours_from_duties()[0]})
    path = ["workload.hours_per_week", "in_house.mishire_probability"]
    one, other = (assess(scenario, 256, flip_inputs=path, entry_draws=16) for scenario in (built, plain))
    for mine, theirs in zip(one.tornado, other.tornado, strict=True):
        assert mine.path == theirs.path and mine.lead_at_low == pytest.approx(theirs.lead_at_low, rel=1e-9)
    assert one.regret == pytest.approx(other.regret, rel=1e-9)
    for language in LANGUAGES:
        said = [nearest_flips(risk.flips, scenario, text(language)) for risk, scenario in ((one, built), (other, plain))]
        assert said[0] == said[1]


def test_the_tornado_is_the_engine_at_both_ends() -> None:
    decision = decide(FIRST)
    bar = RISK.tornado[0]
    for value, lead, reading in ((bar.low, bar.lead_at_low, bar.reading_at_low), (bar.high, bar.lead_at_high, bar.reading_at_high)):
        there = decide(FIRST.with_values({bar.path: value, "timing_months": 1}))
        others = [o.npv for name, o in there.options.items() if name != decision.best]
        assert lead == pytest.approx(there.options[decision.best].npv - max(others), rel=1e-9)
        assert there.verdict.reading == reading
    widths = [abs(b.lead_at_high - b.lead_at_low) for b in RISK.tornado]
    assert widths == sorted(widths, reverse=True)


def test_the_tipping_month_of_a_draw_is_that_of_the_decision_at_its_figures() -> None:
    from cmo_model.uncertainty.entry import curves, tipping_months
    from cmo_model.uncertainty.study import points

    uncertain = ranges(FIRST)
    names = sorted(uncertain)
    u = points(len(names), 3, 5, 0)
    draws = {name: uncertain[name].inverse(u[:, place]) for place, name in enumerate(names)}
    ahead = curves(FIRST, draws)
    for place in range(8):
        timing = decide(FIRST.with_values({name: float(column[place]) for name, column in draws.items()})).timing
        assert timing is not None
        better = [max(pair) for pair in zip(*timing.advantage_by_month.values(), strict=True)]
        assert ahead[place].tolist() == pytest.approx(better, rel=1e-8, abs=1e-3)
        tip = tipping_months(ahead)[place]
        assert timing.tipping_month == (None if np.isnan(tip) else int(tip))


def test_tipping_counts_every_draw() -> None:
    found = RISK.tipping
    assert found is not None
    assert sum(found.months) == round((1 - found.never) * found.draws)
    assert len(found.months) == len(found.band[1]) == FIRST.timing_months
    assert all(low <= middle <= high for low, middle, high in zip(*found.band, strict=True))


@pytest.mark.parametrize("current", ["fractional", "hybrid", "owner", "in_house_team"])
def test_luck_has_the_mean_of_the_expectation_wherever_it_is_a_sum(current: str) -> None:
    for one in life_paths(Scenario.model_validate({"current": current}), lives=6_000, seed=3).values():
        assert abs(one.paid_mean - one.paid_expectation) <= 2.5 * one.paid_error + 1e-6
        assert one.mean <= one.expectation + 2.5 * one.error + 1e-6
        assert one.quantiles[0] <= one.quantiles[1] <= one.quantiles[2]


def test_luck_is_drawn_again_by_its_seed() -> None:
    assert life_paths(Scenario(), 500, 7) == life_paths(Scenario(), 500, 7) != life_paths(Scenario(), 500, 8)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_risk_is_said_in_sentences(language: str) -> None:
    t = text(language)  # type: ignore[arg-type]
    decision = decide(FIRST)
    said = [*sure(RISK, decision, t), error(RISK, t), *information(RISK, t), *tornado(RISK, t), *tipping(RISK, decision, t)]
    assert RISK.zones is not None
    said += [*zone(RISK.zones, t), *nearest_flips(RISK.flips, FIRST, t)]
    assert all(sentence.endswith((".", ")")) for sentence in said)
    assert t.money(RISK.regret, cents=False) in " ".join(said)
    both = {"in_house.base_salary": (Flip(value=150_000.0, before="hire", after="fractional"),)}
    assert (
        t("readings.fractional") in nearest_flips(both, FIRST, t)[0]
        and t.money(150_000, cents=False) in nearest_flips(both, FIRST, t)[0]
    )
    assert tipping(RISK.model_copy(update={"tipping": None}), decision, t) == []
    tied = RISK.model_copy(update={"tied": ("fractional", "hybrid"), "leader": "hybrid", "regret_months": None, "information": ()})
    assert len(sure(tied, decision, t)) == 4 and information(tied, t) == [t("risk.information_none")]


def test_the_json_of_a_risk_has_the_agreed_names() -> None:
    found = json.loads(RISK.model_dump_json())
    assert {"mean_npv", "mean_advantage", "p_best"} <= found["options"]["hybrid"].keys()
    assert {"mean_npv_error", "mean_advantage_error", "p_best_error"} <= found["options"]["hybrid"].keys()
    assert found["flips"]["in_house.base_salary"][0].keys() == {"value", "from", "to"}
    assert {"regret", "regret_error", "evppi", "evppi_error", "draws", "seed"} <= found.keys()
