"""What is advised: the highest mean, its label, its own regret, its dates; and the central case where nothing is uncertain."""

import datetime
import math
import random
from typing import Any

import numpy as np
import pytest

from cmo_model import Advice, Scenario, advise, decide
from cmo_model.scenario import OPTIONS, hires, without_hire
from cmo_model.uncertainty import dated, ranges
from cmo_model.uncertainty.advice import WHEN_DRAWS, label
from cmo_model.uncertainty.entry import entries, hire_from, leads, when
from cmo_model.uncertainty.ranges import inputs
from cmo_model.words import text
from cmo_model.words.sentences import advice as said_of
from tests import plain_reading
from tests.conftest import case_file

DEFAULTS = case_file("reference.json")
REFERENCE = advise(Scenario())


def firm(seed: int, **more: Any) -> Scenario:
    found = plain_reading.random_scenario(random.Random(seed), DEFAULTS)
    return Scenario.model_validate(found | {"timing_months": 13, "horizon_months": min(found["horizon_months"], 36)} | more)


def test_the_advised_is_the_highest_mean_and_its_reading_its_own() -> None:
    means = {option: one.mean_npv for option, one in REFERENCE.options.items()}
    ranked = sorted(means, key=lambda option: -means[option])
    assert (REFERENCE.advised, REFERENCE.runner_up) == tuple(ranked[:2])
    assert REFERENCE.reading == OPTIONS[REFERENCE.advised].reading != OPTIONS[REFERENCE.rival].reading
    assert REFERENCE.lead == pytest.approx(means[ranked[0]] - means[ranked[1]])
    low, middle, high = REFERENCE.lead_quantiles
    assert low <= middle <= high
    assert REFERENCE.gain.mean_gain == pytest.approx(means[REFERENCE.advised] - means[REFERENCE.decision.scenario.current])
    assert REFERENCE.options[REFERENCE.decision.scenario.current].gain_quantiles == (0.0, 0.0, 0.0)
    assert sum(REFERENCE.readings.values()) == pytest.approx(1.0) == sum(one.p_best for one in REFERENCE.options.values())
    assert REFERENCE.readings["hire"] == pytest.approx(sum(REFERENCE.options[hire].p_best for hire in hires()))
    assert REFERENCE.regret >= 0


def test_a_label_follows_the_chance_and_is_never_clear_while_the_horizon_changes_the_answer() -> None:
    same, other = dict.fromkeys(("24", "36", "60"), "hire"), {"24": "hybrid", "36": "hire", "60": "hire"}
    assert [label(p, "hire", same) for p in (0.2, 0.5999, 0.60, 0.80, 0.8001)] == ["too_close"] * 2 + ["leans"] * 2 + ["clear"]
    assert label(0.95, "hire", other) == "leans" and label(0.5, "hire", other) == "too_close"
    assert label(0.95, "hybrid", same) == "leans"


@pytest.mark.parametrize("seed", range(12))
def test_with_every_range_closed_the_advice_is_the_central_case(seed: int) -> None:
    advice = advise(firm(seed, uncertainty={"*": None}))
    decision = advice.decision
    assert advice.certain and advice.is_central and advice.regret == 0.0 and advice.advised == decision.best
    assert advice.runner_up == decision.verdict.runner_up and advice.lead == pytest.approx(decision.verdict.margin, abs=1e-6)
    assert advice.readings[decision.verdict.reading] == 1.0
    for option, one in advice.options.items():
        assert one.mean_npv == pytest.approx(decision.options[option].npv)
        assert one.mean_gain == pytest.approx(decision.options[option].advantage, abs=1e-6)
    if decision.timing is None:
        assert advice.when is None and advice.p_ever is None and advice.hire_from is None
        return
    assert advice.when is not None
    curves = [max(pair) for pair in zip(*decision.timing.advantage_by_month.values(), strict=True)]
    seen = [curves[month - 1] for month in advice.when.months]
    assert advice.when.mean == pytest.approx(seen, rel=1e-9, abs=1e-4)
    assert advice.hire_from == next((month for month in advice.when.months if curves[month - 1] > 0), None)
    assert advice.p_ever == float(max(seen) > 0)
    assert said_of.sure(advice, text("en")) == [text("en")("risk.certain")]


