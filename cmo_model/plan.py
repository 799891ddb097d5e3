"""The plan of a hire, worked backwards from the month when it is worth it: what happens when, with dates.

Recruiting opens in the month of entry. The person arrives once the seat is filled and is ready once the ramp is over; the offer is
made a month before the arrival, the usual notice. Months are those of the model, rounded to whole ones; month 1 is the month given.

The transfer is dated the same way, backwards from the end of the external's mandate: a silent month, a time when the firm does it
alone, the overlap that is worth its cost, writing down, an inventory. Begun too late, it starts on the day given and ends later.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Literal, get_args

from cmo_model.decision import Decision
from cmo_model.growth.transfer import OVERLAP_TIME, overlap
from cmo_model.projection import CONTRACTORS, SEATS
from cmo_model.scenario import OptionName

NOTICE_MONTHS = 1
"""Between an accepted offer and the first day: our assumption."""

StepName = Literal["search", "offer", "arrival", "handover", "external_ends"]


@dataclass(frozen=True)
class Step:
    """One step: its name, its month counted from 1, and the first day of that month."""

    name: StepName
    month: int
    day: datetime.date


def plan(decision: Decision, first: datetime.date) -> tuple[Step, ...]:
    """The steps of the hire in order, `first` being a day of month 1; none when no hire is in sight or the seat exists already."""
    month = decision.verdict.hire_month
    if decision.timing is None or month is None:
        return ()
    seat = decision.scenario.in_house
    arrival = month + math.floor(seat.months_to_fill + 0.5)
    ready = arrival + math.floor(seat.months_to_ramp + 0.5)
    steps: list[tuple[StepName, int]] = [("search", month)]
    if arrival - NOTICE_MONTHS > month:
        steps.append(("offer", arrival - NOTICE_MONTHS))
    steps += [("arrival", arrival), ("handover", ready)]
    base = decision.timing.base if month > 1 else decision.scenario.current
    if any(one in CONTRACTORS for one in SEATS[base]):
        steps.append(("external_ends", ready if decision.scenario.bridge else month))
    steps.sort(key=lambda step: step[1])
    return tuple(Step(name, number, _later(first, number - 1)) for name, number in steps)


def _later(first: datetime.date, months: int) -> datetime.date:
    years, place = divmod(first.month - 1 + months, 12)
    return datetime.date(first.year + years, place + 1, 1)


PhaseName = Literal["inventory", "writing", "together", "alone", "silent", "end"]
PHASES: tuple[PhaseName, ...] = get_args(PhaseName)
_WEEKS: dict[PhaseName, int] = {"inventory": 2, "writing": 4, "alone": 4, "silent": 4}
"""Weeks of each phase but the overlap, after the published practice of twelve weeks; our reading."""
LONGEST_OVERLAP = 26
"""Weeks of overlap the plan shows at most, and those of an overlap that costs nothing."""


@dataclass(frozen=True)
class Phase:
    """One phase of the transfer, from its first day to the day the next one starts; the end is one day."""

    name: PhaseName
    start: datetime.date
    end: datetime.date


@dataclass(frozen=True)
class TransferPlan:
    """The phases in order; whether they hang on a hire, and whether they had to be put off to start on the day given."""

    phases: tuple[Phase, ...]
    backwards: bool
    late: bool


def transfer_plan(decision: Decision, day: datetime.date) -> TransferPlan:
    """The transfer's phases, backwards from the end of the mandate; forwards from `day` when no hire is in sight."""
    lengths = [datetime.timedelta(weeks=_overlap_weeks(decision) if name == "together" else _WEEKS[name]) for name in PHASES[:-1]]
    steps = {step.name: step.day for step in plan(decision, day)}
    wanted = steps.get("external_ends") or steps.get("handover")
    earliest = day + sum(lengths, datetime.timedelta())
    at = end = max(wanted or earliest, earliest)
    phases = [Phase("end", end, end)]
    for name, length in zip(PHASES[-2::-1], lengths[::-1], strict=True):
        phases.append(Phase(name, at - length, at))
        at -= length
    return TransferPlan(tuple(phases[::-1]), wanted is not None, wanted is not None and wanted < end)


def hire_in_sight(decision: Decision) -> OptionName | None:
    """The hire that is best now, or the one that tips later; none when no hire is in sight."""
    if decision.verdict.hire_month == 1:
        return decision.best
    return decision.timing.tipping_option if decision.timing else None


def _overlap_weeks(decision: Decision) -> int:
    """Whole weeks of the overlap that the hire in sight makes worth it; that of our assumption without a hire."""
    option = hire_in_sight(decision)
    found = None if option is None else overlap(decision.scenario, option)
    if found is None:
        return math.ceil(OVERLAP_TIME)
    return LONGEST_OVERLAP if found.weeks is None else min(LONGEST_OVERLAP, math.ceil(found.weeks))
