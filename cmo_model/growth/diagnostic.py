"""What each channel's history says, and what it cannot say.

Ratios are dollars of revenue credited to a channel for a dollar of its spend, over the whole history; intervals are of 90 %. Trends
and curves leave out a first or last month that the file covers only in part. The verdict of a channel is the first of these that
holds, with m the margin, M what a dollar of revenue is worth of a customer (`credit`) and 1/(m M) the break-even, fees left out:

1. `cannot_tell`: revenue that is all the firm's, no spend, none in the last three months, fewer than six months with spend, revenue
   that comes from under a third as many months as the spend does, or an interval from under half the break-even to over twice it;
2. `cut`: over twelve months with spend or more, even the top of the ratio's interval at the most that the spend may have caused is
   under the break-even. To how much: where the next dollar still pays, for under a concave curve nothing is never best;
3. `test`: the top of the interval is under the break-even, but the spend may have caused more than it is credited with, or the
   months are too few; or the interval holds the break-even; or the whole interval of the trend is under zero; or the ratio pays and
   the next dollar cannot be told;
4. `scale`: even the bottom of the interval of the next dollar's revenue is over the break-even;
5. `keep`: the ratio pays, but the next dollar may not, or does not.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from cmo_model import parameters
from cmo_model.growth.channels import History
from cmo_model.growth.credit import CAUSED_OF_TOTAL, Credit
from cmo_model.growth.identification import LATELY, USUAL_ELASTICITY, Identification, identify, needed_months
from cmo_model.growth.intervals import INTERVAL, effective_number, ratio_intervals, trend
from cmo_model.growth.response import Response, fit, respond
from cmo_model.uncertainty.study import Array

Verdict = Literal["keep", "scale", "test", "cut", "cannot_tell"]
Reason = Literal[
    "total",
    "no_spend",
    "idle",
    "few_months",
    "lumpy",
    "wide",
    "under_break_even",
    "brings_nothing",
    "may_cause_more",
    "few_to_cut",
    "straddles",
    "falling",
    "marginal_pays",
    "marginal_unknown",
    "marginal_straddles",
    "marginal_low",
]
Thin = Literal["spend", "noise"]

LEAST_MONTHS_FOR_A_RATIO = 6
LEAST_EVEN = 1 / 3
"""Effective months of revenue for one of spend; under it, too few sales make the ratio for its interval to hold (simulated)."""
LEAST_MONTHS_TO_CUT = 12
"""Months with spend under which no channel is cut: a season may be what is missing."""
CAUSED_ALL = (CAUSED_OF_TOTAL, CAUSED_OF_TOTAL)
_PLAIN_CREDIT = Credit()
THIN_SPEND = 500.0
"""Dollars a month under which a handful of sales makes the month: our assumption."""
THIN_MONTHS = 120.0
PLANNED_SPREAD = 0.5
"""Standard deviation of log-spend when it is raised and cut by half on purpose."""
FEW_CHANNELS = 2.0
"""Effective channels above which a firm in validation is dispersed: our reading of the article's warning."""


@dataclass(frozen=True)
class Performance:
    """What some spend brought back, in dollars over the history; None where it cannot be told. The trend is a share per month.

    `caused` are the least and the most of the revenue that the spend may truly have caused.
    """

    spend: float
    revenue: float
    customers: float | None
    spending_months: int
    ratio: float | None
    ratio_low: float | None
    ratio_high: float | None
    break_even: float
    break_even_with_fees: float | None
    article_zone: Literal["below", "inside", "above"] | None
    trend: float | None
    trend_low: float | None
    trend_high: float | None
    caused: tuple[float, float]

    @property
    def cost_per_customer(self) -> float | None:
        """Spend for one new customer."""
        return self.spend / self.customers if self.customers else None

    @property
    def ratio_caused(self) -> tuple[float, float] | None:
        """The ratio at the least and at the most of the revenue that the spend may have caused."""
        return None if self.ratio is None else (self.caused[0] * self.ratio, self.caused[1] * self.ratio)

    @property
    def caused_share_to_break_even(self) -> float | None:
        """Share of the credited revenue that the spend must truly cause to pay back; above one, it does not pay back."""
        return self.break_even / self.ratio if self.ratio is not None and self.ratio > 0 else None


