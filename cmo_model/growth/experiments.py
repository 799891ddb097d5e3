"""Which test of a channel's spend is worth running: its cost, the width it leaves, its value, and what to do week by week.

A test raises the spend by a share for a month and lowers it as much for the next, in turn; a month is what histories are read by.
Its cost is the margin lost by leaving today's spend. Its value is the expected value of sample information: the profit expected of
the best spend within a step of today's once the test is read, less that of the best spend before it, for a year; where the test
leaves the curve too wide to be told nothing is done, and nothing is counted. What the test may show is drawn from the posterior,
every curve that the history leaves likely, and read as the next file would be.
"""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from cmo_model import parameters
from cmo_model.growth.arbitrage import STEP
from cmo_model.growth.channels import History
from cmo_model.growth.curves.shapes import relative
from cmo_model.growth.diagnostic import ChannelDiagnostic, Diagnostic
from cmo_model.growth.identification import surroundings, usable
from cmo_model.growth.intervals import INTERVAL
from cmo_model.growth.response import (
    CARRY_OVER_LAW,
    ELASTICITIES,
    MODEL_ERROR,
    MOST_WIDTH,
    WEEKS,
    Response,
    answers,
    today_of,
    wave,
)
from cmo_model.scenario.checks import MOST_MONEY
from cmo_model.uncertainty.study import Array

VARIATIONS = (0.2, 0.3, 0.5, 0.8)
MONTHS = (1, 2, 3, 4)
"""How long a test may last: four to some seventeen weeks."""
USED_MONTHS = int(parameters.channel_figures()["test_used_months"].value)
"""Months for which what a test says is used, before the market has moved: our assumption."""
MOST_WEIGHED = 8
"""Channels that are weighed at most, those that spend the most."""
DRAWS = 320
_POINTS = 120
"""Of each draw's posterior, for the width of its interval."""
_THIN = slice(4, None, 8)
"""An eighth of the elasticities are enough to weigh a test that is yet to come."""
_SPENDS = np.linspace(1 - STEP, 1 + STEP, 25)


@dataclass(frozen=True)
class Experiment:
    """One test: the channel's spend a month, raised and lowered by `variation`, and what it is expected to cost and to bring.

    Dollars of margin over the whole test, and over the months that it is used. `width` is how many times its bottom the top of the
    next dollar's interval is, now and, in the middle case, after; `told` the probability that the curve can then be told.
    """

    channel: str
    today: float
    variation: float
    months: int
    cost: float
    width_now: float
    width: float
    told: float
    value: float

    @property
    def net(self) -> float:
        """What the test is expected to bring, its cost paid."""
        return self.value - self.cost

    @property
    def pays(self) -> bool:
        """Whether it is worth running."""
        return self.net > 0


@dataclass(frozen=True)
class Step:
    """A part of a test, from its first day to the day after its last, and the spend of each of its weeks."""

    start: datetime.date
    end: datetime.date
    weekly: float
    up: bool

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        return self.end - datetime.timedelta(days=1)


@dataclass(frozen=True)
class Scheduled:
    """A test that was put in the calendar: dollars of spend a month today, and the day after which its first month begins."""

    channel: str
    today: float
    variation: float
    months: int
    day: datetime.date

    def steps(self) -> tuple[Step, ...]:
        """Its parts, each a whole month."""
        first, found = self.day.replace(day=1), []
        for sign in signs(self.months).tolist():
            start, first = _next_month(first), _next_month(first)
            found.append(Step(start, _next_month(start), self.today * (1 + sign * self.variation) / WEEKS, sign > 0))
        return tuple(found)

    def written(self) -> str:
        """It as text, but for its channel."""
        return f"{self.variation} {self.months} {self.today:.2f} {self.day.isoformat()}"