def test_the_leads_of_a_draw_are_the_decisions_at_its_figures() -> None:
    scenario = Scenario(timing_months=14)
    drawn = inputs(ranges(scenario))
    draws = drawn.values(drawn.points(3, 5, 0))
    base = decide(scenario).timing.base  # type: ignore[union-attr]
    ahead = leads(scenario, base, draws)
    assert ahead.shape == (8, 3) and entries(scenario) == (1, 7, 13)
    for place in range(8):
        there = scenario.with_values({name: float(column[place]) for name, column in draws.items()})
        timing = decide(there).timing
        assert timing is not None
        better = [max(pair) for pair in zip(*timing.advantage_by_month.values(), strict=True)]
        expected = [better[month - 1] for month in entries(scenario)]
        if timing.base != base:  # the base is the central case's, the comparator the draw's own
            expected = expected[:1]
        assert ahead[place, : len(expected)] == pytest.approx(expected, rel=1e-8, abs=1e-3)


def test_a_date_needs_a_mean_above_zero_and_six_draws_in_ten() -> None:
    decision = REFERENCE.decision

    def found(*columns: tuple[float, float]) -> int | None:
        months = len(entries(decision.scenario))
        ahead = np.full((10, months), -1.0)
        for place, (share, amount) in enumerate(columns):
            ahead[: int(10 * share), place] = amount
        return hire_from(when(decision.scenario, ahead))

    assert found((0.5, 9.0), (0.6, 0.5), (0.6, 1.0)) == 13
    assert found((0.5, 100.0)) is None and found() is None and found((0.6, 1.0)) == 1


def test_the_leads_are_told_by_their_share_above_zero_and_by_three_of_their_quantiles() -> None:
    scenario = Scenario.model_validate({"timing_months": 13})
    ahead = np.array([[0.0, -0.5, -3.0], [0.5, 2.0, 1.0], [-0.5, 4.0, 2.0], [-9.0, 8.0, 4.0], [-9.0, 8.0, 5.0]])
    found = when(scenario, ahead)
    assert found.months == (1, 7, 13) and found.chance == (0.2, 0.8, 0.8)
    assert np.array(found.quantiles) == pytest.approx(np.quantile(ahead, (0.1, 0.5, 0.9), axis=0))


def test_a_firm_prepares_for_as_long_as_a_hire_takes() -> None:
    one = advise(Scenario(), dates=False)
    assert not OPTIONS[one.advised].is_hire
    lead = math.floor(one.lead_months)
    stages = [one.model_copy(update={"hire_from": month}).stage for month in (2, 1 + lead, 2 + lead, 60)]
    assert stages == ["prepare", "prepare", "stay", "stay"]


@pytest.mark.parametrize("kept", [None, {}, {"discount_rate": [0.02, 0.08, 0.15]}])
def test_the_second_is_tied_when_its_gap_is_within_its_error(kept: dict[str, object] | None) -> None:
    """With every figure uncertain, with none, with one."""
    one = advise(Scenario.model_validate({} if kept is None else {"uncertainty": {"*": None, **kept}}), dates=False)
    assert one.advised in one.tied and (one.runner_up in one.tied) == (one.lead <= one.lead_error)


def test_dates_are_added_and_change_nothing_else() -> None:
    plain = advise(Scenario(), dates=False)
    assert plain.when is None and plain.hire_from is None and plain.p_ever is None
    full = dated(plain)
    assert full == REFERENCE and dated(full) is full
    assert full.when is not None and full.when.draws == WHEN_DRAWS == 512 and len(full.when.months) == 10


def test_the_mean_agrees_with_a_larger_run_within_its_error() -> None:
    large = advise(Scenario(), 65_536, seed=9, dates=False)
    for option, one in REFERENCE.options.items():
        assert abs(one.mean_npv - large.options[option].mean_npv) <= 3 * one.mean_npv_error
    assert abs(REFERENCE.regret - large.regret) <= 3 * (REFERENCE.regret_error + large.regret_error)


