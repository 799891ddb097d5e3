"""Can the firm stand alone: what is written down, who can do each process, what documenting is worth, how long to overlap.

Twelve items answered no, partly or yes, and processes with autonomy 0 to 5 and criticality 1 to 3 (model, section 9). Ready when
the score, every critical process, its two insiders and the silent month are there. The overlap weighs the weekly cost of those who
leave against what their leaving without one would lose: the value of the option had none of their knowledge gone, less its value.
"""

from __future__ import annotations

import datetime
import math
from typing import Annotated, Literal, get_args

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from cmo_model.decision import Decision, evaluate, quantities
from cmo_model.decision.records import Record
from cmo_model.operands import ZERO, Values
from cmo_model.rules.capability import capability_today, share
from cmo_model.rules.months import live
from cmo_model.rules.notebook import Notebook
from cmo_model.rules.roles import WEEKS_A_YEAR, Seating, start
from cmo_model.rules.seats import Bridge, Ended
from cmo_model.scenario import OPTIONS, OptionName, Scenario, is_contractor, place
from cmo_model.scenario.checks import MOST_LETTERS, visible

State = Literal["no", "partly", "yes"]
# fmt: off
ItemName = Literal[
    "accounts", "access", "contracts", "metrics", "budget_model", "decision_log",
    "playbooks", "calendar", "segments", "vendors", "tests", "privacy",
]
# fmt: on
ITEMS: tuple[ItemName, ...] = get_args(ItemName)
WORTH: dict[State, float] = {"no": 0.0, "partly": 0.5, "yes": 1.0}
READY, CRITICAL_LEVEL, INSIDERS = 75.0, 4, 2
"""From which score, which autonomy of a critical process and how many insiders the mandate can end: our assumptions."""
MOST_PROCESSES = 30
OVERLAP_TIME = 4.0
"""Weeks in which an overlap brings what is left to lose down to a third (1/e): our assumption."""

FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2100, 12, 31)
"""What a due date lies between; another is a slip."""

MOST_EVIDENCE = 200
"""Letters of the place where the proof is."""
MOST_AUTONOMY, MOST_CRITICALITY, MOST_INSIDERS = 5, 3, 99

Words = Annotated[str, StringConstraints(max_length=MOST_LETTERS)]


