"""How a channel's revenue answers to its spend, where the history can tell: one concave curve, and how sure it is.

The shape is a power, revenue = A × spend^b with 0 < b < 1: one parameter besides the level, because spend that stays within its
usual range does not tell where a channel saturates. The logarithm of revenue follows a level, a trend, a season and b times the
logarithm of spend carried over; b begins from Beta(2, 2), around one half. The noise is integrated out and b kept on a grid, so the
posterior is exact and needs no sampler. The curve is that of a steady spend, its carry-over included.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from cmo_model.growth.identification import LATELY, residual, surroundings, usable
from cmo_model.uncertainty.study import Array

CARRY_OVERS = (0.0, 0.3, 0.6)
"""Shares of a month's effect that last into the next; monthly rows can tell no finer."""
PRIOR_VARIANCE = 0.05
"""That of Beta(2, 2)."""
_ELASTICITIES = (np.arange(400) + 0.5) / 400
_LOG_PRIOR = np.log(_ELASTICITIES * (1 - _ELASTICITIES))
_DRAWS = 4000
_INTERVAL = (0.05, 0.95)


@dataclass(frozen=True)
class Response:
    """A power curve and its 90 % intervals; spend and revenue are dollars a month, a marginal is the next dollar's revenue."""

    family: Literal["power"]
    elasticity: float
    elasticity_low: float
    elasticity_high: float
    marginal: float
    marginal_low: float
    marginal_high: float
    weight_of_data: float
    carry_over: float
    carry_over_probability: float
    today: float
    revenue_today: float
    spend_low: float
    spend_high: float

    def curve(self) -> tuple[float, float]:
        """A and b of revenue = A × spend^b, through today's point; not to be read outside the range of spend seen."""
        return self.revenue_today / self.today**self.elasticity, self.elasticity


def carried(spend: Array, share: float) -> Array:
    """Spend carried over from month to month, scaled so that a steady spend is itself; before, spend is the first month's."""
    held = np.empty_like(spend)
    last = spend[0]
    for month, now in enumerate(spend):
        last = held[month] = (1 - share) * now + share * last
    return held


def respond(spend: Array, revenue: Array, seed: int = 1) -> Response:
    """The curve of one channel that `identify` found identified; the last three months with spend are today."""
    rows = usable(spend, revenue)
    at = rows.astype(int)
    around, log_revenue = surroundings(rows), np.log(revenue[at])
    lately = at[-LATELY:]
    today = float(spend[lately].mean())
    here = np.zeros(around.shape[1])
    here[:2] = 1.0, lately.mean()  # the season's wave averages to zero over a year
    weights = here @ np.linalg.pinv(around)  # the fitted level today is these weights times what spend leaves of log revenue
    freedom = len(rows) - around.shape[1]
    left = residual(around, log_revenue)
    squares, slopes = [], []
    for share in CARRY_OVERS:
        log_spend = np.log(carried(spend, share)[at])
        own = residual(around, log_spend)
        squares.append(left @ left - 2 * _ELASTICITIES * (own @ left) + _ELASTICITIES**2 * (own @ own))
        slopes.append(weights @ log_spend)
    fit = np.maximum(np.array(squares), 1e-12)
    log_posterior = _LOG_PRIOR - freedom / 2 * np.log(fit)
    posterior = np.exp(log_posterior - log_posterior.max())
    posterior /= posterior.sum()

    of_elasticity, of_carry_over = posterior.sum(axis=0), posterior.sum(axis=1)
    mean = float(of_elasticity @ _ELASTICITIES)
    variance = float(of_elasticity @ (_ELASTICITIES - mean) ** 2)
    low, high = np.interp(_INTERVAL, np.cumsum(of_elasticity), _ELASTICITIES)

    random = np.random.default_rng(seed)
    share_drawn, drawn = np.divmod(random.choice(posterior.size, _DRAWS, p=posterior.ravel()), len(_ELASTICITIES))
    elasticity = _ELASTICITIES[drawn]
    noise = fit[share_drawn, drawn] / random.chisquare(freedom, _DRAWS)
    level = weights @ log_revenue - elasticity * np.array(slopes)[share_drawn]
    level += np.sqrt(noise * (weights @ weights)) * random.standard_normal(_DRAWS)
    # Half the variance more: a mean in dollars, where the logarithms speak of a median.
    revenue_today = np.exp(level + elasticity * np.log(today) + noise / 2)
    marginals = elasticity * revenue_today / today
    middle = float(np.median(revenue_today))
    likely = int(of_carry_over.argmax())
    return Response(
        family="power",
        elasticity=mean,
        elasticity_low=float(low),
        elasticity_high=float(high),
        marginal=mean * middle / today,
        marginal_low=float(np.quantile(marginals, _INTERVAL[0])),
        marginal_high=float(np.quantile(marginals, _INTERVAL[1])),
        weight_of_data=max(0.0, 1 - variance / PRIOR_VARIANCE),
        carry_over=CARRY_OVERS[likely],
        carry_over_probability=float(of_carry_over[likely]),
        today=today,
        revenue_today=middle,
        spend_low=float(spend[at].min()),
        spend_high=float(spend[at].max()),
    )
