"""Whether the assumption that explains a gap is the one that changed, on firms whose truth is known, and what the bands hold.

The firms are those of `tests.checkback.firms`: an example company, an option, 12 to 24 months, one assumption drawn far from where
it was entered, every other as entered, and seats that live their own lives. `python -m tests.bench checkback`.
"""

from dataclasses import dataclass, field
from time import perf_counter

import numpy as np

from cmo_model.checkback import MEASURES
from cmo_model.checkback.expected import drawn
from cmo_model.scenario import OPTIONS
from tests.checkback.firms import KINDS, NAMES, firm_of, is_among, is_right, prepared

FIRMS, SEED = 60, 1
"""For each kind, where the gap is outside; the seed of the figures reported is none of those that anything was chosen on."""
MOST_TRIED = 6_000
GOAL, COVERAGE = 0.80, 0.77


@dataclass
class Tally:
    """Counts over the firms of a kind."""

    right: list[bool] = field(default_factory=list)
    among: list[bool] = field(default_factory=list)
    unnamed: int = 0
    inside: int = 0
    named_inside: int = 0


def tallied(kind: str, firms: int, seed: int, noise: float = 0.0) -> Tally:
    """So many firms of a kind whose gap is outside, and those that were inside meanwhile."""
    random, found = np.random.default_rng((seed, KINDS.index(kind))), Tally()
    while len(found.right) < firms and len(found.right) + found.inside < MOST_TRIED:
        firm = firm_of(kind, random, noise)
        if firm.explanation.inside:
            found.inside += 1
            found.named_inside += bool(firm.explanation.changes)
            continue
        found.right.append(is_right(firm))
        found.among.append(is_among(firm))
        found.unnamed += not firm.explanation.changes
    return found


def named(firms: int = FIRMS, seed: int = SEED, noise: float = 0.0) -> tuple[float, int]:
    """The share of the firms outside whose assumption is named right, and how many inside had one named."""
    started, all_of = perf_counter(), []
    print(f"seed {seed}, figures that wander by {noise:.0%} a month:")
    for kind in KINDS:
        found = tallied(kind, firms, seed, noise)
        all_of.append(found)
        print(
            f"  {kind}: named right {sum(found.right)}/{len(found.right)}, right or said not to be told apart {sum(found.among)},"
            f" none named {found.unnamed}; inside {found.inside}, of which named {found.named_inside}"
        )
    right = [one for found in all_of for one in found.right]
    among = [one for found in all_of for one in found.among]
    inside, wrong = sum(found.inside for found in all_of), sum(found.named_inside for found in all_of)
    print(f"  all: named right {sum(right)}/{len(right)} ({np.mean(right):.1%}, goal {GOAL:.0%}), or told {np.mean(among):.1%};")
    print(f"  named inside {wrong} of {inside} (goal 0); {perf_counter() - started:.0f} s", flush=True)
    return float(np.mean(right)), wrong


def coverage(seed: int = SEED + 100) -> list[float]:
    """The share of months in the 80 % band, over every example and option, of firms whose every assumption is within its range."""
    shares: dict[str, list[float]] = {measure: [] for measure in MEASURES}
    for name in NAMES:
        for option in OPTIONS:
            scenario, bands, _ = prepared(name, option)
            others = drawn(scenario, option, seed)
            for measure in MEASURES:
                low, high = np.array(bands[measure].low), np.array(bands[measure].high)
                shares[measure].append(float(((others[measure] >= low) & (others[measure] <= high)).mean()))
    for measure, found in shares.items():
        print(f"  {measure}: {np.mean(found):.1%} of the months in the band, from {min(found):.1%} to {max(found):.1%} by option")
    return [float(np.mean(found)) for found in shares.values()]


def run() -> list[bool]:
    """The study, the same with figures that wander, and the coverage."""
    right, wrong = named()
    named(noise=0.01)
    shares = coverage()
    return [right >= GOAL, wrong == 0, all(share >= COVERAGE for share in shares)]