@dataclass(frozen=True)
class ChannelDiagnostic(Performance, Identification):
    """One channel: how it performs, whether its response can be told, the response if so, and the verdict.

    `revenue_months` is the effective number of months its revenue comes from; `cut_to` the dollars a month to cut it to. `response`
    is there however wide it is; only when `identified` may it be told.
    """

    channel: str
    kind: str
    share: float
    revenue_months: float
    thin: Thin | None
    response: Response | None
    verdict: Verdict
    reason: Reason
    cut_to: float | None

    @property
    def told(self) -> Response | None:
        """The response where it can be told."""
        return self.response if self.identified else None


@dataclass(frozen=True)
class Diagnostic:
    """All channels together, then each in the history's order; `dispersed` is None when the firm's revenue is not given.

    `total` says that the revenue is all the firm's, and no channel's; `lifetime` what a dollar of it is worth of a customer.
    """

    months: int
    seed: int
    totals: Performance
    channels: tuple[ChannelDiagnostic, ...]
    effective_channels: float
    total: bool
    lifetime: float
    dispersed: bool | None


def diagnose(
    history: History,
    margin: float,
    fees_paid: float = 0.0,
    revenue: float | None = None,
    seed: int = 1,
    credit: Credit = _PLAIN_CREDIT,
) -> Diagnostic:
    """Read a history at a contribution margin, with fees in dollars a month and the firm's revenue in dollars a year.

    Raises `ValueError` when the margin is not above 0 and at most 1: no ratio would break even.
    """
    if not 0 < margin <= 1:
        raise ValueError("margin must be above 0 and at most 1")
    spend, credited = _with_total(history.spend), _with_total(history.revenue)
    customers = None if history.customers is None else _with_total(history.customers)
    lows, highs = ratio_intervals(spend, credited, seed)
    monthly = float(spend[:, -1].mean()) if len(spend) else 0.0
    break_even = 1 / (margin * credit.lifetime)
    caused = [CAUSED_ALL if history.total else credit.caused(channel) for channel in history.channels]
    with_fees = (1 + fees_paid / monthly) * break_even if monthly > 0 else None

    def performance(column: int) -> Performance:
        spent, brought = float(spend[:, column].sum()), float(credited[:, column].sum())
        months = int((spend[:, column] > 0).sum())
        ratio = brought / spent if spent > 0 else None
        told = months >= LEAST_MONTHS_FOR_A_RATIO
        change, slowest, fastest = trend(spend[history.whole, column], credited[history.whole, column])
        won = None if customers is None else float(customers[:, column].sum())
        return Performance(
            spent,
            brought,
            None if won is None or np.isnan(won) else won,
            months,
            ratio,
            float(lows[column]) if told else None,
            float(highs[column]) if told else None,
            break_even,
            with_fees,
            _article_zone(ratio),
            change,
            slowest,
            fastest,
            caused[column] if column >= 0 else _caused_together(caused, history.revenue.sum(axis=0)),
        )

    totals = performance(-1)
    channels = tuple(
        _channel(history, column, performance(column), totals.spend, credit.kind(channel), test, response)
        for column, (channel, (test, response)) in enumerate(zip(history.channels, _responses(history, seed), strict=True))
    )
    effective = effective_number(history.spend.sum(axis=0))
    in_validation = None if revenue is None else revenue < parameters.thresholds()["growth_revenue"].value
    dispersed = None if in_validation is None else in_validation and effective > FEW_CHANNELS
    return Diagnostic(len(history.months), seed, totals, channels, effective, history.total, credit.lifetime, dispersed)


def _caused_together(caused: Sequence[tuple[float, float]], revenue: Array) -> tuple[float, float]:
    """The shares of all channels together, each for as much as it is credited with."""
    credited = np.maximum(revenue, 0.0)
    weights = credited / credited.sum() if credited.sum() > 0 else np.full(len(revenue), 1 / len(revenue))
    least, most = weights @ np.array(caused)
    return float(least), float(most)


