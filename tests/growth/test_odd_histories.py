"""Few months, one month without sales, flights, strong seasons, many channels: figures that are figures, and no wait."""

import math

import numpy as np
import pytest

from cmo_model.growth.diagnostic import diagnose
from cmo_model.growth.experiments import MOST_WEIGHED, plans
from cmo_model.growth.identification import LEAST_MONTHS, identify
from cmo_model.growth.response import fit, respond
from cmo_model.uncertainty.study import Array
from cmo_model.words import LANGUAGES, text
from cmo_model.words.sentences import diagnostic as say
from tests.growth.truth import history_of


@pytest.mark.parametrize("months", range(5, 13))
@pytest.mark.parametrize("odd", [1.0, 0.01, 1e9])
def test_a_month_of_a_dollar_gives_no_curve_without_end(months: int, odd: float) -> None:
    random = np.random.default_rng(months)
    spend = 3000 * np.exp(random.normal(0, 0.4, months))
    revenue = 9000 * np.exp(random.normal(0, 0.3, months))
    revenue[2] = odd
    found = diagnose(history_of(spend[:, None], revenue[:, None]), 0.4)
    (one,) = found.channels
    if one.response is not None:
        assert one.response.marginal < 1e4 and one.response.marginal_high < 1e5 and math.isfinite(one.response.rise)
    for language in LANGUAGES:
        assert all(say.verdict(one, text(language)) for one in found.channels)
        assert say.identification(one, found, text(language))


@pytest.mark.parametrize(("months", "noise"), [(8, 0.4), (8, 0.7), (10, 0.9), (12, 0.9)])
def test_the_mean_in_dollars_stays_near_the_truth_for_few_months(months: int, noise: float) -> None:
    times = []
    for seed in range(40):
        random = np.random.default_rng(seed)
        spend = 4000 * np.exp(random.normal(0, 0.3, months))
        revenue = 16_000 * (spend / 4000) ** 0.5 * np.exp(random.normal(-(noise**2) / 2, noise, months))
        if identify(spend[:, None], revenue[:, None], 0).has_curve:
            (found,) = respond([fit(spend, revenue)])
            times.append(found.revenue_today / (16_000 * (found.today / 4000) ** 0.5))
            assert found.marginal <= found.marginal_high
    assert len(times) >= 10 and 0.6 <= np.median(times) <= 1.7 and max(times) < 12


@pytest.mark.parametrize("height", [0.3, 0.8])
def test_a_strong_season_is_counted_in_an_average_month_of_the_year(height: float) -> None:
    errors, covered = [], 0
    for seed in range(40):
        random = np.random.default_rng(seed)
        spend = 4000 * np.where(random.random(36) < 0.5, 0.5, 1.5)
        wave = np.exp(height * np.sin(2 * np.pi * np.arange(36) / 12 + seed))
        revenue = 16_000 * (spend / 4000) ** 0.5 * wave * np.exp(random.normal(0, 0.08, 36))
        (found,) = respond([fit(spend, revenue)])
        truth = 8_000 / 4000 * (found.today / 4000) ** -0.5 * np.i0(height)
        errors.append(found.marginal / truth - 1)
        covered += found.marginal_low <= truth <= found.marginal_high
    assert abs(np.median(errors)) <= 0.06 and covered >= 32


def test_a_channel_in_flights_is_today_what_it_really_spends_a_month() -> None:
    random = np.random.default_rng(2)
    spend = np.where(np.arange(36) % 3 == 2, 3000 * np.exp(random.normal(0, 0.3, 36)), 0.0)
    found = diagnose(history_of(spend[:, None], (4 * spend)[:, None]), 0.4)
    assert found.channels[0].response is not None
    assert found.channels[0].response.today == pytest.approx(spend[-3:].mean())


@pytest.mark.parametrize("channels", [8, 10])
def test_many_channels_that_vary_by_themselves_are_told(channels: int) -> None:
    """Their number alone does not make them follow each other."""
    told = []
    for seed in range(4):
        random = np.random.default_rng(seed)
        spend = 4000 * np.where(random.random((12, channels)) < 0.5, 0.5, 1.5)
        revenue = 16_000 * (spend / 4000) ** 0.5 * np.exp(random.normal(0, 0.05, spend.shape))
        told += [one.identified for one in diagnose(history_of(spend, revenue), 0.4).channels]
    assert np.mean(told) >= 0.8


def steady_channels(channels: int) -> tuple[Array, Array]:
    random = np.random.default_rng(1)
    spend = 3000 * np.exp(random.normal(0, 0.05, (36, channels)))
    return spend, 12_000 * (spend / 3000) ** 0.5 * np.exp(random.normal(0, 0.1, spend.shape))


def test_of_many_channels_only_the_largest_are_weighed_and_it_is_said() -> None:
    spend, revenue = steady_channels(40)
    spend[:, 7] *= 3
    history = history_of(spend, revenue * (1 + 2 * (np.arange(40) == 7)))
    found = diagnose(history, 0.4)
    weighed = plans(history, found, 0.4)
    assert len(weighed) == MOST_WEIGHED and "channel 7" in {one.channel for one in weighed}


def test_too_few_months_have_no_curve() -> None:
    spend, revenue = steady_channels(1)
    assert not identify(spend[: LEAST_MONTHS - 1], revenue[: LEAST_MONTHS - 1], 0).has_curve
