"""One decision and 8,192 decisions, beside the plain-Python reading of the specification, in turn so that a slow minute hurts both.

Prints medians over the rounds and the ratio of each round's pair; says whether the agreed ratios are reached, and exits with 1
when they are not.
"""

import random
import statistics
import time
from collections.abc import Callable

import numpy as np

from cmo_model import Scenario, advise, decide
from cmo_model.decision import evaluate
from cmo_model.decision.central import CHUNK
from cmo_model.scenario import leaves
from cmo_model.scenario.fields import FIELDS
from tests import plain_reading
from tests.conftest import case_file

ROUNDS = 5
DEFAULTS = case_file("reference.json")


def seconds(run: Callable[[], object], times: int) -> float:
    """Time of one call, the mean over so many."""
    begin = time.perf_counter()
    for _ in range(times):
        run()
    return (time.perf_counter() - begin) / times


def spread_cases(cases: int) -> dict[str, np.ndarray]:
    """Every figure of the reference scenario moved by up to a tenth, inside its bounds."""
    random_numbers = np.random.default_rng(20_261_122)
    values = dict(leaves(Scenario()))
    found = {}
    for path, facts in FIELDS.items():
        if isinstance(facts.default, float):
            moved = values[path] * random_numbers.uniform(0.9, 1.1, cases)
            found[path] = np.clip(moved, facts.low, facts.high)
    return found


def pair(name: str, ours: Callable[[], float], theirs: Callable[[], float], goal: float) -> bool:
    """Time both in turn, print the medians and the ratio, say whether the goal is reached."""
    rounds = [(ours(), theirs()) for _ in range(ROUNDS)]
    ratio = statistics.median(peer / mine for mine, peer in rounds)
    mine, peer = (statistics.median(column) for column in zip(*rounds, strict=True))
    verdict = "reached" if ratio >= goal else "NOT REACHED"
    print(f"{name:<52} {mine * 1e6:>12,.1f} µs {peer * 1e6:>12,.1f} µs {ratio:>8.1f} x  goal {goal:g} x: {verdict}")
    return ratio >= goal


def run() -> list[bool]:
    """Time one decision and many; say which goals are reached."""
    cases = spread_cases(CHUNK)
    one = Scenario()
    sample = [DEFAULTS] * 20
    decide(one)
    evaluate(one, {path: column[:64] for path, column in cases.items()})
    print(f"{'median of ' + str(ROUNDS) + ' rounds':<52} {'engine':>15} {'plain reading':>15} {'ratio':>10}")
    return [
        pair(
            "one whole decision, 60 months of entry included",
            lambda: seconds(lambda: decide(one), 8),
            lambda: seconds(lambda: plain_reading.decide(DEFAULTS), 3),
            8,
        ),
        pair(
            f"one case of {CHUNK:,} at once, without timing",
            lambda: seconds(lambda: evaluate(one, cases), 1) / CHUNK,
            lambda: seconds(lambda: [plain_reading.decide(s, timing=False) for s in sample], 1) / len(sample),
            100,
        ),
        advised(one),
        *robust(),
    ]


def advised(scenario: Scenario) -> bool:
    """The advice of the first page and its dates, in decisions."""
    decision = decide(scenario)
    rounds = []
    for _ in range(ROUNDS):
        one = seconds(lambda: decide(scenario), 4)
        rounds.append(
            (
                (one + seconds(lambda: advise(scenario, decision=decision, dates=False), 2)) / one,
                (seconds(lambda: advise(scenario, decision=decision), 1)) / one,
            )
        )
    first, whole = (statistics.median(column) for column in zip(*rounds, strict=True))
    dates = whole - (first - 1)
    print(f"advice of the first page, its decision included: {first:.1f} decisions (goal 3); dates: {dates:.1f} (goal 12)")
    return first <= 3 and dates <= 12


def robust(firms: int = 500) -> list[bool]:
    """What the model says of random firms: how often the horizon, the draws and the date change the answer. No goal."""
    horizon = apart = named = 0
    behind: list[float] = []
    labels: dict[str, int] = {}
    for seed in range(firms):
        found = plain_reading.random_scenario(random.Random(seed), DEFAULTS) | {"timing_months": 60}
        advice = advise(Scenario.model_validate(found), 512)
        horizon += len(set(advice.decision.verdict.reading_by_horizon.values())) > 1
        apart += not advice.is_central
        labels[advice.label] = labels.get(advice.label, 0) + 1
        if advice.when is not None and advice.search_month is not None:
            named += 1
            behind.append(advice.when.chance[advice.when.months.index(advice.search_month)])
    print(
        f"{firms} random firms: the reading differs between 24, 36 and 60 months for {horizon / firms:.0%}; the advice is not the"
    )
    print(f"  central case's option for {apart / firms:.0%}; labels {labels}; a date is named for {named / firms:.0%},", end="")
    print(f" with a median chance of {statistics.median(behind):.0%} behind it" if behind else "")
    return []
