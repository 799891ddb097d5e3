"""How a channel's revenue answers to its spend: two shapes averaged, channels that lend each other strength, and how sure it is.

The logarithm of a month's revenue follows a level, a trend, a season and one of two concave shapes (`curves.shapes`) of the spend
carried over, each with its elasticity at today's spend. Level, trend, season and noise are integrated out and the rest kept on a
grid, so the shapes are averaged by their exact weights; intervals are read off curves drawn from it. A channel's elasticity begins
from a beta law around a mean that the channels share, itself from Beta(2, 2). The curve is that of a steady spend in an average
month of the year, carry-over included.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np

from cmo_model.growth.curves import Curve
from cmo_model.growth.curves.shapes import Shapes, relative
from cmo_model.growth.identification import LATELY, surroundings, usable
from cmo_model.growth.intervals import INTERVAL
from cmo_model.uncertainty.study import Array, Codes

CARRY_OVERS = (0.0, 0.3, 0.5, 0.7, 0.85)
"""Shares of a week's effect that last into the next; monthly rows can tell no finer."""
CARRY_OVER_LAW = np.array([0.25, 0.25, 0.25, 0.15, 0.1])
"""How likely each is before any data: our assumption, most channels of small firms act within weeks."""
WEEKS = 365.25 / 12 / 7
CLOSENESS = 3.0
"""How close the channels' elasticities are to their mean: a and b of the beta law add up to it."""
PRIOR_VARIANCE = 0.1
"""That of one channel's elasticity before any data."""
MOST_WIDTH = 4.0
"""Times its bottom that the top of the next dollar's interval may be for the curve to be told."""
MODEL_ERROR = 0.05
"""How far a month strays from any such curve, besides noise: weeks that do not fill months, a carry-over of another form."""
MOST_TIMES_NOISE = 4.0
"""Times the likely variance of the noise that a draw of it may be: its law has no mean for few months."""
DRAWS = 2000
PARTS = 16
"""Curves of each shape that stand for the posterior in the mean curve."""
ELASTICITIES = (np.arange(200) + 0.5) / 200
_MEANS = (np.arange(40) + 0.5) / 40


@dataclass(frozen=True)
class Response:
    """The mean of a curve's posterior, with 90 % intervals; spend and revenue are dollars a month.

    A marginal is the next dollar's revenue.

    `rise` is the share of revenue that a tenth more spend would add; `carry_over` the share of a month's effect that falls in later
    ones, the likeliest of those tried; `power` the probability of that shape. `law` is that of the elasticity before this channel's
    own months, over `ELASTICITIES`; `draws` are curves of the posterior, each as likely.
    """

    elasticity: float
    rise: float
    rise_low: float
    rise_high: float
    marginal: float
    marginal_low: float
    marginal_high: float
    weight_of_data: float
    power: float
    carry_over: float
    carry_over_probability: float
    noise: float
    today: float
    revenue_today: float
    spend_low: float
    spend_high: float
    law: Array = field(repr=False, compare=False)
    draws: Shapes = field(repr=False, compare=False)

    @property
    def wide(self) -> bool:
        """Whether the next dollar's interval is too wide for the curve to be told."""
        return self.marginal_high >= MOST_WIDTH * self.marginal_low

    def curve(self, name: str, low: float, high: float) -> Curve:
        """The mean of the posterior's curves; not to be read outside the range of spend seen."""
        return Curve(name, "mean", K=self.today, low=low, high=high, shapes=_mean(self.draws))

    def revenues(self, spend: float) -> Array:
        """Revenue a month at a spend, by draw."""
        return self.draws.value(np.array(spend / self.today))

    def marginals(self, spend: float) -> Array:
        """Revenue of one more dollar at a spend, by draw."""
        return self.draws.marginal(np.array(spend / self.today)) / self.today


def lasting(share: float) -> float:
    """Share of a steady month's effect that falls in later months, when each week keeps that share of the last."""
    return float(share * (1 - share**WEEKS) / (WEEKS * (1 - share)))


def carried(spend: Array, share: float) -> Array:
    """Spend as it acts in each month when a week keeps a share of the last, a month's spend even over its weeks.

    Scaled so that a steady spend is itself; before, spend is the first month's.
    """
    later, kept = lasting(share), share**WEEKS
    acts, held = np.empty_like(spend), spend[0]
    for month, now in enumerate(spend):
        acts[month] = (1 - later) * now + later * held
        held = kept * held + (1 - kept) * now
    return acts


@dataclass(frozen=True, eq=False)
class Fit:
    """One channel's likelihood by carry-over (its law included), shape (power, saturating) and elasticity; a level in each."""

    likelihood: Array
    squares: Array
    level: Array
    freedom: int
    leverage: float
    today: float
    seen: tuple[float, float]

    def drawn(self, posterior: Array, random: np.random.Generator) -> tuple[Shapes, Array]:
        """Curves of the posterior, and the noise of each."""
        carry, shape, place = np.unravel_index(random.choice(posterior.size, DRAWS, p=posterior.ravel()), posterior.shape)
        likely = self.squares[carry, shape, place] / self.freedom
        noise = likely * np.minimum(self.freedom / random.chisquare(self.freedom, DRAWS), MOST_TIMES_NOISE)
        level = self.level[carry, shape, place] + np.sqrt(noise * self.leverage) * random.standard_normal(DRAWS)
        # Half the variance more: a mean in dollars, where the logarithms speak of a median. That of the likely noise: over all that
        # the noise may be, such a mean has no end.
        return Shapes(np.exp(level + likely / 2), ELASTICITIES[place], shape == 1), noise