class Typed(BaseModel):
    """A frozen, closed record of what was typed; characters that show nothing are left out of its texts."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    @field_validator("*")
    @classmethod
    def _visible(cls, value: object) -> object:
        return visible(value) if isinstance(value, str) else value


class Item(Typed):
    """One of the twelve: its state, who sees to it, by when, and where the proof is (text, never followed)."""

    state: State = "no"
    owner: Words = ""
    due: Annotated[datetime.date, Field(ge=FIRST_DAY, le=LAST_DAY)] | None = None
    evidence: Annotated[str, StringConstraints(max_length=MOST_EVIDENCE)] = ""


class Process(Typed):
    """One process: who does it today (0 the external alone, 5 the firm teaches it), how critical, how many insiders can."""

    name: Words = ""
    autonomy: Annotated[int, Field(ge=0, le=MOST_AUTONOMY)] = 0
    criticality: Annotated[int, Field(ge=1, le=MOST_CRITICALITY)] = 2
    insiders: Annotated[int, Field(ge=0, le=MOST_INSIDERS)] = 0


class Transfer(Typed):
    """What is known of the transfer."""

    items: dict[ItemName, Item] = Field(default_factory=dict)
    processes: Annotated[tuple[Process, ...], Field(max_length=MOST_PROCESSES)] = ()
    silent_month: bool = False

    def item(self, name: ItemName) -> Item:
        """One of the twelve; what was not answered is at no."""
        return self.items.get(name, Item())


def written(transfer: Transfer) -> float:
    """Mean of the twelve items, 0 to 1."""
    return sum(WORTH[transfer.item(name).state] for name in ITEMS) / len(ITEMS)


def autonomy(transfer: Transfer) -> float | None:
    """Score out of 100, processes weighed by criticality; none without a process."""
    weights = sum(one.criticality for one in transfer.processes)
    return 100 * sum(one.criticality * one.autonomy for one in transfer.processes) / (MOST_AUTONOMY * weights) if weights else None


def memory(transfer: Transfer) -> float:
    """What stays of what leavers know, proposed to the scenario: half items, half autonomy; items alone without a process."""
    score = autonomy(transfer)
    return written(transfer) if score is None else (written(transfer) + score / 100) / 2


TARGET_MEMORY = (1 + READY / 100) / 2
"""The memory of a firm that has all twelve items and just the score to end the mandate."""

Gate = Literal["autonomy", "critical", "insiders", "silent_month"]


def gates(transfer: Transfer) -> dict[Gate, bool]:
    """Which of the four conditions to end the mandate hold; without a process none of the first three does."""
    vital = [one for one in transfer.processes if one.criticality == 3]
    some, score = bool(transfer.processes), autonomy(transfer)
    return {
        "autonomy": score is not None and score >= READY,
        "critical": some and all(one.autonomy >= CRITICAL_LEVEL for one in vital),
        "insiders": some and all(one.insiders >= INSIDERS for one in vital),
        "silent_month": transfer.silent_month,
    }


def ready(transfer: Transfer) -> bool:
    """Whether the mandate can end."""
    return all(gates(transfer).values())


def documenting(today: Decision, target: float = TARGET_MEMORY) -> float:
    """What documenting is worth, in dollars over the horizon: npv of today's best option at that memory less at today's."""
    there = evaluate(today.scenario, {"assumptions.memory": np.array([target])})["npv"][0, place(today.best)]
    return float(there) - today.options[today.best].npv


class _KnownEnded(Ended):
    """A seat that ends with nothing of what it knew lost."""

    def step(self, notebook: Notebook) -> None:
        super().step(notebook)
        self.leaves = ZERO


class _KnownBridge(Bridge):
    """A bridge that ends with nothing of what it knew lost."""

    def step(self, notebook: Notebook) -> None:
        super().step(notebook)
        self.leaves = ZERO


class _Known(Seating):
    """Seats that end with nothing of what they knew lost."""

    ended = _KnownEnded
    bridge = _KnownBridge


class Overlap(Record):
    """How long those who leave should overlap: weeks, what is to lose and what a week costs, in dollars.

    `weeks` is none when overlapping costs nothing: it never stops paying.
    """

    weeks: float | None
    to_lose: float
    weekly_cost: float


def overlap(scenario: Scenario, option: OptionName) -> Overlap | None:
    """The paid overlap of the seats that entering an option ends, today; none when it ends no seat."""
    ended = [seat for seat in OPTIONS[scenario.current].seats if seat not in OPTIONS[option].seats]
    if not ended:
        return None
    q = quantities(scenario)
    today = capability_today(q, scenario.current)
    before = start(q, scenario.current, today)

    def npv(seating: Seating) -> float:
        months, bridge = scenario.horizon_months, scenario.bridge
        return float(live(q, before, [option], months, bridge=bridge, today=today, seating=seating).options[option].npv)

    to_lose = npv(_Known()) - npv(Seating())
    weekly = sum(_weekly_cost(q, scenario.current, seat) for seat in ended)
    least = weekly * OVERLAP_TIME
    weeks: float | None = 0.0
    if to_lose > least:
        weeks = OVERLAP_TIME * math.log(to_lose / least) if least > 0 else None
    return Overlap(weeks=weeks, to_lose=to_lose, weekly_cost=weekly)


def _weekly_cost(q: Values, current: OptionName, seat: str) -> float:
    if is_contractor(seat):
        return 12 * float(q[f"{seat}.monthly_fee"]) * float(share(q, current, seat)) / WEEKS_A_YEAR
    return float(q[f"loaded_salary.{seat}.cash_pay"]) / WEEKS_A_YEAR