def _responses(history: History, seed: int) -> list[tuple[Identification, Response | None]]:
    """The test of each channel and, where there is one, its curve: those that have one lend each other strength."""
    spend, revenue = history.spend[history.whole], history.revenue[history.whole]
    tests = [identify(spend, revenue, column) for column in range(len(history.channels))]
    if history.total:
        return [(replace(test, failing=("total", *test.failing)), None) for test in tests]
    found = iter(respond([fit(spend[:, column], revenue[:, column]) for column, test in enumerate(tests) if test.has_curve], seed))
    responses = [next(found) if test.has_curve else None for test in tests]
    return [
        (test if response is None else test.once_read(response.wide), response)
        for test, response in zip(tests, responses, strict=True)
    ]


def _channel(
    history: History, column: int, found: Performance, all_spend: float, kind: str, test: Identification, response: Response | None
) -> ChannelDiagnostic:
    spend, revenue = history.spend[:, column], history.revenue[:, column]
    told = response if test.identified else None
    idle = not (spend[-LATELY:] > 0).any()
    revenue_months = effective_number(revenue)
    lumpy = found.revenue > 0 and revenue_months < LEAST_EVEN * effective_number(spend)
    verdict, reason = _verdict(found, told, idle, lumpy, history.total)
    return ChannelDiagnostic(
        **vars(test),
        **vars(found),
        channel=history.channels[column],
        kind=kind,
        share=found.spend / all_spend if all_spend > 0 else 0.0,
        revenue_months=revenue_months,
        thin=_thin(found, test),
        response=response,
        verdict=verdict,
        reason=reason,
        cut_to=_cut_to(found, told, float(spend[history.whole][-LATELY:].mean())) if verdict == "cut" else None,
    )


def _verdict(found: Performance, response: Response | None, idle: bool, lumpy: bool, total: bool) -> tuple[Verdict, Reason]:
    """The first rule of the module's list that holds."""
    even, low, high = found.break_even, found.ratio_low, found.ratio_high
    if total:
        return "cannot_tell", "total"
    if found.ratio is None:
        return "cannot_tell", "no_spend"
    if idle:
        return "cannot_tell", "idle"
    if low is None or high is None:
        return "cannot_tell", "few_months"
    if lumpy:
        return "cannot_tell", "lumpy"
    if low < even / 2 and high > even * 2:
        return "cannot_tell", "wide"
    if high < even:
        safe = high * max(1.0, found.caused[1]) < even
        if safe and found.spending_months >= LEAST_MONTHS_TO_CUT:
            return "cut", "under_break_even" if high > 0 else "brings_nothing"
        return "test", "few_to_cut" if safe else "may_cause_more"
    if low <= even:
        return "test", "straddles"
    if found.trend_high is not None and found.trend_high < 0:
        return "test", "falling"
    if response is None:
        return "test", "marginal_unknown"
    if response.marginal_low > even:
        return "scale", "marginal_pays"
    return "keep", "marginal_low" if response.marginal_high < even else "marginal_straddles"


def _cut_to(found: Performance, told: Response | None, today: float) -> float:
    """Dollars a month where the next dollar still pays, by the top of what it may bring; an untold curve is as most are."""
    most = max(1.0, found.caused[1]) / found.break_even
    if told is None:
        pays = USUAL_ELASTICITY * max(0.0, found.ratio_high or 0.0) * most
        return today * math.pow(pays, 1 / (1 - USUAL_ELASTICITY))
    low, high = 0.0, told.today
    for _ in range(40):
        middle = (low + high) / 2
        pays = float(np.quantile(told.marginals(middle), INTERVAL[1])) * most
        low, high = (middle, high) if pays > 1 else (low, middle)
    return low


def _thin(found: Performance, test: Identification) -> Thin | None:
    """Why a channel's spend could hardly ever teach: too few dollars, or more noise than ten years of planned variation pierce."""
    if not found.spending_months:
        return None
    if found.spend / found.spending_months < THIN_SPEND:
        return "spend"
    if test.noise is not None and needed_months(USUAL_ELASTICITY, PLANNED_SPREAD, test.noise, 0.0) > THIN_MONTHS:
        return "noise"
    return None


def _with_total(values: Array) -> Array:
    """The channels and, last, their sum."""
    return np.column_stack([values, values.sum(axis=1)])


def _article_zone(ratio: float | None) -> Literal["below", "inside", "above"] | None:
    limits = parameters.thresholds()
    if ratio is None:
        return None
    if ratio < limits["acquisition_low"].value:
        return "below"
    return "inside" if ratio <= limits["acquisition_high"].value else "above"
