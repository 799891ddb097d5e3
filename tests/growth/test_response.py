"""On simulated histories the intervals cover the truth, and a spend that hardly varies tells nothing."""

import math

import numpy as np
import pytest

from cmo_model.growth.curves.shapes import Shapes
from cmo_model.growth.identification import LEAST_MONTHS, Identification, identify, needed_months, usable
from cmo_model.growth.response import (
    CARRY_OVERS,
    CLOSENESS,
    MODEL_ERROR,
    MOST_WIDTH,
    PRIOR_VARIANCE,
    WEEKS,
    Response,
    carried,
    fit,
    lasting,
    pooled,
    priors,
    respond,
    today_of,
)
from cmo_model.uncertainty.study import Array
from tests.conftest import case_file


def simulated(seed: int, spread: float, months: int = 36, carry: float = 0.0, noise: float = 0.2) -> tuple[Array, Array]:
    """Revenue = 200 × spend^0.5 on average, with independent log-normal noise of mean one."""
    random = np.random.default_rng(seed)
    spend = np.exp(random.normal(np.log(3000), spread, months))
    revenue = 200 * carried(spend, carry) ** 0.5 * np.exp(random.normal(-(noise**2) / 2, noise, months))
    return spend, revenue


def alone(spend: Array, revenue: Array, seed: int = 1) -> Response:
    (found,) = respond([fit(spend, revenue)], seed)
    return found


def tried(spend: Array, revenue: Array) -> Identification:
    return identify(spend[:, None], revenue[:, None], 0)


def test_months_needed_are_those_of_the_worked_case() -> None:
    case = next(case for case in case_file("evidence.json") if case["id"] == "n_star_months")
    given = case["inputs"]
    found = needed_months(given["b"], given["s_x"], given["s"], given["R2"], given["z"])
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])
    assert needed_months(0.5, 0.3, 0.2, 0.1) == needed_months(0.5, 0.3, 0.2, 0.1, z=2.0)
    assert needed_months(0.5, 0.0, 0.2, 0.0) == needed_months(0.5, 0.3, 0.2, 1.0) == math.inf


def test_carry_over_is_that_of_weeks_one_after_the_other() -> None:
    """A month of 1,000 weeks that keep some of the last, as if weeks were far shorter: what lasts is the sum it should be."""
    assert carried(np.array([100.0, 0.0, 0.0]), 0.0).tolist() == [100.0, 0.0, 0.0]
    assert carried(np.full(4, 7.0), 0.7) == pytest.approx(np.full(4, 7.0))
    later = lasting(0.5)
    assert later == pytest.approx(sum(0.5**week for week in range(1, 200)) / WEEKS * (1 - 0.5**WEEKS))
    kept = 0.5**WEEKS
    assert carried(np.array([0.0, 100.0, 0.0, 0.0]), 0.5) == pytest.approx(
        [0, 100 * (1 - later), 100 * later * (1 - kept), 100 * later * kept * (1 - kept)]
    )
    assert usable(np.array([1.0, 0.0, 2.0]), np.array([5.0, 5.0, -1.0])).tolist() == [0.0]


def test_today_is_the_middle_of_the_last_three_months() -> None:
    assert today_of(np.array([0.0, 1.0, 4.0, 7.0, 8.0, 9.0, 13.0])).tolist() == [1.0, 10.0]


@pytest.mark.parametrize("carry", CARRY_OVERS)
def test_intervals_cover_the_truth_at_their_rate_when_spend_varies(carry: float) -> None:
    covered = right = told = 0
    for seed in range(200):
        spend, revenue = simulated(seed, 0.8, carry=carry)
        assert tried(spend, revenue).identified
        found = alone(spend, revenue)
        told += not found.wide
        covered += found.marginal_low <= 100 * found.today**-0.5 <= found.marginal_high
        right += found.carry_over == lasting(carry)
    assert 170 <= covered <= 194
    assert right > 90 and told > 140


@pytest.mark.parametrize("truth", [0.2, 0.8])
def test_an_elasticity_far_from_the_prior_is_found(truth: float) -> None:
    covered = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        spend = np.exp(random.normal(8, 0.8, 36))
        found = alone(spend, 50 * spend**truth * np.exp(random.normal(-0.02, 0.2, 36)))
        covered += found.marginal_low <= 50 * truth * found.today ** (truth - 1) <= found.marginal_high
    assert covered >= 80


