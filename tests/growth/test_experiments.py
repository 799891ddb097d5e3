"""The planner against simulation: the width a test leaves, its value, its rank, and a value of nothing where nothing moves."""

import datetime
from collections.abc import Iterator

import numpy as np
import pytest

from cmo_model.growth.arbitrage import STEP
from cmo_model.growth.curves.shapes import relative
from cmo_model.growth.diagnostic import Diagnostic, diagnose
from cmo_model.growth.experiments import _SPENDS as SPENDS_TRIED
from cmo_model.growth.experiments import (
    MONTHS,
    USED_MONTHS,
    VARIATIONS,
    Experiment,
    Scheduled,
    _Future,
    free_from,
    plans,
    scheduled,
    signs,
    weighed,
)
from cmo_model.growth.identification import surroundings
from cmo_model.growth.response import CARRY_OVERS, ELASTICITIES, Fit, Response, carried, fit, pooled, respond
from cmo_model.uncertainty.study import Array
from tests.growth.truth import history_of

MARGIN = 0.4
SPENDS = np.linspace(0.7, 1.3, 25)


def steady(seed: int, elasticity: float = 0.5, ratio: float = 4.0, noise: float = 0.1, months: int = 24) -> tuple[Array, Array]:
    """A spend that hardly moves, of a channel that answers as a power."""
    random = np.random.default_rng(seed)
    spend = 4000 * np.exp(random.normal(0, 0.05, months))
    revenue = ratio * 4000 * (spend / 4000) ** elasticity * np.exp(random.normal(-(noise**2) / 2, noise, months))
    return spend, revenue


def diagnosed(*channels: tuple[Array, Array], margin: float = MARGIN) -> tuple[object, Diagnostic]:
    history = history_of(*(np.column_stack(side) for side in zip(*channels, strict=True)))
    return history, diagnose(history, margin)


def one_of(tests: tuple[Experiment, ...], variation: float, months: int) -> Experiment:
    return next(test for test in tests if (test.variation, test.months) == (variation, months))


class Known:
    """A curve that the history leaves likely, taken as known: what it would show of a spend, and what it then brings a month."""

    def __init__(self, spend: Array, revenue: Array, random: np.random.Generator, one: Fit, posterior: Array) -> None:
        carry, shape, place = np.unravel_index(random.choice(posterior.size, p=posterior.ravel()), posterior.shape)
        self.spend, self.random, self.today = spend, random, one.today
        self.share, self.saturating, self.elasticity = CARRY_OVERS[carry], np.array(shape == 1), ELASTICITIES[place]
        around = surroundings(np.arange(len(spend), dtype=float))
        left = np.log(revenue / self.answered(carried(spend, self.share)))
        self.noise = float(np.sqrt(((left - around @ np.linalg.pinv(around) @ left) ** 2).sum() / random.chisquare(one.freedom)))
        covariance = np.linalg.inv(around.T @ around)
        self.around = np.linalg.pinv(around) @ left + self.noise * random.multivariate_normal(np.zeros(len(covariance)), covariance)

    def answered(self, acts: Array) -> Array:
        return relative(acts / self.today, self.elasticity, self.saturating)

    def shown(self, extra: Array) -> Array:
        rows = np.arange(len(self.spend) + len(extra), dtype=float)
        level = surroundings(rows)[-len(extra) :, : len(self.around)] @ self.around
        acts = carried(np.append(self.spend, extra), self.share)[-len(extra) :]
        return np.asarray(np.exp(level + self.random.normal(0, self.noise, len(extra))) * self.answered(acts))

    def value(self, ratio: float, months: int) -> float:
        level = self.around[0] + self.around[1] * (len(self.spend) + months - 2)
        return float(np.exp(level + self.noise**2 / 2) * self.answered(np.array(ratio * self.today)))


def known(spend: Array, revenue: Array, draws: int, seed: int = 1) -> Iterator[Known]:
    one, random = fit(spend, revenue), np.random.default_rng(seed)
    posterior = one.likelihood * pooled([one])[0]
    for _ in range(draws):
        yield Known(spend, revenue, random, one, posterior / posterior.sum())


@pytest.mark.parametrize(("variation", "months"), [(0.5, 2), (0.8, 1), (0.5, 4), (0.8, 3)])
def test_the_width_planned_is_the_width_that_known_curves_leave(variation: float, months: int) -> None:
    """Each curve is known, the test is run on it, and its months are read by the curve's own code."""
    apart = []
    for seed in range(8):
        spend, revenue = steady(seed, 0.3 + 0.05 * seed, noise=0.05)
        history, told = diagnosed((spend, revenue))
        planned = one_of(weighed(history, told, 0, MARGIN), variation, months).width  # type: ignore[arg-type]
        found = []
        for curve in known(spend, revenue, 120, seed):
            extra = curve.today * (1 + variation * signs(months))
            (after,) = respond([fit(np.append(spend, extra), np.append(revenue, curve.shown(extra)))])
            low, high = np.quantile(after.marginals(curve.today), (0.05, 0.95))
            found.append(high / low)
        apart.append(np.log(planned / np.median(found)))
    assert abs(np.mean(apart)) <= np.log(1.15)


