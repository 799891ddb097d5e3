"""The plan of a hire, worked backwards from the month when it is worth it: what happens when, with dates.

Recruiting opens in the month of entry. The person arrives once the seat is filled and is ready once the ramp is over; the offer is
made a month before the arrival, the usual notice. Months are those of the model, rounded to whole ones; month 1 is the month given.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Literal

from dateutil.relativedelta import relativedelta

from cmo_model.decision.records import Decision
from cmo_model.scenario.options import OPTIONS, is_contractor

NOTICE_MONTHS = 1
"""Between an accepted offer and the first day: our assumption."""

StepName = Literal["search", "offer", "arrival", "handover", "external_ends"]


@dataclass(frozen=True)
class Step:
    """One step: its name, its month counted from 1, and the first day of that month."""

    name: StepName
    month: int
    day: datetime.date


def plan(decision: Decision, month: int | None, first: datetime.date) -> tuple[Step, ...]:
    """The steps of the hire whose search opens in `month`, `first` being a day of month 1; none when the seat exists already."""
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
    if any(map(is_contractor, OPTIONS[base].seats)):
        steps.append(("external_ends", ready if decision.scenario.bridge else month))
    steps.sort(key=lambda step: step[1])
    return tuple(Step(name, number, first.replace(day=1) + relativedelta(months=number - 1)) for name, number in steps)