@pytest.mark.parametrize("half", [0.5, 2.0])
def test_a_channel_that_saturates_is_covered_too(half: float) -> None:
    """Version 1 knew but a power: of these it covered a half at best."""
    covered = powers = 0
    for seed in range(150):
        random = np.random.default_rng(seed)
        spend = 3000 * random.uniform(0.3, 1.7, 24)
        point = half * 3000
        found = alone(spend, 9e4 * spend / (point + spend) * np.exp(random.normal(-0.005, 0.1, 24)))
        covered += found.marginal_low <= 9e4 * point / (point + found.today) ** 2 <= found.marginal_high
        powers += found.power
    assert 0.82 <= covered / 150 <= 0.98
    assert powers / 150 < 0.5


def test_a_season_and_a_trend_are_not_taken_for_spend() -> None:
    """Spend that follows the season, in a year that grows: without them the elasticity would be far too high."""
    random, months = np.random.default_rng(4), np.arange(48)
    wave = 0.5 * np.sin(2 * np.pi * months / 12)
    spend = np.exp(8 + wave + random.normal(0, 0.5, 48))
    revenue = 100 * spend**0.3 * np.exp(2 * wave + 0.02 * months + random.normal(0, 0.1, 48))
    found = alone(spend, revenue)
    assert 0.25 < found.elasticity < 0.4


def test_a_spend_that_hardly_moves_is_told_by_nothing() -> None:
    """Neither by its own months, nor by what the other channels lend it."""
    for seed in range(20):
        steady, answer = simulated(seed, 0.05)
        assert "spread" in tried(steady, answer).failing
        others = [fit(*simulated(100 * seed + other, 0.8)) for other in range(5)]
        assert alone(steady, answer).wide and respond([fit(steady, answer), *others])[0].wide
    constant = tried(np.full(24, 500.0), simulated(1, 0.1, 24)[1])
    assert constant.log_spread == pytest.approx(0) and not constant.identified and constant.has_curve


def test_the_curve_is_the_mean_of_its_draws_and_its_slope_the_marginal() -> None:
    found = alone(*simulated(3, 0.8))
    curve = found.curve("c", 0.0, math.inf)
    assert curve.value(found.today) == pytest.approx(found.revenue_today, rel=1e-12)
    assert curve.marginal(found.today) == pytest.approx(found.marginal, rel=1e-12)
    for times in (0.3, 0.7, 1.5, 3.0):
        assert curve.value(times * found.today) == pytest.approx(found.revenues(times * found.today).mean(), rel=1e-3)
        assert curve.marginal(times * found.today) == pytest.approx(found.marginals(times * found.today).mean(), rel=3e-3)
    assert found.marginal_low < found.marginal < found.marginal_high and found.rise_low < found.rise < found.rise_high
    assert found.rise == pytest.approx(curve.value(1.1 * found.today) / curve.value(found.today) - 1, rel=1e-3)


def test_today_is_the_last_three_months_with_spend_and_the_seed_decides_the_rest() -> None:
    spend, revenue = simulated(3, 0.8)
    found = alone(spend, revenue)
    assert found.today == pytest.approx(spend[-3:].mean())
    assert found.spend_low == spend.min() and found.spend_high == spend.max()
    assert alone(spend, revenue) == found != alone(spend, revenue, seed=2)


def test_channels_lend_each_other_strength() -> None:
    """Five that clearly answer little pull down one that says little; it says more beside them than alone."""
    random = np.random.default_rng(3)
    low = [
        fit(spend, 50 * spend**0.15 * np.exp(random.normal(0, 0.1, 36))) for spend in (simulated(seed, 0.8)[0] for seed in range(5))
    ]
    unsure = fit(*simulated(9, 0.2, noise=0.5))
    (alone_, *_), (beside, *_) = respond([unsure]), respond([unsure, *low])
    assert beside.elasticity < alone_.elasticity
    assert beside.marginal_high < alone_.marginal_high


