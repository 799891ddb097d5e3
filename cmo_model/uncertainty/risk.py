"""How sure the verdict is, what would change it, and what is worth finding out: one frozen object behind every surface.

`assess` puts the scenario's ranges through the decision's own arithmetic (`study`), adds the tornado and the flips of the
deterministic engine, the zones, and the tipping months of a smaller set of draws, because a draw lived from every month of entry
costs twenty times a plain one. Every estimate carries its numerical error; none is printed finer than that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

import numpy as np

from cmo_model import parameters
from cmo_model.decision import Decision, decide, evaluate
from cmo_model.decision.records import Record
from cmo_model.scenario import OPTIONS, OptionName, Scenario, place
from cmo_model.uncertainty.entry import curves, tipping_months
from cmo_model.uncertainty.ranges import Range, ranges
from cmo_model.uncertainty.study import CHUNK, Array, Progress, Study, interval, points, study
from cmo_model.uncertainty.switching import READINGS, Flip, flips
from cmo_model.uncertainty.zones import Zones, zones

SETS = 16
SCREEN_DRAWS = 16_384
REPORT_DRAWS = 131_072
ENTRY_DRAWS = 512
_LARGEST_SET = 16  # as a power of two: more draws are more sets, so that memory stays what it is

Label = Literal["too_close", "leans", "clear"]


class OptionRisk(Record):
    """One option under uncertainty: money in dollars, quantiles at 10, 50 and 90 %, the chance that it is best."""

    mean_npv: float
    mean_npv_error: float
    npv_quantiles: tuple[float, float, float]
    npv_quantiles_error: tuple[float, float, float]
    mean_advantage: float
    mean_advantage_error: float
    advantage_quantiles: tuple[float, float, float]
    advantage_quantiles_error: tuple[float, float, float]
    p_best: float
    p_best_error: float


class Bar(Record):
    """One figure of the tornado: the best option's lead over the best of another reading, at the ends of the figure's range."""

    path: str
    low: float
    high: float
    lead_at_low: float
    lead_at_high: float
    reading_at_low: str
    reading_at_high: str


class Tipping(Record):
    """When hiring tips, over the draws: share in which it never does, quantiles of the month among the others, and the band.

    `months` counts the draws by tipping month, month 1 first; `band` holds 10, 50 and 90 % of the advantage by month of entry.
    """

    draws: int
    never: float
    never_error: float
    quantiles: tuple[float, float, float] | None
    months: tuple[int, ...]
    band: tuple[tuple[float, ...], tuple[float, ...], tuple[float, ...]]


class Information(Record):
    """What knowing a figure exactly would be worth, the way to know it better and what that way costs, in dollars."""

    path: str
    value: float
    error: float
    way: str
    cost: float


class Risk(Record):
    """How sure, what would change the answer, and what to find out first."""

    reading: str
    label: Label
    readings: dict[str, float]
    readings_error: dict[str, float]
    options: dict[OptionName, OptionRisk]
    leader: OptionName
    tied: tuple[OptionName, ...]
    regret: float
    regret_error: float
    regret_months: float | None
    evppi: dict[str, float]
    evppi_error: dict[str, float]
    information: tuple[Information, ...]
    ranges: dict[str, tuple[float, float, float]]
    tornado: tuple[Bar, ...]
    flips: dict[str, tuple[Flip, ...]]
    zones: Zones | None
    tipping: Tipping | None
    draws: int
    sets: int
    seed: int


def shape_of(draws: int) -> tuple[int, int]:
    """Sets and size of a set (as a power of two) for at least so many draws."""
    power = min(max(int(np.ceil(np.log2(max(draws, 2 * SETS) / SETS))), 4), _LARGEST_SET)
    return max(SETS, int(np.ceil(draws / 2**power))), power


def assess(
    scenario: Scenario,
    draws: int = SCREEN_DRAWS,
    seed: int = 1,
    *,
    decision: Decision | None = None,
    flip_inputs: list[str] | Literal["deciding"] | None = None,
    entry_draws: int | None = ENTRY_DRAWS,
    chunk: int = CHUNK,
    progress: Progress | None = None,
) -> Risk:
    """The risk of one scenario; the draws asked for are rounded up to whole sets, and the seed decides every figure.

    `flip_inputs` limits the figures scanned for flips, by name or to the `deciding` ones (none scans them all); without
    `entry_draws` nothing is said of when hiring tips. `progress` receives the share done, between batches; what it raises stops the
    work there.
    """
    decision = decide(scenario) if decision is None else decision
    uncertain = ranges(scenario)
    sets, power = shape_of(draws)

    def npv(changes: Mapping[str, Array]) -> Array:
        return evaluate(scenario, changes)["npv"]

    found = study(
        npv,
        {path: one.inverse for path, one in uncertain.items()},
        reference=place(scenario.current),
        log2_size=power,
        sets=sets,
        seed=seed,
        chunk=chunk,
        progress=None if progress is None else lambda share: progress(0.7 * share),
    )
    tipping = _tipping(
        scenario, decision, uncertain, entry_draws, seed, None if progress is None else lambda share: progress(0.7 + 0.1 * share)
    )
    bars = tornado(scenario, decision, uncertain)
    if progress:
        progress(0.8)
    scanned = deciding(bars, decision.verdict.reading) if flip_inputs == "deciding" else flip_inputs
    changes = flips(scenario, scanned, None if progress is None else lambda share: progress(0.8 + 0.2 * share))
    if progress:
        progress(1.0)
    verdict = decision.verdict.reading
    by_reading = _by_reading(found.best.value)
    fee = decision.signals.external.monthly_fee
    regret = max(0.0, float(found.regret.value))
    return Risk(
        reading=verdict,
        label=label(by_reading[verdict]),
        readings=by_reading,
        readings_error=_by_reading(found.best.error),
        options={option: _option(found, place) for place, option in enumerate(OPTIONS)},
        leader=list(OPTIONS)[int(found.mean.value.argmax())],
        tied=tuple(option for place, option in enumerate(OPTIONS) if abs(found.gap.value[place]) <= found.gap.error[place]),
        regret=regret,
        regret_error=float(found.regret.error),
        regret_months=regret / fee if fee > 0 else None,
        evppi={path: float(one.value) for path, one in found.information.items()},
        evppi_error={path: float(one.error) for path, one in found.information.items()},
        information=_information(found),
        ranges={path: (one.low, one.likely, one.high) for path, one in uncertain.items()},
        tornado=bars,
        flips=changes,
        zones=zones(decision),
        tipping=tipping,
        draws=found.draws,
        sets=found.sets,
        seed=seed,
    )


def label(chance: float) -> Label:
    """How sure a reading is, in a word."""
    return "too_close" if chance < 0.60 else "leans" if chance <= 0.80 else "clear"


def _by_reading(by_option: Array) -> dict[str, float]:
    """Sums of what each option has, by reading; of errors the most they can be, for siblings' partly cancel."""
    sums: dict[str, float] = dict.fromkeys(READINGS, 0.0)
    for at, option in enumerate(OPTIONS.values()):
        sums[option.reading] += float(by_option[at])
    return sums


