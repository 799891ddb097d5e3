"""What uncertain figures do to a choice between options: expectations, chances, regret, value of finding out, each with its error.

Knows nothing of marketing: it takes a function from figures to the net benefit of each option, and the inverse distribution of each
uncertain figure. Points are scrambled Sobol sets (Owen): R independent scramblings of the same power-of-two size, the same points
for every option. Each estimate is the mean of the R sets' estimates and its error the half-width of the 95 % Student interval over
them: that is the numerical error only and says nothing of the assumptions. Sets are cut or joined in chunks for the evaluation: one
set at a time is held in memory, or as many small ones as fit in a chunk, and no figure depends on the chunk beyond rounding.

Value of information: regret is EVPI, E[max] − max E. EVPPI of a figure sorts the draws in bins of its own probability, and takes in
each bin the option that is best there *in the other sets*: a figure that tells nothing then gains nothing from its own noise.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]
"""Places in a list."""
Benefit = Callable[[Mapping[str, Array]], Array]
"""From figures, arrays of shape (cases,), to net benefits of shape (cases, options)."""
Inverse = Callable[[Array], Array]
"""From probabilities in (0, 1) to values."""
Progress = Callable[[float], None]
"""Called with the share of the work done, from 0 to 1."""

CHUNK = 4096
"""Cases evaluated at once, and between two calls of `progress`."""
BINS = 64
QUANTILES = (0.1, 0.5, 0.9)


@dataclass(frozen=True)
class Estimate:
    """Estimates and the half-widths of their 95 % intervals, arrays of one shape."""

    value: Array
    error: Array


@dataclass(frozen=True)
class Inputs:
    """The inverse distribution of each uncertain figure by its name, and those of them that rise and fall together.

    Those named by `together` are given Φ(√ρ·z₀ + √(1−ρ)·ε): z₀ is a dimension of its own, ε each figure's, ρ the `correlation`.
    """

    inverses: Mapping[str, Inverse]
    together: Collection[str] = ()
    correlation: float = 0.0

    @cached_property
    def names(self) -> tuple[str, ...]:
        """In the order of their dimensions, whatever the order they were given in."""
        return tuple(sorted(self.inverses))

    def points(self, log2_size: int, seed: int, which: int) -> Array:
        """One set of probabilities, of shape (2**log2_size, figures)."""
        places = [place for place, name in enumerate(self.names) if name in self.together]
        if not places:
            return points(len(self.names), log2_size, seed, which)
        from scipy.special import ndtr, ndtri

        u = points(len(self.names) + 1, log2_size, seed, which)
        found = u[:, :-1].copy()
        shared = np.sqrt(self.correlation) * ndtri(u[:, [-1]])
        found[:, places] = ndtr(shared + np.sqrt(1 - self.correlation) * ndtri(u[:, places]))
        return np.clip(found, 1e-12, 1 - 1e-12, out=found)

    def values(self, u: Array) -> dict[str, Array]:
        """Figures at these probabilities, by name."""
        return {name: self.inverses[name](u[:, place]) for place, name in enumerate(self.names)}


@dataclass(frozen=True)
class Study:
    """What `study` found. Options last; `quantiles` are of shape (options, 3) for 10, 50 and 90 %.

    `leads` are quantiles of each option's benefit less each other's, of shape (options, options, 3).
    """

    mean: Estimate
    quantiles: Estimate
    leads: Estimate
    gaps: Estimate
    best: Estimate
    regret: Estimate
    information: dict[str, Estimate]
    draws: int
    sets: int
    seed: int


def points(dimensions: int, log2_size: int, seed: int, which: int) -> Array:
    """One scrambled Sobol set, of shape (2**log2_size, dimensions), inside (0, 1); read-only.

    The last small sets are kept, for everyone: the arguments alone decide them, and nothing of a visitor is in them. Large ones are
    drawn each time.
    """
    if dimensions * 2**log2_size > _SMALL:
        return _drawn(dimensions, log2_size, seed, which)
    return _kept(dimensions, log2_size, seed, which)


_SMALL = 2**16
"""Numbers in the largest set that is kept: half a megabyte."""


def _drawn(dimensions: int, log2_size: int, seed: int, which: int) -> Array:
    from scipy.stats import qmc  # a second to import: only who draws pays it

    if dimensions == 0:
        return np.empty((2**log2_size, 0))
    generator = np.random.default_rng([seed, which])
    found: Array = qmc.Sobol(dimensions, scramble=True, rng=generator).random_base2(log2_size)
    np.clip(found, 1e-12, 1 - 1e-12, out=found)
    found.flags.writeable = False
    return found


_kept = lru_cache(maxsize=32)(_drawn)


def interval(of_sets: Array) -> Estimate:
    """Mean over the sets (first axis) and half-width of its 95 % Student interval."""
    from scipy.special import stdtrit

    sets = len(of_sets)
    spread = np.std(of_sets, axis=0, ddof=1) if sets > 1 else np.full(of_sets.shape[1:], np.nan)
    return Estimate(np.asarray(of_sets.mean(axis=0)), np.asarray(stdtrit(max(sets - 1, 1), 0.975) * spread / np.sqrt(sets)))


def study(
    benefit: Benefit,
    inputs: Inputs,
    *,
    log2_size: int = 10,
    sets: int = 16,
    seed: int = 1,
    chunk: int = CHUNK,
    information: bool = True,
    progress: Progress | None = None,
) -> Study:
    """Study a choice under uncertain inputs.

    The seed and the numbers of sets and points decide the result; the order of the inputs and the chunk do not. `information` says
    whether the worth of knowing each input is asked for as well. `progress` is called after each chunk; what it raises stops the
    study.
    """
    names = inputs.names
    size = 2**log2_size if names else 1  # with nothing to draw, one point says it all
    of_sets: list[dict[str, Array]] = []
    bins: list[Array] = []
    together = max(1, chunk // size) if names else 1
    for first in range(0, sets, together):
        drawn = [inputs.points(log2_size if names else 0, seed, which) for which in range(first, min(first + together, sets))]
        all_drawn = np.concatenate(drawn) if len(drawn) > 1 else drawn[0]
        parts = []
        total = len(drawn) * size
        for begin in range(0, total, chunk):
            part = slice(begin, begin + chunk)
            parts.append(benefit(inputs.values(all_drawn[part])))
            if progress:
                progress((first * size + min(begin + chunk, total)) / (sets * size))
        benefits = np.concatenate(parts).reshape(len(drawn), size, -1)
        of_sets.append(_of_sets(benefits))
        if information:
            bins += [_bins(u, one) for u, one in zip(drawn, benefits, strict=True)]
    return _summed(of_sets, names, bins, sets * size, seed)


def studied(benefits: Array, seed: int) -> Study:
    """The study of net benefits known already, of shape (sets, size, options); nothing is said of information."""
    return _summed([_of_sets(benefits)], (), [], benefits.shape[0] * benefits.shape[1], seed)


def _of_sets(benefits: Array) -> dict[str, Array]:
    """What each set says: sets first, of shape (sets, size, options)."""
    means = benefits.mean(axis=1)
    return {
        "mean": means,
        "low": np.moveaxis(np.quantile(benefits, QUANTILES, axis=1), 0, -1),
        "leads": _leads(benefits),
        "gaps": means[:, :, None] - means[:, None],
        "chance": (benefits.argmax(axis=2)[..., None] == np.arange(benefits.shape[2])).mean(axis=1),
        "most": benefits.max(axis=2).mean(axis=1),
    }


def _summed(of_sets: list[dict[str, Array]], names: tuple[str, ...], bins: list[Array], draws: int, seed: int) -> Study:
    stacked = {name: np.concatenate([one[name] for one in of_sets]) for name in of_sets[0]}
    means = stacked["mean"]
    leader = int(means.mean(axis=0).argmax())
    return Study(
        mean=interval(means),
        quantiles=interval(stacked["low"]),
        leads=interval(stacked["leads"]),
        gaps=interval(stacked["gaps"]),
        best=interval(stacked["chance"]),
        regret=interval(stacked["most"] - means[:, leader]),
        information=dict(zip(names, _information(np.stack(bins), means[:, leader]), strict=True)) if bins else {},
        draws=draws,
        sets=len(means),
        seed=seed,
    )


def _leads(benefits: Array) -> Array:
    """Quantiles of each option's benefit less each other's, set by set: (sets, size, options) to (sets, options, options, 3)."""
    sets, _, options = benefits.shape
    first, second = np.triu_indices(options, 1)
    spread = np.moveaxis(np.quantile(benefits[..., first] - benefits[..., second], QUANTILES, axis=1), 0, -1)
    found = np.zeros((sets, options, options, len(QUANTILES)))
    found[:, first, second], found[:, second, first] = spread, -spread[..., ::-1]
    return found


def _bins(u: Array, benefits: Array) -> Array:
    """Sum of each option's benefit in each bin of each input's probability, over the size: (inputs, bins, options)."""
    size, options = benefits.shape
    found: Array = np.empty((u.shape[1], BINS, options))
    for place in range(u.shape[1]):
        which = (u[:, place] * BINS).astype(np.intp)
        for option in range(options):
            found[place, :, option] = np.bincount(which, benefits[:, option], minlength=BINS)
    found /= size
    return found


def _information(bins: Array, of_leader: Array) -> list[Estimate]:
    """EVPPI of each input: in each bin, the option best in the other sets, less the leader's benefit."""
    others = bins.sum(axis=0, keepdims=True) - bins if len(bins) > 1 else bins
    choice = others.argmax(axis=-1)
    chosen = np.take_along_axis(bins, choice[..., None], axis=-1)[..., 0].sum(axis=-1)
    gained = interval(chosen - of_leader[:, None])
    noise = 1e-9 * np.abs(of_leader).mean()
    worth = np.where(gained.value > noise, gained.value, 0.0)
    return [Estimate(value, error) for value, error in zip(worth, gained.error, strict=True)]
