"""On simulated histories the intervals cover the truth, and a spend that hardly varies tells nothing."""

import math

import numpy as np
import pytest

from cmo_model.growth.identification import Identification, identify, needed_months, usable
from cmo_model.growth.response import CARRY_OVERS, PRIOR_VARIANCE, carried, respond
from cmo_model.uncertainty.study import Array
from tests.conftest import case_file


def simulated(seed: int, spread: float, months: int = 36, carry: float = 0.0, noise: float = 0.2) -> tuple[Array, Array]:
    """Revenue = 200 × spend^0.5 on average, with independent log-normal noise of mean one."""
    random = np.random.default_rng(seed)
    spend = np.exp(random.normal(np.log(3000), spread, months))
    revenue = 200 * carried(spend, carry) ** 0.5 * np.exp(random.normal(-(noise**2) / 2, noise, months))
    return spend, revenue


def tried(spend: Array, revenue: Array) -> Identification:
    return identify(spend[:, None], revenue[:, None], 0)


def test_months_needed_are_those_of_the_worked_case() -> None:
    case = next(case for case in case_file("evidence.json") if case["id"] == "n_star_months")
    given = case["inputs"]
    found = needed_months(given["b"], given["s_x"], given["s"], given["R2"], given["z"])
    assert found == pytest.approx(case["expected"], abs=case["tolerance"])
    assert needed_months(0.5, 0.0, 0.2, 0.0) == needed_months(0.5, 0.3, 0.2, 1.0) == math.inf


def test_carry_over_by_hand() -> None:
    assert carried(np.array([100.0, 0.0, 0.0]), 0.5).tolist() == [100.0, 50.0, 25.0]
    assert carried(np.full(4, 7.0), 0.3) == pytest.approx(np.full(4, 7.0))
    assert usable(np.array([1.0, 0.0, 2.0]), np.array([5.0, 5.0, -1.0])).tolist() == [0.0]


@pytest.mark.parametrize("carry", CARRY_OVERS)
def test_intervals_cover_the_truth_at_their_rate_when_spend_varies(carry: float) -> None:
    elasticities = marginals = right = 0
    for seed in range(200):
        spend, revenue = simulated(seed, 0.8, carry=carry)
        assert tried(spend, revenue).identified
        found = respond(spend, revenue)
        elasticities += found.elasticity_low <= 0.5 <= found.elasticity_high
        marginals += found.marginal_low <= 100 * found.today**-0.5 <= found.marginal_high
        right += found.carry_over == carry
    assert 170 <= elasticities <= 194
    assert 170 <= marginals <= 194
    assert right > 120


@pytest.mark.parametrize("truth", [0.2, 0.8])
def test_an_elasticity_far_from_the_prior_is_found(truth: float) -> None:
    covered = 0
    for seed in range(100):
        random = np.random.default_rng(seed)
        spend = np.exp(random.normal(8, 0.8, 36))
        found = respond(spend, 50 * spend**truth * np.exp(random.normal(0, 0.2, 36)))
        covered += found.elasticity_low <= truth <= found.elasticity_high
    assert covered >= 80


def test_a_season_and_a_trend_are_not_taken_for_spend() -> None:
    """Spend that follows the season, in a year that grows: without them the elasticity would be far too high."""
    random, months = np.random.default_rng(4), np.arange(48)
    wave = 0.5 * np.sin(2 * np.pi * months / 12)
    spend = np.exp(8 + wave + random.normal(0, 0.5, 48))
    revenue = 100 * spend**0.3 * np.exp(2 * wave + 0.02 * months + random.normal(0, 0.1, 48))
    found = respond(spend, revenue)
    assert found.elasticity_low <= 0.3 <= found.elasticity_high < 0.45


def test_steady_spend_tells_nothing() -> None:
    for seed in range(40):
        test = tried(*simulated(seed, 0.1))
        assert not test.identified
        assert "spread" in test.failing
    constant = tried(np.full(24, 500.0), simulated(1, 0.1, 24)[1])
    assert constant.log_spread == pytest.approx(0) and constant.needed_months == math.inf


def test_the_curve_passes_through_today_and_its_slope_is_the_marginal() -> None:
    spend, revenue = simulated(3, 0.8)
    found = respond(spend, revenue)
    scale, power = found.curve()
    assert scale * found.today**power == pytest.approx(found.revenue_today)
    assert power * scale * found.today ** (power - 1) == pytest.approx(found.marginal)
    assert found.marginal_low < found.marginal < found.marginal_high
    assert found.today == pytest.approx(spend[-3:].mean())
    assert found.spend_low == spend.min() and found.spend_high == spend.max()
    assert respond(spend, revenue) == found
    assert respond(spend, revenue, seed=2) != found


def test_data_weigh_more_as_they_grow_and_a_perfect_fit_breaks_nothing() -> None:
    weights = [respond(*simulated(5, spread, noise=0.4)).weight_of_data for spread in (0.15, 0.4, 1.0)]
    assert 0 <= weights[0] < weights[1] < weights[2] < 1
    spend = simulated(1, 0.8)[0]
    exact = respond(spend, 200 * spend**0.5)
    assert exact.elasticity == pytest.approx(0.5, abs=0.002)
    assert exact.weight_of_data == pytest.approx(1, abs=1e-3)


def test_the_prior_has_the_variance_it_is_said_to_have() -> None:
    at = (np.arange(400) + 0.5) / 400
    weight = at * (1 - at) / (at * (1 - at)).sum()
    assert weight @ (at - 0.5) ** 2 == pytest.approx(PRIOR_VARIANCE, rel=1e-4)


def test_what_fails_is_named() -> None:
    spend, revenue = simulated(2, 0.8)
    twin = np.column_stack([spend, spend * 1.0001])
    assert "inflation" in identify(twin, np.column_stack([revenue, revenue]), 0).failing
    assert tried(spend[:8], revenue[:8]).failing[0] == "months"
    assert "silent" in tried(spend, np.where(np.arange(36) % 4 == 0, 0.0, revenue)).failing
    assert "idle" in tried(np.where(np.arange(36) > 32, 0.0, spend), revenue).failing
    many = np.column_stack([simulated(seed, 0.8)[0] for seed in range(4)])
    assert identify(many, many, 0).failing == ("channels",)
    assert tried(*simulated(1, 0.3, 14, noise=2.0)).failing == ("needed",)
    empty = tried(np.zeros(5), np.zeros(5))
    assert empty.needed_months is None and empty.noise is None