def test_pooling_is_the_joint_posterior_of_two_channels() -> None:
    """The same by brute force: both elasticities and their mean on one grid, then each channel's margin."""
    fits = [fit(*simulated(1, 0.4, 12)), fit(*simulated(2, 0.2, 18))]
    prior, shared = priors()
    one, two = (each.likelihood.sum(axis=(0, 1)) for each in fits)
    joint = np.einsum("m,ma,mb,a,b->ab", shared, prior, prior, one, two)
    first, second = (law * own / (law @ own) for law, own in zip(pooled(fits), (one, two), strict=True))
    assert first == pytest.approx(joint.sum(axis=1) / joint.sum(), abs=1e-12)
    assert second == pytest.approx(joint.sum(axis=0) / joint.sum(), abs=1e-12)


def test_the_prior_has_the_variance_it_is_said_to_have() -> None:
    prior, shared = priors()
    at, weight = (np.arange(200) + 0.5) / 200, shared @ prior
    assert weight.sum() == pytest.approx(1) and weight @ at == pytest.approx(0.5)
    assert weight @ (at - 0.5) ** 2 == pytest.approx(PRIOR_VARIANCE, rel=0.03)
    means = (np.arange(40) + 0.5) / 40
    assert (prior @ at)[8:32] == pytest.approx(means[8:32], abs=0.01)  # nearer the ends the law is steeper than the grid
    assert prior[20] @ (at - means[20]) ** 2 == pytest.approx(means[20] * (1 - means[20]) / (CLOSENESS + 1), rel=0.02)


def test_data_weigh_more_as_they_grow_and_a_perfect_fit_breaks_nothing() -> None:
    weights = [alone(*simulated(5, spread, noise=0.4)).weight_of_data for spread in (0.15, 0.4, 1.0)]
    assert 0 <= weights[0] < weights[1] < weights[2] < 1
    spend = simulated(1, 0.8)[0]
    exact = alone(spend, 200 * spend**0.5)
    assert exact.elasticity == pytest.approx(0.5, abs=0.05)
    assert exact.weight_of_data > 0.95 and exact.noise == pytest.approx(MODEL_ERROR, rel=0.1)


def test_a_curve_is_told_by_the_width_of_the_next_dollars_interval() -> None:
    found = alone(*simulated(1, 0.8))
    assert not found.wide and found.marginal_high < MOST_WIDTH * found.marginal_low
    assert alone(*simulated(1, 0.3, 14, noise=2.0)).wide


def test_the_two_shapes_agree_at_today_in_value_and_in_slope() -> None:
    both = Shapes(np.array([2.0, 2.0]), np.array([0.3, 0.3]), np.array([False, True]))
    for asked, answers in ((both.value, (2.0, 2.0)), (both.marginal, (0.6, 0.6))):
        assert asked(np.array([1.0])) == pytest.approx(answers)
    assert both.value(np.array([0.5])) == pytest.approx([2 * 0.5**0.3, 2 * 0.5 / (0.3 + 0.35)])
    step = 1e-6
    slopes = (np.log(both.marginal(np.array([2 * (1 + step)]))) - np.log(both.marginal(np.array([2.0])))) / step
    assert both.curvature(np.array([2.0])) == pytest.approx(slopes, rel=1e-4)


def test_what_fails_is_named() -> None:
    spend, revenue = simulated(2, 0.8)
    twin = np.column_stack([spend, spend * 1.0001])
    assert "inflation" in identify(twin, np.column_stack([revenue, revenue]), 0).failing
    assert tried(spend[: LEAST_MONTHS - 1], revenue[: LEAST_MONTHS - 1]).failing[0] == "months"
    assert tried(spend[:LEAST_MONTHS], revenue[:LEAST_MONTHS]).has_curve
    assert "silent" in tried(spend, np.where(np.arange(36) % 4 == 0, 0.0, revenue)).failing
    assert "idle" in tried(np.where(np.arange(36) > 32, 0.0, spend), revenue).failing
    many = np.column_stack([simulated(seed, 0.8)[0] for seed in range(4)])
    assert identify(many, many, 0).identified
    empty = tried(np.zeros(5), np.zeros(5))
    assert not empty.has_curve and empty.log_spread == 0
