"""Which uncertain figures move a result, alone and with the others: first-order and total Sobol indices, with intervals.

Estimators of Saltelli (2010) for the first order and Jansen (1999) for the total, on scrambled Sobol points of twice the inputs'
dimensions; errors are Student intervals over independent scramblings. One set is held in memory at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from cmo_model.uncertainty.study import Array, Estimate, Inverse, Progress, interval, points


def estimators(at_a: Array, at_b: Array, mixed: Array) -> tuple[Array, Array]:
    """First-order and total indices of one set: results at A and at B, and, by input (first axis), at A with that input from B."""
    centre = (at_a.mean() + at_b.mean()) / 2
    variance = np.var(np.concatenate((at_a, at_b))) or np.nan
    alone = (mixed - at_a) @ (at_b - centre) / (len(at_a) * variance)
    together = np.square(mixed - at_a).mean(axis=1) / (2 * variance)
    return alone, together


def indices(
    result: Callable[[Mapping[str, Array]], Array],
    inputs: Mapping[str, Inverse],
    *,
    log2_size: int = 9,
    sets: int = 8,
    seed: int = 1,
    progress: Progress | None = None,
) -> tuple[dict[str, Estimate], dict[str, Estimate]]:
    """First-order and total indices of `result`, a function from figures to values of shape (cases,), by input."""
    names = sorted(inputs)
    first, total = np.empty((sets, len(names))), np.empty((sets, len(names)))
    for which in range(sets):
        u = points(2 * len(names), log2_size, seed, which)
        a = {name: inputs[name](u[:, place]) for place, name in enumerate(names)}
        b = {name: inputs[name](u[:, place + len(names)]) for place, name in enumerate(names)}
        at_a, at_b = result(a), result(b)
        mixed = np.empty((len(names), len(at_a)))
        for place, name in enumerate(names):
            mixed[place] = result(a | {name: b[name]})
            if progress:
                progress((which * len(names) + place + 1) / (sets * len(names)))
        first[which], total[which] = estimators(at_a, at_b, mixed)
    alone, together = interval(first), interval(total)

    def by_name(found: Estimate) -> dict[str, Estimate]:
        return {name: Estimate(found.value[place], found.error[place]) for place, name in enumerate(names)}

    return by_name(alone), by_name(together)
