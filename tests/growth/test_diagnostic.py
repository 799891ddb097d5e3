"""The diagnostic by hand on small histories, at its stated rate on simulated ones, and unshaken by odd rows."""

import dataclasses
import datetime
import math

import numpy as np
import pytest
from scipy.stats import linregress
from scipy.stats import t as student

from cmo_model.growth.channels import History
from cmo_model.growth.diagnostic import ChannelDiagnostic, _verdict, diagnose
from cmo_model.growth.identification import explained
from cmo_model.growth.intervals import effective_number, ratio_intervals
from cmo_model.uncertainty.study import Array


def history(spend: Array, revenue: Array, customers: Array | None = None) -> History:
    months = tuple(datetime.date(2015 + month // 12, month % 12 + 1, 1) for month in range(len(spend)))
    return History(tuple(f"channel {column}" for column in range(spend.shape[1])), months, spend, revenue, customers)


def one(spend: Array, revenue: Array, margin: float = 0.4) -> ChannelDiagnostic:
    return diagnose(history(spend[:, None], revenue[:, None]), margin).channels[0]


def varied(seed: int, months: int = 36, spread: float = 0.8) -> Array:
    return np.exp(np.random.default_rng(seed).normal(8, spread, months))


def noisy(seed: int, months: int = 36, noise: float = 0.2) -> Array:
    return np.exp(np.random.default_rng(1000 + seed).normal(-(noise**2) / 2, noise, months))


def test_a_history_by_hand() -> None:
    spend, revenue = np.tile([1000.0, 3000.0], (12, 1)), np.tile([4000.0, 3000.0], (12, 1))
    found = diagnose(history(spend, revenue, np.tile([10.0, 5.0], (12, 1))), 0.5, fees_paid=2000.0, revenue=900_000.0)
    first, second = found.channels
    assert (first.ratio, second.ratio, found.totals.ratio) == (4, 1, 1.75)
    assert (first.share, second.share) == (0.25, 0.75)
    assert found.effective_channels == pytest.approx(1 / (0.0625 + 0.5625))
    assert (first.break_even, first.break_even_with_fees) == (2, 3)
    assert (first.ratio_low, first.ratio_high) == pytest.approx((4, 4))
    assert (first.cost_per_customer, second.cost_per_customer) == (100, 600)
    assert first.ratio_caused == (2, 6) and first.caused_share_to_break_even == 0.5
    assert (first.article_zone, second.article_zone) == ("inside", "below")
    assert (first.verdict, first.reason) == ("test", "marginal_unknown")
    assert (second.verdict, second.reason) == ("cut", "under_break_even")
    assert found.dispersed is False and first.trend == pytest.approx(0)
    assert found.months == 12 and first.spending_months == 12


@pytest.mark.parametrize(("ratio", "zone"), [(2.875, "below"), (3, "inside"), (4, "inside"), (5, "inside"), (5.125, "above")])
def test_three_and_five_dollars_for_one_are_inside_the_article_s_zone(ratio: float, zone: str) -> None:
    assert one(np.full(8, 1024.0), np.full(8, 1024.0 * ratio)).article_zone == zone


def test_the_ratio_covers_the_truth_at_its_rate() -> None:
    """300 histories in one table of 300 columns would share their months; each is drawn by itself."""
    covered = 0
    for seed in range(300):
        spend = varied(seed, spread=0.5)
        low, high = ratio_intervals(spend[:, None], (3 * spend * noisy(seed, noise=0.4))[:, None], seed)
        covered += low[0] <= 3 <= high[0]
    assert 0.86 <= covered / 300 <= 0.95


def test_a_channel_of_rare_large_sales_is_not_told_to_stop() -> None:
    """Noise so uneven that the ratio seen is most often far under the true one, 3, itself over the break-even."""
    verdicts = [one(varied(seed, spread=0.3), 3 * varied(seed, spread=0.3) * noisy(seed, noise=2.5)).verdict for seed in range(60)]
    assert verdicts.count("cut") <= 4 and verdicts.count("cannot_tell") >= 50


def test_each_verdict_has_its_history() -> None:
    spend, wobble = varied(1), noisy(1)
    power = 200 * spend**0.5 * wobble
    assert (one(spend, 5 * power).verdict, one(spend, 5 * power).reason) == ("scale", "marginal_pays")
    assert (one(spend, 0.3 * power).verdict, one(spend, 0.3 * power).reason) == ("cut", "under_break_even")
    straddling = one(spend, 2.5 * spend * noisy(2, noise=0.5))
    assert (straddling.verdict, straddling.reason) == ("test", "straddles")
    falling = one(spend, 20 * spend * np.exp(-0.05 * np.arange(36)) * wobble)
    assert (falling.verdict, falling.reason) == ("test", "falling")
    assert falling.trend == pytest.approx(math.expm1(-0.05), abs=0.01)
    assert one(spend[:5], power[:5]).reason == "few_months"
    assert one(np.where(np.arange(36) > 30, 0.0, spend), power).reason == "idle"
    once = np.where(np.arange(36) == 4, 9 * 2.5 * 3000.0, 1.0)
    assert one(np.full(36, 3000.0), once).reason == "lumpy"
    uneven = np.where(np.arange(9) % 3 == 1, 3 * 2.5 * 3000.0, 600.0)
    assert one(np.full(9, 3000.0), np.sort(uneven)).reason == "wide"


def test_a_ratio_that_pays_keeps_while_the_next_dollar_does_not_surely() -> None:
    spend = varied(1)
    revenue = 600 * spend**0.5 * noisy(1)
    today = one(spend, revenue).response
    assert today is not None
    even = one(spend, revenue, margin=1 / today.marginal)
    assert (even.verdict, even.reason) == ("keep", "marginal_straddles")
    low = one(spend, revenue, margin=0.95 / today.marginal_high)
    assert low.ratio_low is not None and low.ratio_low > low.break_even
    assert (low.verdict, low.reason) == ("keep", "marginal_low")


def test_narrow_spend_is_seldom_told_and_says_why() -> None:
    told = 0
    for seed in range(40):
        spend = varied(seed, spread=0.05)
        found = one(spend, 20 * spend**0.5 * noisy(seed))
        told += found.told is not None
        assert found.told is not None or {"wide", "spread"} <= set(found.failing)
    assert told <= 4


def test_dispersion_is_a_warning_to_small_firms_only() -> None:
    spend = np.full((12, 4), 400.0)
    table = history(spend, 3 * spend)
    small, large, unknown = (diagnose(table, 0.4, revenue=revenue) for revenue in (600_000.0, 3_000_000.0, None))
    assert small.effective_channels == pytest.approx(4)
    assert (small.dispersed, large.dispersed, unknown.dispersed) == (True, False, None)
    assert {channel.thin for channel in small.channels} == {"spend"}
    wild = varied(1)
    assert one(wild, 3 * wild * noisy(1, noise=3.0)).thin == "noise"
    assert one(wild, 3 * wild * noisy(1)).thin is None


def test_revenue_short_of_its_spend_could_not_pay_back_even_if_all_of_it_were_caused() -> None:
    assert one(varied(1), 0.5 * varied(1), margin=0.4).caused_share_to_break_even == pytest.approx(2.5 / 0.5)


def test_odd_rows_are_read_without_failing() -> None:
    spend = np.column_stack([varied(1), np.zeros(36), np.where(np.arange(36) < 20, 0.0, 900.0), varied(4)])
    revenue = np.column_stack([3 * varied(1), np.zeros(36), np.where(np.arange(36) < 20, 0.0, 2700.0), np.full(36, -50.0)])
    customers = np.where(revenue > 0, 5.0, np.nan)
    found = diagnose(history(spend, revenue, customers), 0.4)
    plain, never, late, refunds = found.channels
    assert (never.ratio, never.ratio_low, never.share, never.thin) == (None, None, 0, None)
    assert (never.verdict, never.reason, never.article_zone) == ("cannot_tell", "no_spend", None)
    assert never.ratio_caused is None and never.caused_share_to_break_even is None
    assert late.spending_months == 16 and late.ratio == pytest.approx(3) and late.verdict == "test"
    assert (
        refunds.ratio is not None
        and refunds.ratio < 0
        and (refunds.verdict, refunds.reason, refunds.cut_to) == ("cut", "brings_nothing", 0)
        and "silent" in refunds.failing
    )
    assert refunds.trend is None and refunds.caused_share_to_break_even is None
    assert plain.customers == 180 and refunds.customers is None and refunds.cost_per_customer is None


@pytest.mark.parametrize("months", [0, 1, 3])
def test_a_few_months_tell_nothing(months: int) -> None:
    spend = np.full((months, 1), 1000.0)
    found = diagnose(history(spend, 3 * spend), 0.4, fees_paid=100.0)
    assert found.channels[0].verdict == "cannot_tell" and found.channels[0].response is None
    assert (found.totals.break_even_with_fees is None) == (months == 0)


def test_the_seed_decides_and_nothing_else() -> None:
    random = np.random.default_rng(2)
    spend = np.exp(random.normal(8, 0.8, (120, 30)))
    table = history(spend, 3 * spend * np.exp(random.normal(0, 0.3, spend.shape)))
    found = diagnose(table, 0.4)
    assert diagnose(table, 0.4) == found != diagnose(table, 0.4, seed=2)


@pytest.mark.parametrize("margin", [0.0, -0.1, 1.2, float("nan")])
def test_a_margin_no_ratio_can_pay_is_refused(margin: float) -> None:
    with pytest.raises(ValueError, match="margin"):
        diagnose(history(np.ones((6, 1)), np.ones((6, 1))), margin)


def test_a_month_that_the_file_cuts_is_in_the_totals_and_not_in_trends_or_curves() -> None:
    spend, revenue = varied(4)[:, None], (200 * varied(4) ** 0.5 * noisy(4))[:, None]
    cut_spend, cut_revenue = spend.copy(), revenue.copy()
    cut_spend[[0, -1]] /= 20
    cut_revenue[[0, -1]] /= 20
    cut = dataclasses.replace(history(cut_spend, cut_revenue), starts_late=True, ends_early=True)
    whole, without = diagnose(cut, 0.4).channels[0], diagnose(history(spend[1:-1], revenue[1:-1]), 0.4).channels[0]
    assert whole.spend == pytest.approx(cut_spend.sum()) and whole.spending_months == 36
    assert (whole.trend, whole.log_spread, whole.usable_months) == (without.trend, without.log_spread, 34)
    assert whole.response == without.response is not None


def test_sales_of_the_whole_firm_are_credited_to_no_channel() -> None:
    spend = varied(5)[:, None]
    total = dataclasses.replace(history(spend, 9 * spend), total=True)
    found = diagnose(total, 0.4)
    (channel,) = found.channels
    assert (channel.verdict, channel.reason, channel.response, channel.failing[0]) == ("cannot_tell", "total", None, "total")
    assert found.total and channel.ratio_caused == pytest.approx((0.35 * 9, 0.35 * 9))


def test_months_without_spend_make_no_ratio_surer() -> None:
    spend, answer = varied(3, 12, 0.3), 3 * varied(3, 12, 0.3) * noisy(3, 12, 0.5)
    idle = np.zeros(24)
    (low,), (high,) = ratio_intervals(spend[:, None], answer[:, None], 1)
    (lower,), (higher,) = ratio_intervals(np.append(spend, idle)[:, None], np.append(answer, idle)[:, None], 1)
    assert higher / lower > 0.95 * high / low


def test_a_ratio_is_as_far_from_both_ends_by_logarithms_unless_the_lower_end_is_under_a_quarter_of_it() -> None:
    spend = varied(3, 24, 0.3)
    answers = np.stack([3 * spend * noisy(3, 24, 0.5), np.where(np.arange(24) % 8 == 0, 20 * spend, 0.1)], axis=1)
    both = np.stack([spend, spend], axis=1)
    ratio = answers.sum(axis=0) / both.sum(axis=0)
    low, high = ratio_intervals(both, answers, 1)
    assert ratio[0] / low[0] == pytest.approx(high[0] / ratio[0]) and low[0] > ratio[0] / 4
    assert ratio[1] - low[1] == pytest.approx(high[1] - ratio[1]) and low[1] < ratio[1] / 4


def test_a_ratio_is_that_of_its_amounts_in_any_currency() -> None:
    spend = varied(3, 24, 0.3)[:, None]
    answer = 3 * spend * noisy(3, 24, 0.5)[:, None]
    for unit in (1e-9, 1e9):
        assert np.array(ratio_intervals(unit * spend, unit * answer, 1)) == pytest.approx(
            np.array(ratio_intervals(spend, answer, 1))
        )


def test_nothing_has_no_number_no_ratio_and_no_share() -> None:
    assert effective_number(np.zeros(3)) == 0.0
    assert [end.tolist() for end in ratio_intervals(np.empty((0, 0)), np.empty((0, 0)), 1)] == [[], []]
    assert [end.shape for end in ratio_intervals(np.empty((0, 3)), np.empty((0, 3)), 1)] == [(3,), (3,)]
    assert explained(np.array([[1.0], [2.0], [3.0]]), np.array([5.0, 5.1, 4.9])) == 0.0


def test_fees_are_those_that_are_given() -> None:
    spend = varied(3, 24, 0.3)
    given = history(spend[:, None], 3 * spend[:, None])
    assert diagnose(given, 0.4) == diagnose(given, 0.4, fees_paid=0.0) != diagnose(given, 0.4, fees_paid=500.0)


def test_a_ratio_that_holds_while_the_spend_grows_has_no_trend() -> None:
    spend = 3000 * 1.03 ** np.arange(24.0)
    found = one(spend, 3 * spend * noisy(5, 24, 0.02))
    assert found.trend == pytest.approx(0, abs=0.004)


def test_too_many_months_of_spend_without_revenue_have_no_trend() -> None:
    spend = varied(5, 24)
    for silent, told in ((2, True), (3, False), (12, False)):
        assert (one(spend, np.where(np.arange(24) < silent, 0.0, 3 * spend)).trend is not None) == told


def test_what_time_explains_of_the_spend_is_its_squared_correlation_less_what_chance_would() -> None:
    spend = varied(6, 20) * 1.1 ** np.arange(20)
    alone = np.corrcoef(np.arange(20), np.log(spend))[0, 1] ** 2
    assert one(spend, 3 * spend).r_squared == pytest.approx(1 - (1 - alone) * 19 / 18) and alone > 0.1


def test_the_noise_is_what_a_power_a_trend_and_a_season_leave_by_the_months_that_are_left() -> None:
    months, spend = np.arange(30.0), varied(2, 30)
    revenue = 300 * spend**0.5 * noisy(2, 30, 0.3)
    turn = 2 * np.pi * months / 12
    columns = np.column_stack([np.ones(30), months, np.cos(turn), np.sin(turn), np.log(spend)])
    left = np.linalg.lstsq(columns, np.log(revenue), rcond=None)[1][0]
    assert one(spend, revenue).noise == pytest.approx(math.sqrt(left / 25))
    assert one(spend[:4], revenue[:4]).noise is not None and one(spend[:3], revenue[:3]).noise is None  # a level, a trend, a power


def test_a_trend_stands_in_the_middle_of_its_interval_by_its_logarithm() -> None:
    spend = varied(7)
    found = one(spend, 3 * spend * 1.01 ** np.arange(36) * noisy(7, noise=0.1))
    assert found.trend is not None and found.trend_low is not None and found.trend_high is not None
    assert found.trend_low < found.trend < found.trend_high
    assert np.log1p(found.trend_low) + np.log1p(found.trend_high) == pytest.approx(2 * np.log1p(found.trend))


def test_the_trend_of_a_short_history_is_that_of_a_straight_line_with_its_own_interval() -> None:
    spend = varied(8, 15)
    found, ratios = one(spend, 3 * spend * noisy(8, 15)), np.log(3 * noisy(8, 15))
    line = linregress(np.arange(15), ratios)
    reach = student.ppf(0.95, 13) * line.stderr
    expected = np.expm1([line.slope - reach, line.slope, line.slope + reach])
    assert [found.trend_low, found.trend, found.trend_high] == pytest.approx(expected)


@pytest.mark.parametrize(("low", "high", "reason"), [(0.49, 2.01, "wide"), (0.51, 2.01, "straddles"), (0.49, 1.99, "straddles")])
def test_an_interval_from_under_half_the_break_even_to_over_twice_tells_nothing(low: float, high: float, reason: str) -> None:
    found = one(varied(1), 2.5 * varied(1))
    even = found.break_even
    between = dataclasses.replace(found, ratio_low=low * even, ratio_high=high * even)
    assert even == 2.5 and _verdict(between, None, False, False, False)[1] == reason