def best_spend(response: Response, worth: float, today: float) -> float:
    profits = [worth * response.revenues(ratio * today).mean() - ratio * today for ratio in SPENDS]
    return float(SPENDS[int(np.argmax(profits))])


def by_brute_force(spend: Array, revenue: Array, variation: float, months: int, worth: float, draws: int = 150) -> float:
    """Expected gain of acting after the test: each curve of the posterior in turn is true, tested, read again, and acted upon."""
    (now,) = respond([fit(spend, revenue)])
    before, gains = best_spend(now, worth, now.today), []
    for curve in known(spend, revenue, draws):
        extra = now.today * (1 + variation * signs(months))
        (after,) = respond([fit(np.append(spend, extra), np.append(revenue, curve.shown(extra)))])
        then = before if after.wide else best_spend(after, worth, now.today)
        gains.append(worth * (curve.value(then, months) - curve.value(before, months)) - (then - before) * now.today)
    return float(np.mean(gains)) * USED_MONTHS


def test_tests_rank_as_brute_force_ranks_them() -> None:
    """A short and small test, a middling one, a large one; then a channel that may pay, and one that pays whatever is shown."""
    tests = ((0.2, 1), (0.5, 2), (0.8, 4))
    planned, brute = np.zeros(3), np.zeros(3)
    for seed in (7, 8, 9):
        spend, revenue = steady(seed, 0.5, 3.5)
        history, told = diagnosed((spend, revenue))
        found = weighed(history, told, 0, MARGIN)  # type: ignore[arg-type]
        planned += [one_of(found, *how).value for how in tests]
        brute += [by_brute_force(spend, revenue, *how, MARGIN) for how in tests]
    assert np.argsort(planned).tolist() == np.argsort(brute).tolist() == [0, 1, 2]
    assert planned[2] == pytest.approx(brute[2], rel=0.5)
    history, told = diagnosed(steady(5, 0.5, 20.0))
    sure = one_of(weighed(history, told, 0, MARGIN), 0.8, 4).value  # type: ignore[arg-type]
    assert sure < 0.05 * planned[2] / 3 and by_brute_force(*steady(5, 0.5, 20.0), 0.8, 4, MARGIN) < 0.05 * brute[2] / 3


def test_the_chance_that_a_test_tells_is_how_often_the_diagnostic_then_tells() -> None:
    """From end to end: planned, run on curves that are known, brought back as months, diagnosed again."""
    promised, kept = [], []
    for seed in range(4):
        spend, revenue = steady(seed, 0.5, 4.0)
        history, told = diagnosed((spend, revenue))
        promised.append(one_of(weighed(history, told, 0, MARGIN), 0.8, 2).told)  # type: ignore[arg-type]
        for curve in known(spend, revenue, 30, seed):
            extra = curve.today * (1 + 0.8 * signs(2))
            _, after = diagnosed((np.append(spend, extra), np.append(revenue, curve.shown(extra))))
            kept.append(after.channels[0].identified)
    assert np.mean(kept) > 0.3 and np.mean(promised) == pytest.approx(np.mean(kept), abs=0.15)


def test_a_test_that_cannot_change_the_split_is_worth_nothing() -> None:
    """Whatever it shows, the next dollar pays many times over, or never does: the spend goes to its bound."""
    for ratio, worth in ((4.0, 500.0), (4.0, 1e-4)):
        history, told = diagnosed(steady(1, 0.5, ratio))
        for test in weighed(history, told, 0, worth):  # type: ignore[arg-type]
            assert test.value == pytest.approx(0, abs=1e-9 * test.today * max(1, worth)) and test.cost >= 0


def test_a_month_of_more_spend_costs_what_it_does_not_bring_back_and_a_month_up_then_down_what_it_misses() -> None:
    history, told = diagnosed(steady(2))
    response = told.channels[0].response  # type: ignore[attr-defined]
    for variation in VARIATIONS:
        up, down = (float(response.revenues(ratio * response.today).mean()) for ratio in (1 + variation, 1 - variation))
        for worth in (0.01, 0.02):
            found = weighed(history, told, 0, worth)  # type: ignore[arg-type]
            brought = worth * (up - response.revenue_today)
            assert one_of(found, variation, 1).cost == pytest.approx(variation * response.today - brought)
            missed = worth * (2 * response.revenue_today - up - down)
            assert 0 < one_of(found, variation, 2).cost == pytest.approx(missed)