def _three(values: Array) -> tuple[float, float, float]:
    return float(values[0]), float(values[1]), float(values[2])


def _option(found: Study, place: int) -> OptionRisk:
    return OptionRisk(
        mean_npv=float(found.mean.value[place]),
        mean_npv_error=float(found.mean.error[place]),
        npv_quantiles=_three(found.quantiles.value[place]),
        npv_quantiles_error=_three(found.quantiles.error[place]),
        mean_advantage=float(found.advantage.value[place]),
        mean_advantage_error=float(found.advantage.error[place]),
        advantage_quantiles=_three(found.advantage_quantiles.value[place]),
        advantage_quantiles_error=_three(found.advantage_quantiles.error[place]),
        p_best=float(found.best.value[place]),
        p_best_error=float(found.best.error[place]),
    )


def _information(found: Study) -> tuple[Information, ...]:
    """Figures worth knowing better, the most valuable first."""
    spreads, costs = parameters.uncertainty(), parameters.learning_costs()
    rows = []
    for path, one in found.information.items():
        way = spreads[path].spread.learn if path in spreads else "books"
        rows.append(Information(path=path, value=float(one.value), error=float(one.error), way=way, cost=costs[way]))
    return tuple(sorted(rows, key=lambda row: (-row.value, row.path)))


def tornado(scenario: Scenario, decision: Decision, uncertain: Mapping[str, Range]) -> tuple[Bar, ...]:
    """The lead of the best option over the best of another reading, at both ends of each range; the widest bar first."""
    paths = list(uncertain)
    if not paths:
        return ()
    today = scenario.quantities()
    rows = 2 * len(paths)
    changes = {path: np.full(rows, float(today[path])) for path in paths}
    for at, path in enumerate(paths):
        changes[path][2 * at], changes[path][2 * at + 1] = uncertain[path].low, uncertain[path].high
    npv = evaluate(scenario, changes)["npv"]
    best = place(decision.best)
    others = [at for at, option in enumerate(OPTIONS.values()) if option.reading != OPTIONS[decision.best].reading]
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


def deciding(bars: Iterable[Bar], reading: str, most: int = 3) -> list[str]:
    """The figures that change the answer somewhere in their own range, the widest bars first."""
    return [bar.path for bar in bars if {bar.reading_at_low, bar.reading_at_high} != {reading}][:most]


def glance(scenario: Scenario, decision: Decision, progress: Progress | None = None) -> Risk:
    """How sure at a glance: the same draws as `assess` and so the same chances and regret, flips of the deciding figures only."""
    return assess(scenario, decision=decision, flip_inputs="deciding", entry_draws=None, progress=progress)


def _tipping(
    scenario: Scenario,
    decision: Decision,
    uncertain: Mapping[str, Range],
    draws: int | None,
    seed: int,
    progress: Progress | None,
) -> Tipping | None:
    if decision.timing is None or not uncertain or draws is None:
        return None
    power = max(int(np.ceil(np.log2(draws / SETS))), 2)
    names = sorted(uncertain)
    u = np.concatenate([points(len(names), power, seed, which) for which in range(SETS)])
    drawn = {name: uncertain[name].inverse(u[:, place]) for place, name in enumerate(names)}
    ahead = curves(scenario, drawn, progress)
    band = np.quantile(ahead, (0.1, 0.5, 0.9), axis=0)
    months = tipping_months(ahead)
    never = interval(np.isnan(months).reshape(SETS, -1).mean(axis=1, keepdims=True))
    tipped = months[~np.isnan(months)]
    return Tipping(
        draws=SETS * 2**power,
        never=float(never.value[0]),
        never_error=float(never.error[0]),
        quantiles=_three(np.quantile(tipped, (0.1, 0.5, 0.9))) if len(tipped) else None,
        months=tuple(int(n) for n in np.bincount(tipped.astype(int), minlength=scenario.timing_months + 1)[1:]),
        band=(tuple(band[0].tolist()), tuple(band[1].tolist()), tuple(band[2].tolist())),
    )