def scheduled(channel: str, written: str) -> Scheduled | None:
    """A scheduled test from its text; nothing where it is none."""
    try:
        variation, months, today, day = written.split(" ")
        found = Scheduled(channel, float(today), float(variation), int(months), datetime.date.fromisoformat(day))
    except ValueError:
        return None
    known = found.variation in VARIATIONS and found.months in MONTHS
    return found if known and 0 < found.today < MOST_MONEY and 2000 <= found.day.year < 2200 else None


def free_from(tests: Iterable[Scheduled], day: datetime.date) -> datetime.date:
    """The day after which another test may begin: one channel is tested at a time."""
    return max([day, *(one.steps()[-1].last for one in tests)])


def signs(months: int) -> Array:
    """Up, then down, in turn."""
    return np.where(np.arange(months) % 2 == 0, 1.0, -1.0)


def _next_month(day: datetime.date) -> datetime.date:
    return (day + datetime.timedelta(days=31)).replace(day=1)


def worth_trying(channel: ChannelDiagnostic) -> bool:
    """Whether a test of this channel's spend is to be weighed: its advice is to test, and it has a curve and enough spend."""
    return channel.verdict == "test" and channel.response is not None and channel.thin is None


def plans(history: History, found: Diagnostic, margin: float) -> tuple[Experiment, ...]:
    """The best test of each channel that is to be tested, the one that brings the most first; some may not be worth their cost.

    Only the channels that spend the most are weighed, `MOST_WEIGHED` of them.
    """
    worth = margin * found.lifetime
    trying = [column for column, channel in enumerate(found.channels) if worth_trying(channel)]
    largest = sorted(trying, key=lambda column: -found.channels[column].spend)[:MOST_WEIGHED]
    best = [max(weighed(history, found, column, worth), key=lambda one: one.net) for column in largest]
    return tuple(sorted(best, key=lambda one: -one.net))


def weighed(history: History, found: Diagnostic, column: int, worth: float) -> tuple[Experiment, ...]:
    """Every test of one channel, a dollar of its revenue leaving `worth`."""
    channel = found.channels[column]
    assert channel.response is not None  # noqa: S101 - only who has a curve is weighed
    response = channel.response
    future = _Future(history.spend[history.whole, column], history.revenue[history.whole, column], response, found.seed)
    tests = []
    for months, variation in itertools.product(MONTHS, VARIATIONS):
        ratios = 1 + variation * signs(months)
        kept = [float(response.revenues(ratio * response.today).mean()) - response.revenue_today for ratio in ratios.tolist()]
        cost = response.today * float((ratios - 1).sum()) - worth * sum(kept)
        profits, widths = future.after(ratios, worth)
        told = widths < MOST_WIDTH
        best, before = profits.max(axis=0), profits[profits.mean(axis=1).argmax()]
        tests.append(
            Experiment(
                channel.channel,
                response.today,
                variation,
                months,
                max(0.0, cost),
                response.marginal_high / response.marginal_low,
                float(np.median(widths)),
                float(told.mean()),
                float(np.where(told, best - before, 0.0).mean()) * USED_MONTHS,
            )
        )
    return tuple(tests)