def test_the_mean_of_the_highest_is_never_below_that_of_the_advised() -> None:
    for seed in range(6):
        one = advise(firm(seed), 256, dates=False)
        assert one.regret >= 0 and one.lead >= 0 and one.advised not in (one.runner_up, one.rival)


# --- the facts behind the sentences, for many firms: none contradicts another ---


def facts_agree(advice: Advice) -> None:
    t, decision, day = text("en"), advice.decision, datetime.date(2026, 11, 25)
    hired = OPTIONS[advice.advised].is_hire
    headline, told = said_of.headline(advice, t), said_of.when(advice, day, t)
    # A tie is said as a tie, with two answers; anything else names one.
    assert (advice.label == "too_close") == headline.startswith("It is close")
    assert advice.reading != OPTIONS[advice.rival].reading
    # A date is named only when the draws agree on one, and never beside advice to hire now.
    month = advice.search_month
    assert (month == 1) == (told == t("verdict.now"))
    assert ("Start recruiting around" in told) == (month is not None and month > 1)
    if month is not None and month > 1:
        assert not hired and advice.says == "prepare" and advice.stage != "hire"
    if month == 1:
        assert hired and advice.says == "internalise" and advice.stage == "hire"
    if month is None:
        assert (advice.stage, advice.says) == (("undated", "internalise") if hired else ("stay", "external"))
    if hired:
        assert not said_of.stage(advice, t).startswith("Do not hire")
    if "not in sight" in told:
        assert not hired and advice.hire_from is None and decision.timing is not None
        # Nothing that the answer leaves open, or that is as likely as not, is said to be out of sight.
        assert (advice.p_ever or 0.0) < 0.5
        assert advice.label != "too_close" or not OPTIONS[advice.rival].is_hire
    # The second is not the first; a lead is not said where there is none.
    assert advice.lead >= 0 and advice.runner_up != advice.advised
    said = said_of.lead(advice, t)
    assert ("cannot tell them apart" in said) == (advice.runner_up in advice.tied or advice.lead < 0.005)
    # What the answer hangs on is told whenever it does, and only then.
    beside = " ".join(said_of.beside(advice, t))
    assert ("hangs on the horizon" in beside) == (set(decision.verdict.reading_by_horizon.values()) != {advice.reading})
    assert ("would be ahead" in beside) == (advice.advised != decision.best)
    if "hangs on the horizon" in beside:
        assert advice.label != "clear"
    # Signals and calculation agree exactly when they are said to.
    agreed = said_of.agreement(advice, t)
    close = advice.label == "too_close"
    assert agreed.startswith("Signals and calculation agree") == (decision.verdict.signals_say == advice.says and not close)
    assert ("cannot tell the two options apart" in agreed) == close
    # Nobody is told to open a search where the direction is in-house, nor to end a contract that does not exist.
    if decision.timing is None:
        assert "Start recruiting" not in told and advice.p_ever is None
    if advice.advised == decision.scenario.current and advice.label != "too_close":
        assert headline == t(f"verdict.keep.{advice.advised}")
    assert advice.hire_in_sight is None or advice.hire_in_sight in hires()
    if decision.timing is not None:
        assert decision.timing.base in without_hire() and set(decision.timing.comparator_by_month) <= set(without_hire())


@pytest.mark.parametrize("batch", range(40))
def test_no_sentence_contradicts_another(batch: int) -> None:
    """Two thousand random firms, their advice drawn few times: what matters is that the sentences follow from it."""
    for seed in range(50 * batch, 50 * batch + 50):
        plain = advise(firm(seed), 32, dates=False)
        facts_agree(plain)
        rng = random.Random(seed)
        if plain.decision.timing is not None:
            month = rng.choice((None, *entries(plain.decision.scenario)))
            seen = REFERENCE.when
            facts_agree(plain.model_copy(update={"hire_from": month, "when": seen, "p_ever": rng.random()}))
