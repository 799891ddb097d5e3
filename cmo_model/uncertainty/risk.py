"""What would change the answer, and what is worth finding out, beside the advice: one frozen object behind every surface.

`assess` puts the scenario's ranges through the decision's own arithmetic (`study`), adds the tornado and the flips of the
deterministic engine, and the zones. Every estimate carries its numerical error; none is printed finer than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np

from cmo_model import parameters
from cmo_model.decision import Decision, decide, evaluate
from cmo_model.decision.records import Record
from cmo_model.scenario import OPTIONS, Scenario, place
from cmo_model.uncertainty.advice import Advice, dated, studied, told
from cmo_model.uncertainty.ranges import Range, entered, inputs, ranges
from cmo_model.uncertainty.study import CHUNK, Progress, Study
from cmo_model.uncertainty.switching import Flip, flips
from cmo_model.uncertainty.zones import Zones, zones

SCREEN_DRAWS = 16_384
REPORT_DRAWS = 131_072


class Bar(Record):
    """One figure of the tornado: the best option's lead over the best of another reading, at the ends of the figure's range."""

    path: str
    low: float
    high: float
    lead_at_low: float
    lead_at_high: float
    reading_at_low: str
    reading_at_high: str


class Information(Record):
    """What knowing a figure exactly would be worth, the way to know it better and what that way costs, in dollars."""

    path: str
    value: float
    error: float
    way: str
    cost: float


class Risk(Record):
    """The advice, what would change it, and what to find out first."""

    advice: Advice
    evppi: dict[str, float]
    evppi_error: dict[str, float]
    information: tuple[Information, ...]
    ranges: dict[str, tuple[float, float, float]]
    tornado: tuple[Bar, ...]
    flips: dict[str, tuple[Flip, ...]]
    zones: Zones | None
    draws: int


def assess(
    scenario: Scenario,
    draws: int = SCREEN_DRAWS,
    seed: int = 1,
    *,
    decision: Decision | None = None,
    advice: Advice | None = None,
    flip_inputs: list[str] | Literal["deciding"] | None = None,
    chunk: int = CHUNK,
    progress: Progress | None = None,
) -> Risk:
    """The risk of one scenario; the draws asked for are rounded up to whole sets, and the seed decides every figure.

    The advice is the one given, else that of these draws. `flip_inputs` limits the figures scanned for flips, by name or to the
    `deciding` ones within their ranges (none scans them all). `progress` receives the share done, between batches; what it raises
    stops the work there.
    """
    if advice is not None:
        decision = advice.decision
    decision = decide(scenario) if decision is None else decision
    uncertain = ranges(scenario)
    drawn = inputs(uncertain)

    def part(begin: float, end: float) -> Progress | None:
        return None if progress is None else lambda share: progress(begin + (end - begin) * share)

    found = studied(scenario, drawn, draws, seed, information=True, chunk=chunk, progress=part(0.0, 0.6))
    if advice is None:
        advice = told(decision, found)
    advice = dated(advice, part(0.6, 0.8))
    return _around(advice, uncertain, found, flip_inputs, part(0.8, 1.0))


def glance(advice: Advice, progress: Progress | None = None) -> Risk:
    """The advice, dated, and what would change it: flips of the deciding figures within their ranges only."""
    return _around(dated(advice, progress), ranges(advice.decision.scenario), None, "deciding", progress)


def _around(
    advice: Advice,
    uncertain: Mapping[str, Range],
    found: Study | None,
    flip_inputs: list[str] | Literal["deciding"] | None,
    progress: Progress | None,
) -> Risk:
    scenario, decision = advice.decision.scenario, advice.decision
    bars = tornado(advice, uncertain)
    near = {bar.path: (bar.low, bar.high) for bar in deciding(bars, decision.verdict.reading)}
    found_flips = flips(scenario, near, progress, near) if flip_inputs == "deciding" else flips(scenario, flip_inputs, progress)
    information = found.information if found else {}
    return Risk(
        advice=advice,
        evppi={path: float(one.value) for path, one in information.items()},
        evppi_error={path: float(one.error) for path, one in information.items()},
        information=_information(found) if found else (),
        ranges={path: (one.low, one.likely, one.high) for path, one in uncertain.items()},
        tornado=bars,
        flips=found_flips,
        zones=zones(decision),
        draws=found.draws if found else advice.draws,
    )


def _information(found: Study) -> tuple[Information, ...]:
    """Figures worth knowing better, the most valuable first."""
    spreads, costs = parameters.uncertainty(), parameters.learning_costs()
    rows = []
    for path, one in found.information.items():
        way = spreads[path].spread.learn if path in spreads else "books"
        rows.append(Information(path=path, value=float(one.value), error=float(one.error), way=way, cost=costs[way]))
    return tuple(sorted(rows, key=lambda row: (-row.value, row.path)))


def tornado(advice: Advice, uncertain: Mapping[str, Range]) -> tuple[Bar, ...]:
    """The lead of the advised option over the best of another reading, at both ends of each range; the widest bar first."""
    scenario, advised = advice.decision.scenario, advice.advised
    paths = list(uncertain)
    if not paths:
        return ()
    today = {path: entered(scenario, path) for path in paths}
    rows = 2 * len(paths)
    changes = {path: np.full(rows, today[path]) for path in paths}
    for at, path in enumerate(paths):
        changes[path][2 * at], changes[path][2 * at + 1] = uncertain[path].low, uncertain[path].high
    npv = evaluate(scenario, changes)["npv"]
    best = place(advised)
    others = [at for at, option in enumerate(OPTIONS.values()) if option.reading != OPTIONS[advised].reading]
    lead = npv[:, best] - npv[:, others].max(axis=1)
    reading = [[*OPTIONS.values()][at].reading for at in npv.argmax(axis=1)]
    bars = [
        Bar(
            path=path,
            low=uncertain[path].low,
            high=uncertain[path].high,
            lead_at_low=float(lead[2 * place]),
            lead_at_high=float(lead[2 * place + 1]),
            reading_at_low=reading[2 * place],
            reading_at_high=reading[2 * place + 1],
        )
        for place, path in enumerate(paths)
    ]
    return tuple(sorted(bars, key=lambda bar: (-abs(bar.lead_at_high - bar.lead_at_low), bar.path)))


def deciding(bars: Iterable[Bar], reading: str, most: int = 3) -> list[Bar]:
    """The bars of the figures that change the answer somewhere in their own range, the widest first."""
    return [bar for bar in bars if {bar.reading_at_low, bar.reading_at_high} != {reading}][:most]