class _Future:
    """What the months to come may show of one channel, as its history leaves it likely, and what would then be known."""

    def __init__(self, spend: Array, revenue: Array, response: Response, seed: int) -> None:
        rows = usable(spend, revenue)
        self.at, self.spend = rows.astype(int), spend
        self.today, self.elasticities = response.today, ELASTICITIES[_THIN]
        law = response.law[_THIN] / response.law[_THIN].sum()
        self.log_law = (np.log(CARRY_OVER_LAW)[:, None, None] + np.log(law) + np.zeros((1, 2, 1))).ravel()
        cells = np.arange(len(self.log_law))
        self.elasticity = self.elasticities[cells % len(self.elasticities)]
        self.saturating = cells // len(self.elasticities) % 2 == 1
        self.log_revenue = np.log(revenue[self.at])
        random = np.random.default_rng(seed)
        around = surroundings(rows)
        freedom = len(rows) - around.shape[1]
        left = self.log_revenue - answers(spend, self.at, self.today, self.elasticities).reshape(-1, len(rows))
        fitted = np.linalg.pinv(around)
        level = left @ fitted.T
        squares = ((left - level @ around.T) ** 2).sum(axis=1)
        weight = _weight(self.log_law, squares / freedom + MODEL_ERROR**2, freedom)
        self.cell = random.choice(len(weight), DRAWS, p=weight)
        noise = squares[self.cell] / random.chisquare(freedom, DRAWS)
        self.noise = np.sqrt(noise)[:, None]
        self.around = level[self.cell] + self.noise * (random.standard_normal((DRAWS, around.shape[1])) @ _root(fitted @ fitted.T))
        self.shocks = random.standard_normal((DRAWS, max(MONTHS)))
        self.picks = random.random((DRAWS, _POINTS)) * (1 - 1e-12)
        self.swings = random.standard_normal((DRAWS, _POINTS))

    def after(self, ratios: Array, worth: float) -> tuple[Array, Array]:
        """By draw: profits a month at each spend within a step, and the width of the next dollar's interval."""
        months = len(ratios)
        spend = np.concatenate([self.spend, ratios * self.today])
        at = np.concatenate([self.at, len(self.spend) + np.arange(months)])
        rows = at.astype(np.float64)
        around = surroundings(rows)
        curves = answers(spend, at, self.today, self.elasticities).reshape(-1, len(rows))
        shown = self.around @ around[-months:, : self.around.shape[1]].T + curves[self.cell, -months:]
        shown = shown + self.noise * self.shocks[:, :months]
        seen = np.concatenate([np.broadcast_to(self.log_revenue, (DRAWS, len(self.at))), shown], axis=1)

        across, fitted = np.linalg.qr(around)[0], np.asarray(np.linalg.pinv(around), dtype=np.float64)
        freedom = len(rows) - around.shape[1]
        curves_left = curves - (curves @ across) @ across.T
        seen_left = seen - (seen @ across) @ across.T
        squares = (seen_left**2).sum(axis=1)[:, None] - 2 * seen_left @ curves_left.T + (curves_left**2).sum(axis=1)
        noise = np.maximum(squares, 0.0) / freedom + MODEL_ERROR**2
        weight = _weight(self.log_law, noise, freedom)
        reach = today_of(rows) @ fitted[:2]
        spread = float(reach @ reach)
        season = wave(seen @ fitted.T - weight @ (curves @ fitted.T))  # of each draw's mean curve: it hardly hangs on which
        level = (seen @ reach + season)[:, None] - curves @ reach
        revenue = weight * np.exp(level + noise * (1 + spread) / 2)
        answered = relative(_SPENDS[:, None], self.elasticity, self.saturating)
        profits = worth * answered @ revenue.T - (_SPENDS * self.today)[:, None]

        # One search for all draws: each one's shares stand one above those of the draw before.
        draw = np.arange(DRAWS)[:, None]
        shares = np.cumsum(weight, axis=1)
        places = np.searchsorted((shares + draw).ravel(), (self.picks + draw).ravel()).reshape(self.picks.shape)
        cell = np.minimum(places - draw * len(self.log_law), len(self.log_law) - 1)
        picked = noise[draw, cell]
        log_marginal = np.log(self.elasticity)[cell] + level[draw, cell] + np.sqrt(spread * picked) * self.swings + picked / 2
        low, high = np.quantile(log_marginal, INTERVAL, axis=1)
        return profits, np.exp(high - low)


def _weight(log_law: Array, noise: Array, freedom: int) -> Array:
    """The posterior of the cells, the last axis, from their law and the noise that each leaves."""
    log_weight = log_law - freedom / 2 * np.log(noise)
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))


def _root(covariance: Array) -> Array:
    """What independent normals are multiplied by, on the right, to vary together so."""
    return np.asarray(np.linalg.cholesky(covariance + 1e-12 * np.eye(len(covariance)))).T
