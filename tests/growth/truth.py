"""Histories whose truth is known: weekly spend that carries over and saturates, read by month as a firm's file would be.

`recovery` follows the description of mmm-param-recovery's generator (PyMC Labs): spend that trends, follows the season or goes on
and off, a geometric carry-over, a Hill curve of slope one. `hostile` is our own: a carry-over of half, a season of 30 %, a shock
that all channels share, and spend that follows last month's sales. `papilon` is the package of that name, which the benchmark
installs.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from cmo_model.growth.channels import History
from cmo_model.uncertainty.study import Array

WEEKS = 4
"""Weeks of a simulated month: whole ones, so that no month is longer than another."""
Steady = Callable[[float], float]


@dataclass(frozen=True, eq=False)
class Truth:
    """A history, and what each channel would truly bring a month, today, at a steady spend a month."""

    history: History
    steady: tuple[Steady, ...]

    def marginal(self, column: int, spend: float) -> float:
        """The true revenue of one more dollar."""
        step = 1e-4 * spend
        return (self.steady[column](spend + step) - self.steady[column](spend - step)) / (2 * step)

    def value(self, column: int, spend: float) -> float:
        return self.steady[column](spend)


def planned(random: np.random.Generator, months: int, variation: float) -> Array:
    """Times the usual spend, by month: up or down by the variation, by chance; as a rule of thumb would have it, never in step."""
    return np.asarray(1 + variation * random.choice([-1.0, 1.0], months))


def carried(weekly: Array, share: float) -> Array:
    """Geometric carry-over from week to week, as if the first week had lasted for ever."""
    found, last = np.empty_like(weekly), weekly[0]
    for week, now in enumerate(weekly):
        last = found[week] = (1 - share) * now + share * last
    return found


def by_month(weekly: Array) -> Array:
    return np.asarray(weekly.reshape(-1, WEEKS).sum(axis=1))


def history_of(spend: Array, revenue: Array) -> History:
    months = tuple(datetime.date(2022 + month // 12, month % 12 + 1, 1) for month in range(len(spend)))
    return History(tuple(f"channel {column}" for column in range(spend.shape[1])), months, spend, revenue)


def recovery(random: np.random.Generator, months: int, variation: float, noise: float, channels: int = 4) -> Truth:
    """Weekly patterns of three kinds under a planned variation by month; each channel is credited with what it brought."""
    spends, revenues, steady = [], [], []
    weeks = np.arange(months * WEEKS)
    for column in range(channels):
        base = 10 ** random.uniform(2.5, 3.7)
        kind = ("trend", "season", "on_off")[column % 3]
        pattern = np.ones(len(weeks))
        if kind == "trend":
            pattern += random.uniform(-0.05, 0.15) * weeks / 52
        elif kind == "season":
            pattern += random.uniform(0.1, 0.4) * np.sin(2 * np.pi * weeks / 52 + random.uniform(0, 6))
        else:
            pattern *= random.random(len(weeks)) < 0.85
        weekly = base * np.maximum(pattern + random.normal(0, 0.1, len(weeks)), 0.02)
        weekly *= np.repeat(planned(random, months, variation), WEEKS)
        share, half = random.choice([0.3, 0.4, 0.5, 0.6, 0.7]), base * np.exp(random.uniform(np.log(0.4), np.log(4)))
        top = base * random.uniform(2, 10)
        brought = by_month(top * carried(weekly, share) / (half + carried(weekly, share)))
        revenues.append(brought * np.exp(random.normal(-(noise**2) / 2, noise, months)))
        spends.append(by_month(weekly))
        steady.append(lambda spend, top=top, half=half: WEEKS * top * (spend / WEEKS) / (half + spend / WEEKS))
    return Truth(history_of(np.column_stack(spends), np.column_stack(revenues)), tuple(steady))


def hostile(random: np.random.Generator, months: int, variation: float, noise: float, channels: int = 4) -> Truth:
    """Half of a week's effect lasts into the next, a season of 30 %, a common shock of 10 %, spend that follows the last sales."""
    base = 10 ** random.uniform(3, 4.3, channels)
    saturates, elasticity = random.random(channels) < 0.5, random.uniform(0.25, 0.75, channels)
    level = base * random.uniform(1, 8, channels)
    season = 1 + 0.3 * np.sin(2 * np.pi * np.arange(months) / 12 + random.uniform(0, 6))
    shock = np.exp(random.normal(-0.005, 0.1, months))
    wobble = np.exp(random.normal(-(noise**2) / 2, noise, (months, channels)))

    def answers(column: int) -> Callable[[Array], Array]:
        e = elasticity[column]
        half = e / (1 - e)
        if saturates[column]:
            return lambda ratio: level[column] * (1 + half) * ratio / (half + ratio)
        return lambda ratio: level[column] * ratio**e

    shapes = [answers(column) for column in range(channels)]
    variations = np.column_stack([planned(random, months, variation) for _ in range(channels)])
    spend, revenue, acts = np.empty((months, channels)), np.empty((months, channels)), np.ones(channels)
    follows = 1.0
    for month in range(months):
        now = follows * variations[month]
        spend[month] = base * now
        for column in range(channels):
            weekly = carried(np.concatenate([acts[column : column + 1], np.full(WEEKS, now[column])]), 0.5)[1:]
            acts[column] = weekly[-1]
            brought = shapes[column](weekly).mean() * season[month] * shock[month]
            revenue[month, column] = brought * wobble[month, column]
        usual = np.mean(revenue[: month + 1].sum(axis=1))
        follows = float((revenue[month].sum() / usual) ** 0.5)
    steady = [
        lambda spend, shape=shape, usual=usual: float(shape(np.array(spend / usual)))
        for shape, usual in zip(shapes, base.tolist(), strict=True)
    ]
    return Truth(history_of(spend, revenue), tuple(steady))


def papilon(random: np.random.Generator, months: int, variation: float, noise: float) -> Truth:
    """Its four digital channels, spend as it makes it times the planned variation, each credited with its own contribution."""
    from papilon.datasets import make_synthetic_mmm  # type: ignore[import-not-found]
    from papilon.mmm.transforms import delayed_adstock, geometric_adstock, hill  # type: ignore[import-not-found]

    before = 3 * WEEKS  # weeks that only carry over into the first one told
    made, told = make_synthetic_mmm(n_weeks=before + months * WEEKS, seed=int(random.integers(1_000_000)))
    spends, revenues, steady = [], [], []
    for name, given in told["channels"].items():
        usual = made[name].to_numpy() * 1000
        weekly = usual * np.repeat(planned(random, months + 3, variation), WEEKS)

        def effect(weekly: Array, given: dict = given) -> Array:
            last = told["l_max"]
            if given["adstock"] == "delayed":
                acts = delayed_adstock(weekly / 1000, given["alpha"], given["peak"], last)
            else:
                acts = geometric_adstock(weekly / 1000, given["alpha"], last)
            return np.asarray(1000 * given["beta"] * hill(acts, given["half_sat"]))

        revenues.append(by_month(effect(weekly)[before:]) * np.exp(random.normal(-(noise**2) / 2, noise, months)))
        spends.append(by_month(weekly[before:]))
        shape = usual / usual.mean()  # a channel that goes in flights goes on doing so

        def month(spend: float, shape: Array = shape, effect: Callable[[Array], Array] = effect) -> float:
            return float(effect(shape * spend / WEEKS).mean() * WEEKS)

        steady.append(month)
    return Truth(history_of(np.column_stack(spends), np.column_stack(revenues)), tuple(steady))