def test_longer_and_larger_tests_tell_more_and_the_best_is_the_one_that_nets_most() -> None:
    history, told = diagnosed(steady(2), steady(3, noise=0.2))
    tests = weighed(history, told, 0, MARGIN)  # type: ignore[arg-type]
    assert len(tests) == len(VARIATIONS) * len(MONTHS)
    for months in MONTHS:
        widths = [one_of(tests, variation, months).width for variation in VARIATIONS]
        assert widths == sorted(widths, reverse=True) and widths[0] <= tests[0].width_now * 1.05
        costs = [one_of(tests, variation, months).cost for variation in VARIATIONS]
        assert costs == sorted(costs)
    best = plans(history, told, MARGIN)  # type: ignore[arg-type]
    assert [one.net for one in best] == sorted((one.net for one in best), reverse=True) and len(best) == 2
    assert next(one for one in best if one.channel == "channel 0").net == max(test.net for test in tests)
    assert plans(history, told, MARGIN) == best  # type: ignore[arg-type]


def test_what_is_not_to_be_tested_has_no_plan() -> None:
    random = np.random.default_rng(1)
    varied = 4000 * np.exp(random.normal(0, 0.8, 36))
    told = varied, 900 * varied**0.5 * np.exp(random.normal(0, 0.05, 36))
    history, found = diagnosed(told)
    assert found.channels[0].verdict != "test" and plans(history, found, MARGIN) == ()  # type: ignore[arg-type]
    small = tuple(side / 20 for side in steady(1))
    history, found = diagnosed(small)  # type: ignore[arg-type]
    assert found.channels[0].thin == "spend" and plans(history, found, MARGIN) == ()  # type: ignore[arg-type]


def test_the_parts_of_a_test_are_whole_months_up_then_down() -> None:
    given = Scheduled("Meta", 3000.0, 0.5, 3, datetime.date(2026, 11, 30))
    found = given.steps()
    assert [(one.start.isoformat(), one.end.isoformat(), one.up) for one in found] == [
        ("2026-12-01", "2027-01-01", True),
        ("2027-01-01", "2027-02-01", False),
        ("2027-02-01", "2027-03-01", True),
    ]
    assert [one.weekly for one in found] == pytest.approx([4500 * 84 / 365.25, 1500 * 84 / 365.25, 4500 * 84 / 365.25])
    assert scheduled("Meta", given.written()) == given
    assert free_from([given], datetime.date(2026, 12, 5)) == datetime.date(2027, 2, 28)
    assert free_from([given], datetime.date(2027, 3, 5)) == datetime.date(2027, 3, 5)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "0.5 2 3000",
        "0.4 2 3000.00 2026-11-30",
        "0.5 5 3000.00 2026-11-30",
        "0.5 2 nan 2026-11-30",
        "0.5 2 3000 1-1-1",
        "0.5 2 -1 2026-11-30",
    ],
)
def test_a_text_that_is_no_test_is_none(written: str) -> None:
    assert scheduled("Meta", written) is None


def test_what_is_expected_after_a_test_begins_from_what_is_expected_now() -> None:
    """The spends tried are a step around today's, and the profit of today's is that of the curve before the test."""
    assert (SPENDS_TRIED[0], SPENDS_TRIED[-1], np.abs(SPENDS_TRIED - 1).min()) == pytest.approx((1 - STEP, 1 + STEP, 0))
    spend, revenue = steady(3, 0.5, noise=0.4, months=23)
    response = respond([fit(spend, revenue)])[0]
    future = _Future(spend, revenue, response, 1)
    profits, widths = future.after(1 + 0.5 * signs(2), MARGIN)
    expected = (profits[len(SPENDS_TRIED) // 2].mean() + response.today) / MARGIN
    assert expected == pytest.approx(response.revenue_today, rel=0.05)
    assert profits.shape == (len(SPENDS_TRIED), len(widths)) and (widths > 1).all()
    assert np.median(future.noise) == pytest.approx(0.4, rel=0.35)
    assert (future.picks.min(), future.picks.max(), future.picks.mean()) == pytest.approx((0, 1, 0.5), abs=0.01)
    assert future.picks.max() < 1  # each one's place among its own draw's shares


@pytest.mark.parametrize(
    ("written", "known"),
    [
        *(("0.5 2 0.50 2000-01-01", True), ("0.5 2 0.50 2199-12-31", True), ("0.5 2 0.50 1999-12-31", False)),
        *(("0.5 2 0.50 2200-01-01", False), ("0.5 2 0.00 2026-11-30", False)),
    ],
)
def test_a_test_is_of_some_spend_and_of_these_two_centuries(written: str, known: bool) -> None:
    assert (scheduled("Meta", written) is not None) == known
