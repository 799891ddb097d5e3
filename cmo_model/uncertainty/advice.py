"""What is advised: the option of the highest mean over the draws, how sure that is, and what not knowing costs (model, section 8).

`advise` holds the decision and the advice; every surface says this one. The central case may prefer another option: the advice then
says so. Every estimate carries its numerical error, the half-width of its 95 % interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from cmo_model.decision import Decision, decide, evaluate
from cmo_model.decision.records import Record, Saying
from cmo_model.scenario import OPTIONS, OptionName, Reading, Scenario, hires, place
from cmo_model.uncertainty.entry import When, hire_from, leads, when
from cmo_model.uncertainty.ranges import inputs, ranges
from cmo_model.uncertainty.study import CHUNK, Array, Estimate, Inputs, Progress, Study, interval, study
from cmo_model.uncertainty.switching import READINGS

ADVICE_DRAWS = 1_024
WHEN_DRAWS = 512
SETS = 16
_LARGEST_SET = 16  # as a power of two: more draws are more sets, so that memory stays what it is
TOO_CLOSE, CLEAR = 0.60, 0.80
"""Chances of the reading under which it is too close to call, and above which it is clear."""

Label = Literal["too_close", "leans", "clear"]
Stage = Literal["stay", "prepare", "hire", "undated"]
Triple = tuple[float, float, float]


class OptionAdvice(Record):
    """One option over the draws: value and gain over today, in dollars, at 10, 50, 90 % too; the chance that it is best."""

    mean_npv: float
    mean_npv_error: float
    npv_quantiles: Triple
    npv_quantiles_error: Triple
    mean_gain: float
    mean_gain_error: float
    gain_quantiles: Triple
    gain_quantiles_error: Triple
    p_best: float
    p_best_error: float


class Advice(Record):
    """What to do, how sure, against what, and what the choice costs on average for not knowing.

    `runner_up` is the best other option by mean, `lead` the mean by which it is behind, `rival` the best of another reading; `tied`
    names the options that the draws cannot tell from the advised. `hire_from` is a month of entry, none when no date can be named;
    `p_ever` the share of the draws in which hiring leads at some month of entry, none where the direction is in-house already.
    """

    decision: Decision
    advised: OptionName
    reading: Reading
    label: Label
    readings: dict[str, float]
    readings_error: dict[str, float]
    options: dict[OptionName, OptionAdvice]
    runner_up: OptionName
    rival: OptionName
    lead: float
    lead_error: float
    lead_quantiles: Triple
    tied: tuple[OptionName, ...]
    regret: float
    regret_error: float
    hire_from: int | None = None
    p_ever: float | None = None
    p_ever_error: float | None = None
    when: When | None = None
    certain: bool
    draws: int
    sets: int
    seed: int

    @property
    def is_central(self) -> bool:
        """Whether the central case's best option is the one advised."""
        return self.advised == self.decision.best

    @property
    def search_month(self) -> int | None:
        """The month of entry in which to open the search, where the draws agree on one that fits what is advised."""
        return search_month(self.advised, self.hire_from)

    @property
    def says(self) -> Saying:
        """What the calculation says of hiring, in the words of the signals."""
        if OPTIONS[self.advised].is_hire:
            return "internalise"
        return "external" if self.search_month is None else "prepare"

    @property
    def lead_months(self) -> float:
        """Months from the start of a search to a hire that is productive."""
        seat = self.decision.scenario.in_house
        return seat.months_to_fill + seat.months_to_ramp

    @property
    def stage(self) -> Stage:
        """Stay until the lead time of a hire before the search, then prepare, then hire; a hire advised may still have no date."""
        if self.search_month is None:
            return "undated" if OPTIONS[self.advised].is_hire else "stay"
        ahead = self.search_month - 1
        return "hire" if ahead == 0 else "prepare" if ahead <= self.lead_months else "stay"

    @property
    def hire_is_open(self) -> bool:
        """Whether a hire without a date is is still near: advised, one side of a close call, or as likely as not to come."""
        close = self.label == "too_close" and OPTIONS[self.rival].is_hire
        return OPTIONS[self.advised].is_hire or close or self.hire_from == 1 or (self.p_ever or 0.0) >= 0.5

    @property
    def hire_in_sight(self) -> OptionName | None:
        """The hire that a plan is for: the advised one, else the better one in the month of the search; none without either."""
        timing, month = self.decision.timing, self.search_month
        if OPTIONS[self.advised].is_hire:
            return self.advised
        if timing is None or month is None:
            return None
        return max(hires(), key=lambda option: timing.advantage_by_month[option][month - 1])

    @property
    def gain(self) -> OptionAdvice:
        """The advised option's own figures."""
        return self.options[self.advised]


def search_month(advised: OptionName, hire_from: int | None) -> int | None:
    """The month of entry in which to open the search: the one that the draws agree on, where it fits what is advised."""
    return hire_from if hire_from is not None and OPTIONS[advised].is_hire == (hire_from == 1) else None


