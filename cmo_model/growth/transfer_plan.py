"""The plan of the transfer, dated backwards from the end of the external's mandate.

A silent month, a time when the firm does it alone, the overlap that is worth its cost, writing down, an inventory. Begun too late,
it starts on the day given and ends later.
"""

from __future__ import annotations

import datetime
import math
from dataclasses import dataclass
from typing import Literal, get_args

from cmo_model.decision.plan import plan
from cmo_model.growth.transfer import OVERLAP_TIME, overlap
from cmo_model.scenario.options import OPTIONS, is_contractor
from cmo_model.uncertainty import Advice

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
    """The phases in order; whether they hang on a hire, and whether they had to be put off to start on the day given.

    `contract` says whether there is, or comes first, a contract to end.
    """

    phases: tuple[Phase, ...]
    backwards: bool
    late: bool
    contract: bool


def transfer_plan(advice: Advice, day: datetime.date) -> TransferPlan:
    """The transfer's phases, backwards from the end of the mandate; forwards from `day` when no hire is in sight."""
    lengths = [datetime.timedelta(weeks=_overlap_weeks(advice) if name == "together" else _WEEKS[name]) for name in PHASES[:-1]]
    steps = {step.name: step.day for step in plan(advice.decision, advice.search_month, day)}
    wanted = steps.get("external_ends") or steps.get("handover")
    earliest = day + sum(lengths, datetime.timedelta())
    at = end = max(wanted or earliest, earliest)
    phases = [Phase("end", end, end)]
    for name, length in zip(PHASES[-2::-1], lengths[::-1], strict=True):
        phases.append(Phase(name, at - length, at))
        at -= length
    timing = advice.decision.timing
    bases = (advice.decision.scenario.current, *([] if timing is None or wanted is None else [timing.base]))
    contract = any(is_contractor(seat) for base in bases for seat in OPTIONS[base].seats)
    return TransferPlan(tuple(phases[::-1]), wanted is not None, wanted is not None and wanted < end, contract)


def _overlap_weeks(advice: Advice) -> int:
    """Whole weeks of the overlap that the hire in sight makes worth it; that of our assumption without a hire."""
    option = advice.hire_in_sight
    found = None if option is None else overlap(advice.decision.scenario, option)
    if found is None:
        return math.ceil(OVERLAP_TIME)
    return LONGEST_OVERLAP if found.weeks is None else min(LONGEST_OVERLAP, math.ceil(found.weeks))
