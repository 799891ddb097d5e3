"""What the diagnostic and the split say on histories whose truth is known, beside what version 1 said of such histories.

The generators are those of `tests.growth.truth`; `papilon` is left out when it is not installed:
`uv run --group bench python -m tests.bench truth`.
"""

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np

from cmo_model.growth.arbitrage import NothingToldError, arbitrate
from cmo_model.growth.diagnostic import ChannelDiagnostic, Verdict, diagnose
from tests.growth.truth import Truth, history_of, hostile, papilon, recovery

VERSION_1 = """Version 1, as its review reports it: of 1,140 simulated channels it told none; without its count of months, its power
covered the next dollar in 15 to 84 % of cases; 24.5 % of its stops were wrong when half the channels were under-credited."""
HISTORIES = 60
"""For each cell of the table: 240 channels."""
Maker = Callable[[np.random.Generator, int, float, float], Truth]


@dataclass
class Tally:
    """Counts over the channels of a cell; errors are relative to the true next dollar."""

    covered: list[bool] = field(default_factory=list)
    covered_told: list[bool] = field(default_factory=list)
    errors: list[float] = field(default_factory=list)
    told: list[bool] = field(default_factory=list)
    scales: list[bool] = field(default_factory=list)
    cuts: list[bool] = field(default_factory=list)
    gains: list[float] = field(default_factory=list)
    clear: list[float] = field(default_factory=list)

    def add(self, truth: Truth, margin: float) -> None:
        """Diagnose the history, split today's budget and hold both against the truth; a wrong verdict counts as True."""
        found = diagnose(truth.history, margin)
        for column, one in enumerate(found.channels):
            if one.response is None:
                self.told.append(False)
                continue
            real = truth.marginal(column, one.response.today)
            covered = one.response.marginal_low <= real <= one.response.marginal_high
            self.covered.append(covered)
            self.told.append(one.told is not None)
            self.errors.append(one.response.marginal / real - 1)
            if one.told is not None:
                self.covered_told.append(covered)
            if one.verdict == "scale":
                self.scales.append(real * margin < 1)
            if one.verdict == "cut":
                self.cuts.append(real * margin > 1)
        try:
            split = arbitrate(truth.history, found, margin)
        except NothingToldError:
            return
        before = sum(truth.value(column, move.today) for column, move in enumerate(split.moves))
        gain = sum(truth.value(column, move.proposed) for column, move in enumerate(split.moves)) / before - 1
        self.gains.append(gain)
        if not split.noisy:
            self.clear.append(gain)

    def row(self) -> str:
        worse = np.mean(np.array(self.clear) < -1e-4) if self.clear else 0.0
        return (
            f"covered {_share(self.covered)} (told ones {_share(self.covered_told)})  bias {np.median(self.errors):+6.1%}"
            f"  told {_share(self.told)}  wrong scale {_wrong(self.scales)}  wrong cut {_wrong(self.cuts)}"
            f"  split {np.mean(self.gains) if self.gains else 0:+5.1%}, clear but worse {worse:.0%} of {len(self.clear)}"
        )


def _share(found: list[bool]) -> str:
    return f"{np.mean(found):4.0%}" if found else "   —"


def _wrong(found: list[bool]) -> str:
    return f"{sum(found):3d}/{len(found):<3d}"


def margin_for(random: np.random.Generator, truth: Truth) -> float:
    """A margin at which the channels stand on both sides of paying, as those of real firms do."""
    ratio = truth.history.revenue.sum() / truth.history.spend.sum()
    return float(np.clip(random.uniform(0.5, 2.5) / ratio, 0.05, 1.0))


def cell(make: Maker, months: int, variation: float, noise: float, histories: int = HISTORIES) -> Tally:
    """One cell of the table."""
    found = Tally()
    for seed in range(histories):
        random = np.random.default_rng((seed, months))
        truth = make(random, months, variation, noise)
        found.add(truth, margin_for(random, truth))
    return found


def makers() -> Iterator[tuple[str, Maker]]:
    """The generators there are."""
    yield "mmm-param-recovery, as described", recovery
    yield "ours, hostile", hostile
    if importlib.util.find_spec("papilon"):
        yield "papilon", papilon
    else:
        print("papilon is not installed: uv run --group bench python -m tests.bench truth")


def run() -> list[bool]:
    """The table, the verdicts over it, and how stable they are."""
    print(VERSION_1)
    reached = []
    for name, make in makers():
        scales: list[bool] = []
        cuts: list[bool] = []
        clear: list[float] = []
        told: list[bool] = []
        for months in (12, 24, 36):
            for variation in (0.5, 0.8):
                for noise in (0.05, 0.15, 0.3):
                    found = cell(make, months, variation, noise)
                    print(f"{name}: {months} months, ±{variation:.0%}, noise {noise:.0%}: {found.row()}")
                    covered, bias = np.mean(found.covered), abs(np.median(found.errors))
                    reached += [bool(0.85 <= covered <= 0.95), bool(bias <= 0.10)]
                    scales, cuts, clear = scales + found.scales, cuts + found.cuts, clear + found.clear
                    told += found.told if (months, variation) == (12, 0.5) else []
        worse = float(np.mean(np.array(clear) < -1e-4))
        goals = [np.mean(told) >= 0.6, np.mean(scales) <= 0.05, np.mean(cuts) <= 0.05, worse <= 0.05]
        print(f"{name}: told after 12 months of ±50 %: {np.mean(told):.0%} (goal 60 %); goals of 5 % at most:")
        print(f"  wrong scale {np.mean(scales):.1%} of {len(scales)}, wrong cut {np.mean(cuts):.1%} of {len(cuts)}")
        print(f"  clear splits that are worse than today {worse:.1%} of {len(clear)}")
        reached += [bool(goal) for goal in goals]
    return reached + stable()


def stable(histories: int = HISTORIES) -> list[bool]:
    """How often a verdict goes from scale to cut, or back, with a month more or 5 % of noise on the revenue."""
    reached = []
    for name, make in makers():
        flips = {"a month more": [0, 0], "5 % noise on revenue": [0, 0]}
        changed = {"a month more": 0, "5 % noise on revenue": 0}
        for seed in range(histories):
            for variation, noise in ((0.5, 0.15), (0.8, 0.3)):
                random = np.random.default_rng((seed, 7))
                truth = make(random, 25, variation, noise)
                margin, whole = margin_for(random, truth), truth.history
                before = history_of(whole.spend[:-1], whole.revenue[:-1])
                shaken = history_of(whole.spend, whole.revenue * np.exp(random.normal(0, 0.05, whole.revenue.shape)))
                now = _verdicts(diagnose(whole, margin).channels)
                others = (("a month more", before), ("5 % noise on revenue", shaken))
                for what, history in others:
                    then = _verdicts(diagnose(history, margin).channels)
                    flips[what][0] += sum({a, b} == {"scale", "cut"} for a, b in zip(now, then, strict=True))
                    flips[what][1] += len(now)
                    changed[what] += sum(a != b for a, b in zip(now, then, strict=True))
        for (what, (flipped, of)), goal in zip(flips.items(), (0.02, 0.05), strict=True):
            share = changed[what] / of
            print(f"{name}: {what}: {flipped}/{of} verdicts from scale to cut or back (goal {goal:.0%}); {share:.0%} change at all")
            reached.append(flipped <= goal * of)
    return reached


def _verdicts(channels: tuple[ChannelDiagnostic, ...]) -> list[Verdict]:
    return [one.verdict for one in channels]