def answers(spend: Array, at: Codes, today: float, elasticities: Array) -> Array:
    """Logarithm of what the months at these places bring beside today's: carry-over, shape, elasticity, then months."""
    saturating = np.array([False, True])[:, None, None]
    each = [relative(carried(spend, share)[at] / today, elasticities[:, None], saturating) for share in CARRY_OVERS]
    return np.log(np.array(each))


def fit(spend: Array, revenue: Array) -> Fit:
    """The likelihood of one channel's months; the last three are today."""
    rows = usable(spend, revenue)
    at = rows.astype(int)
    around, log_revenue = surroundings(rows), np.log(revenue[at])
    today = float(spend[-LATELY:].mean())
    fitted = np.asarray(np.linalg.pinv(around), dtype=np.float64)
    across = np.linalg.qr(around)[0]
    freedom = len(rows) - around.shape[1]
    left = log_revenue - answers(spend, at, today, ELASTICITIES)
    coefficients, reach = left @ fitted.T, today_of(rows) @ fitted[:2]
    squares = ((left - (left @ across) @ across.T) ** 2).sum(axis=-1) + freedom * MODEL_ERROR**2
    log_likelihood = np.log(CARRY_OVER_LAW)[:, None, None] - freedom / 2 * np.log(squares)
    return Fit(
        np.exp(log_likelihood - log_likelihood.max()),
        squares,
        coefficients[..., :2] @ today_of(rows) + wave(coefficients),
        freedom,
        float(reach @ reach),
        today,
        (float(spend[at].min()), float(spend[at].max())),
    )


def today_of(rows: Array) -> Array:
    """What the coefficients of a level and a trend are multiplied by, to be those of the last three months."""
    return np.array([1.0, rows[-LATELY:].mean()])


def wave(surrounding: Array) -> Array:
    """From the coefficients of `surroundings`, the last axis: logarithm of the season's mean over a year, in dollars."""
    if surrounding.shape[-1] == 2:
        return np.zeros(surrounding.shape[:-1])
    from scipy.special import i0e  # a tenth of a second to import: only who has a history pays it

    height = np.hypot(surrounding[..., 2], surrounding[..., 3])
    return np.asarray(np.log(i0e(height)) + height)


@cache
def priors() -> tuple[Array, Array]:
    """The laws of an elasticity around each shared mean (means by elasticities), and the law of the means."""
    around, shared = CLOSENESS * _MEANS[:, None], _MEANS * (1 - _MEANS)
    log_prior = (around - 1) * np.log(ELASTICITIES) + (CLOSENESS - around - 1) * np.log1p(-ELASTICITIES)
    prior = np.exp(log_prior)
    return prior / prior.sum(axis=1, keepdims=True), shared / shared.sum()


def pooled(fits: Sequence[Fit]) -> list[Array]:
    """The law of each channel's elasticity before its own months, every other having said what it can of their shared mean."""
    prior, shared = priors()
    evidence = np.array([prior @ one.likelihood.sum(axis=(0, 1)) for one in fits])
    log_shared = np.log(shared) + np.log(evidence).sum(axis=0)
    mean = np.exp(log_shared - log_shared.max())
    laws = [(mean / own) @ prior for own in evidence]
    return [law / law.sum() for law in laws]


def respond(fits: Sequence[Fit], seed: int = 1) -> tuple[Response, ...]:
    """What each channel's history says of its curve, those given together lending each other strength."""
    laws = pooled(fits)
    return tuple(_response(one, laws[place], np.random.default_rng((seed, place))) for place, one in enumerate(fits))


def _response(one: Fit, law: Array, random: np.random.Generator) -> Response:
    posterior = one.likelihood * law
    posterior /= posterior.sum()
    draws, noise = one.drawn(posterior, random)
    of_elasticity, of_carry_over = posterior.sum(axis=(0, 1)), posterior.sum(axis=(1, 2))
    mean = float(of_elasticity @ ELASTICITIES)
    variance = float(of_elasticity @ (ELASTICITIES - mean) ** 2)
    likely = int(of_carry_over.argmax())
    rise = draws.value(np.array(1.1)) / draws.worth - 1
    marginals = draws.worth * draws.elasticity / one.today
    return Response(
        mean,
        float((rise * draws.worth).sum() / draws.worth.sum()),
        *_between(rise),
        float(marginals.mean()),
        *_between(marginals),
        weight_of_data=max(0.0, 1 - variance / PRIOR_VARIANCE),
        power=float(posterior[:, 0].sum()),
        carry_over=lasting(CARRY_OVERS[likely]),
        carry_over_probability=float(of_carry_over[likely]),
        noise=float(np.sqrt(np.median(noise))),
        today=one.today,
        revenue_today=float(draws.worth.mean()),
        spend_low=one.seen[0],
        spend_high=one.seen[1],
        law=law,
        draws=draws,
    )


def _between(draws: Array) -> tuple[float, float]:
    low, high = np.quantile(draws, INTERVAL)
    return float(low), float(high)


def _mean(draws: Shapes) -> Shapes:
    """As many curves of each shape, each the mean of draws that are close: what their sum brings is the draws' mean."""
    worth, elasticity = np.zeros((2, PARTS)), np.full((2, PARTS), 0.5)
    for shape in (0, 1):
        own = np.flatnonzero(draws.saturating == bool(shape))
        own = own[np.argsort(draws.elasticity[own], kind="stable")]
        for place, part in enumerate(np.array_split(own, PARTS)):
            if len(part):
                worth[shape, place] = draws.worth[part].sum() / len(draws.worth)
                elasticity[shape, place] = np.average(draws.elasticity[part], weights=draws.worth[part])
    return Shapes(worth.ravel(), elasticity.ravel(), np.repeat([False, True], PARTS))