def shape_of(draws: int) -> tuple[int, int]:
    """Sets and size of a set (as a power of two) for at least so many draws."""
    power = min(max(int(np.ceil(np.log2(max(draws, 2 * SETS) / SETS))), 4), _LARGEST_SET)
    return max(SETS, int(np.ceil(draws / 2**power))), power


def advise(
    scenario: Scenario, draws: int = ADVICE_DRAWS, seed: int = 1, *, decision: Decision | None = None, dates: bool = True
) -> Advice:
    """The advice on one scenario; the draws asked for are rounded up to whole sets, and the seed decides every figure.

    Without `dates` nothing is said of when to hire.
    """
    decision = decide(scenario) if decision is None else decision
    advice = told(decision, studied(scenario, inputs(ranges(scenario)), draws, seed, information=False))
    return dated(advice) if dates else advice


def dated(advice: Advice, progress: Progress | None = None) -> Advice:
    """The same advice with what the draws say of when to hire; as it is where they say it already, or hiring is no question."""
    decision = advice.decision
    if advice.when is not None or decision.timing is None:
        return advice
    drawn = inputs(ranges(decision.scenario))
    _, power = shape_of(WHEN_DRAWS)
    u = np.concatenate([drawn.points(power if drawn.names else 0, advice.seed, which) for which in range(SETS)])
    ahead = leads(decision.scenario, decision.timing.base, drawn.values(u), progress)
    seen, ever = when(decision.scenario, ahead), in_sets((ahead > 0).any(axis=1).astype(float))
    found = {"when": seen, "hire_from": hire_from(seen), "p_ever": float(ever.value), "p_ever_error": float(ever.error)}
    return advice.model_copy(update=found)


def studied(
    scenario: Scenario,
    drawn: Inputs,
    draws: int,
    seed: int,
    *,
    information: bool,
    chunk: int = CHUNK,
    progress: Progress | None = None,
) -> Study:
    """The options' net values over the draws."""
    sets, power = shape_of(draws)

    def npv(changes: Mapping[str, Array]) -> Array:
        return evaluate(scenario, changes)["npv"]

    return study(npv, drawn, log2_size=power, sets=sets, seed=seed, chunk=chunk, information=information, progress=progress)


def told(decision: Decision, found: Study) -> Advice:
    """The advice that a study gives, without its dates."""
    names = list(OPTIONS)
    means = found.mean.value
    order = np.argsort(-means, kind="stable")
    best, second = int(order[0]), int(order[1])
    today = place(decision.scenario.current)
    reading = OPTIONS[names[best]].reading
    readings = by_reading(found.best.value)
    return Advice(
        decision=decision,
        advised=names[best],
        reading=reading,
        label=label(readings[reading], reading, decision.verdict.reading_by_horizon),
        readings=readings,
        readings_error=by_reading(found.best.error),
        options={option: _option(found, at, today) for at, option in enumerate(names)},
        runner_up=names[second],
        rival=next(names[at] for at in order if OPTIONS[names[at]].reading != reading),
        lead=float(found.gaps.value[best, second]),
        lead_error=float(found.gaps.error[best, second]),
        lead_quantiles=_triple(found.leads.value[best, second]),
        tied=tuple(name for at, name in enumerate(names) if abs(found.gaps.value[best, at]) <= found.gaps.error[best, at]),
        regret=max(0.0, float(found.regret.value)),
        regret_error=float(found.regret.error),
        certain=found.draws == found.sets,
        draws=found.draws,
        sets=found.sets,
        seed=found.seed,
    )


def label(chance: float, reading: str, by_horizon: Mapping[str, str]) -> Label:
    """How sure a reading is, in a word; never clear while it is another over two, three or five years."""
    if chance < TOO_CLOSE:
        return "too_close"
    return "clear" if chance > CLEAR and set(by_horizon.values()) <= {reading} else "leans"


def by_reading(by_option: Array) -> dict[str, float]:
    """Sums of what each option has, by reading; of errors the most they can be, for siblings' partly cancel."""
    sums: dict[str, float] = dict.fromkeys(READINGS, 0.0)
    for at, option in enumerate(OPTIONS.values()):
        sums[option.reading] += float(by_option[at])
    return sums


def _triple(values: Array) -> Triple:
    return float(values[0]), float(values[1]), float(values[2])


def _option(found: Study, at: int, today: int) -> OptionAdvice:
    return OptionAdvice(
        mean_npv=float(found.mean.value[at]),
        mean_npv_error=float(found.mean.error[at]),
        npv_quantiles=_triple(found.quantiles.value[at]),
        npv_quantiles_error=_triple(found.quantiles.error[at]),
        mean_gain=float(found.gaps.value[at, today]),
        mean_gain_error=float(found.gaps.error[at, today]),
        gain_quantiles=_triple(found.leads.value[at, today]),
        gain_quantiles_error=_triple(found.leads.error[at, today]),
        p_best=float(found.best.value[at]),
        p_best_error=float(found.best.error[at]),
    )


def in_sets(of_draws: Array) -> Estimate:
    """A share of the draws and its error over the sets; exact where nothing is drawn."""
    if len(of_draws) < SETS:
        return Estimate(of_draws.mean(), np.zeros(()))
    return interval(of_draws.reshape(SETS, -1).mean(axis=1))
