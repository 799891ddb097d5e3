"""The draws beside their peers, the memory they take, and how right their printed errors are.

The reference scenario with its default ranges, six options, 36 months. The plain reading decides one draw at a time;
squigglepy samples the same ranges and runs the same plain decision; SALib analyses the evaluations that ours analyse.
"""

import time
import tracemalloc
from collections.abc import Callable, Mapping

import numpy as np
import squigglepy as sq

from cmo_model import Scenario
from cmo_model.decision import evaluate
from cmo_model.scenario import OPTIONS
from cmo_model.uncertainty import ranges, study
from cmo_model.uncertainty.ranges import inputs
from cmo_model.uncertainty.study import Array, Study
from tests import plain_reading
from tests.bench.decision import DEFAULTS, pair, seconds

SCENARIO = Scenario()
RANGES = ranges(SCENARIO)
INPUTS = inputs(RANGES)
DRAWS = 131_072


def npv(changes: Mapping[str, Array]) -> Array:
    return evaluate(SCENARIO, changes)["npv"]


def drawn(log2_size: int, sets: int = 16, seed: int = 1) -> Study:
    return study(npv, INPUTS, log2_size=log2_size, sets=sets, seed=seed)


def nested(values: Mapping[str, float]) -> dict[str, object]:
    tree: dict[str, dict[str, float]] = {}
    for path, value in values.items():
        part, name = path.split(".")
        tree.setdefault(part, {})[name] = float(value)
    return plain_reading.merged(DEFAULTS, tree)


def plain(values: Mapping[str, float]) -> float:
    return float(plain_reading.decide(nested(values), timing=False)["options"]["fractional"]["npv"])


def by_squigglepy(times: int) -> None:
    """squigglepy's own way: sample a function that samples its inputs."""
    spread = {path: sq.pert(one.low, one.likely, one.high) for path, one in RANGES.items()}
    sq.sample(lambda: plain({path: sq.sample(one) for path, one in spread.items()}), n=times)


def speed() -> list[bool]:
    """Time per draw beside the peers, bandwidth, memory."""
    likely = {path: one.likely for path, one in RANGES.items()}
    drawn(10)
    print(f"\n{DRAWS:,} draws, {len(RANGES)} inputs, 6 options, 36 months; per draw")
    reached = [
        pair(
            "draws, decisions, chances, regret, EVPPI / plain",
            lambda: seconds(lambda: drawn(13), 1) / DRAWS,
            lambda: seconds(lambda: plain(likely), 15),
            150,
        ),
        pair(
            "the same / squigglepy on the same decision",
            lambda: seconds(lambda: drawn(13), 1) / DRAWS,
            lambda: seconds(lambda: by_squigglepy(15), 1) / 15,
            100,
        ),
    ]
    _bandwidth()
    return [*reached, _memory()]


def _bandwidth() -> None:
    """One option-month in passes of a triad over arrays of a chunk's size, the speed of the cache they live in."""
    x, y, z = (np.random.default_rng(1).random(8192) for _ in range(3))

    def triad() -> None:
        np.multiply(x, y, out=z)

    a_pass = min(seconds(triad, 2000) for _ in range(5)) / 8192
    cell = seconds(lambda: npv({path: one(np.random.default_rng(1).random(8192)) for path, one in INPUTS.inverses.items()}), 3)
    cell /= 8192 * len(OPTIONS) * SCENARIO.horizon_months
    passes = f"as {cell / a_pass:.0f} passes of 24 bytes at {24 / a_pass / 1e9:.0f} GB/s, this cache's own speed"
    print(f"an option-month takes {cell * 1e9:.1f} ns, {passes}")


def _memory() -> bool:
    peaks = []
    for log2_size, sets in ((13, 16), (13, 64)):
        tracemalloc.start()
        drawn(log2_size, sets)
        peaks.append(tracemalloc.get_traced_memory()[1] / 1e6)
        tracemalloc.stop()
    print(f"peak extra memory: {peaks[0]:.0f} MB at {16 * 8192:,} draws, {peaks[1]:.0f} MB at {64 * 8192:,}  goal 150 MB")
    return max(peaks) <= 150


def figures(found: Study) -> Array:
    """Mean of the current option, chance of the best, regret."""
    return np.array([found.mean.value[2], found.best.value[2], float(found.regret.value)])


def errors(found: Study) -> Array:
    return np.array([found.mean.error[2], found.best.error[2], float(found.regret.error)])


def plain_draws(draws: int, seed: int) -> Array:
    """The same figures from plain Monte Carlo."""
    rng = np.random.default_rng(seed)
    benefits = npv({path: one(rng.random(draws)) for path, one in sorted(INPUTS.inverses.items())})
    best = np.bincount(benefits.argmax(axis=1), minlength=6) / draws
    return np.array([benefits[:, 2].mean(), best[2], benefits.max(axis=1).mean() - benefits.mean(axis=0).max()])


def accuracy(seeds: int = 200, rounds: int = 24) -> list[bool]:
    """Coverage of the printed intervals over many seeds, and Sobol's error beside plain Monte Carlo's at 65,536 draws."""
    began = time.perf_counter()
    reference = drawn(16, 32, seed=987)
    truth = figures(reference)
    names, goals = ("mean", "P(best)", "regret"), (0.05, 0.6, 0.2)
    covered = np.zeros(3)
    for seed in range(seeds):
        small = drawn(7, 16, seed=10_000 + seed)
        covered += np.abs(figures(small) - truth) <= errors(small)
    covered /= seeds
    print(f"\ncoverage of the 95 % intervals over {seeds} seeds of 2,048 draws, reference {reference.draws:,} draws")
    for name, share in zip(names, covered, strict=True):
        print(f"  {name:<10} {share:.1%}  goal 92 % to 98 %")
    sobol = _error(lambda seed: figures(drawn(12, 16, seed=seed)), truth, rounds)
    monte_carlo = _error(lambda seed: plain_draws(65_536, seed), truth, rounds)
    print(f"root-mean-square error at 65,536 draws over {rounds} seeds, Sobol / plain Monte Carlo")
    reached = [bool(0.92 <= share <= 0.98) for share in covered]
    for name, mine, theirs, goal in zip(names, sobol, monte_carlo, goals, strict=True):
        print(f"  {name:<10} {mine / theirs:.3f}  goal {goal:g}: {'reached' if mine / theirs <= goal else 'NOT REACHED'}")
        reached.append(bool(mine / theirs <= goal))
    print(f"({time.perf_counter() - began:.0f} s)")
    return reached


def _error(estimate: Callable[[int], Array], truth: Array, rounds: int) -> Array:
    found = np.array([estimate(50_000 + seed) for seed in range(rounds)])
    return np.asarray(np.sqrt(((found - truth) ** 2).mean(axis=0)))
